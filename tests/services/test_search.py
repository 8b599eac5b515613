"""Search: finding again what someone remembers only in part."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from plcdesk.domain.changes import Row
from plcdesk.domain.coaching import Visit
from plcdesk.domain.forms import Form, Rated
from plcdesk.domain.instruments import AnswerKind
from plcdesk.domain.notes import Obstacle, TalkKind
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


def labels(desk: Desk, text: str) -> dict[str, list[tuple[str, Row]]]:
    return {group.label: [(hit.title, hit.open_row) for hit in group.hits] for group in desk.search.find(text, W)}


def test_evidence_is_found_where_it_was_written(desk: Desk, story: Story) -> None:
    """“Where did I note that the pupils argued about the scale?” - the page it stands on is in the heading."""
    person, meeting = story.a_person("Nur Hidayah"), story.a_meeting("2026-03-02", attended_by=2, finished=True)
    observed = desk.forms.start("P", meeting_id=meeting).id
    cycle = desk.coaching.start(person).id
    (conversation,) = desk.records.all(Form, cycle_id=cycle)
    journal = desk.notes.journals.start(person, date(2026, 3, 1)).id
    batch = desk.questionnaires.add_batch("R1", story.school).id
    sheet = desk.questionnaires.new_sheet(batch, 1).id
    module = desk.modules.add("Timbangan", story.school).id
    review = desk.modules.reviews.start(desk.modules.detail(module).versions[0].version.id, "A").id  # type: ignore[union-attr]
    for form in (observed, conversation.id, journal, sheet, review):
        item = next(item for item in desk.forms.need(form).asked if item.kind in (AnswerKind.TEXT, AnswerKind.LEVEL))
        score = item.scale.lowest if item.scale is not None else None
        desk.forms.answer(form, item.code, Rated(score, "Murid berdebat tentang neraca"))
    found = labels(desk, "neraca")
    assert {label: [row for _, row in hits] for label, hits in found.items()} == {
        "Modules": [Row("form", review)], "Observations": [Row("form", observed)],
        "Coaching": [Row("form", conversation.id)], "Questionnaires": [Row("form", sheet)],
        "Field notes": [Row("form", journal)]}
    assert found["Observations"][0][0].startswith("Pertemuan KBP, Rubrik observasi")


def test_questionnaires_are_found_by_what_they_are_called(desk: Desk, story: Story) -> None:
    """Their name comes from the instrument and is stored nowhere."""
    batch = desk.questionnaires.add_batch("M", story.school).id
    own = desk.questionnaires.add_batch("U", story.school, title="Survei laptop").id
    assert [row for _, row in labels(desk, "angket motiv")["Questionnaires"]] == [Row("batch", batch)]
    assert [row for _, row in labels(desk, "laptop")["Questionnaires"]] == [Row("batch", own)]
    (hit,) = desk.search.find("laptop", W)[0].hits
    assert hit.snippet == "SD Melati 01"


def test_modules_notes_and_visits_are_found(desk: Desk, story: Story) -> None:
    module = desk.modules.add("Kebun sekolah", story.school).id
    (version,) = desk.modules.detail(module).versions  # type: ignore[union-attr]
    desk.records.save(replace(version.version, changes="Ditambah lembar cangkul"), version.loaded)
    assert [row for _, row in labels(desk, "cangkul")["Modules"]] == [Row("module", module)]
    talk = desk.notes.interviews.start(TalkKind.FOCUS, speaker="8 guru", school_id=story.school, consent_on=date(2026, 3, 2)).id
    quote = desk.notes.quotes.add("Kami saling menunggu giliran", interview_id=talk).id
    obstacle = Obstacle(text="Cangkul kurang", school_id=story.school)
    visit = Visit(school_id=story.school, planned_on=date(2026, 3, 18), topic="Kebun")
    desk.records.save_all([(obstacle, None), (visit, None)])
    assert [row for _, row in labels(desk, "giliran")["Field notes"]] == [Row("quote", quote)]
    assert [row for _, row in labels(desk, "cangkul")["Field notes"]] == [Row("obstacle", obstacle.id)]
    assert [row for _, row in labels(desk, "kebun")["Coaching"]] == [Row("visit", visit.id)]
