"""Recording a meeting: what a facilitator enters in the hour of the meeting and cannot enter a second time."""

from __future__ import annotations

import dataclasses
from datetime import date, time

import pytest

from plcdesk.domain.changes import Row
from plcdesk.domain.errors import UserError
from plcdesk.domain.meetings import (
    ActionStatus,
    Meeting,
    MeetingKind,
    MeetingStatus,
    Presence,
    When,
    meeting_id,
)
from plcdesk.services.desk import Desk
from plcdesk.services.meeting_lists import MeetingFilter
from plcdesk.services.meeting_views import MeetingDetail, ScheduleState
from plcdesk.words import Words
from tests.desk_fixtures import StandingClock, Story

TODAY = date(2026, 3, 4)


def detail_of(desk: Desk, meeting: str) -> MeetingDetail:
    detail = desk.meetings.detail(meeting)
    assert detail is not None
    return detail


def test_a_meeting_from_the_schedule_arrives_prefilled(desk: Desk, story: Story) -> None:
    story.members(10)
    slot = story.a_slot()
    made = desk.meetings.start_from_slot(slot, TODAY)
    detail = detail_of(desk, made.id)
    assert detail.meeting.when == When(TODAY, time(13), time(14, 30))
    assert detail.meeting.venue == "Ruang guru"
    assert detail.name(detail.meeting.facilitator_id) == "Siti Rahmawati"
    assert detail.meeting.state.status is MeetingStatus.ONGOING
    assert len(detail.attendance) == 10
    assert detail.counts.blank == 10
    assert detail.next_on == date(2026, 3, 11)


def test_two_laptops_that_start_the_same_slot_meet_in_one_record(desk: Desk, story: Story) -> None:
    slot = story.a_slot()
    made = desk.meetings.start_from_slot(slot, TODAY)
    assert made.id == meeting_id(slot, TODAY)
    again = desk.meetings.start_from_slot(slot, TODAY)
    assert again.id == made.id
    assert not again.changes


def test_members_are_listed_by_name_not_by_title(desk: Desk, story: Story) -> None:
    for name in ("Dra. Hj. Nur Hidayah, M.Pd.", "H. Agus Priyatno", "Bambang Suryana, S.Pd."):
        story.a_person(name)
    rows = detail_of(desk, story.a_meeting()).attendance
    assert [row.name for row in rows] == [
        "H. Agus Priyatno", "Bambang Suryana, S.Pd.", "Dra. Hj. Nur Hidayah, M.Pd.", "Siti Rahmawati"]


def test_who_joined_later_or_left_before_is_not_due(desk: Desk, story: Story) -> None:
    bambang, nur = story.a_person("Bambang Suryana"), story.a_person("Nur Hidayah")
    desk.groups.remove_member(story.group, bambang)
    story.a_meeting("2026-03-01", attended_by=1)
    desk.groups.add_members(story.group, [nur], since=date(2026, 3, 3))
    names = {row.name for row in detail_of(desk, story.a_meeting("2026-03-01")).attendance}
    assert "Bambang Suryana" not in names


def test_the_number_follows_the_dates_and_skips_what_was_called_off(desk: Desk, story: Story) -> None:
    first, called_off, third = (story.a_meeting(day) for day in ("2026-02-11", "2026-02-18", "2026-02-25"))
    training = story.a_meeting("2026-02-01", kind=MeetingKind.TRAINING, title="Lokakarya")
    desk.meetings.cancel(called_off, "libur")
    assert [detail_of(desk, one).number for one in (first, called_off, third, training)] == [1, None, 2, 1]
    earlier = story.a_meeting("2026-02-04")
    assert [detail_of(desk, one).number for one in (earlier, first, third)] == [1, 2, 3]
    assert detail_of(desk, third).heading(Words("id")) == "Pertemuan KBP ke-3"


