"""Backups: made by themselves, checked, listed, copied to a stick, restored."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from plcdesk.domain.changes import Changes
from plcdesk.domain.errors import UserError
from plcdesk.domain.exchange import Intake
from plcdesk.domain.fields import mark
from plcdesk.domain.progress import Progress
from plcdesk.services.restore_point import NoRestorePoint, RestorePoint
from plcdesk.storage.retention import DAILY, MANUAL, RESTORE

if TYPE_CHECKING:
    from plcdesk.services.drafts import Drafts
    from plcdesk.services.records import Records
    from plcdesk.storage.backup import Backup as BackupFile
    from plcdesk.storage.backup import Backups as BackupFolder

_COPIED, _WATCHED = "backup_copied_at", "backup_watched_since"
AT_EXIT = 3.0
"""Seconds that copying may take when the window is already gone."""
_OWN = frozenset({DAILY, MANUAL})
"""Reasons of backups that are no restore points."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A checked backup: file, local time of making, why (daily, manual, receive, restore), bytes."""

    path: Path
    at: datetime
    reason: str
    size: int

    @property
    def name(self) -> str:
        """The file's name, by which the command line calls it."""
        return self.path.name

    def count(self, table: str) -> int:
        """How many records of a kind it shows; read from the file, which takes its time on a slow disk."""
        from plcdesk.storage.copies import count_of

        return count_of(self.path, table)


