"""Small helpers for statements that run over many rows."""

from __future__ import annotations

import functools
import json
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
        connection.exec_driver_sql(sql, list(rows))


def fetch(connection: Connection, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
    """All rows of a query, as plain tuples."""
    return [tuple(row) for row in connection.exec_driver_sql(sql, parameters)]


def fetch_one(connection: Connection, sql: str, *parameters: Any) -> tuple[Any, ...] | None:
    """The first row of a query, or None."""
    row = connection.exec_driver_sql(sql, parameters).first()
    return tuple(row) if row is not None else None


def chunks(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """`items` in stretches of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start:start + size]
