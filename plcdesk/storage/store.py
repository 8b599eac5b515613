"""Reading records: one, all, deleted, differing, and their history."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import Connection

from plcdesk.domain.changes import Differing, HistoryLine, Loaded, Row
from plcdesk.domain.fields import encode, spec_of
from plcdesk.domain.records import SPECS
from plcdesk.storage import history
from plcdesk.storage.columns import columns_of
from plcdesk.storage.differing import differing
from plcdesk.storage.engine import Database
from plcdesk.storage.reading import Reader
from plcdesk.storage.sql import fetch, fetch_one, listed, quoted
from plcdesk.storage.titles import title_of as title_of
from plcdesk.storage.trash import Deleted, deleted

R = TypeVar("R")


class Store:
    """Reads visible records; each call sees one state of the database and is safe from any thread."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, cls: type[R], record_id: str) -> R | None:
        """The visible record with this id."""
        with self._db.read() as connection:
            found: R | None = Reader(connection).visible(spec_of(cls).table, record_id)
            return found

    def load(self, cls: type[R], record_id: str) -> Loaded[R] | None:
        """As `get`, with the writes behind each field, for editing."""
        table = spec_of(cls).table
        with self._db.read() as connection:
            reader = Reader(connection)
            record = reader.visible(table, record_id)
            return reader.loaded(table, {record_id: record})[0] if record is not None else None

    def all(self, cls: type[R], **equals: Any) -> list[R]:
        """Visible records whose fields equal `equals` (a tuple, list or set means "one of"), in stable order.

        Order: by rank where the kind has one, then by id, so by time of making for random ids.
        """
        with self._db.read() as connection:
            return select(connection, cls, equals)

    def load_all(self, cls: type[R], **equals: Any) -> list[Loaded[R]]:
        """As `all`, with the writes behind each field."""
        with self._db.read() as connection:
            records = {record.id: record for record in select(connection, cls, equals)}  # type: ignore[attr-defined]
            return Reader(connection).loaded(spec_of(cls).table, records)

    def count(self, cls: type[Any], **equals: Any) -> int:
        """How many visible records `all` would give."""
        table = spec_of(cls).table
        where, parameters = _where(table, equals)
        with self._db.read() as connection:
            row = fetch_one(connection, f"SELECT count(*) FROM {quoted(table)}{where}", *parameters)
            return int(row[0]) if row is not None else 0

    def deleted(self, cls: type[Any] | None = None, limit: int = 500) -> list[Deleted]:
        """Deleted records (of one kind), the newest deletion first."""
        with self._db.read() as connection:
            return deleted(connection, spec_of(cls).table if cls is not None else None, limit)

    def differing(self, table: str | None = None, row: Row | None = None) -> list[Differing]:
        """Entries that were changed on two computers and wait for a decision."""
        with self._db.read() as connection:
            return differing(connection, row.table if row is not None else table,
                             row.id if row is not None else None)

    def history(self, row: Row | None = None, limit: int = 200, *, children: bool = False, by: str | None = None,
                since: str | None = None) -> list[HistoryLine]:
        """Changes of a record (with those of its children), or of everything, newest first.

        `by` = person id; `since` = ISO time in UTC.
        """
        with self._db.read() as connection:
            return history.lines(connection, row, limit, children=children, by=by, since=since)

    def as_of(self, row: Row, commit: int) -> Any | None:
        """The record as it stood after the local commit number `commit`; None when it was not visible then."""
        with self._db.read() as connection:
            return history.as_of(connection, row, commit)


def select(connection: Connection, cls: type[R], equals: dict[str, Any]) -> list[R]:
    """`Store.all` on a given connection."""
    columns = columns_of(spec_of(cls).table)
    where, parameters = _where(columns.spec.table, equals)
    order = "rank, id" if "rank" in columns.spec.fields else "id"
    rows = fetch(connection, f"{columns.select}{where} ORDER BY {order}", *parameters)
    return [columns.record(row) for row in rows]


def _where(table: str, equals: dict[str, Any]) -> tuple[str, list[Any]]:
    parts = {part.name: part for field in SPECS[table].fields.values() for part in field.parts}
    clauses: list[str] = []
    parameters: list[Any] = []
    for name, value in equals.items():
        if name != "id" and name not in parts:
            raise KeyError(f"{table} has no column {name}")
        if isinstance(value, list | tuple | set | frozenset):
            found = [item if name == "id" else encode(parts[name], item) for item in value]
            clauses.append(f"{quoted(name)} IN (SELECT value FROM json_each(?))")
            parameters.append(listed(found))
        elif value is None:
            clauses.append(f"{quoted(name)} IS NULL")
        else:
            clauses.append(f"{quoted(name)} = ?")
            parameters.append(value if name == "id" else encode(parts[name], value))
    return (" WHERE " + " AND ".join(clauses) if clauses else ""), parameters