def test_all_present_fills_blanks_only_and_undo_gives_them_back(desk: Desk, story: Story) -> None:
    story.members(10)
    meeting = story.a_meeting(attended_by=0, absent=[Presence.SICK, Presence.EXCUSED])
    before = detail_of(desk, meeting)
    marked = desk.attendance.mark_all_present(meeting)
    after = detail_of(desk, meeting)
    assert marked.people == 8
    assert (after.counts.present, after.counts.sick, after.counts.excused, after.counts.blank) == (8, 1, 1, 0)
    desk.records.undo(marked.changes)
    undone = detail_of(desk, meeting)
    assert [row.presence for row in undone.attendance] == [row.presence for row in before.attendance]
    assert desk.attendance.mark_all_present(meeting).people == 8


def test_clearing_a_mark_that_was_never_set_writes_nothing(desk: Desk, story: Story) -> None:
    row = detail_of(desk, story.a_meeting()).attendance[0]
    assert not desk.attendance.mark(row, None)
    assert not desk.attendance.note(row, "  ")


def test_a_guest_keeps_name_and_role_and_stands_last(desk: Desk, story: Story) -> None:
    meeting = story.a_meeting(attended_by=1)
    desk.attendance.add_guest(meeting, " Bapak Aan ", "Parent")
    outsider = desk.people.add("Rosa Indah", school_id=None).id
    desk.attendance.add_person(meeting, outsider)
    detail = detail_of(desk, meeting)
    assert [(row.name, row.guest) for row in detail.attendance] == [
        ("Siti Rahmawati", False), ("Rosa Indah", True), ("Bapak Aan", True)]
    assert detail.counts.attended == 3
    desk.attendance.remove(detail.attendance[-1])
    assert len(detail_of(desk, meeting).attendance) == 2


def test_finishing_never_stands_in_the_way_and_names_what_is_open(desk: Desk, story: Story) -> None:
    story.members(3)
    meeting = story.a_meeting(attended_by=2)
    desk.meetings.add_decision(meeting, "Memakai modul sampah")
    action = desk.actions.add(meeting, "Menyusun lembar kerja")
    report = desk.meetings.finish(meeting)
    assert report.changes
    assert detail_of(desk, meeting).meeting.held
    assert (report.present, len(report.blanks), report.decisions, report.actions) == (2, 1, 1, 1)
    assert [problem.field for problem in report.problems] == [f"actions/{action.id}/owner_id"]


def test_problems_speak_of_dates_hours_and_titles(desk: Desk, story: Story) -> None:
    training = story.a_meeting(kind=MeetingKind.TRAINING)
    loaded = detail_of(desk, training).loaded
    wrong = When(date(2026, 3, 5), time(14), time(13))
    desk.records.save(dataclasses.replace(loaded.record, when=wrong), loaded)
    assert [problem.text for problem in desk.meetings.problems(training)] == [
        "Enter the meeting title",
        "The meeting date must be today or earlier. To plan ahead, choose Schedule.",
        "End time must be after start time",
    ]


def test_an_implausible_time_is_kept_as_it_was_typed(desk: Desk, story: Story) -> None:
    meeting = story.a_meeting()
    loaded = detail_of(desk, meeting).loaded
    desk.records.save(dataclasses.replace(loaded.record, when=When(TODAY, time(14), time(13))), loaded)
    assert detail_of(desk, meeting).meeting.when.ends == time(13)


def test_a_finished_meeting_can_be_taken_up_again_and_history_shows_it(desk: Desk, story: Story) -> None:
    meeting = story.a_meeting(finished=True)
    desk.meetings.reopen(meeting)
    assert detail_of(desk, meeting).meeting.state.status is MeetingStatus.ONGOING
    lines = desk.history.lines(Row("meeting", meeting))
    states = [desk.history.text(line, Words("id")).new for line in lines if line.field == "state"]
    assert states[:2] == ["Berlangsung", "Terlaksana"]


