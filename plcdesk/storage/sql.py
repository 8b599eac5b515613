"""Running statements: the plain ones that a save or an import runs by the thousand.

They go to SQLite's own cursor. Through SQLAlchemy a statement costs about ten times what SQLite needs for it, because a
result is prepared that nobody asks for; the tables, the connections and the transactions remain SQLAlchemy's.
"""

from __future__ import annotations

import functools
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, insert
from sqlalchemy.dialects import sqlite

T = TypeVar("T")

_DIALECT = sqlite.dialect()
AMONG = "(SELECT value FROM json_each(?))"
"""The right side of an IN whose one parameter is `listed(items)`."""


def listed(items: Iterable[Any]) -> str:
    """The parameter that goes with AMONG."""
    return json.dumps(list(items))


def quoted(name: str) -> str:
    """A table or column name as SQL wants it. Names come from the declarations, never from a file."""
    return str(_DIALECT.identifier_preparer.quote(name))


@functools.cache
def insert_sql(table: Table, *, replace: bool = False) -> str:
    """The text of an INSERT of a whole row with positional parameters, in the order of the table's columns."""
    statement = insert(table)
    if replace:
        statement = statement.prefix_with("OR REPLACE")
    return str(statement.compile(dialect=_DIALECT))


def insert_rows(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]], *,
                replace: bool = False) -> None:
    """Insert whole rows."""
    run_many(connection, insert_sql(table, replace=replace), rows)


def run_many(connection: Connection, sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Run `sql` once per parameter row; nothing for none."""
    if rows:
        _driver(connection).executemany(sql, rows).close()


def run(connection: Connection, sql: str, *parameters: Any) -> None:
    """Run a statement that answers nothing."""
    _driver(connection).execute(sql, parameters).close()


def fetch(connection: Connection, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
    """All rows of a query, as plain tuples."""
    return _driver(connection).execute(sql, parameters).fetchall()


def fetch_one(connection: Connection, sql: str, *parameters: Any) -> tuple[Any, ...] | None:
    """The first row of a query, or None."""
    cursor = _driver(connection).execute(sql, parameters)
    row: tuple[Any, ...] | None = cursor.fetchone()
    cursor.close()  # a query left open half-read would keep its view of the database
    return row


def _driver(connection: Connection) -> sqlite3.Connection:
    found = connection.connection.driver_connection
    assert isinstance(found, sqlite3.Connection)
    return found


def chunks(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """`items` in stretches of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start:start + size]
