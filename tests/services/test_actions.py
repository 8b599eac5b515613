"""Follow-ups: what was promised, by whom, until when."""

from __future__ import annotations

from datetime import date

from plcdesk.domain.meetings import Action, ActionStatus
from plcdesk.services.actions import ActionFilter, ActionState
from plcdesk.services.desk import Desk
from tests.desk_fixtures import StandingClock, Story


def the(desk: Desk, action: str) -> Action:
    found = desk.records.get(Action, action)
    assert found is not None
    return found


def test_a_new_one_is_due_at_the_next_meeting(desk: Desk, story: Story) -> None:
    story.a_slot()
    meeting = story.a_meeting()
    assert the(desk, desk.actions.add(meeting, "Menyusun soal").id).due_on == date(2026, 3, 11)
    assert the(desk, desk.actions.add(meeting, "Kapan saja", due_on=None).id).due_on is None


def test_without_a_schedule_there_is_no_invented_date(desk: Desk, story: Story) -> None:
    assert the(desk, desk.actions.add(story.a_meeting(), "Menyusun soal").id).due_on is None


def test_overdue_counts_days_and_stops_when_done(desk: Desk, story: Story, clock: StandingClock) -> None:
    action = desk.actions.add(story.a_meeting(), "Menyusun soal", due_on=date(2026, 3, 6)).id
    assert desk.actions.count_overdue() == 0
    clock.go_to("2026-03-09")
    (row,) = desk.actions.rows(ActionFilter(state=ActionState.OVERDUE))
    assert (row.id, row.overdue_days, desk.actions.count_overdue()) == (action, 3, 1)
    desk.actions.set_status(action, ActionStatus.DONE)
    assert the(desk, action).outcome == (ActionStatus.DONE, date(2026, 3, 9))
    assert desk.actions.count_overdue() == 0


def test_setting_the_same_status_again_writes_nothing(desk: Desk, story: Story) -> None:
    action = desk.actions.add(story.a_meeting(), "Menyusun soal").id
    assert not desk.actions.set_status(action, ActionStatus.OPEN)


def test_carrying_forward_gives_a_new_day_and_keeps_it_open(desk: Desk, story: Story, clock: StandingClock) -> None:
    story.a_slot()
    action = desk.actions.add(story.a_meeting("2026-02-25"), "Menyusun soal").id
    desk.actions.set_status(action, ActionStatus.POSTPONED)
    desk.actions.carry_forward(action)
    assert the(desk, action).due_on == date(2026, 3, 11)
    assert the(desk, action).outcome.status is ActionStatus.OPEN
    desk.actions.carry_forward(action, date(2026, 4, 1))
    assert the(desk, action).due_on == date(2026, 4, 1)


def test_the_list_runs_from_the_most_overdue_to_the_finished(desk: Desk, story: Story) -> None:
    people = story.members(2)
    meeting = story.a_meeting("2026-02-25")
    later = desk.actions.add(meeting, "Nanti", people[1], date(2026, 3, 20)).id
    done = desk.actions.add(meeting, "Sudah", people[0], date(2026, 2, 1)).id
    late = desk.actions.add(meeting, "Terlambat", people[0], date(2026, 3, 1)).id
    undated = desk.actions.add(meeting, "Tanpa tanggal").id
    desk.actions.set_status(done, ActionStatus.DONE)
    assert [row.id for row in desk.actions.rows()] == [late, later, undated, done]
    assert {row.id for row in desk.actions.rows(ActionFilter(owner_id=people[0]))} == {late, done}
    assert [row.id for row in desk.actions.rows(ActionFilter(state=ActionState.DONE))] == [done]
    assert [row.id for row in desk.actions.rows(ActionFilter(text="nant"))] == [later]
    assert len(desk.actions.rows(ActionFilter(group_id=story.group, school_id=story.school))) == 4


def test_agenda_rows_keep_the_order_given_by_hand(desk: Desk, story: Story) -> None:
    meeting = story.a_meeting()
    first, second, third = (desk.agenda.add(meeting, topic, 10).id for topic in ("A", "B", "C"))
    between = desk.agenda.add(meeting, "A2", 5, after=first).id
    desk.agenda.move(third, -2)
    assert [row.record.topic for row in desk.agenda.of(meeting)] == ["A", "C", "A2", "B"]
    desk.agenda.place(between, None)
    assert [row.record.topic for row in desk.agenda.of(meeting)] == ["A", "C", "B", "A2"]
    assert not desk.agenda.move(first, -1)
    assert desk.agenda.total(desk.agenda.of(meeting)) == 35
    assert second


def test_a_template_applied_twice_gives_each_topic_once(desk: Desk, story: Story) -> None:
    from plcdesk.words import Words

    meeting = story.a_meeting()
    desk.agenda.apply(meeting, "weekly", Words("id"))
    topics = [row.record.topic for row in desk.agenda.of(meeting)]
    assert topics[1] == "Berbagi praktik baik"
    assert len(topics) == 5
    assert not desk.agenda.apply(meeting, "weekly", Words("id"))
    assert [row.record.topic for row in desk.agenda.of(meeting)] == topics


def test_rows_made_at_once_on_two_computers_can_be_parted(desk: Desk, story: Story) -> None:
    from plcdesk.domain.meetings import AgendaItem

    meeting = story.a_meeting()
    for topic in ("A", "B", "C"):
        desk.records.save(AgendaItem(meeting_id=meeting, rank="i", topic=topic))
    rows = desk.agenda.of(meeting)
    desk.agenda.place(rows[2].record.id, rows[1].record.id)
    assert [row.record.id for row in desk.agenda.of(meeting)] == [
        rows[0].record.id, rows[2].record.id, rows[1].record.id]
