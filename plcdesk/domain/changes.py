"""What a save returns: what changed, what was wrong, what was loaded."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from plcdesk.domain.ids import Id

T = TypeVar("T")


class Row(NamedTuple):
    """The address of a record."""

    table: str
    id: Id


@dataclass(frozen=True, slots=True)
class Changes:
    """What one transaction changed: the records touched and the commits written (local numbers).

    A row without an id stands for every record of its kind: a restore, or a receipt that touched many.
    """

    rows: frozenset[Row] = frozenset()
    commits: Sequence[int] = ()

    @property
    def tables(self) -> frozenset[str]:
        """The kinds of record touched; pages listen by these."""
        return frozenset(row.table for row in self.rows)

    def touches(self, table: str, key: Id) -> bool:
        """Whether this record was touched, or may have been."""
        return not self.rows.isdisjoint((Row(table, key), Row(table, Id(""))))

    def __bool__(self) -> bool:
        return bool(self.commits)

    def __or__(self, other: Changes) -> Changes:
        commits = (*self.commits, *other.commits) if self.commits and other.commits else self.commits or other.commits
        return Changes(self.rows | other.rows, commits)


@dataclass(frozen=True, slots=True)
class Problem:
    """An entry that needs attention: the field it belongs to and an English source text."""

    field: str
    text: str
    values: Mapping[str, Any] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Loaded(Generic[T]):
    """A record as it was read, with the writes behind each field.

    A save that brings `seen` back replaces exactly those writes; what arrived in between stays beside it as a
    differing entry instead of being overwritten.
    """

    record: T
    seen: Mapping[str, tuple[int, ...]] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change of one field: local commit number, when (ISO text, UTC), who, on which computer, old and new."""

    commit: int
    at: str
    by: str
    device: str
    row: Row
    field: str
    old: Any
    new: Any
    kind: str = "set"


@dataclass(frozen=True, slots=True)
class Sibling:
    """One of several differing values of an entry: local commit number, value, who, when (ISO, UTC), computer."""

    commit: int
    value: Any
    by: str
    at: str
    device: str
    here: bool


@dataclass(frozen=True, slots=True)
class Differing:
    """An entry changed on two computers and not settled yet; the shown value is the first sibling."""

    row: Row
    field: str
    siblings: tuple[Sibling, ...]
