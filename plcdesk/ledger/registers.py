"""The merge rule: which writes of a record are live, as a pure function of the set of writes.

Each field is a register that holds the writes not yet replaced. A write names exactly the writes it replaces, so two
writes that did not know each other both stay: "at the same time" is a fact and no guess. Life is a register too.
Keys are generic: storage uses local commit numbers, tests and tools use dots.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

LIFE = ""
"""The name of the life register where fields are named (no field has an empty name)."""

DEAD = 0
"""A write that deleted the record."""
ALIVE = 1
"""A write that made, changed or restored the record."""
KEPT = 2
"""As ALIVE, but taken back by another device: it counts only on the device that made the record, until settled."""

K = TypeVar("K")


class Operation(Protocol):
    """What `apply` needs to know of a `commit.Op`."""

    @property
    def kind(self) -> str: ...
    @property
    def fields(self) -> tuple[str, ...]: ...
    @property
    def replaces(self) -> tuple[str, ...]: ...
    @property
    def exceptions(self) -> Mapping[str, tuple[str, ...]]: ...
    @property
    def life(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class RowState(Generic[K]):
    """The live writes of one record: per field, in ascending order, and of its life (DEAD, ALIVE or KEPT each).

    A field that was never written is absent.
    """

    fields: dict[str, tuple[K, ...]] = field(default_factory=dict)
    life: dict[K, int] = field(default_factory=dict)

    @property
    def alive(self) -> bool:
        """Whether the record is visible here: some live write says so."""
        return any(self.life.values())

    @property
    def shared(self) -> bool:
        """Whether the record is visible on every device that holds the same writes (see KEPT)."""
        return ALIVE in self.life.values()

    @property
    def disputed(self) -> bool:
        """Whether one write deleted the record while another, unknown to it, kept or changed it."""
        return self.alive and DEAD in self.life.values()


def _never(key: Any) -> bool:
    return False


def apply(state: RowState[K], key: K, op: Operation, named: Callable[[str], K],
          ours: Callable[[K], bool] = _never) -> RowState[K]:
    """The state after one more write.

    `key` identifies the write, `named` turns the dots an op names into keys. Any order in which a write follows the
    writes it names leads to the same state. A ``del`` that names writes in `replaces` is a withdrawal (a receipt was
    reverted): these are the writes that made the record. It deletes for everybody but the device that made it
    (`ours`); there the record stays, disputed, until that device's user decides.
    """
    if op.kind == "set" and not state.life and not state.fields:
        return RowState(dict.fromkeys(op.fields, (key,)), {key: ALIVE})
    life = _life(state, key, op, named, ours)
    if not op.fields:
        return RowState(state.fields, life)
    fields = dict(state.fields)
    usual = tuple(map(named, op.replaces)) if op.replaces else ()
    exceptions = op.exceptions
    for name in op.fields:
        held = fields.get(name)
        if held is None:
            fields[name] = (key,)
            continue
        gone = tuple(map(named, exceptions[name])) if exceptions and name in exceptions else usual
        left = [item for item in held if item not in gone and item != key]
        fields[name] = tuple(sorted([*left, key])) if left else (key,)  # type: ignore[type-var]
    return RowState(fields, life)


def _life(state: RowState[K], key: K, op: Operation, named: Callable[[str], K],
          ours: Callable[[K], bool]) -> dict[K, int]:
    gone = tuple(map(named, op.life)) if op.life else ()
    life = {item: value for item, value in state.life.items() if item not in gone}
    if op.kind == "set":
        life[key] = ALIVE
        return life
    if op.replaces and any(map(ours, map(named, op.replaces))):
        life.update({item: KEPT for item, value in state.life.items() if item in gone and value})
    life[key] = DEAD
    return life


def state_of(writes: Iterable[tuple[K, Operation]], named: Callable[[str], K],
             ours: Callable[[K], bool] = _never) -> RowState[K]:
    """The state of a record from its writes, given so that each follows those it names."""
    state: RowState[K] = RowState()
    for key, op in writes:
        state = apply(state, key, op, named, ours)
    return state
