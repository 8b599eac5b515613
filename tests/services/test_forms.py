"""Filled forms: what was seen and said is kept as it was said, and nothing is added to it."""

import dataclasses
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from plcdesk.domain.changes import Loaded, Row
from plcdesk.domain.coaching import Cycle
from plcdesk.domain.errors import UserError
from plcdesk.domain.forms import (
    Answer,
    Batch,
    Counted,
    Form,
    FormState,
    Hour,
    Lesson,
    LessonKind,
    Note,
    Rated,
    Sweep,
    Talker,
    View,
    answer_id,
    second_id,
)
from plcdesk.domain.ids import Id
from plcdesk.domain.instruments import About, AnswerKind, Item, Method, Occasion
from plcdesk.domain.meetings import Meeting
from plcdesk.domain.modules import Module, ModuleVersion
from plcdesk.services.asked import Askings
from plcdesk.services.desk import Desk
from plcdesk.services.form_views import UNKNOWN, Filled, FormFilter
from plcdesk.services.programme import ProblemsFound
from plcdesk.words import Words
from tests.desk_fixtures import Story


def filled(desk: Desk, form_id: Id) -> Filled:
    found = desk.forms.load(form_id)
    assert found is not None
    return found


def save(desk: Desk, record: Any) -> Any:
    desk.records.save(record)
    return record


@pytest.fixture
def observation(desk: Desk, story: Story) -> Id:
    """An observation of today's meeting by Nur Hidayah."""
    return desk.forms.start("P", meeting_id=story.a_meeting(), rater_id=story.a_person("Nur Hidayah")).id


class TestStart:
    def test_the_heading_follows_from_the_meeting(self, desk: Desk, story: Story) -> None:
        form = filled(desk, desk.forms.start("P", meeting_id=story.a_meeting("2026-02-11")).id).form
        assert (form.instrument, form.version, form.private) == ("P", desk.instruments.current("P").version, True)
        assert (form.school_id, form.rater_id) == (story.school, desk.records.me())
        assert form.hour.held_on == date(2026, 2, 11)

    def test_a_sheet_belongs_to_its_batch_and_bears_no_observer(self, desk: Desk, story: Story) -> None:
        batch = save(desk, Batch(school_id=story.school, instrument="O", version=1, held_on=date(2026, 1, 20)))
        form = filled(desk, desk.forms.start("O", batch_id=batch.id, number=1).id).form
        assert (form.private, form.rater_id, form.school_id) == (False, None, story.school)
        assert form.hour.held_on == date(2026, 1, 20)

    def test_a_journal_is_mine_and_in_my_own_eyes(self, desk: Desk) -> None:
        form = filled(desk, desk.forms.start("J").id).form
        assert (form.person_id, form.view, form.rater_id) == (desk.records.me(), View.SELF, None)

    def test_a_rating_of_oneself_has_no_other_rater(self, desk: Desk) -> None:
        form = filled(desk, desk.forms.start("F", view=View.SELF).id).form
        assert (form.person_id, form.rater_id, form.private) == (desk.records.me(), None, True)

    def test_a_review_belongs_to_the_module_of_its_version(self, desk: Desk, story: Story) -> None:
        module = save(desk, Module(school_id=story.school, title="Sampah di sekitar sekolah"))
        version = save(desk, ModuleVersion(module_id=module.id, number=1))
        form = filled(desk, desk.forms.start("A", version_id=version.id).id)
        assert (form.form.module_id, form.form.school_id, form.form.private) == (module.id, story.school, False)
        assert form.row.heading(Words("id")) == "Sampah di sekitar sekolah"

    def test_a_coaching_form_is_private_although_its_cycle_is_not(self, desk: Desk, story: Story) -> None:
        teacher = story.a_person("Nur Hidayah")
        cycle = save(desk, Cycle(school_id=story.school, person_id=teacher))
        form = filled(desk, desk.forms.start("C", cycle_id=cycle.id).id)
        assert (form.form.private, form.form.person_id) == (True, teacher)
        assert form.row.heading(Words("id")) == "Nur Hidayah"

    def test_what_is_given_holds(self, desk: Desk, story: Story) -> None:
        given = desk.forms.start("P", meeting_id=story.a_meeting(), private=False, hour=Hour(date(2026, 1, 2)), rater_id=None)
        form = filled(desk, given.id).form
        assert (form.private, form.hour.held_on, form.rater_id) == (False, date(2026, 1, 2), None)

    def test_no_such_instrument(self, desk: Desk) -> None:
        with pytest.raises(UserError):
            desk.forms.start("TIDAK-ADA")
        assert desk.forms.rows() == []


