"""The storage of one programme: the open database with everything that works on it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from plcdesk.domain.changes import Changes
from plcdesk.ledger.clock import Clock
from plcdesk.storage import local
from plcdesk.storage.engine import Database, open_database
from plcdesk.storage.store import Store
from plcdesk.storage.unit import Unit


def _wall() -> int:
    return time.time_ns() // 1_000_000


class Storage:
    """One open database. `on_commit` hears of every save after it is safe on disk (any thread)."""

    def __init__(self, db: Database, now: Callable[[], int] = _wall,
                 on_commit: Callable[[Changes], None] | None = None) -> None:
        self.db = db
        self.store = Store(db)
        self.on_commit = on_commit
        self._telling = threading.Lock()
        with db.read() as connection:
            stamp = local.get(connection, local.STAMP, "0")
        self.clock = Clock(now, int(stamp or "0"))

    @staticmethod
    def open(path: Path, *, create: bool = False, now: Callable[[], int] = _wall,
             on_commit: Callable[[Changes], None] | None = None) -> Storage:
        """Open the database at `path` (see engine.open_database). `now` = milliseconds since 1970, UTC."""
        return Storage(open_database(path, create=create), now, on_commit)

    @contextmanager
    def unit(self, by: str | None = None) -> Iterator[Unit]:
        """One save by the person `by`: all of the block is kept, or nothing when it raises.

        After the block `unit.changes` tells what changed; it is empty when nothing did. Raises UserError in an archive.
        """
        with self.db.write() as connection:
            if self.db.is_hub:  # another process may have saved meanwhile
                self.clock.witness(int(local.get(connection, local.STAMP, "0") or "0"))
            unit = Unit(connection, self.clock, by or "")
            yield unit
            unit.finish()
        self.announce(unit.changes)

    def announce(self, changes: Changes) -> None:
        """Tell what was kept to who listens, one after the other: a hub receives in several threads."""
        if changes and self.on_commit is not None:
            with self._telling:
                self.on_commit(changes)

    def archived(self) -> bool:
        """Whether this is an archive that is only read."""
        with self.db.read() as connection:
            return bool(local.get(connection, local.ARCHIVED))

    def archive(self, at: str | None) -> None:
        """Make this an archive from the moment `at` (ISO), or with None a programme that is worked on again."""
        with self.db.write() as connection:
            local.put(connection, local.ARCHIVED, at)

    def close(self) -> None:
        """Close the database; waits for a write under way."""
        self.db.close()