def test_calling_off_keeps_the_reason(desk: Desk, story: Story) -> None:
    slot = story.a_slot()
    made = desk.meetings.cancel_slot(slot, date(2026, 3, 11), "sumatif akhir semester")
    meeting = detail_of(desk, made.id).meeting
    assert meeting.cancelled
    assert meeting.state.reason == "sumatif akhir semester"


def test_the_schedule_sets_what_was_planned_against_what_was_held(desk: Desk, story: Story) -> None:
    slot = story.a_slot(first="2026-02-11")
    desk.meetings.finish(desk.meetings.start_from_slot(slot, date(2026, 2, 11)).id)
    desk.meetings.cancel_slot(slot, date(2026, 2, 18), "libur")
    desk.meetings.start_from_slot(slot, TODAY)
    story.a_meeting("2026-02-20", title="Rapat tambahan", finished=True)
    rows = desk.meetings.schedule(date(2026, 2, 1), date(2026, 3, 12))
    assert [(row.planned_on.isoformat(), row.state) for row in rows] == [
        ("2026-02-11", ScheduleState.HELD), ("2026-02-18", ScheduleState.CANCELLED),
        ("2026-02-20", ScheduleState.HELD), ("2026-02-25", ScheduleState.MISSED),
        ("2026-03-04", ScheduleState.GOING), ("2026-03-11", ScheduleState.PLANNED),
    ]
    assert [row.number for row in rows] == [1, None, 2, None, 3, None]


def test_the_next_date_to_record_is_offered(desk: Desk, story: Story) -> None:
    slot = story.a_slot(first="2026-02-25")
    assert desk.meetings.next_slot() == (slot, TODAY)
    desk.meetings.start_from_slot(slot, TODAY)
    assert desk.meetings.next_slot() == (slot, date(2026, 2, 25))


def test_a_meeting_at_the_end_of_the_calendar_can_still_be_opened(desk: Desk, story: Story) -> None:
    """Such a date may come from another laptop or from a script; it must not lock the meeting."""
    story.a_slot()
    meeting = story.a_meeting("9999-12-25")
    detail = desk.meetings.detail(meeting)
    assert detail is not None
    assert detail.next_on is None or detail.next_on > date(9999, 12, 25)


def test_today_shows_the_planned_meeting_before_and_after_it_is_begun(desk: Desk, story: Story) -> None:
    slot = story.a_slot()
    (row,) = desk.meetings.today()
    assert (row.slot_id, row.meeting_id, row.state) == (slot, None, ScheduleState.PLANNED)
    made = desk.meetings.start_from_slot(slot, TODAY)
    (row,) = desk.meetings.today()
    assert (row.meeting_id, row.state) == (made.id, ScheduleState.GOING)


def test_open_follow_ups_of_earlier_meetings_wait_in_the_next(desk: Desk, story: Story) -> None:
    first = story.a_meeting("2026-02-18", finished=True)
    second = story.a_meeting("2026-02-25", finished=True)
    kept = desk.actions.add(first, "Kumpulkan data")
    done = desk.actions.add(second, "Buat soal")
    desk.actions.set_status(done.id, ActionStatus.DONE)
    detail = detail_of(desk, story.a_meeting())
    assert [row.record.id for row in detail.last_open] == [kept.id]
    assert detail.last is not None
    assert detail.last.id == second
    assert (detail.previous_id, detail.next_id) == (second, None)


def test_talk_turns_are_asked_of_those_present_only(desk: Desk, story: Story) -> None:
    story.members(3)
    meeting = story.a_meeting(attended_by=2, absent=[Presence.SICK])
    turns = detail_of(desk, meeting).turns
    assert len(turns) == 2
    desk.attendance.turn(turns[0].loaded, turns=7, led=True)
    assert detail_of(desk, meeting).turns[0].loaded.record.turns == 7


