"""Sharing: what was private is seen by others only when somebody says so, whole, and only with consent."""

import dataclasses
from datetime import date
from typing import Any

import pytest

from plcdesk.domain.changes import Loaded, Row
from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import spec_of
from plcdesk.domain.forms import Answer, Counted, Form, Note, Rated, Sweep, answer_id, shared_id, sweep_id
from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import Meeting
from plcdesk.domain.notes import Interview, Permission, Quote
from plcdesk.domain.people import Consent, ConsentAnswer, Consented, ConsentKind, consent_id
from plcdesk.services.desk import Desk
from plcdesk.words import Words
from tests.desk_fixtures import Story


def save(desk: Desk, record: Any) -> Any:
    desk.records.save(record)
    return record


def space_of(desk: Desk, record: Any) -> str:
    """The kind of space a record lives in."""
    storage = desk.records._storage
    with storage.db.read() as connection:
        row = connection.exec_driver_sql(
            "SELECT s.kind FROM sync_row r JOIN sync_space s ON s.id = r.space_id WHERE r.tbl = ? AND r.row_uid = ?",
            (spec_of(record).table, record.id)).one()
    return str(row[0])


def consented(desk: Desk, person: Id, kind: ConsentKind, answer: ConsentAnswer) -> None:
    key = consent_id(person, kind)
    loaded: Loaded[Consent] | None = desk.records.load(Consent, key)
    before = loaded.record if loaded is not None else Consent(id=key, person_id=person, kind=kind)
    desk.records.save(dataclasses.replace(before, answer=Consented(answer, date(2026, 3, 1))), loaded)


def refusal(desk: Desk, row: Row) -> str:
    """Why it may not be shared, in Indonesian, having made sure that nothing happened."""
    before = everything(desk)
    with pytest.raises(UserError) as error:
        desk.forms.share(row)
    assert everything(desk) == before
    why = desk.forms.sharing.why_not(row)
    assert why is not None
    said = Words("id").error(why)
    assert said == Words("id").error(error.value)
    assert said != why.text
    return said


def everything(desk: Desk) -> list[Any]:
    return [desk.records.all(cls) for cls in (Form, Answer, Sweep, Interview, Quote)]


@pytest.fixture
def lesson(desk: Desk, story: Story) -> Id:
    """A private observation of a lesson with scores, notes and sweeps."""
    form = desk.forms.start("D", person_id=story.a_person("Nur Hidayah")).id
    desk.forms.answer(form, "D1", Rated(3, "Sepuluh siswa bertanya"))
    desk.forms.note(form, "D8", Note(12, "Pertanyaan terbuka"))
    desk.forms.count(form, 1, Counted(28, 20), minute=5)
    return form


@pytest.fixture
def interview(desk: Desk, story: Story) -> Id:
    """A private interview with notes and two quotes, of which one may be quoted."""
    person = story.a_person("Dewi Anggraini")
    consented(desk, person, ConsentKind.INTERVIEW, ConsentAnswer.YES)
    talk = save(desk, Interview(school_id=story.school, person_id=person, speaker="Guru A", held_on=date(2026, 3, 2)))
    form = desk.forms.start("W", interview_id=talk.id).id
    desk.forms.answer(form, "W1", Rated(evidence="Mulai mengajar tahun 2010"))
    save(desk, Quote(school_id=story.school, interview_id=talk.id, text="Saya jadi berani", permission=Permission.GIVEN))
    save(desk, Quote(school_id=story.school, interview_id=talk.id, text="Jangan ditulis", permission=Permission.REFUSED))
    return Id(talk.id)