class TestAnswer:
    def test_scores_and_evidence_are_kept_together(self, desk: Desk, observation: Id) -> None:
        desk.forms.answer(observation, "P1.1", Rated(3, "Usul anggota dibaca"))
        desk.forms.answer(observation, "P1.2", Rated(skipped=True))
        form = filled(desk, observation)
        assert form.rated == {"P1.1": Rated(3, "Usul anggota dibaca"), "P1.2": Rated(skipped=True)}
        assert (form.done, form.total) == (2, 20)
        assert form.missing[0].code == "P1.3"

    def test_a_cleared_answer_is_no_answer(self, desk: Desk, observation: Id) -> None:
        desk.forms.answer(observation, "P1.1", Rated(3))
        changes = desk.forms.answer(observation, "P1.1", Rated())
        assert filled(desk, observation).rated == {}
        assert filled(desk, observation).done == desk.forms.rows()[0].done == 0
        desk.records.undo(changes)
        assert filled(desk, observation).rated == {"P1.1": Rated(3)}

    def test_nothing_new_is_no_save(self, desk: Desk, observation: Id) -> None:
        desk.forms.answer(observation, "P1.1", Rated(3))
        held = filled(desk, observation).held("P1.1")
        assert not desk.forms.answer(observation, "P1.1", Rated(3, "", False), held)
        assert not desk.forms.answer(observation, "P1.2", Rated())

    @pytest.mark.parametrize(("code", "number", "said"), [
        ("P1.1", 5, "Pakai angka 1–4. Tekan 0 bila tidak dijawab."), ("P1.1", 0, "Pakai angka 1–4. Tekan 0 bila tidak dijawab."),
    ])
    def test_a_number_off_the_scale_is_refused_and_not_kept(self, desk: Desk, observation: Id, code: str, number: int,
                                                            said: str) -> None:
        desk.forms.answer(observation, code, Rated(2))
        with pytest.raises(UserError) as error:
            desk.forms.answer(observation, code, Rated(number))
        assert Words("id").error(error.value) == said
        assert Words("en").error(error.value) == "Use 1–4. Press 0 if not answered."
        assert filled(desk, observation).rated == {code: Rated(2)}

    def test_the_refusal_names_the_keys_of_the_scale(self, desk: Desk, story: Story) -> None:
        module = save(desk, Module(school_id=story.school, title="Air"))
        version = save(desk, ModuleVersion(module_id=module.id, number=1))
        form = desk.forms.start("L", version_id=version.id).id
        with pytest.raises(UserError) as error:
            desk.forms.answer(form, "L1", Rated(3))
        assert Words("en").error(error.value) == "Use 0, 1, 2. Press - if not answered."
        assert desk.records.all(Answer, form_id=form) == []

    def test_an_item_of_another_instrument_is_refused(self, desk: Desk, observation: Id) -> None:
        with pytest.raises(UserError):
            desk.forms.answer(observation, "F1", Rated(3))

    def test_words_where_no_number_belongs(self, desk: Desk) -> None:
        journal = desk.forms.start("J").id
        desk.forms.answer(journal, "J2", Rated(evidence="Diskusi berpasangan"))
        with pytest.raises(UserError):
            desk.forms.answer(journal, "J2", Rated(3))
        assert filled(desk, journal).rated["J2"] == Rated(evidence="Diskusi berpasangan")

    def test_the_same_works_for_a_private_form_and_an_open_one(self, desk: Desk, story: Story) -> None:
        for private in (True, False):
            form = desk.forms.start("P", meeting_id=story.a_meeting(), private=private).id
            desk.forms.answer(form, "P1.1", Rated(3))
        rows = desk.forms.rows(FormFilter(instrument="P"))
        assert {row.private: row.done for row in rows} == {True: 1, False: 1}
        assert [row.private for row in desk.forms.rows(FormFilter(private=True))] == [True]


