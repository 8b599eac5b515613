"""The rates of the first issue: active teachers (I1a), attendance (I1b), regularity (I12)."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import NamedTuple

from plcdesk.domain.changes import Row
from plcdesk.domain.facts import Facts, Scope
from plcdesk.domain.findings import Case
from plcdesk.domain.meetings import MeetingKind, MeetingStatus, meeting_id
from plcdesk.domain.programme import Period
from plcdesk.insights.population import covers, dues, planned_days, routine_groups, routine_meetings, target_teachers


class Rate(NamedTuple):
    """The counts of a share, how many teachers or plans it rests on, and its records."""

    numerator: int
    denominator: int
    n: int
    cases: tuple[Case, ...]


def active_teachers(facts: Facts, scope: Scope, window: Period, today: date) -> Rate:
    """I1a: of the target teachers, those who came to three in four routine meetings and contributed once."""
    end = min(window.ends_on or today, today)
    # a teacher of the school counts with the meetings of whatever school group she was in
    groups = routine_groups(facts, Scope(group_id=scope.group_id))
    meetings = routine_meetings(facts, groups, window)
    who = dues(facts, meetings)
    due = Counter(person for people in who.by_meeting.values() for person in people)
    came = Counter(person for people in who.came.values() for person in people)
    counted = {meeting.meeting_id for meeting in meetings}
    contributed = {person for meeting, person in facts.turns if meeting in counted}
    cases = []
    for teacher in target_teachers(facts, scope, end):
        key = teacher.person_id
        active = due[key] > 0 and came[key] * 4 >= due[key] * 3 and key in contributed
        cases.append(Case(Row("person", key), came[key], due[key], active))
    return Rate(sum(case.counted for case in cases), len(cases), len(cases), tuple(cases))


def attendance_rate(facts: Facts, scope: Scope, window: Period, today: date) -> Rate:
    """I1b: of the places due at routine meetings held, those marked Present or Late. Cancelled meetings drop out."""
    meetings = [
        meeting for meeting in routine_meetings(facts, routine_groups(facts, scope), window)
        if meeting.held_on is not None and meeting.held_on <= today
    ]
    who = dues(facts, meetings)
    cases = tuple(
        Case(Row("meeting", meeting.meeting_id), len(who.came[meeting.meeting_id]),
             len(who.by_meeting[meeting.meeting_id]), True, meeting.held_on)
        for meeting in sorted(meetings, key=lambda meeting: (meeting.held_on or today, meeting.meeting_id))
    )
    teachers = set().union(*who.by_meeting.values())
    return Rate(sum(case.numerator for case in cases), sum(case.denominator for case in cases), len(teachers), cases)


def regularity(facts: Facts, scope: Scope, window: Period, today: date) -> Rate:
    """I12: of the dates the schedules planned up to today, those whose meeting was held, even if on another day."""
    groups = routine_groups(facts, scope)
    held = {
        (meeting.slot_id, meeting.planned_on) for meeting in facts.meetings
        if meeting.kind is MeetingKind.ROUTINE and meeting.status is MeetingStatus.HELD
    }
    until = min(window.ends_on or today, today)
    cases = []
    for slot in facts.slots:
        if slot.group_id not in groups:
            continue
        for day in planned_days(slot, until):
            if covers(window, day):
                was_held = (slot.slot_id, day) in held
                cases.append(Case(Row("meeting", meeting_id(slot.slot_id, day)), int(was_held), 1, was_held, day))
    cases.sort(key=lambda case: (case.on or today, case.row))
    return Rate(sum(case.counted for case in cases), len(cases), len(cases), tuple(cases))