class TestForm:
    def test_all_of_it_moves_into_the_school_and_nothing_stays_behind(self, desk: Desk, lesson: Id) -> None:
        before = desk.forms.load(lesson)
        assert before is not None
        made = desk.forms.share(Row("form", lesson))
        shared = desk.forms.load(made.id)
        assert shared is not None
        assert made.id == shared_id(lesson)
        assert shared.rated == before.rated
        assert [one.record.counted for one in shared.sweeps] == [Counted(28, 20)]
        assert shared.form == dataclasses.replace(before.form, id=made.id, private=False)
        assert desk.forms.load(lesson) is None
        assert {row.id for row in desk.forms.rows()} == {made.id}
        assert desk.records.get(Answer, answer_id(made.id, "D1")) is not None
        assert desk.records.get(Sweep, sweep_id(made.id, 1)) is not None
        assert desk.records.all(Answer, form_id=lesson) == []
        for record in (shared.form, *desk.records.all(Answer), *desk.records.all(Sweep)):
            assert space_of(desk, record) == "school"

    def test_one_step_back_and_forth(self, desk: Desk, lesson: Id) -> None:
        before = everything(desk)
        made = desk.forms.share(Row("form", lesson))
        after = everything(desk)
        undone = desk.records.undo(made.changes)
        assert everything(desk) == before
        again = desk.records.undo(undone)
        assert everything(desk) == after
        desk.records.undo(again)
        assert everything(desk) == before
        assert desk.records.differing() == []

    def test_shared_undone_edited_and_shared_again_it_is_what_it_says_now(self, desk: Desk, lesson: Id) -> None:
        desk.records.undo(desk.forms.share(Row("form", lesson)).changes)
        desk.forms.answer(lesson, "D1", Rated(1, "Baru"))
        desk.forms.answer(lesson, "D8", Rated())
        made = desk.forms.share(Row("form", lesson))
        shared = desk.forms.load(made.id)
        assert shared is not None
        assert shared.rated == {"D1": Rated(1, "Baru")}
        assert desk.records.differing() == []

    def test_shared_twice_meets_in_one_record_beside_what_others_wrote(self, desk: Desk, lesson: Id) -> None:
        """The private one came back (from the Trash, or a backup) and is shared again, changed, after the shared one
        was edited: neither may be lost."""
        made = desk.forms.share(Row("form", lesson))
        desk.forms.answer(made.id, "D1", Rated(4, "Kata pengamat lain"))
        desk.records.restore(Row("form", lesson))
        desk.forms.answer(lesson, "D2", Rated(2))
        again = desk.forms.share(Row("form", lesson))
        assert again.id == made.id
        assert len(desk.forms.rows()) == 1
        (entry,) = desk.records.differing()
        assert {sibling.value for sibling in entry.siblings} == {
            Rated(4, "Kata pengamat lain"), Rated(3, "Sepuluh siswa bertanya")}
        shared = desk.forms.load(made.id)
        assert shared is not None
        assert shared.rated["D2"] == Rated(2)

    def test_what_is_shared_cannot_be_shared(self, desk: Desk, lesson: Id) -> None:
        made = desk.forms.share(Row("form", lesson))
        assert "sudah dibagikan" in refusal(desk, Row("form", made.id))

    def test_an_observation_of_a_meeting_shows_its_meeting_still(self, desk: Desk, story: Story) -> None:
        form = desk.forms.start("P", meeting_id=story.a_meeting(title="Telaah modul")).id
        made = desk.forms.share(Row("form", form))
        row = desk.forms.row(made.id)
        assert row is not None
        assert row.heading(Words("id")) == "Telaah modul"

    def test_without_a_school_it_goes_to_the_programme(self, desk: Desk) -> None:
        meeting = desk.meetings.new(desk.groups.add("KBP antarsekolah").id).id
        form = desk.forms.start("P", meeting_id=meeting).id
        made = desk.forms.share(Row("form", form))
        assert space_of(desk, desk.records.get(Form, made.id)) == "programme"
        assert desk.forms.audience(Row("form", made.id)).place == "Program KBP Uji"

    def test_entries_that_wait_for_a_decision_are_decided_first(self, desk: Desk, lesson: Id) -> None:
        held = desk.forms.held(lesson, "D1")
        desk.forms.answer(lesson, "D1", Rated(1))
        desk.forms.answer(lesson, "D1", Rated(2), held)
        assert "menunggu keputusan" in refusal(desk, Row("form", lesson))
        desk.records.settle(Row("answer", answer_id(lesson, "D1")), "rated", Rated(2))
        assert desk.forms.share(Row("form", lesson)).changes


