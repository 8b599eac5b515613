"""Undo, history, differing entries: nothing typed is ever gone for good."""

from __future__ import annotations

import dataclasses

from plcdesk.domain.changes import Row
from plcdesk.domain.meetings import Meeting
from plcdesk.services.desk import Desk
from plcdesk.words import Words
from tests.desk_fixtures import StandingClock, Story


def venue(desk: Desk, meeting: str, text: str) -> None:
    loaded = desk.records.need(Meeting, meeting)
    desk.records.save(dataclasses.replace(loaded.record, venue=text), loaded)


def the(desk: Desk, meeting: str) -> Meeting:
    return desk.records.need(Meeting, meeting).record


def test_an_undo_can_be_undone(desk: Desk, story: Story) -> None:
    meeting = story.a_meeting()
    loaded = desk.records.need(Meeting, meeting)
    changes = desk.records.save(dataclasses.replace(loaded.record, venue="Aula"), loaded)
    undone = desk.records.undo(changes)
    assert the(desk, meeting).venue == ""
    desk.records.undo(undone)
    assert the(desk, meeting).venue == "Aula"


def test_undo_leaves_what_was_entered_later(desk: Desk, story: Story) -> None:
    meeting = story.a_meeting()
    loaded = desk.records.need(Meeting, meeting)
    changes = desk.records.save(dataclasses.replace(loaded.record, venue="Aula", evidence="Nilai kelas 4"), loaded)
    venue(desk, meeting, "Perpustakaan")
    desk.records.undo(changes)
    assert (the(desk, meeting).venue, the(desk, meeting).evidence) == ("Perpustakaan", "")


def test_a_save_over_a_later_one_keeps_both(desk: Desk, story: Story) -> None:
    meeting = story.a_meeting()
    old = desk.records.need(Meeting, meeting)
    venue(desk, meeting, "Aula")
    desk.records.save(dataclasses.replace(old.record, venue="Perpustakaan"), old)
    (entry,) = desk.records.differing()
    assert (entry.row, entry.field) == (Row("meeting", meeting), "venue")
    assert {one.value for one in entry.siblings} == {"Aula", "Perpustakaan"}
    detail = desk.meetings.detail(meeting)
    assert detail is not None
    assert (entry.row, "venue") in detail.differing
    desk.records.settle(entry.row, "venue", "Aula")
    assert the(desk, meeting).venue == "Aula"
    assert not desk.records.differing()


def test_history_tells_old_new_who_and_puts_back(desk: Desk, story: Story, clock: StandingClock) -> None:
    meeting = story.a_meeting()
    venue(desk, meeting, "Aula")
    clock.pass_minutes(5)
    venue(desk, meeting, "Perpustakaan")
    line = next(line for line in desk.history.lines(Row("meeting", meeting)) if line.field == "venue")
    text = desk.history.text(line, Words("id"))
    assert (text.old, text.new, text.who) == ("Aula", "Perpustakaan", "Siti Rahmawati")
    assert (text.at.hour, text.at.minute) == (clock.now.astimezone().hour, 5)
    desk.history.put_back(line)
    assert the(desk, meeting).venue == "Aula"


def test_history_shows_names_instead_of_identities(desk: Desk, story: Story) -> None:
    meeting = story.a_meeting()
    for line in desk.history.lines(Row("meeting", meeting)):
        text = desk.history.text(line, Words("id"))
        assert (meeting not in text.what and len(text.new) < 36) or text.new == "—"


def test_history_of_a_meeting_tells_of_its_parts(desk: Desk, story: Story) -> None:
    meeting = story.a_meeting(attended_by=1)
    texts = [desk.history.text(line, Words("id")).what for line in desk.history.lines(Row("meeting", meeting))]
    assert any("Siti Rahmawati" in text for text in texts)


def test_a_record_deleted_is_put_back_from_history(desk: Desk, story: Story) -> None:
    meeting = story.a_meeting()
    desk.records.delete(Row("meeting", meeting))
    line = desk.history.lines(Row("meeting", meeting))[0]
    desk.history.put_back(line)
    assert the(desk, meeting).id == meeting


def test_listeners_hear_of_each_write(desk: Desk, story: Story) -> None:
    heard = []
    desk.records.on_change(heard.append)
    meeting = story.a_meeting()
    assert [Row("meeting", meeting) in changes.rows for changes in heard] == [True]


def test_saving_what_is_unchanged_writes_nothing(desk: Desk, story: Story) -> None:
    meeting = story.a_meeting()
    loaded = desk.records.need(Meeting, meeting)
    assert not desk.records.save(loaded.record, loaded)
    assert not desk.records.save(loaded.record)
