"""The ops of a save before they become commits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import mark
from plcdesk.ledger.commit import MAX_OPS, MAX_TEXT, Op, clean

_SIZE = 2_000_000
"""Characters of text after which a save goes on in a further commit; a line of the log may be 4 MiB."""


@dataclass(slots=True)
class OpDraft:
    """What a save does to one record; writes are named by local numbers still."""

    table: str
    row: str
    kind: str = "set"
    values: dict[str, Any] = field(default_factory=dict)
    replaced: dict[str, tuple[int, ...]] = field(default_factory=dict)
    life: tuple[int, ...] = ()
    withdrawn: tuple[int, ...] = ()
    """For ``del`` only: the writes that made a record which a reverted receipt takes back (see registers.apply)."""
    number: int = 0
    """The commit it became part of, once written."""

    def put(self, name: str, value: Any, replaced: Iterable[int]) -> None:
        """Give a field a (JSON) value in place of these writes."""
        self.values[name] = washed(value)
        self.replaced[name] = tuple(sorted({*replaced, *self.replaced.get(name, ())}))

    def numbers(self) -> set[int]:
        """Every write named."""
        return {*self.life, *self.withdrawn, *(number for numbers in self.replaced.values() for number in numbers)}

    def size(self) -> int:
        """Roughly how many characters it takes."""
        return 200 + sum(len(value) if isinstance(value, str) else 20 for value in self.values.values())

    def to_op(self, dot: Callable[[int], str | None]) -> Op:
        """The op. `dot` names a write, or None where it belongs to another space and cannot be named."""

        def dots(numbers: Iterable[int]) -> tuple[str, ...]:
            return tuple(found for found in map(dot, numbers) if found is not None)

        if self.kind == "del":
            return Op(self.table, self.row, "del", replaces=dots(self.withdrawn), life=dots(self.life))
        named = {name: dots(self.replaced[name]) for name in self.values}
        usual = max(Counter(named.values()).items(), key=lambda item: (item[1], len(item[0]), item[0]),
                    default=((), 0))[0]
        exceptions = {name: found for name, found in named.items() if found != usual}
        return Op(self.table, self.row, "set", tuple(self.values), tuple(self.values.values()), usual, exceptions,
                  dots(self.life))


def washed(value: Any) -> Any:
    """A value as the log can hold it. Raises UserError for a text that is too long."""
    if isinstance(value, str):
        if len(value) > MAX_TEXT:
            raise UserError(mark("This text is too long to save ({n} characters; at most {limit}). It stays on "
                                 "screen. Divide it over several entries."), n=len(value), limit=MAX_TEXT)
        return clean(value)
    if isinstance(value, list):
        return [washed(item) for item in value]
    return value


def portions(drafts: Iterable[OpDraft]) -> Iterator[list[OpDraft]]:
    """The drafts in stretches that each fit one commit."""
    portion: list[OpDraft] = []
    size = 0
    for item in drafts:
        if portion and (len(portion) == MAX_OPS or size + item.size() > _SIZE):
            yield portion
            portion, size = [], 0
        portion.append(item)
        size += item.size()
    if portion:
        yield portion