class TestInterview:
    def test_notes_and_permitted_quotes_go_along_and_the_others_stay_private(self, desk: Desk, interview: Id) -> None:
        made = desk.forms.share(Row("interview", interview))
        talk = desk.records.get(Interview, made.id)
        assert talk is not None
        assert (talk.private, talk.speaker) == (False, "Guru A")
        assert desk.records.get(Interview, interview) is None
        (form,) = desk.records.all(Form)
        assert (form.private, form.interview_id) == (False, made.id)
        shown = desk.forms.load(form.id)
        assert shown is not None
        assert shown.rated == {"W1": Rated(evidence="Mulai mengajar tahun 2010")}
        quotes = {quote.text: quote for quote in desk.records.all(Quote)}
        assert {text: quote.private for text, quote in quotes.items()} == {"Saya jadi berani": False, "Jangan ditulis": True}
        assert {quote.interview_id for quote in quotes.values()} == {made.id}
        assert space_of(desk, quotes["Jangan ditulis"]) == "private"
        for record in (talk, form, quotes["Saya jadi berani"], *desk.records.all(Answer)):
            assert space_of(desk, record) == "school"

    def test_one_step_back(self, desk: Desk, interview: Id) -> None:
        before = everything(desk)
        desk.records.undo(desk.forms.share(Row("interview", interview)).changes)
        assert everything(desk) == before

    def test_a_quote_that_stayed_can_follow_when_it_may(self, desk: Desk, interview: Id) -> None:
        made = desk.forms.share(Row("interview", interview))
        (kept,) = desk.records.load_all(Quote, private=True)
        desk.records.save(dataclasses.replace(kept.record, permission=Permission.GIVEN), kept)
        shared = desk.records.get(Quote, desk.forms.share(Row("quote", kept.record.id)).id)
        assert shared is not None
        assert (shared.interview_id, shared.private) == (made.id, False)
        assert desk.records.all(Quote, private=True) == []

    @pytest.mark.parametrize("answer", [ConsentAnswer.WITHDRAWN, ConsentAnswer.NO])
    def test_not_against_the_will_of_the_person(self, desk: Desk, interview: Id, answer: ConsentAnswer) -> None:
        talk = desk.records.get(Interview, interview)
        assert talk is not None
        assert talk.person_id is not None
        consented(desk, talk.person_id, ConsentKind.INTERVIEW, answer)
        assert "tidak menyetujui" in refusal(desk, Row("interview", interview))

    def test_its_notes_are_not_shared_without_it(self, desk: Desk, interview: Id) -> None:
        (form,) = desk.records.all(Form)
        assert "wawancara" in refusal(desk, Row("form", form.id))

    def test_a_quote_withdrawn_by_consent_stays_when_the_interview_goes(self, desk: Desk, interview: Id) -> None:
        talk = desk.records.get(Interview, interview)
        assert talk is not None
        assert talk.person_id is not None
        consented(desk, talk.person_id, ConsentKind.QUOTE, ConsentAnswer.WITHDRAWN)
        desk.forms.share(Row("interview", interview))
        assert {quote.private for quote in desk.records.all(Quote)} == {True}


class TestQuote:
    def a_quote(self, desk: Desk, story: Story, **fields: Any) -> Row:
        quote = save(desk, Quote(**({"school_id": story.school, "text": "Saya jadi berani", "speaker": "Guru A",
                                     "permission": Permission.GIVEN} | fields)))
        return Row("quote", quote.id)

    def test_with_permission(self, desk: Desk, story: Story) -> None:
        row = self.a_quote(desk, story, person_id=story.a_person("Dewi Anggraini"))
        made = desk.forms.share(row)
        shared = desk.records.get(Quote, made.id)
        assert shared is not None
        assert (shared.text, shared.private, made.id) == ("Saya jadi berani", False, shared_id(row.id))
        assert desk.records.get(Quote, row.id) is None

    @pytest.mark.parametrize("permission", [Permission.ASKED, Permission.REFUSED])
    def test_not_without_permission(self, desk: Desk, story: Story, permission: Permission) -> None:
        assert "izin" in refusal(desk, self.a_quote(desk, story, permission=permission))

    @pytest.mark.parametrize("answer", [ConsentAnswer.WITHDRAWN, ConsentAnswer.NO])
    def test_not_against_the_will_of_the_speaker(self, desk: Desk, story: Story, answer: ConsentAnswer) -> None:
        person = story.a_person("Dewi Anggraini")
        consented(desk, person, ConsentKind.QUOTE, answer)
        assert "tidak menyetujui" in refusal(desk, self.a_quote(desk, story, person_id=person))

    def test_the_will_of_the_person_interviewed_counts_for_a_quote_without_a_speaker(self, desk: Desk, interview: Id) -> None:
        talk = desk.records.get(Interview, interview)
        assert talk is not None
        assert talk.person_id is not None
        consented(desk, talk.person_id, ConsentKind.QUOTE, ConsentAnswer.WITHDRAWN)
        (quote,) = desk.records.all(Quote, permission=Permission.GIVEN)
        assert "tidak menyetujui" in refusal(desk, Row("quote", quote.id))

    def test_it_does_not_point_at_an_interview_that_stays_private(self, desk: Desk, interview: Id) -> None:
        (quote,) = desk.records.all(Quote, permission=Permission.GIVEN)
        shared = desk.records.get(Quote, desk.forms.share(Row("quote", quote.id)).id)
        assert shared is not None
        assert shared.interview_id is None
        assert desk.records.get(Interview, interview) is not None


def test_who_will_see_it_is_said_before(desk: Desk, lesson: Id) -> None:
    found = desk.forms.audience(Row("form", lesson))
    assert (found.place, found.people) == ("SD Melati 01", ())


def test_gone_and_never_private_things(desk: Desk, story: Story, lesson: Id) -> None:
    desk.records.delete(Row("form", lesson))
    with pytest.raises(UserError):
        desk.forms.share(Row("form", lesson))
    with pytest.raises(ValueError, match="never private"):
        desk.forms.share(Row(spec_of(Meeting).table, story.a_meeting()))
    assert desk.forms.sharing.why_not(Row("form", lesson)) is not None
