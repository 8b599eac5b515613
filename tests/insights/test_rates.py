"""Indicators: a figure in a report must be the one that counting by hand gives."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plcdesk.domain.facts import (
    AttendanceFact,
    Facts,
    GroupFact,
    MeetingFact,
    MembershipFact,
    PersonFact,
    Scope,
    SlotFact,
    TurnFact,
)
from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import MeetingKind, MeetingStatus, Presence
from plcdesk.domain.people import GroupKind, PersonStatus, Role
from plcdesk.domain.programme import Period
from plcdesk.insights.compute import compute, percentage

FIRST = date(2024, 9, 3)
TODAY = date(2024, 12, 31)
WINDOW = Period(date(2024, 9, 1), TODAY)
GROUP, SCHOOL, SLOT = Id("group"), Id("school"), Id("slot")
OPEN, ALL = Period(), Scope()


def day(week: int) -> date:
    return FIRST + timedelta(weeks=week)


def facts(marks: str, *, contributed: str = "", weeks: int | None = None) -> Facts:
    """One group. `marks` has one line per person, one letter per weekly meeting (``-`` blank, ``.`` no record)."""
    rows = marks.split()
    people = [Id(f"p{index}") for index in range(len(rows))]
    meetings = tuple(
        MeetingFact(Id(f"m{week}"), GROUP, MeetingKind.ROUTINE, MeetingStatus.HELD, day(week), SLOT, day(week))
        for week in range(len(rows[0]))
    )
    attendance = tuple(
        AttendanceFact(meetings[week].meeting_id, person, None if letter == "-" else Presence(letter))
        for person, row in zip(people, rows, strict=True) for week, letter in enumerate(row) if letter != "."
    )
    return Facts(
        people=tuple(PersonFact(key, Role.TEACHER, PersonStatus.ACTIVE, SCHOOL, OPEN) for key in people),
        groups=(GroupFact(GROUP, GroupKind.SCHOOL, SCHOOL),),
        memberships=tuple(MembershipFact(GROUP, key, OPEN) for key in people),
        meetings=meetings, attendance=attendance,
        turns=tuple(TurnFact(Id("m0"), people[int(index)]) for index in contributed),
        slots=(SlotFact(SLOT, GROUP, Period(FIRST, day((weeks or len(rows[0])) - 1)), 1),),
    )


def rate(found: Facts, key: str, *, scope: Scope = ALL, window: Period = WINDOW, today: date = TODAY) -> tuple[int, int]:
    (finding,) = compute(found, scope, window, today, [key])
    return finding.numerator, finding.denominator


def person(found: Facts, index: int, **changed: object) -> Facts:
    people = list(found.people)
    people[index] = people[index]._replace(**changed)
    return replace(found, people=tuple(people))


def test_late_counts_as_present_and_every_other_mark_does_not():
    assert rate(facts("HTISDA"), "I1b") == (2, 6)


def test_a_blank_or_missing_mark_stays_in_the_base():
    assert rate(facts("H-.\nHHH"), "I1b") == (4, 6)


def test_a_cancelled_meeting_drops_out_of_attendance_and_stays_in_the_plan():
    found = facts("HHHH", weeks=4)
    cancelled = found.meetings[3]._replace(status=MeetingStatus.CANCELLED)
    found = replace(found, meetings=(*found.meetings[:3], cancelled))
    assert rate(found, "I1b") == (3, 3)
    assert rate(found, "I12") == (3, 4)


def test_three_in_four_meetings_and_one_contribution_make_an_active_teacher():
    marks = "HHHA HHAA HHHH HHTI"
    assert rate(facts(marks, contributed="013"), "I1a") == (2, 4)
    assert rate(facts(marks), "I1a") == (0, 4)


def test_a_teacher_without_a_meeting_due_is_counted_but_not_active():
    found = facts("HH HH", contributed="01")
    later = found.memberships[1]._replace(period=Period(day(5), None))
    found = replace(found, memberships=(found.memberships[0], later))
    assert rate(found, "I1a") == (1, 2)
    assert rate(found, "I1b") == (2, 2)


def test_membership_counts_from_the_day_of_joining_to_the_day_of_leaving():
    found = facts("HHHH HHHH")
    part = found.memberships[1]._replace(period=Period(day(1), day(2)))
    assert rate(replace(found, memberships=(found.memberships[0], part)), "I1b") == (6, 6)


@pytest.mark.parametrize("role", [Role.PRINCIPAL, Role.MENTOR, Role.SUPERVISOR, Role.PARENT])
def test_principals_and_guests_never_count(role):
    found = person(facts("HH HA", contributed="01"), 1, role=role)
    assert rate(found, "I1a") == (1, 1)
    assert rate(found, "I1b") == (2, 2)


def test_a_facilitator_is_a_teacher():
    assert rate(person(facts("HH", contributed="0"), 0, role=Role.FACILITATOR), "I1a") == (1, 1)


def test_on_leave_counts_in_n_but_is_due_only_where_a_mark_was_made():
    found = person(facts("HH.. HHHH", contributed="01"), 0, status=PersonStatus.LEAVE)
    assert rate(found, "I1b") == (6, 6)
    assert rate(found, "I1a") == (2, 2)
    moved = person(found, 0, status=PersonStatus.MOVED)
    assert rate(moved, "I1b") == (6, 6)
    assert rate(moved, "I1a") == (1, 1)


def test_other_kinds_of_meeting_and_of_group_are_not_routine():
    found = facts("HH")
    training = found.meetings[1]._replace(kind=MeetingKind.TRAINING)
    assert rate(replace(found, meetings=(found.meetings[0], training)), "I1b") == (1, 1)
    cross = replace(found, groups=(GroupFact(GROUP, GroupKind.CROSS, None),))
    assert rate(cross, "I1b") == (0, 0)
    assert rate(cross, "I12") == (0, 0)


def test_someone_from_elsewhere_on_the_list_does_not_raise_the_rate():
    found = facts("HA HH")
    found = replace(found, memberships=found.memberships[:1])
    assert rate(found, "I1b") == (1, 2)


def test_school_and_group_narrow_the_view():
    found = facts("HH HA", contributed="01")
    assert rate(found, "I1b", scope=Scope(school_id=Id("other"))) == (0, 0)
    assert rate(found, "I1a", scope=Scope(school_id=Id("other"))) == (0, 0)
    assert rate(found, "I1a", scope=Scope(school_id=SCHOOL)) == (1, 2)
    assert rate(found, "I1b", scope=Scope(group_id=GROUP)) == (3, 4)


def test_the_window_and_today_bound_what_is_counted():
    found = facts("HHHH", contributed="0", weeks=16)
    assert rate(found, "I12", today=day(5)) == (4, 6)
    assert rate(found, "I12", window=Period(day(2), day(3))) == (2, 2)
    assert rate(found, "I1b", window=Period(day(1), None)) == (3, 3)
    assert rate(found, "I1a", window=Period(day(1), None)) == (0, 1)


def test_a_meeting_moved_to_another_day_keeps_its_plan():
    found = facts("H", weeks=1)
    moved = found.meetings[0]._replace(held_on=day(0) + timedelta(days=2))
    assert rate(replace(found, meetings=(moved,)), "I12") == (1, 1)


def test_an_extra_meeting_does_not_make_a_plan_fulfilled():
    found = facts("H", weeks=2)
    extra = found.meetings[0]._replace(meeting_id=Id("x"), slot_id=None, planned_on=None)
    assert rate(replace(found, meetings=(*found.meetings, extra)), "I12") == (1, 2)


def test_without_a_base_there_is_no_value():
    for finding in compute(Facts(), Scope(), WINDOW, TODAY):
        assert finding.value is None
        assert finding.denominator == finding.n == 0


def test_a_figure_on_few_teachers_is_marked():
    (few,) = compute(facts("H H H H"), Scope(), WINDOW, TODAY, ["I1b"])
    (enough,) = compute(facts("H H H H H"), Scope(), WINDOW, TODAY, ["I1b"])
    assert few.few
    assert not enough.few


@pytest.mark.parametrize(("numerator", "denominator", "value"), [
    (60, 64, "93.75"), (540, 600, "90"), (29, 40, "72.5"), (0, 3, "0"), (40, 40, "100"), (2, 3, "66.6666666667"),
])
def test_values_are_exact(numerator, denominator, value):
    assert str(percentage(numerator, denominator)) == value


@given(st.lists(st.text("HTISDA-.", min_size=5, max_size=5), min_size=1, max_size=6))
def test_the_records_behind_a_figure_add_up_to_it(rows):
    for finding in compute(facts(" ".join(rows), contributed="0"), Scope(), WINDOW, TODAY):
        if finding.id == "I1b":
            assert finding.numerator == sum(case.numerator for case in finding.cases)
            assert finding.denominator == sum(case.denominator for case in finding.cases)
            assert finding.value == percentage(sum(row.count("H") + row.count("T") for row in rows), 5 * len(rows))
        else:
            assert finding.numerator == sum(case.counted for case in finding.cases)
            assert finding.denominator == len(finding.cases)
        assert finding.value is None or Decimal(0) <= finding.value <= 100
