"""Check 8 on the pages around the meetings: what is deleted there says so with Urungkan and comes back as it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from plcdesk.domain.changes import Row
from plcdesk.domain.chat import Category
from plcdesk.domain.coaching import Visit
from plcdesk.domain.fields import SPECS
from plcdesk.domain.forms import Counted, Note, Rated
from plcdesk.domain.modules import Author, ModuleFile
from plcdesk.domain.notes import Addressee, ChatTally, TalkKind, tally_id
from plcdesk.domain.partners import PartnerRole, use_id
from tests.ui.pages.other_rooms import WholeRoom
from tests.ui.undoing import everything, everything_of, words_on_screen
from ui.runtime.context import Context
from ui.widgets.form_rows import FormRows

Rows = dict[str, Row]
Deed = Callable[[WholeRoom, Rows], None]
MARCH = date(2026, 3, 1)


@pytest.fixture
def rows(story: Any, tmp_path: Path) -> Rows:
    """One of each kind of record that these pages delete, each with something in it."""
    desk = story.desk
    story.members(4)
    nur = desk.people.find("nur")[0].id
    made: Rows = {}
    observed = desk.forms.start("D", person_id=nur).id
    desk.forms.answer(observed, "D1", Rated(2))
    desk.forms.note(observed, "D1", Note(12, "Murid membandingkan dua jawaban"))
    desk.forms.count(observed, 1, Counted(20, 12, 4))
    made["observation"] = Row("form", observed)
    desk.coaching.plan([story.school], date(2026, 3, 4), count=2)
    made["visit"] = Row("visit", next(one.id for one in desk.records.all(Visit) if one.planned_on == date(2026, 3, 4)))
    made["cycle"] = Row("cycle", desk.coaching.start(nur).id)
    desk.forms.answer(desk.coaching.detail(made["cycle"].id).form.form.id, "C1", Rated(None, "Bertanya lebih lama"))
    made |= a_module(desk, story, nur, tmp_path)
    made |= sheets(desk, story, nur)
    made |= field_notes(desk, story, nur, made["module"].id)
    return made


def a_module(desk: Any, story: Any, author: Any, folder: Path) -> Rows:
    module = desk.modules.add("Sampah di sekitar sekolah", story.school, authors=[author]).id
    desk.modules.add("Kebun obat", story.school)
    version = desk.modules.new_version(module, "Ditambah lembar kerja").id
    paper = folder / "Sampah v2.txt"
    paper.write_text("Kegiatan 1", encoding="utf-8")
    desk.modules.files.attach(version, paper)
    review = desk.modules.reviews.start(version, "A").id
    desk.forms.answer(review, "A1.1", Rated(3, "Murid membandingkan"))
    (file,), (by,) = desk.records.all(ModuleFile), desk.records.all(Author)
    return {"module": Row("module", module), "version": Row("module_version", version), "file": Row("module_file", file.id),
            "review": Row("form", review), "author": Row("author", by.id)}


def sheets(desk: Any, story: Any, person: Any) -> Rows:
    batch = desk.questionnaires.add_batch("M", story.school, expected=4, title="Angket awal kelompok").id
    sheet = desk.questionnaires.new_sheet(batch, 1, person).id
    desk.forms.answer(sheet, "M1", Rated(3))
    desk.forms.finish(sheet)
    desk.forms.answer(desk.questionnaires.start_second(sheet).id, "M1", Rated(2))
    desk.questionnaires.new_sheet(batch, 2)
    draft = desk.instruments.start_edition("R1", new_code="XUJI").id
    return {"batch": Row("batch", batch), "sheet": Row("form", sheet), "instrument": Row("instrument_edition", draft)}


def field_notes(desk: Any, story: Any, person: Any, module: Any) -> Rows:
    notes = desk.notes
    journal = notes.journals.start(person, MARCH).id
    desk.forms.answer(journal, "J2", Rated(None, "Kartu pertanyaan"))
    talk = notes.interviews.start(TalkKind.FOCUS, speaker="8 guru kelas", school_id=story.school,
                                  consent_on=date(2026, 3, 2)).id
    notes.quotes.add_theme("Giliran bicara")
    quote = notes.quotes.add("Kami saling menunggu giliran", talk).id
    given = notes.partners.add("Kunjungi bank sampah", PartnerRole.PARENT, school_id=story.school).id
    notes.partners.use(given, module)
    obstacle = notes.obstacles.add("Listrik sering padam", school_id=story.school).id
    advice = notes.obstacles.recommend("Sediakan lampu darurat", Addressee.SCHOOL, obstacle_id=obstacle).id
    notes.chats.set_count(story.group, MARCH, Category.RESOURCES, 7)
    return {"journal": Row("form", journal), "interview": Row("interview", talk), "quote": Row("quote", quote),
            "input": Row("partner_input", given), "use": Row("input_use", use_id(given, module)),
            "obstacle": Row("obstacle", obstacle), "recommendation": Row("recommendation", advice),
            "chat counts": Row("chat_tally", tally_id(story.group, MARCH, Category.RESOURCES))}


def in_list(what: str, page: str, pane: Callable[[Any], Any]) -> Deed:
    """The Delete key in the list in which the record is chosen."""

    def deed(room: WholeRoom, rows: Rows) -> None:
        room.go(page, rows[what].id)
        listing = pane(room.space.page)
        room.space.page.back()  # type: ignore[union-attr]
        listing.setFocus()
        room.key(Qt.Key.Key_Delete)

    return deed


def by_button(what: str, page: str, words: str, tab: str = "") -> Deed:
    """A button at the open record."""

    def deed(room: WholeRoom, rows: Rows) -> None:
        room.go(page, rows[what].id)
        found: Any = room.space.page
        if tab:
            found.view.form.select(tab)
            room.go(page)
        press(room, words)

    return deed


def press(room: WholeRoom, words: str) -> None:
    """The visible button that says this, or is called so for a screen reader."""
    button = next(one for one in room.space.page.findChildren(QAbstractButton)  # type: ignore[union-attr]
                  if one.isVisible() and words in (one.text(), one.accessibleName()))
    button.click()


def below(what: str, whole: str) -> Deed:
    """The button of a part below a talk or an obstacle."""

    def deed(room: WholeRoom, rows: Rows) -> None:
        room.go("notes", rows[whole].id)
        page: Any = room.space.page
        parts = next(card for card in page.tab.view.form.findChildren(FormRows) if card.isVisible())
        next(one for one in parts.findChildren(QAbstractButton) if one.text() == "Hapus").click()
        assert rows[what].id not in [one.id for one in everything_rows(room, rows[what])]

    return deed


def everything_rows(room: WholeRoom, row: Row) -> list[Any]:
    return room.ctx.desk.records.all(SPECS[row.table].cls)


def visit(room: WholeRoom, rows: Rows) -> None:
    room.go("coaching", rows["visit"].id)
    page: Any = room.space.page
    page.visits.table.view.setFocus()
    room.key(Qt.Key.Key_Delete)


def sheet(room: WholeRoom, rows: Rows) -> None:
    room.go("questionnaires", rows["batch"].id)
    table = room.space.page.batches.batch.sheets.table  # type: ignore[union-attr]
    table.select(rows["sheet"].id)
    table.setFocus()
    room.key(Qt.Key.Key_Delete)


def chat_counts(room: WholeRoom, rows: Rows) -> None:
    room.go("notes", "chat")
    table = room.space.page.tab.months.table  # type: ignore[union-attr]
    table.step(1)
    table.setFocus()
    room.key(Qt.Key.Key_Delete)


def note_list(page: Any) -> Any:
    return page.tab.view.pane


DEEDS: dict[str, tuple[Deed, str]] = {
    "observation": (in_list("observation", "observations", lambda page: page.view.pane), "Nur Hidayah"),
    "visit": (visit, "4 Maret 2026"),
    "cycle": (by_button("cycle", "coaching", "Pindahkan ke Sampah"), "Nur Hidayah"),
    "module": (in_list("module", "modules", lambda page: page.view.pane), "Sampah di sekitar sekolah"),
    "version": (by_button("version", "modules", "Hapus versi ini", "versions"), "Versi 2"),
    "file": (by_button("file", "modules", "Lepas", "versions"), "Sampah v2.txt"),
    "author": (by_button("author", "modules", "Keluarkan", "design"), "Nur Hidayah"),
    "batch": (in_list("batch", "questionnaires", lambda page: page.batches.pane), "Angket awal kelompok"),
    "sheet": (sheet, "Nur Hidayah"),
    "instrument": (by_button("instrument", "questionnaires", "Pindahkan ke Sampah"), "XUJI"),
    "journal": (in_list("journal", "notes", note_list), "Nur Hidayah"),
    "interview": (in_list("interview", "notes", note_list), "8 guru kelas"),
    "quote": (below("quote", "interview"), "Kami saling menunggu giliran"),
    "input": (in_list("input", "notes", note_list), "Kunjungi bank sampah"),
    "obstacle": (in_list("obstacle", "notes", note_list), "Listrik sering padam"),
    "recommendation": (below("recommendation", "obstacle"), "Sediakan lampu darurat"),
    "chat counts": (chat_counts, "7"),
}
"""How each kind of record is deleted by hand, and by which words it is known on screen."""


@pytest.mark.parametrize("what", DEEDS)
def test_a_slip_of_the_hand_costs_no_evidence(what: str, rows: Rows, ctx: Context, qtbot: Any) -> None:
    """Check 8: otherwise an observation, a review, a pile of keyed paper would be gone, or come back with a hole in it."""
    room = WholeRoom(ctx, qtbot, "home")
    deed, words = DEEDS[what]
    before, table = everything(room), rows[what].table
    deed(room, rows)
    gone = [one["id"] for one in before[table] if one not in everything_of(room, table)]
    assert rows[what].id in gone
    assert set(gone) <= {rows[what].id} or table in ("form", "chat_tally")
    assert room.space.toasts.isVisible()
    room.click(room.button("Urungkan", room.space.toasts))
    assert everything(room) == before
    room.qtbot.waitUntil(lambda: words in words_on_screen(room))
    assert ctx.desk.records.all(ChatTally)
