"""The page of the field notes in a real window: what is written stays, what is private stays here, nobody is written
about without consent."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from plcdesk.domain.chat import Category
from plcdesk.domain.fields import SPECS
from plcdesk.domain.forms import FormState, Hour, Mode, Rated, View
from plcdesk.domain.ids import Id
from plcdesk.domain.modules import Module
from plcdesk.domain.notes import Interview, IssueStatus, Obstacle, Permission, Quote, Recommendation, TalkKind
from plcdesk.domain.partners import InputUse, PartnerInput, PartnerRole
from plcdesk.domain.people import Consent, ConsentAnswer, Consented, ConsentKind, consent_id
from tests.ui.looking import cut, nameless, outside, small
from tests.ui.pages.other_rooms import OtherRoom, english_words
from ui.pages.notes.chat_keep import KeepDialog
from ui.pages.notes.page import CHAT, JOURNALS, OBSTACLES, PARTNERS, TALKS, NotesPage
from ui.runtime.context import Context

CTRL = Qt.KeyboardModifier.ControlModifier
MARCH = date(2026, 3, 1)
CHAT_TEXT = """13/01/26 07.20 - Bu Nur: besok pertemuan pukul 13.00 di ruang guru
13/01/26 07.21 - Pak Agus: ok
14/01/26 08.00 - Bu Dewi: https://contoh.sch.id/pecahan video pecahan
02/02/26 07.00 - Bu Nur: Rapat diundur hari Kamis
"""


@pytest.fixture
def room(ctx: Context, qtbot: Any) -> OtherRoom:
    return OtherRoom(ctx, qtbot, "notes")


def notes(room: OtherRoom) -> NotesPage:
    page = room.space.page
    assert isinstance(page, NotesPage)
    return page


def tab(room: OtherRoom, key: str) -> Any:
    bar = notes(room).tabs.bar
    room.click(bar, bar.tabRect(notes(room).tabs.keys.index(key)).center())
    room.qtbot.waitUntil(lambda: notes(room).tabs.current == key)
    QApplication.processEvents()
    return notes(room).tab


def everything(room: OtherRoom) -> dict[str, list[Any]]:
    """Every record of the programme, by table."""
    return {table: room.ctx.desk.records.all(spec.cls) for table, spec in SPECS.items()}


def header(room: OtherRoom) -> None:
    """Press the button of the header."""
    room.click(room.button(notes(room).header_text, room.space.header))


def back_in_the_window(room: OtherRoom) -> None:
    """After a dialog; the platform without a screen has no window manager to do it."""
    with room.qtbot.waitActive(room.space):
        room.space.activateWindow()


def test_a_journal_is_written_by_keyboard_and_is_there_the_next_time(room: OtherRoom, story: Any) -> None:
    one = story.members(3)[0]
    room.go("notes", one)
    page = notes(room)
    room.key(Qt.Key.Key_N, CTRL)
    form = page.tab.form
    room.key(Qt.Key.Key_1)
    room.qtbot.waitUntil(lambda: form.filled.done == 1)
    form.items.controls["J2"].focus_first()
    room.type("Bertanya dengan kartu")
    room.go("people")
    filled = room.ctx.desk.forms.load(room.ctx.desk.notes.journals.of(one, MARCH))
    assert (filled.rated["J1"].score, filled.rated["J2"].evidence) == (1, "Bertanya dengan kartu")
    room.go("notes")
    assert "1 dari 3 guru sudah menulis" in room.texts()
    room.ctx.undo.undo()
    assert "J2" not in room.ctx.desk.forms.load(filled.form.id).rated
    assert form.items.controls["J2"].field.value() == ""


def test_finishing_a_journal_says_what_is_blank_and_invents_nothing(room: OtherRoom, story: Any) -> None:
    one = story.members(2)[0]
    room.go("notes", one)
    header(room)
    form = notes(room).tab.form
    room.key(Qt.Key.Key_2)
    room.key(Qt.Key.Key_Return, CTRL)
    room.qtbot.waitUntil(lambda: form.filled.form.state is FormState.COMPLETE)
    assert "Selesai. 7 butir belum diisi." in room.texts()
    assert list(form.filled.rated) == ["J1"]
    room.ctx.undo.undo()
    assert form.filled.form.state is FormState.PARTIAL


def test_paper_journals_follow_each_other(room: OtherRoom, story: Any) -> None:
    story.members(3)
    rows = notes(room).tab.journals.shown()
    names = [row.name for row in rows]
    room.go("notes", rows[0].id)
    form = notes(room).tab.form
    assert form.person.name == names[0]
    room.click(form.copy)
    assert form.filled.form.mode is Mode.PAPER
    first = form.filled.form.id
    form.sheet.setFocus()
    room.key(Qt.Key.Key_1)
    for _ in range(4):
        room.key(Qt.Key.Key_Return)
    for key in (Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_3):
        room.key(key)
    if form.filled is not None and form.filled.form.id == first:
        room.key(Qt.Key.Key_Return)
    room.qtbot.waitUntil(lambda: form.person.name == names[1])
    filled = room.ctx.desk.forms.load(first)
    assert (filled.form.state, filled.score.rules["able"]) == (FormState.COMPLETE, True)
    room.qtbot.waitUntil(lambda: form.copy.hasFocus())


def test_the_table_of_months_leads_to_the_journal_of_that_month(room: OtherRoom, story: Any) -> None:
    one = story.members(2)[0]
    room.ctx.desk.notes.journals.start(one, date(2026, 2, 1))
    room.go("notes", JOURNALS)
    part = notes(room).tab
    room.click(room.button("Tabel"))
    view = part.matrix.view
    row = next(at for at in range(view.model().rowCount()) if view.records.row(at).id == one)
    index = view.model().index(row, 5)
    assert index.data() == "0 dari 8"
    view.setCurrentIndex(index)
    view.setFocus()
    room.key(Qt.Key.Key_Return)
    assert (part.form.month, part.form.person.id) == (date(2026, 2, 1), one)
    assert part.form.filled is not None


def test_own_view_stands_beside_the_observers(room: OtherRoom, story: Any) -> None:
    desk, one = room.ctx.desk, story.members(2)[0]
    journal = desk.notes.journals.start(one, MARCH).id
    seen = desk.forms.start("F", person_id=one, meeting_id=story.a_meeting("2026-03-02")).id
    for form, score in ((journal, 4), (seen, 2)):
        desk.forms.answer(form, "F1", Rated(score))
    room.go("notes", one)
    form = notes(room).tab.form
    assert form.beside.isVisible()
    assert form.growth.isVisible()
    assert "diri 4, pengamat 2" in form.growth.lines["F1"].accessibleDescription()


def test_a_second_journal_of_the_month_is_not_hidden(room: OtherRoom, story: Any) -> None:
    desk, one = room.ctx.desk, story.members(2)[0]
    first = desk.notes.journals.start(one, MARCH).id
    desk.forms.answer(first, "J2", Rated(evidence="Yang pertama"))
    desk.forms.start("J", person_id=one, rater_id=one, view=View.SELF, hour=Hour(date(2026, 3, 20)))
    room.go("notes", one)
    form = notes(room).tab.form
    assert form.filled.form.id != first
    room.click(room.button("Tampilkan yang lain"))
    assert form.items.controls["J2"].field.value() == "Yang pertama"


def begin_talk(room: OtherRoom, person: Id) -> Any:
    part = tab(room, TALKS)
    header(room)
    dialog = part.dialog
    room.qtbot.waitUntil(dialog.isVisible)
    dialog.person.control.set_value(person)
    dialog.person.control.edited.emit()
    return dialog


@pytest.mark.parametrize(("said", "words"), [
    (None, "belum ditanya"), (ConsentAnswer.NO, "tidak menyetujui"), (ConsentAnswer.WITHDRAWN, "mencabut")])
def test_without_consent_the_dialog_says_so_and_stores_nothing(
        room: OtherRoom, story: Any, said: ConsentAnswer | None, words: str) -> None:
    one = story.members(2)[1]
    if said is not None:
        key = consent_id(one, ConsentKind.INTERVIEW)
        room.ctx.desk.records.save(Consent(id=key, person_id=one, kind=ConsentKind.INTERVIEW,
                                           answer=Consented(said, date(2026, 1, 5))))
    dialog = begin_talk(room, one)
    before = everything(room)
    assert words in dialog.words.text()
    room.click(dialog.add)
    assert words in dialog.agreed.error
    assert "Tidak ada yang disimpan" in dialog.agreed.error
    assert dialog.isVisible()
    assert everything(room) == before
    dialog.agreed.control.setFocus()
    room.type("kemarin")
    dialog.store()
    room.qtbot.waitUntil(lambda: len(room.ctx.desk.records.all(Interview)) == 1)
    consent = room.ctx.desk.notes.interviews.consent(one).record.answer
    assert consent == Consented(ConsentAnswer.YES, date(2026, 3, 3))


def test_a_deleted_talk_comes_back_field_by_field(room: OtherRoom, story: Any) -> None:
    desk = room.ctx.desk
    talk = desk.notes.interviews.start(TalkKind.INTERVIEW, speaker="Guru B").id
    desk.forms.answer(desk.notes.interviews.detail(talk).form_id, "W3", Rated(evidence="Saat lesson study"))
    desk.notes.quotes.add("Saat itu saya berani.", talk)
    before = everything(room)
    room.go("notes", talk)
    part = notes(room).tab
    part.view.pane.setFocus()
    room.key(Qt.Key.Key_Delete)
    assert desk.records.all(Interview) == []
    assert desk.records.all(Quote) == []
    room.click(room.button("Urungkan"))
    assert everything(room) == before


def test_marked_words_become_a_quote_with_its_speaker(room: OtherRoom, story: Any) -> None:
    desk = room.ctx.desk
    talk = desk.notes.interviews.start(TalkKind.INTERVIEW, speaker="Guru B").id
    room.go("notes", talk)
    form = notes(room).tab.talks.form
    field = form.items.controls["W5"].field
    form.items.controls["W5"].focus_first()
    room.type("Anak saling bertanya. Saya diam saja.")
    cursor = field.textCursor()
    cursor.setPosition(0)
    cursor.setPosition(21, cursor.MoveMode.KeepAnchor)
    field.setTextCursor(cursor)
    room.key(Qt.Key.Key_K, CTRL | Qt.KeyboardModifier.ShiftModifier)
    (quote,) = desk.records.all(Quote)
    assert (quote.text, quote.speaker, quote.private, quote.interview_id) == (
        "Anak saling bertanya.", "Guru B", True, talk)
    assert "Anak saling bertanya. Saya diam saja." in str(desk.forms.load(form.detail.form_id).rated["W5"].evidence)
    assert len(form.quotes.forms) == 1


def test_a_quote_is_marked_when_its_speaker_withdrew(room: OtherRoom, story: Any) -> None:
    desk, one = room.ctx.desk, story.members(2)[1]
    quote = desk.notes.quotes.add("Kami berani mencoba.", person_id=one, speaker="Guru B").id
    loaded = desk.records.load(Quote, quote)
    desk.records.save(dataclasses.replace(loaded.record, permission=Permission.GIVEN), loaded)
    key = consent_id(one, ConsentKind.QUOTE)
    desk.records.save(Consent(id=key, person_id=one, kind=ConsentKind.QUOTE,
                              answer=Consented(ConsentAnswer.WITHDRAWN, date(2026, 3, 1))))
    room.go("notes", quote)
    part = notes(room).tab
    assert part.quotes.form.refused.isVisible()
    assert part.quotes.pane.view.records.data(part.quotes.pane.view.records.index(0, 0)) is not None
    room.click(room.button("Bagikan…"))
    assert desk.records.get(Quote, quote).private
    assert desk.records.get(Quote, quote).text == "Kami berani mencoba."


def test_sharing_says_who_will_see_it_and_can_be_undone(room: OtherRoom, story: Any) -> None:
    desk = room.ctx.desk
    talk = desk.notes.interviews.start(TalkKind.INTERVIEW, speaker="Guru B", school_id=story.school).id
    before = everything(room)
    room.go("notes", talk)
    assert any("Pribadi: hanya di komputer ini" in text for text in room.texts())
    room.click(room.button("Bagikan…"))
    dialog = room.dialog()
    assert any("SD Melati 01" in text for text in room.texts(dialog))
    room.click(room.button("Bagikan", dialog))
    room.qtbot.waitUntil(lambda: desk.records.get(Interview, talk) is None)
    (shared,) = desk.records.all(Interview)
    assert not shared.private
    assert notes(room).tab.talks.current == shared.id
    room.ctx.undo.undo()
    assert everything(room) == before


def chat(room: OtherRoom, tmp_path: Path, text: str = CHAT_TEXT) -> Any:
    path = tmp_path / "Chat WhatsApp dengan KBP Melati.txt"
    path.write_text(text, encoding="utf-8")
    part = tab(room, CHAT)
    header(room)
    part.begin.take(path)
    room.qtbot.waitUntil(lambda: part.alone or part.file.dialog is not None)
    QApplication.processEvents()
    return part


def test_a_chat_is_coded_with_one_key_a_message(room: OtherRoom, story: Any, tmp_path: Path) -> None:
    part = chat(room, tmp_path)
    assert "Januari 2026: 0 dari 2" in room.texts()
    assert part.coding.choices[Category.COORDINATION].text() == "3 Koordinasi agenda (saran)"
    room.key(Qt.Key.Key_3)
    room.key(Qt.Key.Key_2)
    assert "Februari 2026: 0 dari 1" in room.texts()
    room.key(Qt.Key.Key_Backspace)
    assert "Januari 2026: 1 dari 2" in room.texts()
    room.key(Qt.Key.Key_1)
    room.key(Qt.Key.Key_3)
    room.click(part.coding.keep)
    february, january = room.ctx.desk.notes.chats.months(story.group)
    assert dict(january.counts) == {Category.RESOURCES: 1, Category.CONSULTATION: 0, Category.COORDINATION: 1,
                                    Category.ENCOURAGEMENT: 0, Category.UNCODED: 1}
    assert (february.coded, february.total) == (1, 1)
    assert not part.alone
    assert part.months.table.view.model().rowCount() == 2
    room.key(Qt.Key.Key_Z, CTRL)
    assert room.ctx.desk.notes.chats.months() == []


def test_leaving_in_the_middle_asks_and_keeps_only_whole_months(room: OtherRoom, tmp_path: Path) -> None:
    part = chat(room, tmp_path)
    room.key(Qt.Key.Key_3)
    room.key(Qt.Key.Key_1)
    room.key(Qt.Key.Key_Escape)
    assert any("Februari 2026" in text for text in room.texts(room.dialog()))
    room.click(room.button("Simpan hitungan bulan yang selesai", room.dialog()))
    back_in_the_window(room)
    assert [row.month for row in room.ctx.desk.notes.chats.months()] == [date(2026, 1, 1)]
    assert part.alone, "the month that is not finished can go on"
    room.key(Qt.Key.Key_Escape)
    QApplication.processEvents()
    assert not part.alone, "nothing coded is unstored any more"
    assert room.ctx.desk.notes.chats.going is None


def test_ending_without_storing_stores_nothing(room: OtherRoom, tmp_path: Path) -> None:
    before = everything(room)
    part = chat(room, tmp_path)
    room.key(Qt.Key.Key_3)
    room.click(part.coding.end)
    room.click(room.button("Akhiri tanpa menyimpan", room.dialog()))
    assert everything(room) == before
    assert not part.alone
    assert part.coding._text.text() == ""


def test_another_page_and_closing_the_window_do_not_throw_the_coding_away(room: OtherRoom, tmp_path: Path) -> None:
    part = chat(room, tmp_path)
    room.key(Qt.Key.Key_3)
    room.go("people")
    closed: list[bool] = []
    assert notes_of(room).hold_close(lambda: closed.append(True))
    assert notes(room).tab is part
    room.click(room.button("Lanjutkan mengode", room.dialog()))
    assert closed == []
    assert part.alone
    assert notes(room).hold_close(lambda: closed.append(True))
    room.click(room.button("Akhiri tanpa menyimpan", room.dialog()))
    assert closed == [True]
    assert not notes(room).hold_close(lambda: closed.append(True))


def notes_of(room: OtherRoom) -> NotesPage:
    page = room.space.pages["notes"]
    assert isinstance(page, NotesPage)
    return page


def test_counts_of_the_same_month_are_chosen_side_by_side(room: OtherRoom, story: Any, tmp_path: Path) -> None:
    chats = room.ctx.desk.notes.chats
    chats.set_count(story.group, date(2026, 1, 1), Category.COORDINATION, 9)
    part = chat(room, tmp_path)
    for key in (Qt.Key.Key_3, Qt.Key.Key_1, Qt.Key.Key_3):
        room.key(key)
    room.click(part.coding.keep)
    dialog = part.dialog
    assert isinstance(dialog, KeepDialog)
    (choice,) = dialog.choices.values()
    assert choice.value() is None
    assert {"9", "1", "—"} <= set(room.texts(dialog))
    dialog.store.click()
    assert dialog.isVisible(), "no answer is chosen for the user"
    room.click(room.button("Ganti dengan yang baru", dialog))
    room.click(dialog.store)
    assert [row.counts.get(Category.COORDINATION) for row in chats.months()] == [1, 1]
    back_in_the_window(room)
    room.key(Qt.Key.Key_Z, CTRL)
    assert [dict(row.counts) for row in chats.months()] == [{Category.COORDINATION: 9}]


def test_an_unclear_date_is_asked_with_an_example(room: OtherRoom, tmp_path: Path) -> None:
    part = chat(room, tmp_path, "4/5/26, 07:20 - Bu Nur: besok pertemuan\n5/5/26, 08:00 - Pak Agus: Rapat Kamis\n")
    dialog = room.dialog()
    assert any("04/05/2026" in text for text in room.texts(dialog))
    room.click(room.button("4 Mei 2026", dialog))
    room.qtbot.waitUntil(lambda: part.alone)
    assert "Mei 2026: 0 dari 2" in room.texts()


def test_a_file_that_is_no_chat_is_refused_in_words(room: OtherRoom, tmp_path: Path) -> None:
    path = tmp_path / "foto.txt"
    path.write_bytes(b"PK\x03\x04")
    part = tab(room, CHAT)
    header(room)
    part.begin.take(path)
    room.qtbot.waitUntil(lambda: any("Tidak ada yang disimpan" in text for text in room.texts()))
    assert not part.alone


def test_partners_input_with_role_forum_and_the_module_that_took_it_up(room: OtherRoom, story: Any) -> None:
    desk = room.ctx.desk
    forum = story.a_meeting("2026-02-20", title="Forum orang tua")
    module = Module(school_id=story.school, code="M03", title="Anyaman pandan")
    desk.records.save(module)
    part = tab(room, PARTNERS)
    header(room)
    room.type("Ajarkan menganyam pandan")
    form = part.view.form
    for control, value in ((form.form._fields["role"].control, PartnerRole.PARENT), (form.forum, forum)):
        control.set_value(value)
        control.edited.emit()
        control.left.emit()
    room.go("people")
    (given,) = desk.records.all(PartnerInput)
    assert (given.text, given.role, given.meeting_id, given.school_id) == (
        "Ajarkan menganyam pandan", PartnerRole.PARENT, forum, story.school)
    room.go("notes", given.id)
    form.module.set_value(module.id)
    form.module.edited.emit()
    assert [use.module_id for use in desk.records.all(InputUse)] == [module.id]
    QApplication.processEvents()
    room.button("Dipakai dalam M03")
    room.click(room.button("✕", form))
    assert desk.records.all(InputUse) == []
    room.click(room.button("Urungkan"))
    assert len(desk.records.all(InputUse)) == 1


def test_an_obstacle_with_its_recommendation_by_keyboard(room: OtherRoom, story: Any) -> None:
    desk = room.ctx.desk
    part = tab(room, OBSTACLES)
    room.key(Qt.Key.Key_N, CTRL)
    room.type("Internet sering putus")
    room.key(Qt.Key.Key_Tab)
    room.key(Qt.Key.Key_Down)
    room.qtbot.waitUntil(lambda: desk.records.all(Obstacle)[0].text == "Internet sering putus")
    form = part.view.form
    form.answers.add.setFocus()
    room.key(Qt.Key.Key_Space)
    room.type("Sediakan jaringan cadangan")
    room.go("people")
    (obstacle,) = desk.records.all(Obstacle)
    (answer,) = desk.records.all(Recommendation)
    assert obstacle.category == "H1"
    assert (answer.obstacle_id, answer.text, answer.status) == (
        obstacle.id, "Sediakan jaringan cadangan", IssueStatus.OPEN)
    before = everything(room)
    room.go("notes", obstacle.id)
    part.view.pane.setFocus()
    room.key(Qt.Key.Key_Delete)
    assert desk.records.all(Obstacle) == []
    room.key(Qt.Key.Key_Z, CTRL)
    assert everything(room) == before


def test_a_new_note_of_several_schools_asks_whose_it_is(room: OtherRoom, story: Any) -> None:
    other = room.ctx.desk.programme.add_school("SD Kenanga 02").id
    part = tab(room, OBSTACLES)
    header(room)
    part.dialog.school.control.set_value(other)
    room.click(part.dialog.add)
    assert [one.school_id for one in room.ctx.desk.records.all(Obstacle)] == [other]


def fill(room: OtherRoom, story: Any) -> dict[str, str | None]:
    """Something on each tab; which record to open there."""
    desk = room.ctx.desk
    one = story.members(3)[0]
    desk.notes.journals.start(one, MARCH)
    talk = desk.notes.interviews.start(TalkKind.INTERVIEW, speaker="Guru B", school_id=story.school).id
    quote = desk.notes.quotes.add("Kami berani mencoba dan saling bertanya di kelas.", talk).id
    theme = desk.notes.quotes.add_theme("Percaya diri").id
    desk.notes.chats.set_count(story.group, date(2026, 1, 1), Category.COORDINATION, 9)
    given = desk.notes.partners.add("Ajarkan menganyam pandan kepada anak kelas tinggi").id
    obstacle = desk.notes.obstacles.add("Internet sering putus saat pertemuan daring", "H3").id
    answer = desk.notes.obstacles.recommend("Sediakan jaringan cadangan", obstacle_id=obstacle).id
    return {"journal": one, "talk": talk, "quote": quote, "theme": theme, "chat": CHAT, "partner": given,
            "obstacle": obstacle, "recommendation": answer}


@pytest.mark.parametrize("size", [(1366, 697), (1093, 543), (1024, 529), (911, 441), (781, 368)])
def test_every_tab_fits_and_speaks_indonesian(room: OtherRoom, story: Any, size: tuple[int, int]) -> None:
    places = fill(room, story)
    room.resize(*size)
    for record in places.values():
        room.go("notes", record)
        page = notes(room)
        found = [*cut(page), *outside(page), *nameless(page), *small(page), *english_words(page)]
        assert found == [], f"{record} at {size}"
