"""The inbox of entries that were changed on two computers."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from sqlalchemy import Connection

from plcdesk.domain.changes import Differing, Row, Sibling
from plcdesk.domain.ids import Id
from plcdesk.domain.records import SPECS
from plcdesk.ledger.registers import LIFE
from plcdesk.storage.sql import fetch
from plcdesk.storage.writers import Writer, writers_of


def differing(connection: Connection, table: str | None = None, row: str | None = None) -> list[Differing]:
    """Entries that wait for a decision (of one kind of record, of one record); the shown value first.

    Field ``""`` is the record itself: deleted on one computer, changed on another; values True (keep) and False.
    """
    where, parameters = "", []
    if table is not None:
        where, parameters = " WHERE tbl = ?", [table]
        if row is not None:
            where, parameters = where + " AND row_uid = ?", [table, row]
    found: dict[tuple[str, str, str], list[tuple[int, str | None]]] = defaultdict(list)
    for tbl, row_uid, field, number, value in fetch(
            connection, f"SELECT tbl, row_uid, field, n, value FROM sync_sibling{where} "
                        "ORDER BY tbl, row_uid, field, n", *parameters):
        found[tbl, row_uid, field].append((number, value))
    writers = writers_of(connection, {number for values in found.values() for number, _ in values})
    return [_entry(key, values, writers) for key, values in found.items()]


def _entry(key: tuple[str, str, str], values: list[tuple[int, str | None]],
           writers: dict[int, Writer]) -> Differing:
    table, row, field = key
    siblings = [
        (writers[number], number, _value(table, field, text)) for number, text in values
    ]
    siblings.sort(key=lambda item: (field == LIFE and bool(item[2]), *item[0][:2]), reverse=True)
    return Differing(Row(table, Id(row)), field, tuple(
        Sibling(number, value, writer.by, writer.at, writer.device, writer.here) for writer, number, value in siblings
    ))


def _value(table: str, field: str, text: str | None) -> Any:
    data = json.loads(text) if text is not None else None
    if field == LIFE:
        return data
    return value_of(table, field, data)


def value_of(table: str, field: str, data: Any) -> Any:
    """The value of a JSON value; as it stands in the log where it does not fit or is not known here."""
    spec = SPECS[table].fields.get(field) if table in SPECS else None
    if spec is None:
        return data
    try:
        return spec.from_json(data)
    except ValueError:
        return data