class TestBetween:
    """What arrives while a form is open on the screen is laid beside, never under, what is typed."""

    def sides(self, desk: Desk) -> list[Any]:
        return sorted(sibling.value for entry in desk.records.differing() for sibling in entry.siblings)

    def test_an_answer_that_changed_in_between(self, desk: Desk, observation: Id) -> None:
        desk.forms.answer(observation, "P1.1", Rated(3, "Bukti"))
        held = filled(desk, observation).held("P1.1")
        desk.forms.answer(observation, "P1.1", Rated(2, "Bukti lain"))
        desk.forms.answer(observation, "P1.1", Rated(4, "Bukti"), held)
        assert self.sides(desk) == [Rated(2, "Bukti lain"), Rated(4, "Bukti")]
        form = filled(desk, observation)
        assert form.differing == {(Row("answer", answer_id(observation, "P1.1")), "rated")}

    def test_an_answer_that_was_not_there_before(self, desk: Desk, observation: Id) -> None:
        held = filled(desk, observation).held("P1.1")
        desk.forms.answer(observation, "P1.1", Rated(2))
        desk.forms.answer(observation, "P1.1", Rated(4), held)
        assert self.sides(desk) == [Rated(2), Rated(4)]

    def test_a_held_blank_does_not_quarrel_with_what_was_undone(self, desk: Desk, observation: Id) -> None:
        desk.records.undo(desk.forms.answer(observation, "P1.1", Rated(2)))
        desk.forms.answer(observation, "P1.1", Rated(4), filled(desk, observation).held("P1.1"))
        assert desk.records.differing() == []
        assert filled(desk, observation).rated == {"P1.1": Rated(4)}

    def test_what_was_read_anew_is_replaced(self, desk: Desk, observation: Id) -> None:
        for number in (1, 2, 3):
            desk.forms.answer(observation, "P1.1", Rated(number), desk.forms.held(observation, "P1.1"))
        assert desk.records.differing() == []
        assert filled(desk, observation).rated == {"P1.1": Rated(3)}

    def test_a_sweep_that_changed_in_between(self, desk: Desk, story: Story) -> None:
        form = desk.forms.start("D", person_id=story.a_person("Nur Hidayah")).id
        desk.forms.count(form, 1, Counted(30, 20))
        (held,) = filled(desk, form).sweeps
        desk.forms.count(form, 1, Counted(30, 21))
        desk.forms.count(form, 1, Counted(30, 25), loaded=held)
        assert self.sides(desk) == [Counted(30, 21), Counted(30, 25)]


class TestTicks:
    @pytest.fixture
    def sheet(self, desk: Desk, story: Story) -> Id:
        batch = save(desk, Batch(school_id=story.school, instrument="M", version=1, occasion=Occasion.END))
        return desk.forms.start("M", batch_id=batch.id, number=1).id

    def ticked(self, desk: Desk, sheet: Id) -> set[str]:
        return {code for code in filled(desk, sheet).rated if code.startswith("H")}

    def test_any_number_may_be_ticked_and_unticked(self, desk: Desk, sheet: Id) -> None:
        for code in ("H1", "H3", "H5"):
            desk.forms.tick(sheet, "H", code, True)
        desk.forms.tick(sheet, "H", "H3", False)
        assert self.ticked(desk, sheet) == {"H1", "H5"}
        desk.forms.tick(sheet, "H", "H3", True)
        assert self.ticked(desk, sheet) == {"H1", "H3", "H5"}
        assert desk.records.differing() == []

    def test_none_of_these_stands_alone(self, desk: Desk, sheet: Id) -> None:
        desk.forms.tick(sheet, "H", "H1", True)
        changes = desk.forms.tick(sheet, "H", "H0", True)
        assert self.ticked(desk, sheet) == {"H0"}
        desk.records.undo(changes)
        assert self.ticked(desk, sheet) == {"H1"}
        desk.forms.tick(sheet, "H", "H0", True)
        desk.forms.answer(sheet, "H2", Rated(1))
        assert self.ticked(desk, sheet) == {"H2"}

    def test_not_answered_takes_the_ticks_away_and_a_tick_takes_it_back(self, desk: Desk, sheet: Id) -> None:
        desk.forms.tick(sheet, "H", "H1", True)
        before = filled(desk, sheet).done
        desk.forms.answer(sheet, "H", Rated(skipped=True))
        assert self.ticked(desk, sheet) == {"H"}
        assert filled(desk, sheet).done == before
        desk.forms.tick(sheet, "H", "H2", True)
        assert self.ticked(desk, sheet) == {"H2"}

    def test_a_choice_that_is_not_there(self, desk: Desk, sheet: Id) -> None:
        with pytest.raises(UserError):
            desk.forms.tick(sheet, "H", "M1", True)


