"""Who counts and which meetings count: the ground of the rates (domain handbook 4.1, 4.2 I1)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from plcdesk.domain.facts import Facts, MeetingFact, PersonFact, Scope, SlotFact
from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import ATTENDED, MeetingKind, MeetingStatus, planned_dates
from plcdesk.domain.people import TEACHING, GroupKind, PersonStatus, Slot
from plcdesk.domain.programme import Period


def covers(period: Period, day: date) -> bool:
    """Whether a day lies in a period; both ends are included, an empty end is open."""
    starts, ends = period
    return (starts is None or starts <= day) and (ends is None or day <= ends)


def target_teachers(facts: Facts, scope: Scope, on: date) -> list[PersonFact]:
    """N: the teachers and facilitators of the scope, active or on leave, who are there on that day."""
    there = [
        person for person in facts.people
        if person.role in TEACHING and person.status in {PersonStatus.ACTIVE, PersonStatus.LEAVE}
        and covers(person.period, on)
    ]
    if scope.group_id is not None:
        members = {
            member.person_id for member in facts.memberships
            if member.group_id == scope.group_id and covers(member.period, on)
        }
        return [person for person in there if person.person_id in members]
    if scope.school_id is not None:
        return [person for person in there if person.school_id == scope.school_id]
    return there


def routine_groups(facts: Facts, scope: Scope) -> set[Id]:
    """The groups of one school in the scope: their meetings are the routine ones, whether the school meets as a whole
    or by subject or grade (need N69)."""
    return {
        group.group_id for group in facts.groups
        if (group.kind is GroupKind.SCHOOL or (group.kind is not GroupKind.CROSS and group.school_id is not None))
        and scope.group_id in (None, group.group_id) and scope.school_id in (None, group.school_id)
    }


def routine_meetings(facts: Facts, groups: set[Id], window: Period) -> list[MeetingFact]:
    """The routine meetings of these groups that were held in the window."""
    return [
        meeting for meeting in facts.meetings
        if meeting.kind is MeetingKind.ROUTINE and meeting.status is MeetingStatus.HELD
        and meeting.group_id in groups and meeting.held_on is not None and covers(window, meeting.held_on)
    ]


@dataclass(slots=True)
class Dues:
    """Who was due at which meeting and who came."""

    by_meeting: dict[Id, set[Id]] = field(default_factory=dict)
    came: dict[Id, set[Id]] = field(default_factory=dict)


def dues(facts: Facts, meetings: list[MeetingFact]) -> Dues:
    """Teachers due at each meeting: members on its day. Someone now on leave or gone is due where a mark was made."""
    people = {person.person_id: person for person in facts.people if person.role in TEACHING}
    members: dict[Id, list[tuple[Id, Period]]] = defaultdict(list)
    for member in facts.memberships:
        if member.person_id in people:
            members[member.group_id].append((member.person_id, member.period))
    marked: dict[Id, set[Id]] = defaultdict(set)
    came: dict[Id, set[Id]] = defaultdict(set)
    for meeting_id, person_id, presence in facts.attendance:
        if presence is not None:
            marked[meeting_id].add(person_id)
            if presence in ATTENDED:
                came[meeting_id].add(person_id)
    result = Dues()
    for meeting in meetings:
        day = meeting.held_on
        assert day is not None
        due = {
            person_id for person_id, period in members[meeting.group_id]
            if covers(period, day) and covers(people[person_id].period, day)
            and (people[person_id].status is PersonStatus.ACTIVE or person_id in marked[meeting.meeting_id])
        }
        result.by_meeting[meeting.meeting_id] = due
        result.came[meeting.meeting_id] = due & came[meeting.meeting_id]
    return result


def routine_span(facts: Facts, scope: Scope, today: date) -> tuple[date | None, date | None]:
    """The first and the last day up to today on which a routine meeting was held or planned; None for none."""
    groups = routine_groups(facts, scope)
    days = [
        day for meeting in facts.meetings
        if meeting.kind is MeetingKind.ROUTINE and meeting.group_id in groups
        for day in (meeting.held_on or meeting.planned_on,) if day is not None and day <= today
    ]
    for slot in facts.slots:
        planned = planned_days(slot, today) if slot.group_id in groups else []
        days += planned[:1] + planned[-1:]
    return (min(days), max(days)) if days else (None, None)


def planned_days(slot: SlotFact, until: date) -> list[date]:
    """The dates a schedule plans up to a day."""
    return planned_dates(Slot(id=slot.slot_id, period=slot.period, weeks=slot.weeks), until)
