"""A record as if some commits had never been written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from plcdesk.ledger.commit import Op
from plcdesk.ledger.registers import RowState
from plcdesk.storage.history import past
from plcdesk.storage.log import Write
from plcdesk.storage.reading import Reader


def without(reader: Reader, writes: Sequence[tuple[int, Write]], void: frozenset[int]) -> RowState[int]:
    """The registers that a record's writes lead to when those of the commits `void` are left out.

    A write that named one of those stands in place of what that one had replaced: who edited a value afterwards has
    seen what lay below it, so the older values do not come up beside the edit.
    """
    gone = {write.dot: write.op for number, write in writes if number in void}
    return past(reader, [(number, _over(write, gone)) for number, write in writes if number not in void])


def _over(write: Write, gone: Mapping[str, Op]) -> Write:
    op = write.op
    if gone.keys().isdisjoint((*op.replaces, *op.life, *(dot for dots in op.exceptions.values() for dot in dots))):
        return write
    exceptions = {name: _reached(_replaced(op, name), gone, lambda former, name=name: _replaced(former, name))  # type: ignore[misc]
                  for name in op.fields}
    return write._replace(op=op._replace(exceptions=exceptions, life=_reached(op.life, gone, lambda former: former.life)))


def _replaced(op: Op, name: str) -> tuple[str, ...]:
    return op.exceptions.get(name, op.replaces) if name in op.fields else ()


def _reached(dots: Sequence[str], gone: Mapping[str, Op], below: Callable[[Op], tuple[str, ...]]) -> tuple[str, ...]:
    """The dots, and in place of those that are gone what these had replaced."""
    found: dict[str, None] = {}
    passed: set[str] = set()
    waiting = list(dots)
    while waiting:
        dot = waiting.pop()
        if dot not in gone:
            found[dot] = None
        elif dot not in passed:
            passed.add(dot)
            waiting.extend(below(gone[dot]))
    return tuple(found)
