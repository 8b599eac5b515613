"""The plain facts of meetings that the indicators are computed from (domain handbook 4.2, I1 and I12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import MeetingKind, MeetingStatus, Presence
from plcdesk.domain.people import GroupKind, PersonStatus, Role
from plcdesk.domain.programme import Period


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