class TestLive:
    def test_notes_pile_up_with_their_minute_and_leave_the_score(self, desk: Desk, observation: Id) -> None:
        desk.forms.answer(observation, "P2.1", Rated(3))
        desk.forms.note(observation, "P2.1", Note(12, "Fasilitator meminta\nalasan"))
        desk.forms.note(observation, "P2.1", Note(None, "Semua mencatat"))
        assert filled(desk, observation).rated["P2.1"] == Rated(3, "12' Fasilitator meminta alasan\nSemua mencatat")
        desk.forms.note(observation, "P2.2", Note(14, "Norma dibaca"))
        assert [item.code for item in filled(desk, observation).missing][:2] == ["P1.1", "P1.2"]
        assert "P2.2" in {item.code for item in filled(desk, observation).missing}

    def test_sweeps_are_counted(self, desk: Desk, story: Story) -> None:
        form = desk.forms.start("D", person_id=story.a_person("Nur Hidayah"), lesson=Lesson(kind=LessonKind.MODULE)).id
        desk.forms.count(form, 2, Counted(28, 21, 4, Talker.TEACHER), minute=8)
        desk.forms.count(form, 1, Counted(28, 14), minute=5)
        desk.forms.count(form, 1, Counted(28, 15))
        shown = filled(desk, form)
        assert [(one.record.number, one.record.minute) for one in shown.sweeps] == [(1, 5), (2, 8)]
        assert (shown.engagement, shown.talk) == ((36, 56), (1, 1))
        desk.forms.uncount(form, 1)
        assert filled(desk, form).engagement == (21, 28)

    @pytest.mark.parametrize("counted", [
        Counted(20, 21), Counted(20, 10, 11), Counted(20, None, 21), Counted(-1), Counted(20, -3)])
    def test_more_engaged_than_present_cannot_be(self, desk: Desk, story: Story, counted: Counted) -> None:
        form = desk.forms.start("D", person_id=story.a_person("Nur Hidayah")).id
        with pytest.raises(ProblemsFound):
            desk.forms.count(form, 1, counted)
        assert desk.records.all(Sweep, form_id=form) == []


