"""What is shown of two records that may be one person."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from plcdesk.domain.changes import Changes, Row
from plcdesk.domain.fields import Choice, FieldSpec, spec_of
from plcdesk.domain.ids import Id
from plcdesk.domain.likeness import Why
from plcdesk.domain.people import Role

DETAILS = frozenset({"person_number", "person_contact", "member", "consent"})
"""What belongs to a person without being work of theirs."""


class Counts(NamedTuple):
    """What hangs on a person: marks of attendance, forms about them, follow-ups, and whatever else."""

    attendances: int = 0
    observations: int = 0
    actions: int = 0
    others: int = 0


@dataclass(frozen=True, slots=True)
class PersonSide:
    """One of the two. `here` is False for a record that was merged away and lies in the Trash."""

    id: Id
    name: str
    alias: str
    role: Role | None
    school_id: Id | None
    school: str
    nip: str
    nuptk: str
    here: bool
    counts: Counts


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be one person; `one` is the one to keep: it is here, and has more to it.

    For people merged before, `moved` tells how many records came under the old name since.
    """

    one: PersonSide
    other: PersonSide
    why: Why
    moved: int = 0


def filled(value: Any) -> bool:
    """Whether a field says anything."""
    return any(value) if isinstance(value, tuple) else bool(value)


@dataclass(frozen=True, slots=True)
class FieldPair:
    """One field of both, of one `table`. Where they `differ` somebody has to choose; else the one that is filled holds."""

    table: str
    spec: FieldSpec
    one: Any
    other: Any

    @property
    def differ(self) -> bool:
        """Whether both are filled, differently."""
        return self.one != self.other and filled(self.one) and filled(self.other)

    @property
    def settled(self) -> Any:
        """The value that holds by itself."""
        return self.one if filled(self.one) else self.other


class Clash(NamedTuple):
    """Both have an answer to one thing, not the same: to what (a meeting, or a kind of consent as source text), which
    one holds, and which one is found in the history only."""

    meeting: Row | None
    label: str
    kept: Choice
    lost: Choice


@dataclass(frozen=True, slots=True)
class Comparison:
    """The two beside each other, and what would be there afterwards."""

    one: PersonSide
    other: PersonSide
    fields: tuple[FieldPair, ...]
    after: Counts
    clashes: tuple[Clash, ...]


class Merged(NamedTuple):
    """The save that made two people one: the name kept, and how many marks of attendance came along."""

    name: str
    attendances: int
    changes: Changes


@dataclass(slots=True)
class Held:
    """The records that name a person, by what they count as."""

    attendances: set[Row] = field(default_factory=set)
    observations: set[Row] = field(default_factory=set)
    actions: set[Row] = field(default_factory=set)
    others: set[Row] = field(default_factory=set)
    details: set[Row] = field(default_factory=set)

    @property
    def counts(self) -> Counts:
        """Their numbers; a form both about somebody and filled in by them counts once."""
        others = self.others - self.observations - self.actions
        return Counts(len(self.attendances), len(self.observations), len(self.actions), len(others))

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts) + len(self.details)

    def add(self, link: FieldSpec, record: Any) -> None:
        """Take in a record that names the person in the field `link`; a blank mark of attendance says nothing."""
        row = Row(spec_of(record).table, record.id)
        if row.table == "attendance":
            if record.presence is not None:
                self.attendances.add(row)
        elif row.table == "form" and link.name == "person_id" and record.batch_id is None:
            self.observations.add(row)
        elif row.table == "action":
            self.actions.add(row)
        else:
            (self.details if row.table in DETAILS else self.others).add(row)
