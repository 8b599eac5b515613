"""Backups of the database: made with SQLite's own copying, each checked, kept by day, week and month."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import ClassVar, NamedTuple

from sqlalchemy.exc import DBAPIError

from plcdesk.domain.errors import UserError
from plcdesk.domain.exchange import Intake
from plcdesk.domain.fields import mark
from plcdesk.domain.progress import Progress
from plcdesk.storage import erasure, local, rescue, retention, spaces, upgrade, withheld
from plcdesk.storage.copies import copy_file, held, sound
from plcdesk.storage.engine import FileDatabase
from plcdesk.storage.retention import EMERGENCY, MANUAL, RECEIVE, RESTORE
from plcdesk.storage.scratch import scratch, settle
from plcdesk.storage.trouble import told

_NAME = re.compile(r"plcdesk_(\d{4})-(\d{2})-(\d{2})_(\d{2})(\d{2})(\d{2})_([a-z]+)(?:_\d+)?\.db").fullmatch
OURS = "plcdesk_"
"""How the names of backups begin."""


class Backup(NamedTuple):
    """A backup: file, local time of making, why (daily, manual, receive, restore), size in bytes."""

    path: Path
    at: datetime
    reason: str
    size: int


class PendingBackup:
    """A copy of the database that has not got its name as a backup yet. `whole` says, when asked, whether it is whole."""

    def __init__(self, path: Path, target: Path, whole: Callable[[], bool]) -> None:
        self._path = path
        self._target = target
        self._whole = whole
        self.finished = False

    @property
    def name(self) -> str:
        """The name of the file to be; it is known before."""
        return self._target.name

    def check(self) -> None:
        """Return when the copy is found whole. Raises UserError when it is not."""
        with _telling_why_not():
            if not self._whole():
                raise sqlite3.DatabaseError("the copy is damaged")

    def finish(self) -> None:
        """Give the copy its name, once it is found whole. Raises UserError when it is not, or the disk refuses."""
        self.check()
        with _telling_why_not():
            settle(self._path, self._target)
        self.finished = True


@contextmanager
def _telling_why_not() -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise (told(error) if isinstance(error, sqlite3.Error) else None) or UserError(
            mark("The backup could not be made. Your data is unchanged. Free some space on this computer, "
                 "then try again.")) from error


class Backups:
    """The backups in `folder` of one database. `now` gives the local time."""

    elsewhere: ClassVar[bool] = False
    """Whether another tool makes the backups, so that none are made here."""

    def __init__(self, db: FileDatabase, folder: Path, now: Callable[[], datetime]) -> None:
        self._db = db
        self._folder = folder
        self._now = now

    def check(self) -> None:
        """Raises UserError where another tool makes the backups."""

    def make(self, reason: str = MANUAL, patience: float | None = None, *, spare: Path | None = None) -> Backup:
        """Make a backup and check it; older ones beyond the rule of retention are removed, but for `spare`.

        Nobody's save waits for it. Raises UserError when it could not be made, also because copying took longer than
        `patience` seconds; then no file stays behind.
        """
        with self._copied(reason, patience) as (path, target):
            PendingBackup(path, target, partial(sound, path, quick=reason == RECEIVE)).finish()
        self.prune(target, *([spare] if spare is not None else []))
        made = _read(target)
        assert made is not None
        return made

    @contextmanager
    def restore_point(self) -> Iterator[PendingBackup]:
        """A backup for what comes in meanwhile: the state is copied when the block begins and looked through beside it.

        The block has to `finish` it, which waits for that; otherwise no file stays behind. Raises UserError when there can
        be no copy.
        """
        with self._copied(RECEIVE) as (path, target), ThreadPoolExecutor(1, "restore point") as beside:
            # a quick look: somebody waits for it, and ten receipts later it is gone
            pending = PendingBackup(path, target, beside.submit(sound, path, quick=True).result)
            try:
                yield pending
            finally:
                if pending.finished:
                    self.prune(target)

    @contextmanager
    def _copied(self, reason: str, patience: float | None = None) -> Iterator[tuple[Path, Path]]:
        """A copy of the present state, which goes at the end unless it was renamed, and the file to become."""
        target = self._free_name(self._now(), reason)
        with ExitStack() as stack:
            with _telling_why_not():
                path = stack.enter_context(scratch(target))
                self._db.copy_to(path, patience)
            yield path, target

    def copy_now(self, folder: Path) -> Path:
        """Put a checked copy of the database as it is into another folder, with nothing written beside the database.

        Raises UserError when that place does not take it; then no file stays behind.
        """
        target = folder / f"plcdesk_{self._now():%Y-%m-%d_%H%M%S}_{EMERGENCY}.db"
        try:
            with scratch(target) as path:
                self._db.copy_to(path)
                if not sound(path):
                    raise sqlite3.DatabaseError("the copy is damaged")
                settle(path, target)
        except (OSError, sqlite3.Error) as error:
            raise UserError(mark("The database could not be copied to {folder}. Your data is unchanged. "
                                 "Use another USB stick, then try again."), folder=str(folder)) from error
        return target

    def list(self) -> list[Backup]:
        """The backups there are, newest first."""
        return found_in(self._folder)

    def readable_again(self, which: Path) -> int:
        """How many commits whose values were erased here a backup still holds with them: to go back to it shows them."""
        with self._db.read() as connection:
            dots = erasure.dots(connection)
        return held(which, dots)

    def restore(self, which: Path) -> Backup:
        """Put the database back to a backup. The present state is backed up first; returns that backup.

        Every holder of the Database goes on with the restored state. A new replica starts, so that later saves
        cannot be taken for those that were put aside. What the present state holds beyond the backup can be brought
        back from the one made first (`rescue.bring_back`). Raises UserError when the file is no sound database.
        """
        _check(which)
        try:
            with scratch(self._db.path, held=False) as path:
                copy_file(which, path)
                before = self.make(RESTORE, spare=which)
                with self._db.read() as connection:
                    replica = local.get(connection, local.REPLICA)
                    number = int(local.get(connection, local.MANIFEST_NO, "0") or "0")
                    kept_back = withheld.dots(connection)
                self._db.replace_with(path)
        except (OSError, sqlite3.Error, DBAPIError) as error:
            raise UserError(mark("The backup could not be put back. The original is untouched. Free some space on this "
                                 "computer, then try again.")) from error
        with self._db.write() as connection:
            spaces.mint(connection, "restore", replica)
            local.raise_to(connection, local.MANIFEST_NO, number)
            withheld.keep_back_again(connection, kept_back)
        return before

    def bring_back(self, which: Path, progress: Progress) -> Intake:
        """Add to the present state every commit that a backup holds beyond it, after a restore point was made.

        With the backup that `restore` made first, exactly what was put aside comes back, private entries too; what was
        written since stays. Raises UserError when the file is no sound database or of another programme, and Cancelled;
        then nothing is changed.
        """
        _check(which)
        self.make(RECEIVE, spare=which)
        with self._db.write() as connection:
            return rescue.bring_back(connection, which, progress)

    def prune(self, *spared: Path) -> None:
        """Remove what `retention` does not keep.

        The `spared` stay whatever the rule says: one that was just made under a clock that is years behind, or one that
        somebody is about to go back to. What another program holds open stays until the next time.
        """
        with suppress(OSError):
            found = self.list()
            keep = {*retention.kept(found), *spared}
            for item in found:
                if item.path not in keep:
                    with suppress(OSError):
                        item.path.unlink(missing_ok=True)

    def _free_name(self, now: datetime, reason: str) -> Path:
        stem = f"plcdesk_{now:%Y-%m-%d_%H%M%S}_{reason}"
        names = [f"{stem}.db", *(f"{stem}_{number}.db" for number in range(2, 100))]
        return next(self._folder / name for name in names
                    if not any(self._folder.glob(f"{name}*")))  # nor one that somebody is making


def found_in(folder: Path) -> list[Backup]:
    """The backups in a folder, newest first."""
    found = (_read(path) for path in folder.glob("plcdesk_*.db")) if folder.is_dir() else ()
    return sorted((item for item in found if item is not None), key=lambda item: (item.at, item.path.name), reverse=True)


def _check(which: Path) -> None:
    """Raises UserError for a file that is no sound database of ours or that the disk does not give, NewerSchema."""
    with suppress(OSError, sqlite3.Error):
        if sound(which):
            upgrade.check(which)
            return
    raise UserError(mark("This backup cannot be opened. Your data is unchanged. Choose another backup."))


def _read(path: Path) -> Backup | None:
    match = _NAME(path.name)
    if match is None:
        return None
    parts = [int(part) for part in match.groups()[:6]]
    with suppress(OSError, ValueError):  # somebody else may have pruned it meanwhile; 30 February is no day
        return Backup(path, datetime(*parts), match.group(7), path.stat().st_size)  # type: ignore[arg-type]
    return None
