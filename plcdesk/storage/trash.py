"""Deleted records; they never expire."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import Connection

from plcdesk.domain.changes import Row
from plcdesk.domain.ids import Id
from plcdesk.domain.records import SPECS
from plcdesk.domain.stewardship import STATEMENTS
from plcdesk.storage.reading import Reader
from plcdesk.storage.sql import AMONG, fetch, listed
from plcdesk.storage.writers import writers_of


class Deleted(NamedTuple):
    """A deleted record as it last was; who deleted it, when (ISO, UTC), on which computer.

    `with_parent` = it went together with the record it belonged to, so restoring that one brings it back.
    """

    row: Row
    record: Any
    by: str
    at: str
    device: str
    with_parent: bool


def deleted(connection: Connection, table: str | None, limit: int) -> list[Deleted]:
    """Deleted records (of one kind), the newest deletion first; at most `limit`."""
    tables = [table] if table is not None else [name for name in SPECS if name not in STATEMENTS]
    rows = fetch(connection, "SELECT r.tbl, r.row_uid, max(t.n) AS last FROM sync_row r "
                             "JOIN sync_touch t ON t.tbl = r.tbl AND t.row_uid = r.row_uid "
                             f"WHERE r.alive = 0 AND r.tbl IN {AMONG} GROUP BY r.tbl, r.row_uid "
                             "ORDER BY last DESC, r.tbl, r.row_uid LIMIT ?", listed(tables), limit)
    reader = Reader(connection)
    deaths: dict[tuple[str, str], int] = {}
    records: dict[tuple[str, str], Any] = {}
    for tbl, row, _last in rows:
        registers = reader.registers(tbl, row)
        if registers is None or reader.is_silent(tbl, row, registers.state):
            continue
        deaths[tbl, row] = max(registers.state.life)
        records[tbl, row] = reader.rebuilt(tbl, row, registers.state)
    writers = writers_of(connection, deaths.values())
    found = []
    for (tbl, row), record in records.items():
        writer = writers[deaths[tbl, row]]
        parents = [(field.refers, getattr(record, field.name)) for field in SPECS[tbl].parents]
        together = any(parent in deaths and writers[deaths[parent]].hlc == writer.hlc
                       for parent in parents)
        found.append(Deleted(Row(tbl, Id(row)), record, writer.by, writer.at, writer.device, together))
    return found