class TestFinish:
    def test_nothing_stands_in_the_way_and_nothing_is_filled_in(self, desk: Desk, observation: Id) -> None:
        desk.forms.answer(observation, "P1.1", Rated(3))
        done = desk.forms.finish(observation)
        assert (done.report.done, done.report.total, len(done.report.missing)) == (1, 20, 19)
        shown = filled(desk, observation)
        assert (shown.form.state, shown.rated) == (FormState.COMPLETE, {"P1.1": Rated(3)})
        assert (shown.score.nilai, shown.score.enough) == (None, False)
        desk.forms.reopen(observation)
        assert filled(desk, observation).form.state is FormState.PARTIAL

    def test_who_led_the_meeting_is_told_not_to_be_its_observer(self, desk: Desk, story: Story) -> None:
        meeting = story.a_meeting()
        rater = story.a_person("Nur Hidayah")
        loaded = desk.records.need(Meeting, meeting)
        desk.records.save(dataclasses.replace(loaded.record, facilitator_id=rater), loaded)
        form = desk.forms.start("P", meeting_id=meeting, rater_id=rater).id
        assert [problem.field for problem in desk.forms.check(form).problems] == ["rater_id"]
        assert desk.forms.finish(form).changes

    def test_a_lesson_says_what_it_lacks(self, desk: Desk) -> None:
        form = desk.forms.start("D", hour=Hour(date(2026, 3, 5))).id
        assert [problem.field for problem in desk.forms.check(form).problems] == ["hour", "person_id", "lesson"]

    def test_an_authentic_work_rating_wants_evidence(self, desk: Desk, story: Story) -> None:
        module = save(desk, Module(school_id=story.school, title="Air"))
        form = desk.forms.start("A", version_id=save(desk, ModuleVersion(module_id=module.id, number=1)).id).id
        desk.forms.answer(form, "A1.1", Rated(3))
        desk.forms.answer(form, "A1.2", Rated(3, "hlm. 4"))
        assert [problem.field for problem in desk.forms.check(form).problems] == ["answers/A1.1"]


def test_a_form_of_a_version_that_is_not_here_can_be_read_but_not_changed(desk: Desk, story: Story) -> None:
    """A laptop with a newer instrument sent it: hiding it, or counting it by another version's items, would be worse."""
    form = save(desk, Form(instrument="P", version=99, meeting_id=story.a_meeting(), school_id=story.school))
    for code, said in (("P1.1", Rated(3, "Bukti")), ("P9.9", Rated(evidence="Catatan baru"))):
        save(desk, Answer(id=answer_id(form.id, code), form_id=form.id, item=code, rated=said))
    shown = filled(desk, form.id)
    assert (shown.known, shown.read_only, shown.score.nilai) == (False, True, None)
    assert {item.code: shown.rated[item.code] for item in shown.instrument.items} == {
        "P1.1": Rated(3, "Bukti"), "P9.9": Rated(evidence="Catatan baru")}
    (row,) = desk.forms.rows()
    assert (row.known, row.about, row.done, row.total) == (False, About.MEETING, 2, 2)
    assert Words("id")(UNKNOWN) != UNKNOWN
    with pytest.raises(UserError):
        desk.forms.answer(form.id, "P1.1", Rated(4))
    assert filled(desk, form.id).rated["P1.1"] == Rated(3, "Bukti")


class TestAsked:
    def test_the_end_asks_more_than_the_start(self, desk: Desk, story: Story) -> None:
        codes = {}
        for occasion in Occasion:
            batch = save(desk, Batch(school_id=story.school, instrument="M", version=1, occasion=occasion))
            codes[occasion] = [item.code for item in filled(desk, desk.forms.start("M", batch_id=batch.id).id).asked]
        assert "M11" in codes[Occasion.END]
        assert "M11" not in codes[Occasion.START]

    def test_a_community_figure_is_not_asked_about_a_child(self, desk: Desk, story: Story) -> None:
        batch = save(desk, Batch(school_id=story.school, instrument="O", version=1))
        sheet = desk.forms.start("O", batch_id=batch.id, respondent="tokoh_masyarakat").id
        codes = {item.code for item in filled(desk, sheet).asked}
        assert not codes & {"O4", "O5", "O7"}
        assert {"O1", "O8"} <= codes
        for code in ("O1", "O2", "O3", "O6", "O8"):
            desk.forms.answer(sheet, code, Rated(4))
        (row,) = desk.forms.rows()
        assert row.nilai == Decimal(100)
        assert row.heading(Words("id")) == "Tokoh masyarakat"

    def test_the_role_of_the_person_counts_where_the_respondent_has_none(self, desk: Desk) -> None:
        """The guide asks principals more than teachers (3.11); whose role it is comes from the person interviewed."""
        guide = desk.instruments.current("W")
        askings, more = Askings(), {"WK1", "WK2", "WK3"}
        assert {item.code for item in guide.items} - {item.code for item in askings.of(guide, None, "", "guru").items} == more
        assert len(askings.of(guide, None, "", "kepala_sekolah").items) == len(guide.items)
        assert askings.of(guide, None, "", "guru") is askings.of(dataclasses.replace(guide), None, "R-01", "guru")
        again = dataclasses.replace(guide, items=guide.items[:3])
        assert len(askings.of(again, None, "", "kepala_sekolah").items) == 3


