"""What a record is called, in the Trash, in the History and in the search: never nothing, never an id."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from plcdesk.domain.changes import Row
from plcdesk.domain.coaching import Visit
from plcdesk.domain.forms import Answer, Counted, Form, Hour, Rated, Sweep, answer_id
from plcdesk.domain.meetings import Attachment
from plcdesk.domain.modules import Module, ModuleVersion
from plcdesk.domain.notes import Interview, Quote
from plcdesk.domain.partners import InputUse, PartnerInput, PartnerRole
from plcdesk.domain.people import SamePerson
from plcdesk.domain.records import SPECS
from plcdesk.paths import Paths
from plcdesk.settings import Settings
from plcdesk.words import Words

if TYPE_CHECKING:
    from plcdesk.services.desk import Desk

W, EN = Words("id"), Words("en")
ID = re.compile(r"[0-9a-f]{8}-")
ONE_IN = 40


@pytest.fixture(scope="module")
def sample(lay_sample: Callable[[Path], Paths], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The sample programme."""
    from plcdesk import bootstrap

    desk = bootstrap.open_sample(lay_sample(tmp_path_factory.mktemp("sample")), Settings())
    yield desk
    desk.close()


def called(desk: Desk, table: str, record_id: Any, w: Words = W) -> str:
    return desk.records.title(Row(table, record_id), w)


@pytest.mark.parametrize("table", list(SPECS))
def test_every_kind_of_record_has_a_name_of_its_own(table: str, sample: Desk) -> None:
    """A line of the Trash that says “—” is brought back by nobody."""
    records: list[Any] = sample.records.all(SPECS[table].cls)
    for record in records[:: max(1, len(records) // ONE_IN)]:
        for w in (W, EN):
            title = called(sample, table, record.id, w)
            assert title
            assert title != w(SPECS[table].label), "the kind alone tells nothing"
            assert not ID.search(title), title


@pytest.mark.parametrize("table", list(SPECS))
def test_an_empty_record_is_called_by_its_kind(table: str, sample: Desk) -> None:
    from plcdesk.services.titles import title_of

    title = title_of(SPECS[table].cls(), {}, W)
    assert title
    assert not ID.search(title)
    assert "None" not in title


def test_a_form_is_called_by_what_it_is_about_its_instrument_and_its_day(desk: Desk, story: Any) -> None:
    day = Hour(date(2026, 3, 2))
    meeting = story.a_meeting("2026-03-02", attended_by=2, finished=True)
    observed = desk.forms.start("P", meeting_id=meeting).id
    assert called(desk, "form", observed) == "Pertemuan KBP, Rubrik observasi partisipasi KBP, 2 Maret 2026"
    module = desk.modules.add("Bank sampah", story.school).id
    version = desk.modules.detail(module).versions[0].version.id  # type: ignore[union-attr]
    review = desk.modules.reviews.start(version, "A").id
    assert called(desk, "form", review).startswith("Bank sampah, Reviu")
    person = story.a_person("Nur Hidayah")
    cycle = desk.coaching.start(person).id
    (conversation,) = desk.records.all(Form, cycle_id=cycle)
    assert called(desk, "form", conversation.id).startswith("Nur Hidayah, Siklus pendampingan")
    talk = desk.records.save(Interview(id="5e1d0c3e-0000-7000-8000-000000000001", speaker="Guru B"))  # type: ignore[arg-type]
    assert talk
    guide = desk.forms.start("W", interview_id="5e1d0c3e-0000-7000-8000-000000000001", hour=day, person_id=None).id
    assert called(desk, "form", guide).startswith("Guru B, Pedoman wawancara")
    batch = desk.questionnaires.add_batch("O", story.school).id
    sheet = desk.questionnaires.new_sheet(batch, 3, respondent=PartnerRole.PARENT).id
    assert called(desk, "form", sheet) == "Orang tua, Masukan orang tua dan tokoh masyarakat, lembar 3, 4 Maret 2026"
    assert called(desk, "batch", batch) == "Masukan orang tua dan tokoh masyarakat, 4 Maret 2026"
    assert called(desk, "batch", batch, EN).endswith("4 March 2026")


def test_the_parts_of_a_form_say_which_form(desk: Desk, story: Any) -> None:
    lesson = desk.forms.start("D", person_id=story.a_person("Nur Hidayah")).id
    desk.forms.answer(lesson, "D1", Rated(2))
    desk.forms.count(lesson, 2, Counted(20, 10, 5))
    assert called(desk, "answer", answer_id(lesson, "D1")).startswith("Butir D1, Nur Hidayah, Observasi kelas")
    (sweep,) = desk.records.all(Sweep)
    assert called(desk, "sweep", sweep.id).startswith("Sapuan 2, Nur Hidayah")
    assert len(desk.records.all(Answer)) == 1


def test_parts_of_modules_visits_and_pairs_say_what_they_are_part_of(desk: Desk, story: Any) -> None:
    module = desk.modules.add("Bank sampah", story.school).id
    (version,) = desk.records.all(ModuleVersion)
    assert called(desk, "module_version", version.id) == "Bank sampah, Versi 1"
    given = PartnerInput(school_id=story.school, text="Kunjungi bank sampah")
    use, pair = InputUse(input_id=given.id, module_id=module), SamePerson(person_id=story.a_person("Nur Hidayah"),
                                                                         other_id=story.a_person("Nurul Hidayati"))
    visit = Visit(school_id=story.school, planned_on=date(2026, 3, 18))
    photo = Attachment(meeting_id=story.a_meeting("2026-03-02"))
    quote = Quote(text="Kami belajar bersama.")
    desk.records.save_all((one, None) for one in (given, use, pair, visit, photo, quote))
    assert called(desk, "input_use", use.id) == "Bank sampah, Kunjungi bank sampah"
    assert called(desk, "same_person", pair.id) == "Nur Hidayah, Nurul Hidayati"
    assert called(desk, "visit", visit.id) == "SD Melati 01, 18 Maret 2026"
    assert called(desk, "attachment", photo.id) == "Pertemuan KBP, 2 Maret 2026"
    desk.records.delete(Row("input_use", use.id))
    desk.records.delete(Row("visit", visit.id))
    assert {line.title for line in desk.records.trash(W)} == {"Bank sampah, Kunjungi bank sampah", "SD Melati 01, 18 Maret 2026"}
    assert desk.records.get(Module, module) is not None


def test_the_history_names_a_kind_only_once(desk: Desk, story: Any) -> None:
    visit = Visit()
    desk.records.save(visit)
    (line,) = desk.history.lines(Row("visit", visit.id))
    assert desk.history.text(line, W).what == "Kunjungan: ditambahkan"
