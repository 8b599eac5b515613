"""The one way commits become log rows, registers, record rows and search words: for one save or for thousands.

What is written depends on the set of commits alone; their order of arrival only decides local numbers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from plcdesk.domain.records import SPECS
from plcdesk.ledger.commit import Op
from plcdesk.ledger.registers import KEPT, LIFE, apply
from plcdesk.storage import fulltext, guard, log
from plcdesk.storage.columns import RecordColumns, canonical, columns_of
from plcdesk.storage.flush import Pending
from plcdesk.storage.log import Entry, Writes
from plcdesk.storage.outcome import Outcome
from plcdesk.storage.rowstate import unpack
from plcdesk.storage.schema import RECORDS, REGISTERS
from plcdesk.storage.shown import Missing, Resolver, Shown, shown, value_in
from plcdesk.storage.sql import AMONG, claim, fetch, fetch_one, listed, quoted
from plcdesk.storage.touched import Maker, Touched, maker_of

BATCH = 2_000
"""Commits projected at a time."""


class UnknownDots(Exception):
    """Commits name writes that are not held, or that only come after them; `dots` are these."""

    def __init__(self, dots: set[str]) -> None:
        super().__init__(f"{len(dots)} writes are not held")
        self.dots = dots


def add(connection: Connection, entries: Sequence[Entry], outcome: Outcome) -> None:
    """Append commits to the log and project them. Raises UnknownDots when a named write is missing."""
    with guard.opened(connection):
        log.append(connection, entries)
        _Batch(connection, outcome).run(entries)
    outcome.written(connection, [entry.number for entry in entries])


def rebuild(connection: Connection) -> Outcome:
    """Build registers, rows and search words anew from the log, which is not changed."""
    outcome = Outcome(told=False)
    with guard.opened(connection):
        for table in (*RECORDS.values(), *REGISTERS):
            connection.exec_driver_sql(f"DELETE FROM {quoted(table.name)}")
        fulltext.clear(connection)
        for entries in log.stored(connection, size=BATCH):
            _Batch(connection, outcome).run(entries)
    return outcome


def refresh(connection: Connection, rows: Mapping[str, Iterable[str]], outcome: Outcome) -> None:
    """Show these records (by table) anew from the log: values of some of their writes are gone."""
    with guard.opened(connection):
        _Batch(connection, outcome).refresh(rows)


class _Batch:
    def __init__(self, connection: Connection, outcome: Outcome) -> None:
        self._connection = connection
        self._outcome = outcome
        self._writes = Writes(connection)
        self._resolver = Resolver(self._writes, connection)
        self._rows: dict[tuple[str, str], Touched] = {}
        self._numbers: dict[str, int] = {}
        self._spaces: dict[int, str] = dict(fetch(connection, "SELECT id, uid FROM sync_space"))
        self._space_of: dict[int, int] = dict(fetch(connection, "SELECT id, space_id FROM sync_feed"))
        self._ours: dict[int, bool] = {}

    def run(self, entries: Sequence[Entry]) -> None:
        self._load_numbers(entries)
        self._load_rows(entries)
        pending = Pending(self._connection)
        for entry in entries:
            self._apply(entry, pending)
        self._prepare()
        for touched in self._rows.values():
            if touched.maker is not None:
                self._make(touched, touched.maker, pending)
            else:
                self._settle(touched, pending)
        pending.flush()

    def refresh(self, rows: Mapping[str, Iterable[str]]) -> None:
        pending = Pending(self._connection)
        self._read(rows)
        self._prepare()
        for touched in self._rows.values():
            touched.changed.update(touched.state.fields)
            self._settle(touched, pending)
        pending.flush()

    def _load_numbers(self, entries: Sequence[Entry]) -> None:
        inside = {entry.dot: entry.number for entry in entries}
        named: set[str] = set()
        missing: set[str] = set()
        for entry in entries:
            dots = entry.commit.dots()
            named |= dots
            # of most bundles no commit names another one of the same batch
            if not inside.keys().isdisjoint(dots):
                missing.update(dot for dot in dots if inside.get(dot, 0) >= entry.number)
        named -= inside.keys()
        self._numbers = log.numbers_of(self._connection, named) | inside
        first = entries[0].number if entries else 0  # on a hub, commits beside these may have later numbers
        # one that is not held counts as one that comes after
        missing |= {dot for dot in named if self._numbers.get(dot, first) >= first}
        if missing:
            raise UnknownDots(missing)

    def _load_rows(self, entries: Sequence[Entry]) -> None:
        by_table: dict[str, set[str]] = defaultdict(set)
        for entry in entries:
            for op in entry.commit.ops:
                by_table[op.table].add(op.row)
        self._read(by_table)

    def _read(self, by_table: Mapping[str, Iterable[str]]) -> None:
        for table, rows in sorted(by_table.items()):
            disputed = []
            for row, space, base, life, ex, alive, conflicts in fetch(
                    self._connection, "SELECT row_uid, space_id, base_n, life, ex, alive, conflicts FROM sync_row "
                                      f"WHERE tbl = ? AND row_uid IN {AMONG}{claim(self._connection)}", table, listed(rows)):
                touched = self._rows[table, row] = Touched(table, row)
                touched.state = unpack(table, base, life, ex)
                touched.space, touched.visible, touched.existed = space, bool(alive), True
                if conflicts:
                    disputed.append(row)
            if not disputed:
                continue
            for row, field in fetch(self._connection, "SELECT DISTINCT row_uid, field FROM sync_sibling "
                                    f"WHERE tbl = ? AND row_uid IN {AMONG}", table, listed(disputed)):
                self._rows[table, row].conflicts += (field,)

    def _apply(self, entry: Entry, pending: Pending) -> None:
        number = entry.number
        space = self._space_of[entry.feed]
        self._writes.add(number, entry.dot, entry.commit)
        for op in entry.commit.ops:
            pending.touches.append((op.table, op.row, number))
            key = op.table, op.row
            touched = self._rows.get(key)
            if touched is None:
                touched = self._rows[key] = Touched(*key)
                touched.maker = maker_of(number, op, entry.commit.min_reader)
                if touched.maker is not None:
                    touched.space = space
                    continue
            elif touched.maker is not None:
                maker, touched.maker = touched.maker, None
                self._write(touched, maker.number, maker.op)
            if not touched.space or (space != touched.space and self._spaces[space] < self._spaces[touched.space]):
                touched.space = space
            self._write(touched, number, op)
            if op.table not in SPECS:
                self._outcome.unknown += 1

    def _write(self, touched: Touched, number: int, op: Op) -> None:
        touched.state = apply(touched.state, number, op, self._numbers.__getitem__, self._is_ours)
        touched.changed.update(op.fields)

    def _is_ours(self, number: int) -> bool:
        if number not in self._ours:
            row = fetch_one(self._connection, "SELECT d.self FROM sync_commit c JOIN sync_feed f ON f.id = c.feed_id "
                                              "JOIN sync_device d ON d.id = f.device_id WHERE c.n = ?", number)
            self._ours[number] = row is not None and bool(row[0])
        return self._ours[number]

    def _prepare(self) -> None:
        """Count the live writes of fields, and read at once what the records of this batch still need from the log."""
        needed: set[int] = set()
        for touched in self._rows.values():
            if touched.maker is not None or not touched.state.alive:
                continue
            fields = touched.state.fields
            touched.several = [name for name, numbers in fields.items() if len(numbers) > 1]
            for name in touched.several if touched.visible else fields:
                needed.update(fields[name])
        self._writes.prepare(needed)

    def _make(self, touched: Touched, maker: Maker, pending: Pending) -> None:
        """What has to be written for a record that one op made. Leads to the same as `_settle`, sooner."""
        op = maker.op
        columns = columns_of(op.table)
        whole = columns.defaults(op.row)
        for name, value in zip(op.fields, op.values or (), strict=True):
            try:
                whole[columns.places[name]] = columns.fields[name].of_json(value)
            except ValueError:
                self._outcome.unfit += 1
        pending.appear(columns, tuple(whole))
        pending.register_new(op.table, op.row, touched.space, maker.number, maker.ex)
        self._outcome.note(op.table, op.row, before=False, after=True, existed=False)

    def _settle(self, touched: Touched, pending: Pending) -> None:
        """Work out what has to be written for one record."""
        state = touched.state
        alive = state.alive
        differing: dict[str, list[tuple[int, str]]] = {}
        if alive:
            known = touched.table in SPECS
            if known:
                self._show(touched, columns_of(touched.table), pending, differing)
            if not known or len(state.fields.keys() - SPECS[touched.table].fields.keys()):
                self._keep_unknown(touched, pending)
            if known and state.disputed:
                # what only this device keeps is told where nothing else keeps the record: others agree on the rest
                differing[LIFE] = [(number, "true" if life else "false") for number, life in state.life.items()
                                   if life != KEPT or not state.shared]
        elif touched.visible and touched.table in SPECS:
            pending.vanish(touched.table, touched.row)
        if not alive and touched.existed:
            pending.forget_unknown(touched.table, touched.row)
        pending.register(touched.table, touched.row, touched.space, state, len(differing), touched.existed)
        if touched.conflicts or differing:
            pending.siblings(touched.table, touched.row, differing)
            self._outcome.note_differing(touched.table, touched.row, touched.conflicts, differing)
        self._outcome.note(touched.table, touched.row, touched.visible, alive, existed=touched.existed)

    def _show(self, touched: Touched, columns: RecordColumns, pending: Pending,
              differing: dict[str, list[tuple[int, str]]]) -> None:
        fields = touched.state.fields
        row = touched.row
        if touched.visible:
            names = touched.changed.union(touched.several)
            found = {name: self._columns(touched, columns, name, differing) for name in columns.fields if name in names}
            if found:
                pending.change(columns, row, found)
            return
        whole: list[Any] = [row]
        for name, field in columns.fields.items():
            whole += self._columns(touched, columns, name, differing) if name in fields else field.default
        pending.appear(columns, tuple(whole))

    def _columns(self, touched: Touched, columns: RecordColumns, name: str,
                 differing: dict[str, list[tuple[int, str]]]) -> tuple[Any, ...]:
        field = columns.fields[name]
        try:
            found = self._shown(touched, name)
            if found.differing:
                differing[name] = [(item.number, canonical(item.value)) for item in found.differing]
            return field.of_json(found.value)
        except (Missing, ValueError):
            self._outcome.unfit += 1
            return field.default

    def _shown(self, touched: Touched, name: str) -> Shown:
        numbers = touched.state.fields[name]
        return shown(self._writes, self._resolver, touched.table, touched.row, name, numbers)

    def _keep_unknown(self, touched: Touched, pending: Pending) -> None:
        spec = SPECS.get(touched.table)
        rows = []
        for name, numbers in touched.state.fields.items():
            if spec is not None and name in spec.fields:
                continue
            for number in numbers:
                try:
                    value = canonical(value_in(self._writes.write(number, touched.table, touched.row), name))
                except Missing:
                    value = None
                rows.append((touched.table, touched.row, name, number, value))
        pending.unknown(touched.table, touched.row, rows, known_before=touched.existed)