class TestList:
    def test_rows_tell_how_far_and_how_good(self, desk: Desk, observation: Id) -> None:
        for item in desk.instruments.current("P").items:
            desk.forms.answer(observation, item.code, Rated(3 if item.code != "P5.4" else 2))
        (row,) = desk.forms.rows()
        assert (row.done, row.total, row.nilai) == (20, 20, Decimal("73.75"))
        assert row.category is not None
        assert row.category.id == "Cukup"
        assert (row.heading(Words("id")), row.heading(Words("en"))) == ("Pertemuan KBP ke-1", "KBP meeting no. 1")
        assert (row.rater, row.about, row.title.en) == ("Nur Hidayah", About.MEETING, desk.instruments.current("P").title.en)

    def test_newest_first_and_found_by_what_one_would_type(self, desk: Desk, story: Story) -> None:
        nur = story.a_person("Nur Hidayah")
        older = desk.forms.start("P", meeting_id=story.a_meeting("2026-02-04")).id
        newer = desk.forms.start("P", meeting_id=story.a_meeting("2026-02-25", title="Telaah modul")).id
        lesson = desk.forms.start("D", person_id=nur, lesson=Lesson(classroom="Kelas IV", subject="IPAS")).id
        def ids(**asked: Any) -> list[Id]:
            return [row.id for row in desk.forms.rows(FormFilter(**asked))]
        assert ids() == [lesson, newer, older]
        assert ids(text="nur") == ids(text="kelas iv") == ids(person_id=nur) == [lesson]
        assert ids(text="telaah") == [newer]
        assert ids(text="partisipasi kbp") == ids(abouts=frozenset({About.MEETING})) == [newer, older]
        assert ids(since=date(2026, 2, 10), until=date(2026, 2, 28)) == [newer]
        assert ids(instrument="D") == [lesson]
        assert ids(school_id=story.school) == [lesson, newer, older]
        assert ids(text="tidak ada") == ids(state=FormState.COMPLETE) == ids(ids=()) == []
        assert [row.id for row in desk.forms.rows(limit=1, offset=1)] == [newer]
        assert desk.forms.row(newer) == desk.forms.rows()[1]

    def test_a_deleted_form_leaves_the_list_and_comes_back_with_its_answers(self, desk: Desk, observation: Id) -> None:
        desk.forms.answer(observation, "P1.1", Rated(3))
        changes = desk.records.delete(Row("form", observation))
        assert desk.forms.rows() == []
        assert desk.forms.load(observation) is None
        assert desk.forms.row(observation) is None
        with pytest.raises(UserError):
            desk.forms.answer(observation, "P1.1", Rated(4))
        desk.records.undo(changes)
        assert filled(desk, observation).rated == {"P1.1": Rated(3)}

    def test_second_entries_are_shown_only_to_who_asks_for_them(self, desk: Desk, story: Story) -> None:
        batch = save(desk, Batch(school_id=story.school, instrument="U", version=1))
        first = desk.forms.start("U", batch_id=batch.id, number=1).id
        again = desk.forms.start("U", batch_id=batch.id, number=1, second_of=first, id=second_id(first)).id
        assert [row.id for row in desk.forms.rows()] == [first]
        assert [row.id for row in desk.forms.rows(FormFilter(second_of=first))] == [again]
        assert [row.id for row in desk.forms.twins(first)] == [again]
        assert [row.id for row in desk.forms.twins(again)] == [first]


