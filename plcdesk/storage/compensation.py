"""One record taken back: the writes by which it shows again what it showed without some commits.

A commit can only add writes. Where several values stood side by side before, they are laid side by side again: each
that is gone gets a write of its own, and the one that was shown gets the newest. Values that the commits did not touch
keep their writers, unless the order of stamps or the merging of text would then show something else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from plcdesk.domain.changes import Row
from plcdesk.domain.fields import Policy
from plcdesk.domain.ids import Id
from plcdesk.domain.records import SPECS
from plcdesk.ledger.registers import DEAD, LIFE, RowState
from plcdesk.storage.columns import canonical
from plcdesk.storage.draft import OpDraft
from plcdesk.storage.history import ours
from plcdesk.storage.reading import living
from plcdesk.storage.shown import Missing, Shown, shown, value_in
from plcdesk.storage.sql import AMONG, fetch, listed
from plcdesk.storage.unit import Unit
from plcdesk.storage.without import without

_DEATH = 1 << 16
"""The layer of deletions that are laid beside what keeps a record; higher than those of values."""


class Compensation:
    """Takes back in a unit what the commits `void` did to one record; `first` is the oldest of those to undo.

    What was edited since is left; the names of such fields are gathered in `left` (LIFE: the whole record).
    """

    def __init__(self, unit: Unit, table: str, row: str, void: frozenset[int], first: int) -> None:
        self.left: list[str] = []
        self._unit = unit
        self._reader = unit.reader
        self._table = table
        self._row = row
        self._void = void
        self._first = first
        self._space = 0
        self._state: RowState[int] = RowState()
        self._kept: tuple[int, ...] = ()
        """The life writes in place of which the record is kept."""

    @property
    def row(self) -> Row:
        """The record's address."""
        return Row(self._table, Id(self._row))

    def take_back(self, names: Iterable[str]) -> None:
        """Draft the writes that are needed; `names` are the fields that the commits to undo wrote."""
        registers = self._reader.registers(self._table, self._row)
        if registers is None or self._table not in SPECS:
            return
        self._space, self._state = registers.space, registers.state
        writes = self._reader.writes.touching(self._table, self._row)
        made = [number for number, write in writes if write.op.kind == "set" and not write.op.life]
        if made and self._void.issuperset(made):
            self._unmake(made)
            return
        before = without(self._reader, writes, self._void)
        if self._life(before):
            for name in names:
                self._field(before, name)

    def _unmake(self, made: list[int]) -> None:
        """The record came with these commits: it goes, unless somebody edited it since."""
        if not self._state.alive:
            return
        if self._void.issuperset(living(self._state)):
            self._delete(made)
        else:
            self._leave()

    def _life(self, before: RowState[int]) -> bool:
        """Bring the record's life back to what it was. Returns whether its fields are to be taken back as well."""
        state = self._state
        own = [number for number in state.life if number in self._void]
        if not state.alive and self._deleted_since():
            return self._leave()
        if not before.alive:
            if state.alive and self._void.issuperset(living(state)):
                # the record was deleted here, and an edit from elsewhere had brought it back
                self._delete([number for number in own if state.life[number] != DEAD])
            elif state.alive:
                self._leave()
            return False
        if not state.alive and not own:
            return self._leave()
        settles = state.disputed and not before.disputed
        kept = living(state) if state.alive else ()
        self._kept = tuple(dict.fromkeys((*kept, *own) if settles or not state.alive else kept))
        if settles or not state.alive:
            for space in self._by_space(own):
                self._draft(space)
        if before.disputed:
            self._dispute(own)
        return True

    def _leave(self) -> bool:
        self.left.append(LIFE)
        return False

    def _deleted_since(self) -> bool:
        return any(number > self._first for number in self._state.life if number not in self._void)

    def _dispute(self, own: list[int]) -> None:
        """Lay a deletion beside what keeps the record, where none is left: its life had been settled."""
        stay = [life for number, life in self._state.life.items() if number not in self._void]
        if DEAD in stay or (self._state.alive and self._state.disputed):
            return
        if any(stay) and self._state.alive:
            self._delete(own, _DEATH)  # others keep it: then no more is needed than not to
        else:
            draft = self._unit.draft(self._table, self._row, space=self._space, layer=_DEATH)
            draft.kind = "del"

    def _delete(self, withdrawn: list[int], layer: int = 0) -> None:
        """Delete in place of the life writes to take back. For the devices that wrote `withdrawn` it is a withdrawal."""
        own = [number for number in self._state.life if number in self._void]
        foreign = set(withdrawn) - ours(self._reader.connection, withdrawn)
        for space, numbers in self._by_space(own).items():
            draft = self._unit.draft(self._table, self._row, space=space, layer=layer)
            draft.kind, draft.life, draft.withdrawn = "del", tuple(numbers), tuple(sorted(foreign))

    def _field(self, before: RowState[int], name: str) -> None:
        if name not in SPECS[self._table].fields:
            return
        numbers = self._state.fields.get(name, ())
        own = [number for number in numbers if number in self._void]
        try:
            if not own or not all(self._readable(name, number) for number in own):
                raise Missing
            now, then = self._shown(name, numbers), self._shown(name, before.fields.get(name, ()))
        except Missing:
            self.left.append(name)
            return
        if _told(now) != _told(then):
            stay = [number for number in numbers if number not in self._void and self._readable(name, number)]
            self._lay(name, then, own, stay)

    def _lay(self, name: str, then: Shown, own: list[int], stay: list[int]) -> None:
        """Write what the field showed, in place of `own`, and beside it what differed and is not live any more.

        Each in the space it came from, so that who holds only one of them sees what was there as well.
        """
        values = then.differing
        if values and not self._reorders(name, stay):
            values = (values[0], *(item for item in values[1:] if item.number not in stay))
            stay = [number for number in stay if number == values[0].number]
        replaced = self._by_space([*own, *stay])
        for layer, item in enumerate(values):
            for space in self._by_space([item.number]):
                self._draft(space, layer).put(name, item.value, replaced.pop(space, ()))
        for space, numbers in replaced.items():
            self._draft(space).put(name, then.value, numbers)

    def _reorders(self, name: str, stay: list[int]) -> bool:
        """Whether new writes beside those that stay could be shown otherwise than they were: a stamp from the future
        would come first, and a text could meet its ancestor and be merged."""
        if SPECS[self._table].fields[name].policy is Policy.PARAGRAPHS:
            return True
        stamps = [self._reader.writes.write(number, self._table, self._row).hlc for number in stay]
        return bool(stamps) and max(stamps) >= self._unit.stamp()

    def _readable(self, name: str, number: int) -> bool:
        try:
            value_in(self._reader.writes.write(number, self._table, self._row), name)
        except Missing:
            return False
        return True

    def _shown(self, name: str, numbers: tuple[int, ...]) -> Shown:
        if not numbers:
            field = SPECS[self._table].fields[name]
            return Shown(field.to_json(field.default), ())
        return shown(self._reader.writes, self._reader.resolver, self._table, self._row, name, numbers)

    def _draft(self, space: int, layer: int = 0) -> OpDraft:
        """The op that writes values, which keeps the record alive as it was."""
        draft = self._unit.draft(self._table, self._row, space=space, layer=layer)
        draft.life = self._kept
        return draft

    def _by_space(self, numbers: list[int]) -> dict[int, list[int]]:
        """These writes by their space, where alone they can be named."""
        found: dict[int, list[int]] = defaultdict(list)
        for space, number in fetch(
                self._reader.connection, "SELECT f.space_id, c.n FROM sync_commit c JOIN sync_feed f ON f.id = c.feed_id "
                                         f"WHERE c.n IN {AMONG} ORDER BY f.space_id, c.n", listed(numbers)):
            found[space].append(number)
        return found


def _told(found: Shown) -> tuple[str, list[str]]:
    return canonical(found.value), sorted(canonical(item.value) for item in found.differing)
