"""What happened to a record, told from the log."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection

from plcdesk.domain.changes import HistoryLine, Row
from plcdesk.domain.fields import children_of
from plcdesk.domain.ids import Id
from plcdesk.domain.records import SPECS
from plcdesk.domain.stewardship import STATEMENTS
from plcdesk.ledger.commit import Op
from plcdesk.ledger.registers import RowState, state_of
from plcdesk.storage.differing import value_of
from plcdesk.storage.log import Write, erased, numbers_of
from plcdesk.storage.reading import Reader
from plcdesk.storage.shown import Missing, value_in
from plcdesk.storage.sql import AMONG, fetch, listed, quoted
from plcdesk.storage.writers import Writer, writers_of

Touch = tuple[int, str, str]


def lines(connection: Connection, row: Row | None, limit: int, *, children: bool = False, by: str | None = None,
          since: str | None = None) -> list[HistoryLine]:
    """Changes field by field, newest first; at most `limit` lines. Statements of stewards are not told among others.

    kind: ``new`` (one line per field that was filled when the record was made), ``set``, ``del``, ``back`` (restored) and
    ``erased`` (its values are gone for good), the last three with field "". `old` is the value that the write replaced as
    its author saw it.
    """
    reader = Reader(connection)
    touches = _touches(connection, row, limit, children)
    reader.writes.prepare({number for number, *_ in touches})
    writers = writers_of(connection, {number for number, *_ in touches})
    found: list[HistoryLine] = []
    gone = erased(connection, {number for number, *_ in touches})
    silent = {(table, row_id) for number, table, row_id in touches
              if number not in gone and reader.writes.write(number, table, row_id).op.values is None}
    for number, table, row_id in touches:
        if row is None and table in STATEMENTS:
            continue
        if number not in gone and (table, row_id) in silent and not reader.writes.write(number, table, row_id).op.values:
            continue  # it was taken back before anybody else could see it: there is nothing to tell
        writer = writers[number]
        if (by is not None and writer.by != by) or (since is not None and writer.at < since):
            continue
        found.extend(_of_write(reader, number, table, row_id, writer))
        if len(found) >= limit:
            break
    return found[:limit]


def _touches(connection: Connection, row: Row | None, limit: int, children: bool) -> list[Touch]:
    if row is None:
        return _latest(connection, limit)
    rows = [(row.table, str(row.id))]
    if children:
        rows += children_ever(connection, rows[0])
    found: list[Touch] = []
    for table, row_id in rows:
        found += [(number, table, row_id) for (number,) in fetch(
            connection, "SELECT n FROM sync_touch WHERE tbl = ? AND row_uid = ? ORDER BY n DESC LIMIT ?",
            table, row_id, limit)]
    return sorted(found, reverse=True)[:limit]


def _latest(connection: Connection, limit: int) -> list[Touch]:
    """What the newest commits touched, read from their heads: `sync_touch` is ordered by record and would be read whole."""
    found: list[Touch] = []
    for number, head in fetch(connection, "SELECT n, head FROM sync_commit ORDER BY n DESC LIMIT ?", limit):
        found += sorted({(number, op["t"], op["r"]) for op in json.loads(head)["ops"]}, key=lambda touch: touch[1:])
        if len(found) >= limit:
            break
    return found[:limit]


def children_ever(connection: Connection, parent: tuple[str, str]) -> list[tuple[str, str]]:
    """Every record that ever named `parent` as its parent, deleted ones included.

    A child's parent is written once, when it is made, in the space of its parent, so the log is asked and not the
    tables, which hold visible records only.
    """
    table, row_id = parent
    found: set[tuple[str, str]] = set()
    reader = Reader(connection)
    for spec, field in children_of(table):
        for (child,) in fetch(connection, f"SELECT id FROM {quoted(spec.table)} WHERE {quoted(field.name)} = ?", row_id):
            found.add((spec.table, child))
        gone = [child for (child,) in fetch(
            connection, "SELECT row_uid FROM sync_row WHERE tbl = ? AND alive = 0", spec.table)]
        written = {child: registers.state.fields.get(field.name, ())
                   for child, registers in reader.registers_of(spec.table, gone).items()}
        reader.writes.prepare(number for numbers in written.values() for number in numbers)
        found.update((spec.table, child) for child, numbers in written.items() for number in numbers
                     if _value(reader.writes.write(number, spec.table, child), spec.table, field.name) == row_id)
    return sorted(found)


def _of_write(reader: Reader, number: int, table: str, row: str, writer: Writer) -> list[HistoryLine]:
    write = reader.writes.write(number, table, row)
    address = Row(table, Id(row))

    def line(field: str, old: Any, new: Any, kind: str) -> HistoryLine:
        return HistoryLine(number, writer.at, writer.by, writer.device, address, field, old, new, kind)

    op = write.op
    if op.kind == "del":
        return [line("", True, False, "del")]
    if op.values is None:
        return [line("", None, None, "erased")]
    kind = "set" if op.life else "new"
    found = []
    for name in op.fields:
        former = _former(reader, op, table, row, name)
        # what it stood in the place of is gone: there is no going back to it
        gone = bool(former) and all(one.op.values is None for one in former)
        found.append(line(name, _before(former, table, name), _value(write, table, name), "new" if gone else kind))
    if not found:
        found.append(line("", None if kind == "new" else False, True, "new" if kind == "new" else "back"))
    return found


def _former(reader: Reader, op: Op, table: str, row: str, name: str) -> list[Write]:
    dots = op.exceptions.get(name, op.replaces)
    return [reader.writes.write(number, table, row) for number in _writing(reader, dots, table, row, name)]


def _before(writes: Sequence[Write], table: str, name: str) -> Any:
    if writes:
        newest = max(writes, key=lambda write: (write.hlc, write.dot))
        return _value(newest, table, name)
    spec = SPECS[table].fields.get(name) if table in SPECS else None
    return spec.default if spec is not None else None


def _writing(reader: Reader, dots: Sequence[str], table: str, row: str, name: str) -> list[int]:
    numbers = sorted(numbers_of(reader.connection, dots).values())
    reader.writes.prepare(numbers)
    found = []
    for number in numbers:
        try:
            if name in reader.writes.write(number, table, row).op.fields:
                found.append(number)
        except KeyError:
            continue
    return found


def _value(write: Write, table: str, name: str) -> Any:
    try:
        return value_of(table, name, value_in(write, name))
    except Missing:
        return None


def as_of(connection: Connection, row: Row, commit: int) -> Any | None:
    """The record as it stood here after the local commit number `commit`; None when it was not visible then."""
    reader = Reader(connection)
    table, row_id = row
    if table not in SPECS:
        return None
    writes = [(number, write) for number, write in reader.writes.touching(table, row_id) if number <= commit]
    state = past(reader, writes)
    return reader.rebuilt(table, row_id, state) if state.alive else None


def past(reader: Reader, writes: Sequence[tuple[int, Write]]) -> RowState[int]:
    """The registers that only these writes of a record lead to."""
    named = numbers_of(reader.connection, {
        dot for _, write in writes
        for dots in (write.op.replaces, write.op.life, *write.op.exceptions.values()) for dot in dots
    })
    own = ours(reader.connection, named.values())
    return state_of([(number, write.op) for number, write in writes], named.__getitem__, own.__contains__)


def ours(connection: Connection, numbers: Iterable[int]) -> set[int]:
    """Those of these commits that this device wrote, under whatever replica."""
    return {number for (number,) in fetch(
        connection, "SELECT c.n FROM sync_commit c JOIN sync_feed f ON f.id = c.feed_id JOIN sync_device d "
                    f"ON d.id = f.device_id WHERE d.self = 1 AND c.n IN {AMONG}", listed(numbers))}
