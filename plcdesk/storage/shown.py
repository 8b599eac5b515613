"""Which value of a field is shown when several writes of it are live, and whether they differ."""

from __future__ import annotations

import heapq
from typing import Any, NamedTuple

from sqlalchemy import Connection

from plcdesk.domain.fields import Policy
from plcdesk.domain.records import SPECS
from plcdesk.ledger.text_merge import merge
from plcdesk.storage.columns import canonical
from plcdesk.storage.log import Write, Writes, numbers_of
from plcdesk.storage.schema import VERSION


class Missing(Exception):
    """A value that was erased or that only a newer version may show."""


class Candidate(NamedTuple):
    """A live write of a field: local number and its JSON value."""

    number: int
    value: Any


class Shown(NamedTuple):
    """The JSON value to show; `differing` = the candidates, first the shown one, when a person has to choose;
    `seen` = the writes the shown value stands for, which a plain save replaces."""

    value: Any
    seen: tuple[int, ...]
    differing: tuple[Candidate, ...] = ()


def value_in(write: Write, field: str) -> Any:
    """The JSON value a write gave a field. Raises Missing when there is none to show."""
    if write.op.values is None or write.min_reader > VERSION:
        raise Missing
    return write.op.values[write.op.fields.index(field)]


def shown(writes: Writes, resolver: Resolver, table: str, row: str, field: str, numbers: tuple[int, ...]) -> Shown:
    """What to show of a field whose live writes are `numbers` (at least one).

    The newest write (stamp, then dot) is shown; equal values are no difference; of long text the machine merge is
    shown where both sides changed different paragraphs. Raises Missing when no live write has a value.
    """
    if len(numbers) == 1:
        return Shown(value_in(writes.write(numbers[0], table, row), field), numbers)
    found: list[tuple[int, str, int, Any]] = []
    for number in numbers:
        write = writes.write(number, table, row)
        try:
            found.append((write.hlc, write.dot, number, value_in(write, field)))
        except Missing:
            continue
    if not found:
        raise Missing
    found.sort(key=lambda item: item[:2], reverse=True)
    value = found[0][3]
    wanted = canonical(value)
    seen = tuple(sorted(item[2] for item in found if canonical(item[3]) == wanted))
    if len(seen) == len(found):
        return Shown(value, numbers)
    merged = _merged(writes, resolver, table, row, field, found) if len(numbers) == len(found) == 2 else None
    if merged is not None:
        return Shown(merged, numbers)
    return Shown(value, seen, tuple(Candidate(item[2], item[3]) for item in found))


def _merged(writes: Writes, resolver: Resolver, table: str, row: str, field: str,
            found: list[tuple[int, str, int, Any]]) -> str | None:
    spec = SPECS[table].fields.get(field) if table in SPECS else None
    if spec is None or spec.policy is not Policy.PARAGRAPHS:
        return None
    one, other = sorted(found, key=lambda item: item[1])
    if not isinstance(one[3], str) or not isinstance(other[3], str):
        return None
    base = resolver.common_ancestor(table, row, field, one[2], other[2])
    if base is None:
        return None
    try:
        text = value_in(writes.write(base, table, row), field)
    except Missing:
        return None
    return merge(text, one[3], other[3]) if isinstance(text, str) else None


_ONE, _OTHER, _BEYOND = 1, 2, 4
"""From which side a write was reached; beyond = only as ancestor of a common one."""


class Resolver:
    """Walks from a write to those it replaced."""

    def __init__(self, writes: Writes, connection: Connection) -> None:
        self._writes = writes
        self._connection = connection

    def replaced(self, table: str, row: str, field: str, number: int) -> tuple[int, ...]:
        """The writes of the field that write `number` named as replaced."""
        op = self._writes.write(number, table, row).op
        dots = op.exceptions.get(field, op.replaces)
        numbers = sorted(numbers_of(self._connection, dots).values())
        self._writes.prepare(numbers)
        return tuple(item for item in numbers if self._wrote(table, row, field, item))

    def _wrote(self, table: str, row: str, field: str, number: int) -> bool:
        try:
            return field in self._writes.write(number, table, row).op.fields
        except KeyError:
            return False

    def common_ancestor(self, table: str, row: str, field: str, one: int, other: int) -> int | None:
        """The one write both descend from with no later one in between; None when there is none or several.

        Local numbers grow along every line of descent, so the newest unvisited write is looked at first and the walk
        ends where both lines have met, not at the beginning of the record.
        """
        below = {one: _ONE, other: _OTHER}
        waiting = [-one, -other]
        heapq.heapify(waiting)
        met: list[int] = []
        while any(below[-item] != _BEYOND for item in waiting):
            number = -heapq.heappop(waiting)
            sides = below[number]
            if sides == _ONE | _OTHER:
                met.append(number)
                sides = _BEYOND
            for former in self.replaced(table, row, field, number):
                if former not in below:
                    heapq.heappush(waiting, -former)
                known = below.get(former, 0)
                below[former] = _BEYOND if _BEYOND in (sides, known) else known | sides
        return met[0] if len(met) == 1 else None
