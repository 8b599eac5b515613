"""Papers of forms: a score that is printed unasked, a name on an anonymous sheet, a private journal on paper."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from datetime import date, time
from typing import TYPE_CHECKING

import pytest

from plcdesk.domain.errors import UserError
from plcdesk.domain.forms import Counted, Hour, Lesson, LessonKind, Note, Rated, Talker
from plcdesk.domain.ids import Id
from plcdesk.domain.instruments import Occasion
from plcdesk.domain.papers import PaperOptions, PaperSize
from plcdesk.domain.people import PersonNumber, number_id
from plcdesk.services.form_papers import FormPaperKind
from plcdesk.words import Words
from tests.desk_fixtures import Story
from tests.reports.pages import pages_of

if TYPE_CHECKING:
    from plcdesk.services.desk import Desk

HOSTILE = "<b>tebal</b> & 😀 \u202eterbalik " + "مرحبا " + "kata " * 1000
TICKED = PaperOptions(scores=True)
Same = Callable[[str, bytes], None]


def text_of(pdf: bytes) -> str:
    return " ".join(page.text for page in pages_of(pdf))


def every_page(pdf: bytes, mark: str) -> bool:
    return all(mark in page.text for page in pages_of(pdf))


@pytest.fixture
def teacher(desk: Desk, story: Story) -> Id:
    made = story.a_person("Nur Hidayah")
    desk.records.save(PersonNumber(id=number_id(made), person_id=made, nip="198001152005011003"))
    return made


@pytest.fixture
def lesson(desk: Desk, story: Story, teacher: Id) -> Id:
    """A lesson, seen and counted."""
    form = desk.forms.start("D", person_id=teacher, hour=Hour(date(2026, 3, 3), time(7, 30)),
                            lesson=Lesson("IV", "IPAS", LessonKind.MODULE, 18)).id
    for number in range(1, 13):
        desk.forms.answer(form, f"D{number}", Rated(2 + number % 3))
    desk.forms.note(form, "D4", Note(23, "Siswa berkata: tidak sama"))
    desk.forms.count(form, 1, Counted(18, 14, 9, Talker.TEACHER), 5)
    return form


@pytest.fixture
def cycle(desk: Desk, story: Story, teacher: Id) -> Id:
    """A cycle whose first talk was held."""
    made = desk.coaching.start(teacher).id
    detail = desk.coaching.detail(made)
    assert detail is not None
    assert detail.form is not None
    for code, said in (("C1", "Siswa menyusun pertanyaan."), ("C4", "Siapa yang bertanya.")):
        desk.forms.answer(detail.form.form.id, code, Rated(evidence=said))
    desk.forms.answer(detail.form.form.id, "C7", Rated(1))
    desk.records.save(dataclasses.replace(detail.cycle, before_on=date(2026, 3, 2)), detail.loaded)
    return made


@pytest.fixture
def module(desk: Desk, story: Story) -> Id:
    """A module whose first version two people reviewed."""
    made = desk.modules.add("Sampah di sekitar sekolah", story.school, classroom="IV").id
    detail = desk.modules.detail(made)
    assert detail is not None
    version = detail.versions[0].loaded.record.id
    for name, level in (("Wening Cahyarani", 4), ("Endang Lestari", 3)):
        form = desk.modules.reviews.start(version, "A", story.a_person(name)).id
        filled = desk.forms.need(form)
        for item in filled.asked:
            desk.forms.answer(form, item.code, Rated(level, "Hlm. 3: sama" if item.code == "A1.1" else f"Hlm. {level}"))
        desk.forms.finish(form)
    return made


@pytest.fixture
def batch(desk: Desk, story: Story) -> Id:
    """The end questionnaire with two sheets, one of them of a person whose name must not be printed."""
    made = desk.questionnaires.add_batch("M", story.school, occasion=Occasion.END, held_on=date(2026, 3, 2), expected=3).id
    for score, who in ((4, story.a_person("Agus Priyatno")), (3, story.a_person("Dewi Anggraini"))):
        sheet = desk.questionnaires.new_sheet(made, None, who).id
        for number in range(1, 11):
            desk.forms.answer(sheet, f"M{number}", Rated(score))
        desk.forms.answer(sheet, "S2", Rated(evidence="Papan pertanyaan"))
        desk.forms.tick(sheet, "H", "H1", True)
    return made


def test_papers_look_as_before(desk: Desk, lesson: Id, cycle: Id, module: Id, batch: Id, same_as_before: Same) -> None:
    """``pytest tests/reports tests/services/test_form_papers.py --rewrite-golden`` writes them anew."""
    papers = desk.form_papers
    same_as_before("observation_id", papers.observation(lesson))
    same_as_before("observation_en_scores", papers.observation(lesson, PaperOptions(language="en", scores=True)))
    same_as_before("coaching_id", papers.coaching(cycle))
    same_as_before("review_id", papers.review(module))
    same_as_before("questionnaire_id", papers.results([batch]))


def test_scores_of_a_person_need_a_tick(desk: Desk, lesson: Id) -> None:
    """ux 7: the evidence is for the talk; levels, means and Nilai only when asked for."""
    plain, ticked = (text_of(desk.form_papers.observation(lesson, options)) for options in (PaperOptions(), TICKED))
    for word in ("Nilai", "Rata-rata", "Tampak konsisten", "Tingkat"):
        assert word not in plain, word
        assert word in ticked, word
    for text in (plain, ticked):
        assert "menit 23: Siswa berkata: tidak sama" in text
        assert "77,8%: 14 dari 18" in text
        assert "NIP 19800115 200501 1 003" in text


def test_a_meeting_is_no_person(desk: Desk, story: Story) -> None:
    form = desk.forms.start("P", meeting_id=story.a_meeting()).id
    for number in range(1, 5):
        desk.forms.answer(form, f"P1.{number}", Rated(3))
    text = text_of(desk.form_papers.observation(form))
    assert "3 · Tampak konsisten" in text
    assert "3,00 dari 4" in text
    assert "Data belum cukup" in text, "four of twenty items say nothing about the whole"
    assert "Mengetahui" not in text


def test_scores_of_a_leader_need_a_tick(desk: Desk, story: Story, teacher: Id) -> None:
    form = desk.forms.start("F", meeting_id=story.a_meeting(), person_id=teacher).id
    for number in range(1, 9):
        desk.forms.answer(form, f"F{number}", Rated(4))
    assert "Membudaya" not in text_of(desk.form_papers.observation(form))
    assert "4 · Membudaya" in text_of(desk.form_papers.observation(form, TICKED))


def test_journals_talks_and_sheets_have_no_report(desk: Desk, story: Story, teacher: Id, batch: Id, cycle: Id) -> None:
    journal = desk.notes.journals.start(teacher, date(2026, 3, 1)).id
    sheet = desk.questionnaires.sheets(batch)[0].id
    for form in (journal, sheet):
        with pytest.raises(UserError):
            desk.form_papers.observation(form)


@pytest.mark.parametrize("kind", ["observation", "coaching", "review"])
def test_what_is_gone_is_said_in_a_sentence(desk: Desk, kind: str) -> None:
    with pytest.raises(UserError):
        getattr(desk.form_papers, kind)(Id("tidak-ada"))
    with pytest.raises(UserError):
        desk.form_papers.results([Id("tidak-ada")])
    with pytest.raises(UserError):
        desk.form_papers.blank("TIDAK")


def test_an_open_cycle_has_room_for_the_pen(desk: Desk, cycle: Id) -> None:
    """What was said is printed; a part that was held shows a dash where nothing was noted, later parts have lines."""
    pdf = desk.form_papers.coaching(cycle)
    text = text_of(pdf)
    assert "Siswa menyusun pertanyaan." in text
    assert "Lingkari satu: 1 Sangat tidak setuju" in text
    assert "C7 Komitmen siklus lalu: selesai? Sebagian" in re.sub(r"\s+", " ", text)
    assert every_page(pdf, "C, versi 1")


def test_what_the_teacher_rated_needs_a_tick(desk: Desk, cycle: Id) -> None:
    form = desk.coaching.detail(cycle).form.form.id  # type: ignore[union-attr]
    for number in range(21, 25):
        desk.forms.answer(form, f"C{number}", Rated(2))
    assert "Tidak setuju" not in text_of(desk.form_papers.coaching(cycle))
    assert "2 · Tidak setuju" in text_of(desk.form_papers.coaching(cycle, TICKED))


def test_what_two_reviewers_say_alike_stands_once(desk: Desk, module: Id) -> None:
    pdf = desk.form_papers.review(module)
    text = text_of(pdf)
    assert text.count("Hlm. 3: sama") == 1
    assert "1, 2: Hlm. 3: sama" in text
    assert "3,50 dari 4" in text
    assert "Wening Cahyarani" in text
    assert every_page(pdf, "M01 · Versi 1")


def test_many_reviewers_fit(desk: Desk, story: Story, module: Id) -> None:
    detail = desk.modules.detail(module)
    assert detail is not None
    for number in range(8):
        form = desk.modules.reviews.start(detail.versions[0].loaded.record.id, "A", story.a_person(f"Penelaah {number}")).id
        desk.forms.answer(form, "A1.1", Rated(1, "kata " * 200))
    text = text_of(desk.form_papers.review(module))
    assert "Penelaah 10" in text


def test_a_module_without_reviews_says_so(desk: Desk, story: Story) -> None:
    made = desk.modules.add("Baru", story.school).id
    assert "Versi ini belum ditelaah." in text_of(desk.form_papers.review(made))


def test_no_respondent_is_named(desk: Desk, batch: Id) -> None:
    pdf = desk.form_papers.results([batch])
    text = text_of(pdf)
    assert "Agus" not in text
    assert "Dewi" not in text
    assert "66,7%: 2 dari 3" in text
    assert "50% (1)" in text
    assert "Papan pertanyaan" in text
    assert "100% (2)" in text, "both ticked the administrative load"
    assert every_page(pdf, "M, versi 1")


def test_an_empty_batch_is_a_paper_of_dashes(desk: Desk, story: Story) -> None:
    made = desk.questionnaires.add_batch("U", story.school).id
    assert "Lembar : 0" in text_of(desk.form_papers.results([made])).replace("  ", " ")


def test_blank_forms_ask_for_no_names(desk: Desk, story: Story) -> None:
    """A respondent gives a code, an anonymous one nothing; a partner ticks the role."""
    code = text_of(desk.form_papers.blank("M", occasion=Occasion.START, school_id=story.school))
    assert "Kode nama samaran" in code
    assert "SD Melati 01" in code
    anonymous = text_of(desk.form_papers.blank("O"))
    assert "samaran" not in anonymous
    assert all(role in anonymous for role in ("Orang tua", "Tokoh masyarakat", "Komite"))
    assert "Peran" not in text_of(desk.form_papers.blank("R1")), "only where items depend on it"
    for text in (code, anonymous):
        assert "Nama:" not in text


def test_strange_texts_do_no_harm(desk: Desk, lesson: Id, cycle: Id, module: Id, batch: Id) -> None:
    form = desk.coaching.detail(cycle).form.form.id  # type: ignore[union-attr]
    desk.forms.answer(form, "C2", Rated(evidence=HOSTILE))
    desk.forms.answer(lesson, "D1", Rated(3, HOSTILE))
    sheet = desk.questionnaires.sheets(batch)[0].id
    desk.forms.answer(sheet, "M13", Rated(evidence=HOSTILE))
    papers = desk.form_papers
    for pdf in (papers.observation(lesson), papers.coaching(cycle), papers.results([batch])):
        text = text_of(pdf)
        assert "<b>tebal</b>" in text
        assert text.count("kata") >= 1000


def test_the_same_records_give_the_same_bytes(desk: Desk, lesson: Id, cycle: Id, module: Id, batch: Id) -> None:
    papers, options = desk.form_papers, PaperOptions(PaperSize.F4, language="en", scores=True, save_ink=True)
    for make in (lambda: papers.observation(lesson, options), lambda: papers.coaching(cycle, options),
                 lambda: papers.review(module, options), lambda: papers.results([batch], options)):
        first = make()
        assert first == make()
        assert len(pages_of(first)) >= 1


def test_a_file_says_what_it_is(desk: Desk) -> None:
    name = desk.form_papers.file_name(FormPaperKind.OBSERVATION, "Guru A/B", Words("id"), date(2024, 10, 15))
    assert name == "Laporan-observasi_Guru-A-B_2024-10-15.pdf"
