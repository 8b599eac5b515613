"""The open database. On a laptop a file: one writer connection for the whole program, readers per use, all in WAL with
full sync. (On a hub a PostgreSQL server: `postgres.py`.)

One writer because two connections that write or checkpoint at once can, rarely, damage a WAL database before SQLite
3.51.3; full sync because with less a power cut may take the last saves.
"""

from __future__ import annotations

import math
import sqlite3
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from plcdesk import room
from plcdesk.domain.errors import Damaged
from plcdesk.storage import guard, upgrade
from plcdesk.storage.schema import VERSION
from plcdesk.storage.scratch import alone, scratch
from plcdesk.storage.trouble import NotSaved, disk_full, in_use, not_opened, not_ours, not_taken, told

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=5000",
    "PRAGMA cache_size=-8000",
    "PRAGMA temp_store=MEMORY",
)

_locks: dict[Path, threading.RLock] = {}
_locks_guard = threading.Lock()


def _lock_of(path: Path) -> threading.RLock:
    """The process-wide writer lock of one database file."""
    with _locks_guard:
        return _locks.setdefault(path.resolve(), threading.RLock())


def _engine(path: Path, begin: str, pragmas: tuple[str, ...], size: int) -> Engine:
    """An engine whose transactions start with `begin`; the driver's own handling of transactions is off."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"isolation_level": None, "check_same_thread": False},
        poolclass=QueuePool, pool_size=size, max_overflow=20, pool_reset_on_return="rollback",
    )

    @event.listens_for(engine, "connect")
    def configure(connection: sqlite3.Connection, _record: Any) -> None:
        for pragma in pragmas:
            connection.execute(pragma).close()

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


class Database(ABC):
    """An open database. Thread-safe."""

    is_hub: ClassVar[bool] = False
    """Whether it lies on a server and takes several receipts at once."""

    @abstractmethod
    def read(self) -> AbstractContextManager[Connection]:
        """A read connection that sees one unchanging state for the length of the block."""

    @abstractmethod
    def write(self, apart: Sequence[str] | None = None) -> AbstractContextManager[Connection]:
        """A connection in one transaction: all of the block is kept, or nothing when it raises.

        Nobody else writes meanwhile. Where `apart` names all that is written (spaces by uid, a sender, a bundle), those
        who write under other names may. Raises NotSaved, DiskFull or Unreadable when the data is not taken. Not to be
        nested.
        """

    @abstractmethod
    def trial(self, apart: Sequence[str] | None = None) -> AbstractContextManager[Connection]:
        """As `write`, but nothing is kept."""

    @abstractmethod
    def copy_to(self, target: Path, patience: float | None = None) -> None:
        """Write a consistent copy to a new SQLite file, while others read and write.

        Raises TimeoutError when it takes longer than `patience` seconds; the target is unfinished then.
        """

    @abstractmethod
    def aside(self) -> AbstractContextManager[Path]:
        """Where a copy may lie as long as the block lasts."""

    @abstractmethod
    def scrub(self) -> bool:
        """Take out of the database's own files what was deleted or overwritten in it; False where it could not be done
        now."""

    @abstractmethod
    def whole(self) -> bool:
        """Whether all of it can be read, as far as the database itself can tell."""

    @abstractmethod
    def close(self) -> None:
        """Close every connection; waits for readers and a write under way."""


class FileDatabase(Database):
    """One database file: `read` from any thread, `write` one at a time.

    With `lasting` False it is scratch: nothing waits for the disk, and a power cut may damage it.
    """

    def __init__(self, path: Path, *, lasting: bool = True) -> None:
        self.path = path
        self._lasting = lasting
        self._pragmas = _PRAGMAS if lasting else (*_PRAGMAS, "PRAGMA synchronous=OFF")
        self._lock = _lock_of(path)
        self._writing = False
        self._readers = 0
        self._idle = threading.Condition()
        self._writer: Connection | None = None
        self._open()

    def _open(self) -> None:
        version = upgrade.check(self.path)
        if 0 < version < VERSION:
            upgrade.keep_copy(self.path, version)
        self._writer_engine = _engine(self.path, "BEGIN IMMEDIATE", self._pragmas, 1)
        self._reader_engine = _engine(self.path, "BEGIN", (*self._pragmas, "PRAGMA query_only=ON"), 4)
        try:
            self._writer = self._writer_engine.connect()
            with self._writer.begin():
                upgrade.migrate(self._writer, version)
                guard.install(self._writer)
                upgrade.reproject(self._writer)
        except BaseException:
            self._dispose()
            raise

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with self._idle:
            self._readers += 1
        try:
            with self._reader_engine.connect() as connection, connection.begin():
                yield connection
        except (DBAPIError, sqlite3.Error) as error:
            raise told(error) or error from error
        finally:
            with self._idle:
                self._readers -= 1
                self._idle.notify_all()

    @contextmanager
    def write(self, apart: Sequence[str] | None = None) -> Iterator[Connection]:
        with self._lock:
            if self._writing or self._writer is None:
                raise RuntimeError("a write inside a write" if self._writing else "the database is closed")
            if self._lasting and (left := room.free(self.path.parent)) < room.LEAST:
                raise disk_full(left)
            self._writing = True
            try:
                with self._writer.begin():
                    yield self._writer
            except (DBAPIError, sqlite3.Error) as error:
                raise told(error) or error from error
            finally:
                self._writing = False

    @contextmanager
    def trial(self, apart: Sequence[str] | None = None) -> Iterator[Connection]:
        """On a copy that is thrown away, so no save waits for it."""
        with ExitStack() as stack:
            try:
                path = stack.enter_context(self.aside())
                self.copy_to(path)
                copy = FileDatabase(path, lasting=False)
            except (OSError, DBAPIError, sqlite3.Error) as error:
                raise (not_taken(error) if isinstance(error, OSError) else told(error)) or error from error
            stack.callback(copy.close)
            yield stack.enter_context(copy.write())

    @contextmanager
    def aside(self) -> Iterator[Path]:
        with scratch(self.path) as path:  # where a copy that a killed program left is swept up at the next start
            yield path

    def scrub(self) -> bool:
        with self._lock:
            if self._writing or self._writer is None:
                return False
            driver = self._writer.connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            try:
                # words of changed texts stand in the index until its parts are merged
                driver.execute("INSERT INTO search_index (search_index) VALUES ('optimize')").close()
                driver.execute("VACUUM").close()
                (busy, _, _) = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            except sqlite3.Error:
                return False
            return not busy

    def whole(self) -> bool:
        try:
            with self.read() as connection:
                return bool(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() == "ok")
        except Damaged:
            return False

    def close(self) -> None:
        with self._lock, self._idle:
            self._idle.wait_for(lambda: self._readers == 0, timeout=30)
            self._dispose()

    def _dispose(self) -> None:
        writer, self._writer = self._writer, None
        self._reader_engine.dispose()
        if writer is not None:
            writer.close()
        self._writer_engine.dispose()

    def copy_to(self, target: Path, patience: float | None = None) -> None:
        end = time.monotonic() + patience if patience is not None else math.inf

        def look(*_: object) -> None:
            if time.monotonic() > end:
                raise TimeoutError("copying takes too long")

        with self.read() as connection:
            source = connection.connection.driver_connection
            assert isinstance(source, sqlite3.Connection)
            copied = sqlite3.connect(target, isolation_level=None)
            try:
                source.backup(copied, pages=-1 if patience is None else 1024, progress=look)
                copied.execute("PRAGMA journal_mode=DELETE").close()
            finally:
                copied.close()

    def replace_with(self, source: Path) -> None:
        """Make the file `source` this database, which is closed for that moment. `source` is moved away.

        Raises UserError while another process has the database open: what it saves would go to a file that is gone.
        """
        with self._lock, self._idle:
            if self._writing:
                raise RuntimeError("a write is under way")
            self._idle.wait_for(lambda: self._readers == 0, timeout=30)
            self._dispose()
            try:
                if not alone(self.path):
                    raise in_use()
                for suffix in ("-wal", "-shm"):
                    self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
                source.replace(self.path)
            finally:
                self._open()


def open_database(path: Path, *, create: bool = False) -> FileDatabase:
    """Open the database at `path`; with `create` make a new one there when there is none.

    An older schema is upgraded, after a copy of the file was put beside it. Raises NewerSchema for one that a newer
    version wrote, Unreadable for a file that is something else, FileNotFoundError where there is none.
    """
    if (not path.exists() or path.stat().st_size == 0) and not create:
        raise FileNotFoundError(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return FileDatabase(path)
    except OSError as error:
        raise not_opened(room.free(path.parent) if path.parent.exists() else 0) from error
    except (sqlite3.DatabaseError, DBAPIError) as error:
        found = error.orig if isinstance(error, DBAPIError) else error
        if getattr(found, "sqlite_errorcode", 0) == sqlite3.SQLITE_NOTADB:
            raise not_ours() from error
        trouble = told(error)
        if isinstance(trouble, NotSaved):
            trouble = not_opened(room.free(path.parent))
        raise trouble or error from error
