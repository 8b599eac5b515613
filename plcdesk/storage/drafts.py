"""Half-typed text and small memories of the window, in a file of their own that outlives a power cut.

Plain sqlite3: this file is asked before the large libraries are loaded, and it never joins the synced tables.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from plcdesk.domain.changes import Row
from plcdesk.domain.ids import Id
from plcdesk.storage.trouble import told

_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS draft (tbl TEXT NOT NULL, row_uid TEXT NOT NULL, field TEXT NOT NULL, "
    "text TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (tbl, row_uid, field)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS memory (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
)


class Draft(NamedTuple):
    """Text of one field that was not saved yet, and when it was typed (ISO, UTC)."""

    row: Row
    field: str
    text: str
    at: str


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA busy_timeout=5000", *_SCHEMA):
            connection.execute(statement).close()
    except BaseException:
        connection.close()
        raise
    return connection


def _put_aside(path: Path) -> None:
    stamp = f"{datetime.now():%Y-%m-%d_%H%M%S}"
    for suffix in ("-wal", "-shm", ""):
        file = path.with_name(path.name + suffix)
        if file.exists():
            file.replace(path.with_name(f"{path.stem}.damaged-{stamp}{path.suffix}{suffix}"))


class Drafts:
    """The drafts of one programme. Thread-safe. Every call is on disk when it returns."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        try:
            self._connection = _connect(path)
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF not in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
                raise told(error) or error from error
            # half-typed text must not keep anybody from what is saved: the damaged file is put aside
            _put_aside(path)
            self._connection = _connect(path)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                yield self._connection
            except sqlite3.Error as error:
                raise told(error) or error from error

    def put(self, table: str, row_id: str, field: str, text: str) -> None:
        """Keep the text of a field. Raises NotSaved or DiskFull when the disk does not take it."""
        at = datetime.now(UTC).isoformat(timespec="seconds")
        with self._open() as connection:
            connection.execute("INSERT OR REPLACE INTO draft VALUES (?, ?, ?, ?, ?)",
                               (table, row_id, field, text.replace("\0", ""), at)).close()

    def get(self, table: str, row_id: str) -> dict[str, str]:
        """The texts kept for a record, by field."""
        with self._open() as connection:
            return dict(connection.execute("SELECT field, text FROM draft WHERE tbl = ? AND row_uid = ?",
                                           (table, row_id)).fetchall())

    def clear(self, table: str, row_id: str, field: str | None = None) -> None:
        """Forget the text of a field, or all of a record: it was saved."""
        with self._open() as connection:
            connection.execute("DELETE FROM draft WHERE tbl = ? AND row_uid = ? AND (? IS NULL OR field = ?)",
                               (table, row_id, field, field)).close()

    def all(self) -> list[Draft]:
        """Every draft, the oldest first."""
        with self._open() as connection:
            rows = connection.execute("SELECT tbl, row_uid, field, text, at FROM draft ORDER BY at, tbl, row_uid, field")
            return [Draft(Row(table, Id(row)), field, text, at) for table, row, field, text, at in rows.fetchall()]

    def remember(self, key: str, value: str | None) -> None:
        """Keep a small memory of this computer's window (last page, last record, clean exit); None forgets it."""
        with self._open() as connection:
            if value is None:
                connection.execute("DELETE FROM memory WHERE key = ?", (key,)).close()
            else:
                connection.execute("INSERT OR REPLACE INTO memory VALUES (?, ?)", (key, value)).close()

    def recall(self, key: str, default: str | None = None) -> str | None:
        """What `remember` kept."""
        with self._open() as connection:
            row = connection.execute("SELECT value FROM memory WHERE key = ?", (key,)).fetchone()
            return row[0] if row is not None else default

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()