class Backups:
    """The backups of this programme on this computer.

    The first change of each day makes one in the background, whoever makes it.
    """

    def __init__(self, folder: BackupFolder, records: Records, drafts: Drafts, clock: Callable[[], datetime]) -> None:
        self._folder = folder
        self._records = records
        self._drafts = drafts
        self._clock = clock
        self._changed = False
        self._worker: threading.Thread | None = None
        self._busy = threading.Lock()
        self._seen_to: date | None = None
        records.on_change(self._after_change)

    def check(self) -> None:
        """Raises UserError where another tool makes the backups, as on a hub."""
        self._folder.check()

    def list(self) -> list[Backup]:
        """The backups there are, newest first."""
        return [_backup(file) for file in self._folder.list()]

    def last(self) -> Backup | None:
        """The newest backup."""
        return next(iter(self.list()), None)

    def make(self, reason: str = MANUAL) -> Backup:
        """Make a backup and check it. Raises UserError when the disk does not take it."""
        return self._make(reason)

    @contextmanager
    def restore_point(self) -> Iterator[RestorePoint]:
        """A copy of the state before something that can be undone: made when the block begins, checked while it goes on,
        kept when the block finishes it. Raises UserError when there can be none."""
        if self._folder.elsewhere:
            yield NoRestorePoint()
            return
        with ExitStack() as stack:
            with self._busy:  # not longer: an exit or an emergency need not wait for a whole receipt
                point = stack.enter_context(self._folder.restore_point())
            yield point

    def at_exit(self) -> Backup | None:
        """A backup of what was changed since the last one; None when nothing was, or it would keep the user waiting."""
        try:
            return self._make(DAILY, AT_EXIT) if self._changed else None
        except UserError:
            # everything is saved; the next start makes a backup at its first change
            return None

    def would_lose(self, backup: Backup) -> dict[str, int]:
        """How many records of each kind are here now beyond those in the backup; kinds with none are left out."""
        now = self._records.counts()
        missing = {table: now[table] - backup.count(table) for table in now}
        return {table: count for table, count in missing.items() if count > 0}

    def would_show(self, backup: Backup) -> int:
        """How many changes that were erased for good stand in the backup with their words: they can be read again after
        going back to it, until what was put aside is brought back (`bring_back`) or a bundle comes that tells of it."""
        return self._folder.readable_again(backup.path)

    def restore(self, backup: Backup) -> Backup:
        """Go back to a backup; the present state is backed up first and returned: restore that to undo.

        The desk goes on with the restored records; whatever shows them has to read them anew. Raises UserError when
        the backup cannot be opened.
        """
        with self._busy:
            before = self._folder.restore(backup.path)
        self._records.forget()
        return _backup(before)

    def put_aside(self) -> tuple[Backup, ...]:
        """The states that were put aside by going back to a backup, newest first; `bring_back` adds them again."""
        return tuple(backup for backup in self.list() if backup.reason == RESTORE)

    def bring_back(self, backup: Backup, progress: Progress | None = None) -> Intake:
        """Add everything that a backup holds and that is not here, private entries too; what was entered since stays.

        Of a state put aside by `restore` exactly that comes back. A restore point is made first. Raises UserError for a
        backup that cannot be opened or is of another programme, and Cancelled; then nothing is changed.
        """
        with self._busy:
            intake = self._folder.bring_back(backup.path, progress or Progress())
        self._records.forget()
        return intake

    def copy_to(self, backup: Backup, folder: Path) -> Path:
        """Copy a backup to another place and read it back. Raises UserError when that place does not take it."""
        from plcdesk.storage.backup import OURS
        from plcdesk.storage.copies import sound
        from plcdesk.storage.scratch import scratch, settle, sweep

        target = folder / backup.path.name
        try:
            sweep(folder, OURS)  # of a stick that was pulled out
            with scratch(target) as path:
                with backup.path.open("rb") as source, path.open("wb") as copy:
                    shutil.copyfileobj(source, copy)
                    copy.flush()
                    os.fsync(copy.fileno())
                if not sound(path):
                    raise OSError("the copy differs")
                settle(path, target)
        except OSError as error:
            raise UserError(mark("The backup could not be copied to {folder}. Your data is unchanged. Use another "
                                 "USB stick, then try again."), folder=str(folder)) from error
        self._drafts.remember(_COPIED, self._clock().isoformat())
        return target

    def emergency(self, folder: Path, texts: str) -> tuple[Path, Path | None]:
        """Save what is on screen (`texts`) and, where possible, a copy of the database to another place.

        For a full disk: nothing is written beside the database. Returns the two files, the second None when the
        copy could not be made. Raises UserError when that place does not even take the texts.
        """
        notes = folder / f"plcdesk_{self._clock():%Y-%m-%d_%H%M%S}_emergency.txt"
        try:
            with notes.open("w", encoding="utf-8") as file:
                file.write(texts)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise UserError(mark("The emergency copy could not be saved in {folder}. Your entries are still on screen. "
                                 "Use another USB stick, then try again."), folder=str(folder)) from error
        try:
            with self._busy:
                return notes, self._folder.copy_now(folder)
        except UserError:
            return notes, None

    def days_since_copy(self) -> int | None:
        """Days since a backup was copied to a stick; None when none ever was."""
        copied = self._drafts.recall(_COPIED)
        return (self._clock().date() - datetime.fromisoformat(copied).date()).days if copied else None

    def wait(self) -> None:
        """Wait for a backup that is being made in the background."""
        worker = self._worker
        if worker is not None and worker is not threading.current_thread():
            worker.join()

    def days_without_copy(self) -> int:
        """As `days_since_copy`; where none was ever copied, the days since that was asked first."""
        days = self.days_since_copy()
        if days is not None:
            return days
        today = self._clock().date()
        since = self._drafts.recall(_WATCHED)
        if since is None:
            self._drafts.remember(_WATCHED, today.isoformat())
        return (today - date.fromisoformat(since)).days if since else 0

    def _make(self, reason: str, patience: float | None = None) -> Backup:
        with self._busy:
            before, self._changed = self._changed, False
            try:
                return _backup(self._folder.make(reason, patience))
            except BaseException:
                self._changed = before
                raise

    def _after_change(self, _: Changes) -> None:
        if self._folder.elsewhere:
            return
        self._changed = True
        today = self._clock().date()
        if self._seen_to == today:
            return
        self._seen_to = today
        if not any(file.at.date() == today and file.reason in _OWN for file in self._folder.list()):
            self._worker = threading.Thread(target=self._daily, name="daily backup")
            self._worker.start()

    def _daily(self) -> None:
        try:
            self.make(DAILY)
        except UserError:
            # a full disk is told by the page of backups and by the next save; the save under way must not fail for it
            return


def _backup(file: BackupFile) -> Backup:
    return Backup(file.path, file.at, file.reason, file.size)
