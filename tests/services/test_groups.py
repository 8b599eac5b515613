"""Groups: who is asked for at which meeting depends on them."""

from __future__ import annotations

from datetime import date, time

from plcdesk.domain.people import GroupKind, Hours, Slot
from plcdesk.domain.programme import Period
from plcdesk.services.desk import Desk
from tests.desk_fixtures import StandingClock, Story


def test_who_leaves_keeps_the_past(desk: Desk, story: Story, clock: StandingClock) -> None:
    person = story.a_person("Bambang Suryana")
    meeting = story.a_meeting("2026-02-25", attended_by=2)
    desk.groups.remove_member(story.group, person, date(2026, 2, 28))
    detail = desk.meetings.detail(meeting)
    assert detail is not None
    assert detail.counts.present == 2
    clock.go_to("2026-03-11")
    assert [person.name for person in desk.groups.members_on(story.group, desk.today())] == ["Siti Rahmawati"]


def test_who_was_never_marked_is_simply_taken_out(desk: Desk, story: Story) -> None:
    person = story.a_person("Salah Ketik")
    changes = desk.groups.remove_member(story.group, person)
    detail = desk.groups.detail(story.group)
    assert detail is not None
    assert len(detail.members) == 1
    desk.records.undo(changes)
    assert desk.groups.rows()[0].members == 2


def test_who_left_comes_back_as_the_same_member(desk: Desk, story: Story, clock: StandingClock) -> None:
    person = story.a_person("Bambang Suryana")
    story.a_meeting("2026-02-25", attended_by=2)
    desk.groups.remove_member(story.group, person, date(2026, 2, 28))
    clock.go_to("2026-03-11")
    desk.groups.add_members(story.group, [person])
    detail = desk.groups.detail(story.group)
    assert detail is not None
    assert [row.person.name for row in detail.members] == ["Bambang Suryana", "Siti Rahmawati"]
    assert not desk.groups.add_members(story.group, [person, person])


def test_the_next_meeting_follows_the_schedule(desk: Desk, story: Story) -> None:
    story.a_slot(first="2026-02-18", weeks=2)
    (row,) = desk.groups.rows()
    assert row.next_on == date(2026, 3, 4)


def test_a_cross_school_group_belongs_to_no_school(desk: Desk) -> None:
    made = desk.groups.add("Antar sekolah", GroupKind.CROSS)
    rows = {row.id: row for row in desk.groups.rows()}
    assert rows[made.id].school == ""
    assert len(rows) == 2


def test_a_schedule_without_a_first_date_needs_attention(desk: Desk) -> None:
    slot = Slot(period=Period(None, date(2026, 1, 1)), weeks=0, hours=Hours(time(14), time(13)))
    assert [problem.field for problem in desk.groups.problems(slot)] == ["period", "weeks", "hours"]