def test_the_list_shows_numbers_counts_and_open_work(desk: Desk, story: Story) -> None:
    story.members(3)
    story.a_meeting("2026-02-25", attended_by=3, finished=True)
    meeting = story.a_meeting(attended_by=1, absent=[Presence.SICK])
    desk.actions.add(meeting, "Menyusun soal")
    newest, older = desk.meetings.rows()
    assert (newest.id, newest.number, newest.attended, newest.due, newest.blank) == (meeting, 2, 1, 3, 1)
    assert (newest.open_actions, older.attended, older.number) == (1, 3, 1)
    assert [row.id for row in desk.meetings.unfinished()] == [meeting]


@pytest.mark.parametrize(("wanted", "count"), [
    (MeetingFilter(kind=MeetingKind.TRAINING), 1),
    (MeetingFilter(text="lokakar"), 1),
    (MeetingFilter(status=MeetingStatus.HELD), 1),
    (MeetingFilter(since=date(2026, 3, 1)), 1),
    (MeetingFilter(until=date(2026, 2, 28)), 2),
    (MeetingFilter(), 3),
])
def test_the_list_is_filtered(desk: Desk, story: Story, wanted: MeetingFilter, count: int) -> None:
    story.a_meeting("2026-02-11", kind=MeetingKind.TRAINING, title="Lokakarya teknologi")
    story.a_meeting("2026-02-25", finished=True)
    story.a_meeting()
    assert len(desk.meetings.rows(wanted)) == count


def test_deleting_a_meeting_takes_and_undo_returns_all_that_belongs_to_it(desk: Desk, story: Story) -> None:
    story.members(3)
    meeting = story.a_meeting(attended_by=3)
    desk.meetings.add_decision(meeting, "Sepakat")
    before = detail_of(desk, meeting)
    changes = desk.records.delete(Row("meeting", meeting))
    assert desk.meetings.detail(meeting) is None
    assert not desk.meetings.rows()
    assert [line.row for line in desk.records.trash(Words("id"))] == [Row("meeting", meeting)]
    desk.records.undo(changes)
    after = detail_of(desk, meeting)
    assert after.meeting == before.meeting
    assert after.counts == before.counts
    assert [row.record for row in after.decisions] == [row.record for row in before.decisions]


def test_a_meeting_comes_back_from_the_trash_whole(desk: Desk, story: Story) -> None:
    meeting = story.a_meeting(attended_by=1)
    desk.records.delete(Row("meeting", meeting))
    desk.records.restore(Row("meeting", meeting))
    assert detail_of(desk, meeting).counts.present == 1
    assert not desk.records.trash(Words("id"))


def test_asking_for_what_is_gone_says_so(desk: Desk) -> None:
    with pytest.raises(UserError):
        desk.meetings.finish("00000000-0000-7000-8000-000000000000")


def test_a_moved_clock_does_not_move_the_meeting(desk: Desk, story: Story, clock: StandingClock) -> None:
    meeting = story.a_meeting()
    clock.go_to("2026-03-05")
    stored = desk.records.get(Meeting, meeting)
    assert stored is not None
    assert stored.when.held_on == TODAY
    assert [row.id for row in desk.meetings.unfinished()] == [meeting]


def test_the_summary_tells_what_was_agreed_and_not_who_was_sick(desk: Desk, story: Story) -> None:
    people = story.members(3)
    meeting = story.a_meeting(attended_by=2, absent=[Presence.SICK])
    desk.agenda.add(meeting, "Diferensiasi")
    desk.meetings.add_decision(meeting, "Memakai modul sampah")
    desk.actions.add(meeting, "Menyusun soal", people[0], date(2026, 3, 11))
    text = desk.meetings.summary_for_whatsapp(meeting, Words("id"))
    assert "*Pertemuan KBP ke-1*" in text
    assert "Hadir: 2 dari 3" in text
    assert "1. Memakai modul sampah" in text
    assert "11 Maret 2026" in text
    absent = detail_of(desk, meeting).attendance[2].name
    assert absent not in text
    assert "Sakit" not in text
