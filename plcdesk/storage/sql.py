"""Running statements: the plain ones that a save or an import runs by the thousand.

They go to the driver's own cursor. Through SQLAlchemy a statement costs about ten times what SQLite needs for it, because
a result is prepared that nobody asks for; the tables, the connections and the transactions remain SQLAlchemy's. All are
written for SQLite; on a hub they are translated (`dialects.py`).
"""

from __future__ import annotations

import functools
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, insert
from sqlalchemy.dialects import sqlite

from plcdesk.storage import dialects

T = TypeVar("T")

_DIALECT = sqlite.dialect()
_COPY = 20
"""Rows from which PostgreSQL takes them quicker as one stream than as so many statements."""
AMONG = dialects.AMONG
"""The right side of an IN whose one parameter is `listed(items)`."""


def listed(items: Iterable[Any]) -> str:
    """The parameter that goes with AMONG."""
    return json.dumps(list(items))


@functools.cache
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


def on_hub(connection: Connection) -> bool:
    """Whether the database is a hub's."""
    return connection.dialect.name == "postgresql"


def claim(connection: Connection) -> str:
    """The end of a query of registers whose rows are going to be written: on a hub a record that two spaces hold is
    written by one receipt at a time."""
    return " ORDER BY row_uid FOR UPDATE" if on_hub(connection) else ""


def insert_rows(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]], *,
                replace: bool = False) -> None:
    """Insert whole rows."""
    if len(rows) < _COPY or replace or not on_hub(connection):
        run_many(connection, insert_sql(table, replace=replace), rows)
        return
    stream_rows(connection, table.name, [column.name for column in table.columns], rows)


def stream_rows(connection: Connection, table: str, columns: Iterable[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Insert rows on a hub as one stream."""
    names = ", ".join(map(quoted, columns))
    with _driver(connection).cursor() as cursor, cursor.copy(f"COPY {quoted(table)} ({names}) FROM STDIN") as stream:
        for row in rows:
            stream.write_row(row)


def run_many(connection: Connection, sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Run `sql` once per parameter row; nothing for none."""
    if not rows:
        return
    driver = _driver(connection)
    if isinstance(driver, sqlite3.Connection):
        driver.executemany(sql, rows).close()
        return
    translated = dialects.postgres(sql)
    with driver.cursor() as cursor:
        cursor.executemany(translated.text, [translated.bound(row) for row in rows] if translated.lists else rows)


def run(connection: Connection, sql: str, *parameters: Any) -> None:
    """Run a statement that answers nothing."""
    _cursor(connection, sql, parameters).close()


def fetch(connection: Connection, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
    """All rows of a query, as plain tuples."""
    found: list[tuple[Any, ...]] = _cursor(connection, sql, parameters).fetchall()
    return found


def each(connection: Connection, sql: str, *parameters: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of a query one after the other, never all of them at once."""
    yield from _cursor(connection, sql, parameters)


def fetch_one(connection: Connection, sql: str, *parameters: Any) -> tuple[Any, ...] | None:
    """The first row of a query, or None."""
    cursor = _cursor(connection, sql, parameters)
    row: tuple[Any, ...] | None = cursor.fetchone()
    cursor.close()  # a query left open half-read would keep its view of the database
    return row


def _cursor(connection: Connection, sql: str, parameters: tuple[Any, ...]) -> Any:
    driver = _driver(connection)
    if isinstance(driver, sqlite3.Connection):
        return driver.execute(sql, parameters)
    translated = dialects.postgres(sql)
    return driver.execute(translated.text, translated.bound(parameters))


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection


def chunks(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """`items` in stretches of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start:start + size]
