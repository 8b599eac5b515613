"""The database of a hub on a PostgreSQL server: several receipts at once, each one transaction under advisory locks.

A write that names what it touches (spaces, a sender, a bundle) holds a lock for each name and runs beside others; one
that names nothing (a save on the hub itself, an undo) waits until nobody else writes. The locks are taken before the
first row is written and in one order, so that two receipts never wait for each other.
"""

from __future__ import annotations

import hashlib
import importlib
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import mark
from plcdesk.paths import server_place
from plcdesk.storage import dialects, guard, server_schema
from plcdesk.storage.engine import Database, FileDatabase
from plcdesk.storage.schema import metadata, sync_local
from plcdesk.storage.sql import insert_rows, quoted, run
from plcdesk.storage.trouble import told

_EVERYTHING = 0x504C4344
"""The advisory lock that one who writes anything holds alone and those who write apart hold together."""
_MANY = 64
"""Names from which a write rather waits until it is alone: the server's table of locks is no larger than it must be."""
_CONNECTIONS = 64
_STREAM = 2_000
"""Rows read at a time where a result is walked through."""


def _engine(url: URL) -> Engine:
    engine = create_engine(url, hide_parameters=True, pool_pre_ping=True, pool_size=8, max_overflow=_CONNECTIONS,
                           isolation_level="READ COMMITTED")

    @event.listens_for(engine, "before_cursor_execute", retval=True)
    def translate(_connection: Connection, _cursor: Any, statement: str, parameters: Any, context: Any,
                  executemany: bool) -> tuple[str, Any]:
        if context is None or context.compiled is not None:
            return statement, parameters
        found = dialects.postgres(statement)
        bound = [found.bound(row) for row in parameters] if executemany else found.bound(parameters)
        return found.text, bound

    return engine


class ServerDatabase(Database):
    """A database on a PostgreSQL server."""

    is_hub: ClassVar[bool] = True

    def __init__(self, url: URL) -> None:
        self._engine = _engine(url)
        self._readers = self._engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True, stream_results=True, max_row_buffer=_STREAM)
        self._inside = threading.local()
        try:
            with self.write() as connection:
                server_schema.prepare(connection)
        except BaseException:
            self._engine.dispose()
            raise

    @contextmanager
    def read(self) -> Iterator[Connection]:
        try:
            with self._readers.connect() as connection, connection.begin():
                yield connection
        except Exception as error:
            if (trouble := _told(error)) is None:
                raise
            raise trouble from error

    @contextmanager
    def write(self, apart: Sequence[str] | None = None) -> Iterator[Connection]:
        if getattr(self._inside, "writing", False):
            raise RuntimeError("a write inside a write")
        self._inside.writing = True
        try:
            with self._engine.connect() as connection, connection.begin():
                _wait(connection, apart)
                yield connection
        except Exception as error:
            if (trouble := _told(error)) is None:
                raise
            raise trouble from error
        finally:
            self._inside.writing = False

    @contextmanager
    def trial(self, apart: Sequence[str] | None = None) -> Iterator[Connection]:
        """In a transaction that is rolled back."""
        try:
            with self.write(apart) as connection:
                yield connection
                raise _NotKept
        except _NotKept:
            return

    @contextmanager
    def aside(self) -> Iterator[Path]:
        with TemporaryDirectory(prefix="plcdesk-") as folder:
            yield Path(folder) / "copy.db"

    def copy_to(self, target: Path, patience: float | None = None) -> None:
        """The file holds everything but the search words. `patience` has no meaning here."""
        copy = FileDatabase(target, lasting=False)
        try:
            with self.read() as source, copy.write() as connection, guard.opened(connection):
                run(connection, f"DELETE FROM {sync_local.name}")
                for table in metadata.sorted_tables:
                    names = ", ".join(quoted(column.name) for column in table.columns)
                    rows = source.exec_driver_sql(f"SELECT {names} FROM {quoted(table.name)}")
                    for some in rows.partitions(_STREAM):
                        insert_rows(connection, table, [tuple(row) for row in some])
        finally:
            copy.close()

    def scrub(self) -> bool:
        """Old versions of rows are taken out; logs and backups of the server are its keeper's."""
        with self._engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM")
        return True

    def whole(self) -> bool:
        """The server looks after its files; here it is only asked whether it answers."""
        with self.read() as connection:
            return connection.exec_driver_sql("SELECT 1").scalar() == 1

    def close(self) -> None:
        self._engine.dispose()


class _NotKept(Exception):
    """Ends a trial."""


def _told(error: Exception) -> Exception | None:
    psycopg = importlib.import_module("psycopg")
    return told(error) if isinstance(error, DBAPIError | psycopg.Error) else None


def _wait(connection: Connection, apart: Sequence[str] | None) -> None:
    """Take the locks of a write."""
    names = sorted({_lock(name) for name in apart or ()})
    if apart is None or len(names) > _MANY:
        run(connection, "SELECT pg_advisory_xact_lock(?)", _EVERYTHING)
        return
    run(connection, "SELECT pg_advisory_xact_lock_shared(?)", _EVERYTHING)
    for name in names:
        run(connection, "SELECT pg_advisory_xact_lock(?)", name)


def _lock(name: str) -> int:
    return int.from_bytes(hashlib.sha256(f"plc-lock {name}".encode()).digest()[:8], signed=True)


def parse(url: str) -> URL:
    """The address of a hub's database. Raises UserError for one that is none; the text never shows its password."""
    try:
        found = make_url(url)
    except ArgumentError:
        found = None
    if found is None or found.get_backend_name() != "postgresql":
        raise UserError(mark("This is no address of a database server. Nothing was changed. Write it as {example}."),
                        example="postgresql+psycopg://user@host/name")
    return found.set(drivername="postgresql+psycopg")


def open_server(url: str) -> ServerDatabase:
    """Open the database at `url`; an empty one gets its tables.

    Raises UserError when the driver is not installed or the server does not let us in, NewerSchema, and Unreadable for a
    database of something else.
    """
    found = parse(url)
    try:
        psycopg = importlib.import_module("psycopg")
    except ImportError as error:
        raise UserError(mark("A database server cannot be used yet: {name} is not installed. Nothing was changed. "
                             "Install it, then try again."), name="psycopg (Python)") from error
    try:
        return ServerDatabase(found)
    except Exception as error:
        if not isinstance(error.__cause__ if isinstance(error, UserError) else error, DBAPIError | psycopg.Error):
            raise
        raise UserError(mark("The database {place} cannot be opened. Nothing was changed. Check its address, its user and "
                             "that the server runs."), place=server_place(url)) from None
