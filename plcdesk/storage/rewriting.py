"""Writing values that still live anew, because the commits they stand in are about to be erased.

Every live write is replaced by one that names only it. So values that differ go on differing, in the same order; a text
that is shown merged is written as it is shown. Records in the Trash stay there. Words that were typed to be erased while they
are still in use get something else in their place.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from plcdesk.domain.changes import Changes
from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import Policy, mark
from plcdesk.domain.records import SPECS
from plcdesk.ledger.registers import ALIVE, RowState
from plcdesk.storage import withheld
from plcdesk.storage.draft import OpDraft
from plcdesk.storage.schema import VERSION
from plcdesk.storage.shown import Missing, Shown, shown, value_in
from plcdesk.storage.sql import AMONG, fetch, listed
from plcdesk.storage.traces import Instead
from plcdesk.storage.unit import Unit

Key = tuple[str, str]


class Rewriting:
    """Writes anew what lives in the commits `going`, but nothing of the records `gone` and none of the fields `lost`
    (table, row, field); what it writes goes through `instead`."""

    def __init__(self, unit: Unit, going: Collection[int], gone: Collection[Key], lost: Collection[tuple[str, str, str]],
                 instead: Instead | None = None) -> None:
        self._unit = unit
        self._reader = unit.reader
        self._writes = unit.reader.writes
        self._going = frozenset(going)
        self._gone = frozenset(gone)
        self._lost = frozenset(lost)
        self._instead = instead
        self._buried: dict[Key, frozenset[int]] = {}
        self._spaces: dict[int, int] = {}

    def run(self) -> tuple[Changes, int]:
        """Write; what changed, and how many records were written anew. Raises UserError where a newer version wrote."""
        self._writes.prepare(self._going)
        keys = {(op.table, op.row) for number in self._going for op in self._writes.ops(number)} - self._gone
        kept = withheld.numbers(self._reader.connection)
        count = sum(self._record(key, kept) for key in sorted(keys))
        changes = self._unit.finish() if count else Changes()
        for key, life in self._buried.items():
            self._bury(key, life)
        if self._buried:
            changes |= self._unit.finish()
        return changes, count

    def _record(self, key: Key, kept: frozenset[int]) -> bool:
        registers = self._reader.registers(*key)
        if registers is None:
            return False
        state = registers.state
        live = {number for numbers in state.fields.values() for number in numbers}
        if not kept.isdisjoint(live):
            return False  # taken back before anybody saw it: to write it again would tell it
        self._learn(live)
        made = [draft for name in state.fields if (*key, name) not in self._lost
                for draft in self._field(key, name, state)]
        visible = state.alive and state.shared
        for draft in made:
            draft.life = tuple(number for number, life in state.life.items() if life == ALIVE) if visible else ()
        if made and not visible:
            self._buried[key] = frozenset(state.life)
        return bool(made)

    def _learn(self, numbers: Iterable[int]) -> None:
        wanted = [number for number in numbers if number not in self._spaces]
        self._writes.prepare(wanted)
        for number, space, newer in fetch(
                self._reader.connection, "SELECT c.n, f.space_id, c.mr > ? FROM sync_commit c JOIN sync_feed f "
                                         f"ON f.id = c.feed_id WHERE c.n IN {AMONG}", VERSION, listed(wanted)):
            self._spaces[number] = space
            if newer and number in self._going:
                raise UserError(mark("Some of this was written by a newer version of PLC Desk. Nothing was erased. Install "
                                     "that version, then erase again."))

    def _field(self, key: Key, name: str, state: RowState[int]) -> list[OpDraft]:
        """The drafts that write one field anew; none where nothing of it goes."""
        numbers = state.fields[name]
        if key[0] not in SPECS or name not in SPECS[key[0]].fields:
            return self._each(key, name, numbers)
        try:
            found = shown(self._writes, self._reader.resolver, *key, name, numbers)
        except Missing:
            return []
        if self._merged(key, name, numbers, found):
            if self._going.isdisjoint((*numbers, self._base(key, name, numbers))):
                return []
            drafts = []
            for space in {self._spaces[number] for number in numbers}:
                draft = self._unit.draft(*key, space=space)
                here = [number for number in numbers if self._spaces[number] == space]
                draft.put(name, self._written(key[0], name, found.value), here)
                drafts.append(draft)
            return drafts
        return self._each(key, name, numbers)

    def _merged(self, key: Key, name: str, numbers: tuple[int, ...], found: Shown) -> bool:
        return len(numbers) == 2 and not found.differing and SPECS[key[0]].fields[name].policy is Policy.PARAGRAPHS

    def _base(self, key: Key, name: str, numbers: tuple[int, ...]) -> int:
        return self._reader.resolver.common_ancestor(*key, name, *numbers) or 0

    def _each(self, key: Key, name: str, numbers: Iterable[int]) -> list[OpDraft]:
        """Write each value that goes anew, and those shown before it, so that the order of the shown stays."""
        writes = sorted((self._writes.write(number, *key)[:2], number) for number in numbers)
        first = next((place for place, (_, number) in enumerate(writes) if number in self._going), len(writes))
        drafts = []
        for layer, (_, number) in enumerate(reversed(writes[first:])):
            try:
                value = value_in(self._writes.write(number, *key), name)
            except Missing:
                continue
            draft = self._unit.draft(*key, space=self._spaces[number], layer=layer)
            draft.put(name, self._written(key[0], name, value), (number,))
            drafts.append(draft)
        return drafts

    def _written(self, table: str, name: str, value: Any) -> Any:
        return value if self._instead is None else self._instead(table, name, value)

    def _bury(self, key: Key, life: frozenset[int]) -> None:
        """Put a record back into the Trash that was only written anew."""
        registers = self._reader.registers(*key)
        assert registers is not None
        risen = [number for number, value in registers.state.life.items() if value == ALIVE and number not in life]
        self._learn(risen)
        for space in {self._spaces[number] for number in risen}:
            draft = self._unit.draft(*key, space=space)
            draft.kind, draft.life = "del", tuple(number for number in risen if self._spaces[number] == space)
