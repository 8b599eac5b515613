"""The definitions of the indicators and the plain facts they are computed from (domain handbook 4).

A definition says in words what is counted, so that screen, paper and the command line name the same thing.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from plcdesk.domain.fields import mark
from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import MeetingKind, MeetingStatus, Presence
from plcdesk.domain.people import GroupKind, PersonStatus, Role
from plcdesk.domain.programme import Period


class Unit(enum.StrEnum):
    """What a value is measured in."""

    PERCENT = "percent"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator: its name, what is counted over what, and how it is written.

    A percentage is written with one decimal unless it is whole, half rounded up. `words` holds both counts.
    """

    id: str
    label: str
    numerator: str
    denominator: str
    words: str
    unit: Unit = Unit.PERCENT


_ALL = (
    Indicator(
        "I1a", mark("Active teachers"),
        mark("teachers who attended at least 75% of the routine meetings due to them and contributed at least once"),
        mark("target teachers"), mark("{numerator} of {denominator} teachers"),
    ),
    Indicator(
        "I1b", mark("Attendance rate"), mark("places marked Present or Late"),
        mark("places due: routine meetings held × members due"), mark("{numerator} of {denominator} places"),
    ),
    Indicator(
        "I12", mark("Regularity"), mark("planned meetings that were held"), mark("meetings planned up to today"),
        mark("{numerator} of {denominator} meetings"),
    ),
)
INDICATORS: dict[str, Indicator] = {indicator.id: indicator for indicator in _ALL}
"""Every indicator by id, in the order of the handbook."""


class Scope(NamedTuple):
    """What is looked at: one group, one school, or (both empty) the whole programme."""

    school_id: Id | None = None
    group_id: Id | None = None


class PersonFact(NamedTuple):
    """A person: `period` is from joining to leaving the programme."""

    person_id: Id
    role: Role | None
    status: PersonStatus
    school_id: Id | None
    period: Period


class GroupFact(NamedTuple):
    """A group; the school is empty for one across schools."""

    group_id: Id
    kind: GroupKind
    school_id: Id | None


class MembershipFact(NamedTuple):
    """A person in a group from and to."""

    group_id: Id
    person_id: Id
    period: Period


class MeetingFact(NamedTuple):
    """A meeting of any kind and status; `planned_on` and `slot_id` only for one that comes from a schedule."""

    meeting_id: Id
    group_id: Id
    kind: MeetingKind
    status: MeetingStatus | None
    held_on: date | None
    slot_id: Id | None
    planned_on: date | None


class AttendanceFact(NamedTuple):
    """The mark of a person (no guests) at a meeting; None where it was left blank."""

    meeting_id: Id
    person_id: Id
    presence: Presence | None


class TurnFact(NamedTuple):
    """A person who spoke, shared or led at a meeting; people who did none of it have no such row."""

    meeting_id: Id
    person_id: Id


class SlotFact(NamedTuple):
    """A fixed meeting time: first and last date, weeks between."""

    slot_id: Id
    group_id: Id
    period: Period
    weeks: int


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the indicators need, as plain rows of records that are not deleted."""

    people: tuple[PersonFact, ...] = ()
    groups: tuple[GroupFact, ...] = ()
    memberships: tuple[MembershipFact, ...] = ()
    meetings: tuple[MeetingFact, ...] = ()
    attendance: tuple[AttendanceFact, ...] = ()
    turns: tuple[TurnFact, ...] = ()
    slots: tuple[SlotFact, ...] = ()
