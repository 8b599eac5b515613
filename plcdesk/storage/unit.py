"""One save: everything it changes becomes one commit per space, written in one transaction with rows and registers."""

from __future__ import annotations

import dataclasses
import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection

from plcdesk.domain.changes import Changes, Loaded, Row
from plcdesk.domain.errors import ReadOnly, UserError
from plcdesk.domain.fields import FieldSpec, Policy, RecordSpec, children_of, mark, spec_of
from plcdesk.domain.records import SPECS
from plcdesk.ledger.chain import UID, new_uid
from plcdesk.ledger.clock import Clock
from plcdesk.ledger.registers import ALIVE, LIFE
from plcdesk.storage import authoring, local, spaces, withheld
from plcdesk.storage.columns import columns_of
from plcdesk.storage.draft import OpDraft
from plcdesk.storage.outcome import Outcome
from plcdesk.storage.reading import Reader, Registers, living
from plcdesk.storage.schema import VERSION
from plcdesk.storage.sql import fetch, quoted

READ_ONLY = mark("Read-only: you can view and print, but not edit yet.")
"""What is said to who wants to change an archive."""
Key = tuple[int, int, str, str]
"""Layer, space, table, row. Layer 0 is the save itself; higher layers are commits written before it (revert.py)."""


class Unit:
    """Collects what one save does; made by `Storage.unit`, which writes it all at the end of the block. UserError in an
    archive, where nothing is saved."""

    def __init__(self, connection: Connection, clock: Clock, by: str) -> None:
        if local.get(connection, local.ARCHIVED):
            raise ReadOnly(READ_ONLY)
        self.reader = Reader(connection)
        self.changes = Changes()
        self.undoes: tuple[int, ...] = ()
        """Commits this unit takes back completely (set by revert.compensate)."""
        self._connection = connection
        self._clock = clock
        self._by = by
        self._drafts: dict[Key, OpDraft] = {}
        self._records: dict[tuple[str, str], Any] = {}
        self._space_of: dict[tuple[str, str], int] = {}

    def save(self, record: Any, loaded: Loaded[Any] | None = None) -> None:
        """Save a new or changed record; unchanged fields are not written.

        With `loaded` the save replaces exactly what was loaded, so what arrived in between stays beside it. Raises
        ValueError when a field that is written once would change, UserError when the record may not be changed.
        """
        spec = spec_of(record)
        table, row = spec.table, record.id
        registers = self.reader.registers(table, row)
        if registers is None and self._records.get((table, row)) is None:
            self._create(spec, record)
            return
        self._check_version(registers)
        current = self.current(table, row)
        known = loaded is not None and bool(loaded.seen)
        base = loaded.record if loaded is not None and known else current
        if base is None:
            base = self._former(table, row, registers)
        changed = [field for field in spec.fields.values() if _differs(field, record, base)]
        if current is not None:
            changed = [field for field in changed if _differs(field, record, current)]
        if not changed and (known or current is not None):
            return
        draft = self.draft(table, row)
        for field in changed:
            data = field.to_json(getattr(record, field.name))
            if field.policy is Policy.ONCE and not _unwritten(field, registers, self.current(table, row)):
                raise ValueError(f"{table}.{field.name} is written once")
            draft.put(field.name, data, self._replaced(registers, loaded, table, row, field.name))
            columns_of(table).fields[field.name].of_json(draft.values[field.name])
        self._revive(draft, registers, loaded)
        self._records[table, row] = dataclasses.replace(
            current if current is not None else base,
            **{field.name: getattr(record, field.name) for field in changed})

    def delete(self, target: Any) -> None:
        """Delete a record (itself or its `Row`) and its visible children."""
        row = target if isinstance(target, Row) else Row(spec_of(target).table, target.id)
        waiting = [(row.table, str(row.id))]
        for table, row_id in waiting:
            if self.current(table, row_id) is None:
                continue
            waiting.extend(self._children(table, row_id))
            registers = self.reader.registers(table, row_id)
            if registers is None:
                del self._drafts[0, self._space_of[table, row_id], table, row_id]
                self._records[table, row_id] = None
                continue
            self._check_version(registers)
            draft = self.draft(table, row_id)
            draft.kind, draft.values, draft.replaced = "del", {}, {}
            draft.life = tuple(registers.state.life)
            self._records[table, row_id] = None

    def restore(self, row: Row) -> None:
        """Bring a deleted record back, with the children that were deleted in the same save."""
        registers = self.reader.registers(row.table, row.id)
        if registers is None or registers.state.alive:
            return
        self._check_version(registers)
        family = authoring.deleted_with(self.reader, registers.state.life)
        waiting = [(row.table, str(row.id))]
        for table, row_id in waiting:
            registers = self.reader.registers(table, row_id)
            if registers is None or registers.state.alive or self.current(table, row_id) is not None:
                continue
            self.draft(table, row_id).life = tuple(registers.state.life)
            self._records[table, row_id] = self._former(table, row_id, registers)
            waiting.extend(family.get((table, row_id), ()))

    def settle(self, row: Row, field: str, value: Any) -> None:
        """Decide a differing entry: every value on the table is replaced by `value`.

        For the record's life (field ``""``) `value` is True to keep it, False to delete it.
        """
        table, row_id = row.table, str(row.id)
        registers = self.reader.registers(table, row_id)
        if registers is None:
            return
        self._check_version(registers)
        if field == LIFE:
            draft = self.draft(table, row_id)
            draft.kind = "set" if value else "del"
            draft.life = tuple(registers.state.life)
            self._records[table, row_id] = self.current(table, row_id) if value else None
            return
        spec = SPECS[table].fields[field]
        numbers = registers.state.fields.get(field, ())
        for space in authoring.spaces_of(self._connection, numbers) | {registers.space}:
            draft = self.draft(table, row_id, space=space)
            draft.put(field, spec.to_json(value), numbers)
            draft.life = draft.life or living(registers.state)
        current = self.current(table, row_id)
        if current is not None:
            self._records[table, row_id] = dataclasses.replace(current, **{field: value})

    def current(self, table: str, row: str) -> Any | None:
        """The record as it stands, this save included; None when it is deleted or was never met."""
        if (table, row) not in self._records:
            return self.reader.visible(table, row)
        return self._records[table, row]

    def draft(self, table: str, row: str, *, space: int | None = None, layer: int = 0) -> OpDraft:
        """The op being drafted for a record, in its own space unless another is named."""
        if space is None:
            space = self._space(table, row)
        return self._drafts.setdefault((layer, space, table, row), OpDraft(table, row))

    def stamp(self) -> int:
        """A stamp that all this unit is going to write is newer than."""
        return self._clock.tick()

    def finish(self) -> Changes:
        """Write the commits; called by `Storage.unit` inside the transaction, or earlier by who needs their numbers."""
        if not self._drafts:
            return self.changes
        withheld.tell_again(self.reader, self._drafts)
        outcome = Outcome()
        layers = sorted({layer for layer, *_ in self._drafts}, reverse=True)
        for layer in layers:
            by_space: dict[int, list[OpDraft]] = {}
            for (level, space, _, _), draft in self._drafts.items():
                if level == layer:
                    by_space.setdefault(space, []).append(draft)
            stamp = self._clock.tick()
            authoring.write(self._connection, by_space, stamp, self._by, outcome)
            local.put(self._connection, local.STAMP, str(stamp))
            self._follow(layer)
        self.changes = outcome.changes()
        if self.undoes and self.changes:
            self._connection.exec_driver_sql(
                "INSERT INTO sync_undo (undone, written) VALUES (?, ?)",
                (json.dumps(self.undoes), json.dumps(self.changes.commits)))
            withheld.keep_back(self._connection, self.undoes)
        self._drafts.clear()
        return self.changes

    def _follow(self, layer: int) -> None:
        """Let the layers still to be written replace what this one wrote to keep a record alive: once is enough."""
        written: dict[tuple[str, str], list[int]] = defaultdict(list)
        for (level, _, table, row), draft in self._drafts.items():
            if level == layer and draft.kind == "set":
                written[table, row].append(draft.number)
        for (level, _, table, row), draft in self._drafts.items():
            if level < layer and draft.kind == "set" and (table, row) in written:
                draft.life = (*draft.life, *written[table, row])

    def _create(self, spec: RecordSpec, record: Any) -> None:
        if spec.table == "school" and not record.space:
            record = dataclasses.replace(record, space=new_uid())
        if spec.table == "school":
            if UID(record.space) is None:
                raise ValueError("school.space is no name of a space")  # no bundle could carry it
            spaces.hold_school(self._connection, record.space, record.name)
        key = spec.table, record.id
        self._records[key] = record
        self._space_of[key] = self._space_by_rule(spec, record)
        draft = self.draft(*key)
        for name, field in columns_of(spec.table).fields.items():
            data = field.spec.to_json(getattr(record, name))
            if data != field.default_json:
                draft.put(name, data, ())
                field.of_json(draft.values[name])  # refuses what the column cannot hold

    def _space_by_rule(self, spec: RecordSpec, record: Any) -> int:
        rule = spec.space
        if rule.kind == spaces.PRIVATE or (rule.unless is not None and getattr(record, rule.unless)):
            return spaces.the_one(self._connection, spaces.PRIVATE)
        for field in rule.fields:
            named = getattr(record, field)
            refers = spec.fields[field].refers
            assert refers is not None
            found = self._space_named(rule.kind, refers, named) if named else None
            if found is not None:
                return found
        return spaces.the_one(self._connection, rule.otherwise)

    def _space_named(self, kind: str, table: str, row: str) -> int | None:
        if kind == spaces.SCHOOL:
            school = self.current(table, row)
            if school is None or UID(school.space) is None:
                return None
            return spaces.hold_school(self._connection, school.space, school.name)
        if (table, row) in self._space_of:
            return self._space_of[table, row]
        registers = self.reader.registers(table, row)
        return registers.space if registers is not None else None

    def _space(self, table: str, row: str) -> int:
        if (table, row) not in self._space_of:
            registers = self.reader.registers(table, row)
            if registers is None:
                raise KeyError((table, row))
            self._space_of[table, row] = registers.space
        return self._space_of[table, row]

    def _former(self, table: str, row: str, registers: Registers | None) -> Any:
        assert registers is not None
        return self.reader.rebuilt(table, row, registers.state)

    def _replaced(self, registers: Registers | None, loaded: Loaded[Any] | None, table: str, row: str,
                  name: str) -> tuple[int, ...]:
        if loaded is not None:
            return tuple(loaded.seen.get(name, ()))
        return self.reader.seen_in(table, row, name, registers.state) if registers is not None else ()

    def _revive(self, draft: OpDraft, registers: Registers | None, loaded: Loaded[Any] | None) -> None:
        """Name the life writes this save replaces: those the user saw, never a deletion that arrived meanwhile."""
        draft.kind = "set"
        if registers is not None and not draft.life:
            seen = loaded.seen.get(LIFE) if loaded is not None and loaded.seen else None
            draft.life = tuple(seen) if seen is not None else living(registers.state)

    def _children(self, table: str, row: str) -> Iterable[tuple[str, str]]:
        for spec, field in children_of(table):
            for (child,) in fetch(self._connection, f"SELECT id FROM {quoted(spec.table)} WHERE "
                                                    f"{quoted(field.name)} = ? ORDER BY id", row):
                yield spec.table, child
            for (kind, child), record in list(self._records.items()):
                if kind == spec.table and record is not None and getattr(record, field.name) == row:
                    yield kind, child

    def _check_version(self, registers: Registers | None) -> None:
        if registers is not None and authoring.newest_reader(self._connection, registers.state) > VERSION:
            raise UserError(mark("This entry was changed by a newer version of PLC Desk and can only be viewed here. "
                                 "Nothing was changed. Install that version to edit it."))


def _differs(field: FieldSpec, record: Any, base: Any) -> bool:
    return bool(field.to_json(getattr(record, field.name)) != field.to_json(getattr(base, field.name)))


def _unwritten(field: FieldSpec, registers: Registers | None, current: Any) -> bool:
    if registers is not None:
        return field.name not in registers.state.fields or (
            current is None and ALIVE not in registers.state.life.values())
    return True
