"""Search: finding again what someone remembers only in part."""

from __future__ import annotations

from plcdesk.domain.changes import Row
from plcdesk.services.desk import Desk
from plcdesk.words import Words
from tests.desk_fixtures import Story

W = Words("id")


def test_people_are_found_whatever_the_titles(desk: Desk, story: Story) -> None:
    person = story.a_person("Dra. Hj. Nur Hidayah, M.Pd.")
    (group,) = desk.search.find("dra nur hiday", W)
    assert group.label == "People"
    assert [hit.open_row for hit in group.hits] == [Row("person", person)]


def test_what_was_decided_opens_its_meeting(desk: Desk, story: Story) -> None:
    meeting = story.a_meeting()
    desk.meetings.add_decision(meeting, "Memakai modul bank sampah mulai April")
    desk.actions.add(meeting, "Menyusun soal pecahan")
    (group,) = desk.search.find("sampah", W)
    assert group.label == "Meetings"
    assert group.hits[0].open_row == Row("meeting", meeting)
    assert "bank sampah" in group.hits[0].title
    (group,) = desk.search.find("pecah", W)
    assert group.label == "Follow-ups"


def test_what_was_deleted_is_not_found(desk: Desk, story: Story) -> None:
    meeting = story.a_meeting(title="Lokakarya teknologi")
    assert desk.search.find("lokakarya", W)
    desk.records.delete(Row("meeting", meeting))
    assert desk.search.find("lokakarya", W) == []


def test_signs_of_a_query_language_are_plain_text(desk: Desk) -> None:
    for text in ('"', "a OR b*", "NEAR(", "--", "sam* -x", "   "):
        desk.search.find(text, W)
