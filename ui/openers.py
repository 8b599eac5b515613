"""The ways to open a programme, and what is offered when it cannot be opened. The core is imported when one is taken."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plcdesk.domain.errors import Damaged, UserError
from plcdesk.paths import Paths
from plcdesk.settings import Settings

if TYPE_CHECKING:
    from ui.app import Program

Opener = Callable[[Paths, Settings], Any]


def existing(paths: Paths, settings: Settings) -> Any:
    """The programme in the folder, or an empty one to begin in."""
    from plcdesk.bootstrap import build_desk

    return build_desk(paths, settings)


def sample(paths: Paths, settings: Settings) -> Any:
    """The sample, made when missing."""
    from plcdesk.bootstrap import open_sample

    return open_sample(paths, settings)


def restored(backup: Path) -> Opener:
    """A new programme from a backup file."""
    from plcdesk.bootstrap import restore_programme

    return lambda paths, settings: restore_programme(paths, backup, settings)


def mended(backup: Path) -> Opener:
    """The programme from one of its backups; the database that cannot be opened is put aside."""
    from plcdesk.bootstrap import mend_programme

    return lambda paths, settings: mend_programme(paths, backup, settings)


def check(folder: Path) -> None:
    """Raises UserError when nothing can be written into the folder."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        writable = os.access(folder, os.W_OK)
    except OSError:
        writable = False
    if not writable:
        from plcdesk.domain.fields import mark  # the first picture does without it

        raise UserError(mark("The folder {folder} cannot be written. Nothing was changed. Allow writing there, or copy "
                             "the folder to this computer, then try again."), folder=str(folder))


def damaged() -> Damaged:
    """What to say of a database that was found damaged while it was open."""
    from plcdesk.domain.fields import mark

    return Damaged(mark("Some data cannot be opened. The original is untouched. Restore a backup."))


def explain(program: Program, error: UserError, folder: Path, opener: Opener) -> None:
    """Say why the programme stays closed and do what the user chooses."""
    from plcdesk.bootstrap import newest_backup
    from ui.shell import trouble

    backup = newest_backup(program.paths.at(folder)) if isinstance(error, Damaged) else None

    def answered(key: str) -> None:
        if key == trouble.AGAIN:
            program.open(folder, opener)
        elif key == trouble.MEND and backup is not None:
            program.open(folder, mended(backup.path))
        elif key == trouble.BACKUP:
            trouble.choose_backup(program.window, program.w, chosen)
        else:
            program.window.close()

    def chosen(file: Path | None) -> None:
        try:
            if file is not None:
                program.restore(file)
        except UserError as again:
            explain(program, again, folder, opener)
        else:
            if file is None:
                explain(program, error, folder, opener)

    trouble.explain(program.window, program.w, error, folder, backup.at if backup is not None else None, answered)
