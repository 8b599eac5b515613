"""Going on from a backup when the database itself cannot be opened. The damaged file is kept aside, untouched."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import mark
from plcdesk.storage.backup import found_in
from plcdesk.storage.copies import copy_file, sound
from plcdesk.storage.scratch import scratch, settle

if TYPE_CHECKING:
    from plcdesk.paths import Paths
    from plcdesk.storage.backup import Backup


def newest_good(paths: Paths) -> Backup | None:
    """The newest backup that can be opened; None when there is none."""
    return next((backup for backup in found_in(paths.backups) if sound(backup.path)), None)


def mend(paths: Paths, backup: Path, clock: Callable[[], datetime]) -> Path:
    """Put the database's files aside and a backup in their place; returns where they are now.

    Raises UserError when the disk does not take it; the database is then where it was.
    """
    aside = paths.folder / "damaged" / f"{clock():%Y-%m-%d_%H%M%S}"
    try:
        with scratch(paths.database) as path:
            copy_file(backup, path)
            if not sound(path):
                raise OSError("the copy is damaged")
            aside.mkdir(parents=True)
            for suffix in ("-wal", "-shm", ""):
                file = paths.database.with_name(paths.database.name + suffix)
                if file.exists():
                    file.rename(aside / file.name)
            settle(path, paths.database)
    except OSError as error:
        raise UserError(mark("The backup could not be put back. The original is untouched. Free some space on this "
                             "computer, then try again.")) from error
    return aside