class TestTwoRaters:
    def test_they_are_found_and_laid_side_by_side(self, desk: Desk, story: Story) -> None:
        meeting = story.a_meeting("2026-02-04")
        one, other = (desk.forms.start("P", meeting_id=meeting, rater_id=story.a_person(name)).id
                      for name in ("Nur Hidayah", "Agus Priyatno"))
        desk.forms.start("P", meeting_id=story.a_meeting("2026-02-11"))
        for code, first, second in (("P1.1", 1, 1), ("P1.2", 2, 3), ("P1.3", 4, 2)):
            desk.forms.answer(one, code, Rated(first))
            desk.forms.answer(other, code, Rated(second))
        desk.forms.answer(one, "P1.4", Rated(3))
        assert [row.id for row in desk.forms.twins(one)] == [other]
        found = desk.forms.compare(one, other)
        assert (found.rated, found.equal, found.within_one) == (3, 1, 2)
        assert found.kappa == 1 - Fraction(3 * 3, 0 + 2 + 1 + 1 + 1 + 0 + 3 + 1 + 2)
        assert found.rows[1][1:] == (Rated(2), Rated(3), "P1.2")
        assert found.rows[3].second.blank

    def test_different_instruments_are_not_compared(self, desk: Desk, observation: Id) -> None:
        with pytest.raises(UserError):
            desk.forms.compare(observation, desk.forms.start("F").id)

    def test_self_beside_the_observer(self, desk: Desk, story: Story) -> None:
        me = desk.records.me()
        assert me is not None
        journal = desk.forms.start("J").id
        desk.forms.answer(journal, "F1", Rated(4))
        seen = desk.forms.start("F", person_id=me, rater_id=story.a_person("Nur Hidayah")).id
        desk.forms.answer(seen, "F1", Rated(2))
        desk.forms.start("F", person_id=me, hour=Hour(date(2026, 2, 27)))
        found = desk.forms.self_and_other(me, date(2026, 3, 31))
        assert found is not None
        assert (found.self_id, found.other_id) == (journal, seen)
        assert found.rows[0][1:] == (Rated(4), Rated(2), "F1")
        assert desk.forms.self_and_other(me, date(2025, 12, 1)) is None
        alone = desk.forms.self_and_other(me, date(2026, 2, 1))
        assert alone is not None
        assert alone.self_id is None


def test_every_instrument_can_be_filled_to_its_last_item(desk: Desk) -> None:
    """With the best level everywhere a scored instrument says 100, and its list says that nothing is missing."""
    for instrument in desk.instruments.all():
        form = desk.forms.start(instrument.code).id
        for item in instrument.items:
            if item.kind is AnswerKind.MANY:
                desk.forms.tick(form, item.code, item.ticks[0].code, True)
                continue
            desk.forms.answer(form, item.code, best(item))
        shown, row = filled(desk, form), desk.forms.row(form)
        assert row is not None
        assert (shown.done, row.done, shown.missing) == (len(instrument.items), row.total, ()), instrument.code
        if instrument.scoring.method is Method.NONE:
            assert (shown.score.nilai, row.nilai) == (None, None), instrument.code
        else:
            assert (shown.score.nilai, row.nilai, shown.score.enough) == (100, 100, True), instrument.code
        assert not any(value is False for value in shown.score.rules.values()), instrument.code


def best(item: Item) -> Rated:
    """The answer that counts most."""
    if item.scale is None:
        return {AnswerKind.NUMBER: Rated(3), AnswerKind.DATE: Rated(evidence="2026-03-04")}.get(
            item.kind, Rated(evidence="Catatan"))
    if item.correct is not None:
        return Rated(item.correct)
    return Rated(item.scale.lowest if item.reversed else item.scale.highest)


def test_a_meeting_across_schools_keeps_its_forms_in_the_programme(desk: Desk) -> None:
    group = desk.groups.add("KBP antarsekolah", school_id=None).id
    meeting = desk.meetings.new(group).id
    form = filled(desk, desk.forms.start("P", meeting_id=meeting, private=False).id).form
    assert form.school_id is None


def test_an_answer_to_a_blank_held_loaded_by_hand_is_the_same_as_held(desk: Desk, observation: Id) -> None:
    blank = Loaded(Answer(id=answer_id(observation, "P1.1"), form_id=observation, item="P1.1"))
    assert filled(desk, observation).held("P1.1") == desk.forms.held(observation, "P1.1") == blank
