"""If two laptops derived different identities, one meeting would stand twice in the list."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from plcdesk.domain.ids import derived, is_id, uuid7
from plcdesk.domain.meetings import attendance_id, meeting_id, planned_dates, rank_between
from plcdesk.domain.people import Slot
from plcdesk.domain.programme import Period


@given(st.lists(st.integers(0, 1000), max_size=120))
def test_there_is_always_room_between_two_rows(places):
    ranks: list[str] = []
    for place in places:
        at = place % (len(ranks) + 1)
        before = ranks[at - 1] if at else ""
        after = ranks[at] if at < len(ranks) else ""
        ranks.insert(at, rank_between(before, after))
    assert ranks == sorted(set(ranks))


def test_a_weekly_slot_plans_sixteen_tuesdays():
    slot = Slot(period=Period(date(2024, 9, 3), date(2024, 12, 17)))
    dates = planned_dates(slot, date(2025, 6, 1))
    assert len(dates) == 16
    assert {day.weekday() for day in dates} == {1}
    assert planned_dates(slot, date(2024, 9, 9)) == [date(2024, 9, 3)]


def test_a_two_weekly_slot_skips_every_other_week():
    slot = Slot(period=Period(date(2025, 2, 3), None), weeks=2)
    assert planned_dates(slot, date(2025, 3, 3)) == [date(2025, 2, 3), date(2025, 2, 17), date(2025, 3, 3)]
    assert planned_dates(slot, date(2025, 1, 1)) == []


def test_a_slot_without_a_first_date_plans_nothing():
    assert planned_dates(Slot(), date(2025, 1, 1)) == []
    assert planned_dates(Slot(period=Period(date(2025, 1, 1), None), weeks=0), date(2025, 6, 1)) == []


def test_the_same_fact_has_the_same_identity_everywhere():
    slot, person = derived("a"), derived("b")
    meeting = meeting_id(slot, date(2024, 9, 3))
    assert meeting == meeting_id(slot, date(2024, 9, 3)) != meeting_id(slot, date(2024, 9, 10))
    assert attendance_id(meeting, person) != attendance_id(person, meeting)
    assert is_id(meeting)
    assert not is_id(meeting.upper())


def test_new_identities_sort_by_time_and_never_repeat():
    made = [uuid7() for _ in range(1000)]
    assert len(set(made)) == 1000
    assert [item[:8] for item in made] == sorted(item[:8] for item in made)
