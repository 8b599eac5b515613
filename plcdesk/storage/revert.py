"""Taking back: the undo of own saves and of receipts, written as ordinary commits.

What the commits to undo wrote goes back to what would stand without them, wherever their writes are still the live
ones; what was edited since is left. Records they made are deleted, records they deleted come back. Where a receipt
brought a record that another device made, the deletion is a *withdrawal*: it holds here and for everybody who receives
from here, while the device that made the record keeps it and is shown a differing entry (registers.apply).

An undo is undone by the same function on its own commits. Undo steps may follow each other: a commit and the one that
took it back cancel out, so an older step is not hidden behind them (`sync_undo`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection

from plcdesk.domain.changes import Row
from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import mark
from plcdesk.domain.ids import Id
from plcdesk.domain.records import SPECS
from plcdesk.ledger.registers import DEAD, LIFE, RowState
from plcdesk.storage import bundles
from plcdesk.storage.columns import canonical
from plcdesk.storage.draft import OpDraft
from plcdesk.storage.history import past
from plcdesk.storage.log import Write
from plcdesk.storage.reading import Registers, living
from plcdesk.storage.shown import Missing, shown, value_in
from plcdesk.storage.sql import AMONG, fetch, fetch_one, listed
from plcdesk.storage.unit import Unit

Left = tuple[Row, str]
"""A field that was edited since and so was left; field "" is the whole record."""


def compensate(unit: Unit, commits: Iterable[int]) -> list[Left]:
    """Take back these commits (local numbers) in this unit; returns what was left because it was edited since."""
    undone = frozenset(commits)
    reader = unit.reader
    reader.writes.prepare(undone)
    fields: dict[tuple[str, str], dict[str, None]] = {}
    for number in sorted(undone):
        for op in reader.writes.ops(number):
            fields.setdefault((op.table, op.row), {}).update(dict.fromkeys(op.fields))
    void = undone | _cancelled(reader.connection, undone)
    left: list[Left] = []
    for (table, row), names in fields.items():
        _Record(unit, table, row, void, left).take_back(names)
    if not left:
        unit.undoes = tuple(sorted(undone))
    return left


def undo_receipt(unit: Unit, uid: str) -> list[Left]:
    """Take back what a received bundle brought, and note that, in one transaction. Returns what was left.

    Raises UserError for a receipt that does not hold, and for the one that brought the programme itself.
    """
    connection = unit.reader.connection
    if bundles.state(connection, uid) != bundles.APPLIED:
        raise UserError(mark("This receipt was already undone or never applied. Nothing was changed."))
    if bundles.joined_by(connection) == bundles.id_of(connection, uid):
        raise UserError(mark("This bundle brought the whole programme, so it cannot be undone. Nothing was changed. "
                             "Undo a later one, or delete single entries."))
    left = compensate(unit, bundles.commits_of(connection, uid))
    bundles.set_state(connection, uid, bundles.REVERTED)
    bundles.remember(connection, bundles.id_of(connection, uid), "revert", list(unit.finish().commits))
    return left


def apply_again(unit: Unit, uid: str) -> None:
    """Bring back what `undo_receipt` took away, and note that. Raises UserError for a receipt that was not undone."""
    connection = unit.reader.connection
    if bundles.state(connection, uid) != bundles.REVERTED:
        raise UserError(mark("This receipt was not undone. Nothing was changed."))
    compensate(unit, bundles.recall(connection, uid, "revert") or ())
    bundles.set_state(connection, uid, bundles.APPLIED)


def _cancelled(connection: Connection, undone: frozenset[int]) -> set[int]:
    """Commits that cancel out: taken back, and taking back, by undo steps that still hold and are not undone now."""
    cancelled: set[int] = set()
    for before, after in fetch(connection, "SELECT undone, written FROM sync_undo ORDER BY id DESC"):
        former, latter = set(json.loads(before)), set(json.loads(after))
        if latter & cancelled or (former | latter) & undone:
            continue
        cancelled |= former | latter
    return cancelled


class _Record:
    """Taking back what some commits did to one record."""

    def __init__(self, unit: Unit, table: str, row: str, void: frozenset[int], left: list[Left]) -> None:
        self._unit = unit
        self._reader = unit.reader
        self._table = table
        self._row = row
        self._void = void
        self._left = left

    def take_back(self, names: Iterable[str]) -> None:
        registers = self._reader.registers(self._table, self._row)
        if registers is None or self._table not in SPECS:
            return
        writes = self._reader.writes.touching(self._table, self._row)
        made = [number for number, write in writes if write.op.kind == "set" and not write.op.life]
        if made and self._void.issuperset(made):
            self._unmake(registers, made)
            return
        before = past(self._reader, [item for item in writes if item[0] not in self._void])
        if self._life(registers, before):
            for name in names:
                self._field(registers.state, before, name, writes)

    def _leave(self, name: str) -> None:
        self._left.append((Row(self._table, Id(self._row)), name))

    def _unmake(self, registers: Registers, made: list[int]) -> None:
        """The record came with these commits: it goes, unless somebody edited it since."""
        state = registers.state
        if not state.alive:
            return
        if not self._void.issuperset(living(state)):
            self._leave(LIFE)
            return
        draft = self._draft("del", tuple(number for number in state.life if number in self._void))
        if not self._made_here(made):
            draft.withdrawn = tuple(made)

    def _made_here(self, made: list[int]) -> bool:
        row = fetch_one(self._reader.connection, "SELECT count(*) FROM sync_commit c JOIN sync_feed f "
                        f"ON f.id = c.feed_id JOIN sync_device d ON d.id = f.device_id WHERE d.self = 1 AND c.n IN {AMONG}",
                        listed(made))
        return row is not None and row[0] > 0

    def _life(self, registers: Registers, before: RowState[int]) -> bool:
        """Bring the record's life back to what it was. Returns whether its fields are to be taken back as well."""
        state = registers.state
        own = [number for number in state.life if number in self._void]
        deaths = tuple(number for number in own if state.life[number] == DEAD)
        if not state.alive:
            if not before.alive:
                return False
            if not deaths:
                self._leave(LIFE)
                return False
            self._draft("set", deaths)
            return True
        if before.alive:
            if deaths:
                self._draft("set", (*living(state), *deaths))
            return True
        if not self._void.issuperset(living(state)):
            self._leave(LIFE)
            return False
        # the record was deleted here, and an edit from elsewhere had brought it back
        draft = self._draft("del", tuple(own))
        if not self._made_here(own):
            draft.withdrawn = tuple(own)
        return False

    def _field(self, state: RowState[int], before: RowState[int], name: str,
               writes: list[tuple[int, Write]]) -> None:
        field = SPECS[self._table].fields.get(name)
        numbers = state.fields.get(name, ())
        if field is None:
            return
        if self._void.isdisjoint(numbers):
            self._leave(name)
            return
        found = dict(writes)
        try:
            now = {number: canonical(value_in(found[number], name)) for number in numbers}
            target, others = self._earlier(before, name)
        except Missing:
            self._leave(name)
            return
        kept = {number: text for number, text in now.items() if number not in self._void}
        wanted = canonical(target)
        if set(now.values()) == {wanted, *map(canonical, others)}:
            return
        replaced = [number for number in numbers if number in self._void or kept[number] == wanted]
        self._draft("set", living(state)).put(name, target, replaced)
        missing = [value for value in others if canonical(value) not in kept.values()]
        for layer, value in enumerate(missing, start=1):
            # A difference that had been settled opens again: the values stand side by side once more.
            self._unit.draft(self._table, self._row, layer=layer).put(name, value, ())

    def _earlier(self, before: RowState[int], name: str) -> tuple[Any, list[Any]]:
        """What the field showed without the commits to undo, and the values that differed from it then."""
        field = SPECS[self._table].fields[name]
        numbers = before.fields.get(name, ())
        if not numbers:
            return field.to_json(field.default), []
        found = shown(self._reader.writes, self._reader.resolver, self._table, self._row, name, numbers)
        values = {canonical(item.value): item.value for item in found.differing}
        values.pop(canonical(found.value), None)
        return found.value, list(values.values())

    def _draft(self, kind: str, life: tuple[int, ...]) -> OpDraft:
        draft = self._unit.draft(self._table, self._row)
        draft.kind = kind
        draft.life = tuple(dict.fromkeys((*draft.life, *life)))
        return draft
