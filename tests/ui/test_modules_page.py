"""The page of the modules in a real window: nothing typed, attached or agreed is lost, nothing is cut off."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from plcdesk.domain.changes import Row
from plcdesk.domain.forms import Counted, Hour, Lesson, LessonKind, Rated
from plcdesk.domain.ids import Id
from plcdesk.domain.modules import ModuleKind, ModuleStatus, Verdict
from tests.ui.looking import cut, nameless, outside, small
from tests.ui.pages.modules_room import ModulesRoom, add, everything, fill_in
from tests.ui.pages.other_rooms import english_words
from ui.pages.meetings.page import MeetingsPage
from ui.pages.modules.add_dialog import AddModule
from ui.pages.modules.form import DESIGN, REVIEWS, ROUNDS, STORY, VERSIONS
from ui.pages.modules.page import BOARD, LIST, ModulesPage
from ui.runtime.context import Context
from ui.widgets.empty import EmptyState

SMALL = ((1366, 697), (1024, 529), (781, 368))


@pytest.fixture
def room(ctx: Context, qtbot: Any) -> ModulesRoom:
    return ModulesRoom(ctx, qtbot)


def test_a_module_needs_a_title_and_is_open_at_once(room: ModulesRoom) -> None:
    assert "Belum ada modul" in room.texts()
    room.modules.primary()
    dialog = room.modules.dialog
    assert isinstance(dialog, AddModule)
    room.qtbot.waitUntil(dialog.isActiveWindow)
    room.key(Qt.Key.Key_Return)
    assert dialog.title.error == "Isi judul"
    room.type("Sampah di sekitar sekolah")
    room.key(Qt.Key.Key_Return)
    QApplication.processEvents()
    detail = room.stored()
    assert (detail.module.code, detail.module.title) == ("M01", "Sampah di sekitar sekolah")
    assert [row.name for row in detail.authors] == ["Siti Rahmawati"]
    assert room.modules.view.pane.view.records.rowCount() == 1


def test_a_round_is_filled_in_by_keyboard_and_moves_the_module_on(room: ModulesRoom, story: Any) -> None:
    story.a_person("Nur Hidayah")
    add(room)
    room.step(0)
    room.type("Siswa memilah sampah")
    room.key(Qt.Key.Key_Tab)
    room.type("Sampah plastik di selokan")
    room.key(Qt.Key.Key_Tab)
    room.type("Kelas IV")
    room.key(Qt.Key.Key_Tab)
    room.type("9/3/2026")
    room.key(Qt.Key.Key_Tab)
    detail = room.stored()
    assert detail.module.problem == "Sampah plastik di selokan"
    found = detail.rounds[0].round
    assert (found.objective, found.classroom, found.planned_on) == ("Siswa memilah sampah", "Kelas IV", date(2026, 3, 9))
    room.step(1)
    room.type("nur")
    room.key(Qt.Key.Key_Return)
    room.key(Qt.Key.Key_Tab)
    room.type("kemarin")
    room.key(Qt.Key.Key_Tab)
    detail = room.stored()
    assert detail.rounds[0].round.taught_on == date(2026, 3, 3)
    assert detail.names[detail.rounds[0].round.taught_by or Id("")] == "Nur Hidayah"
    assert detail.module.status is ModuleStatus.TRIED
    room.step(2)
    room.type("Kelompok 2 diam")
    room.key(Qt.Key.Key_Tab)
    assert room.stored().rounds[0].round.happened == "Kelompok 2 diam"
    words = [button.accessibleName() for button in room.tab(ROUNDS).stepper.findChildren(QWidget) if button.accessibleName()]
    assert sum("Selesai" in text for text in words) >= 3


def test_half_typed_words_are_saved_when_another_tab_or_module_is_opened(room: ModulesRoom) -> None:
    first, second = add(room), add(room, "Air bersih")
    room.modules.open(first)
    room.step(3)
    part = room.tab(ROUNDS)
    changes = part.form._fields["changes"].control
    changes.setFocus()
    room.type("Perpendek LKPD")
    room.modules.open(second)
    assert room.ctx.desk.modules.detail(first).rounds[0].round.changes == "Perpendek LKPD"  # type: ignore[union-attr]
    assert room.tab(ROUNDS).form._fields["changes"].control.value() == ""


def test_files_are_attached_compared_and_taken_off(room: ModulesRoom, tmp_path: Path) -> None:
    add(room)
    path = tmp_path / "Modul Sampah.docx"
    path.write_bytes(b"versi 1")
    room.tab(VERSIONS).cards[0].files.attach([path])
    room.settle()
    assert "Modul Sampah.docx" in room.texts()
    room.click(room.button("Versi baru"))
    path.write_bytes(b"versi 2")
    room.tab(VERSIONS).cards[0].files.attach([path])
    room.settle()
    assert room.tab(VERSIONS).cards[0].compared.text() == "Dibanding versi 1: Diperbarui: Modul Sampah.docx"
    room.click(room.button("Lepas"))
    assert room.stored().versions[0].files == ()
    room.ctx.undo.undo()
    assert [row.file.name for row in room.stored().versions[0].files] == ["Modul Sampah.docx"]
    path.write_bytes(b"")
    room.tab(VERSIONS).cards[0].files.attach([path])
    room.settle()
    assert any("kosong. Tidak ada yang ditambahkan" in text for text in room.texts())


def test_a_change_becomes_a_follow_up_among_all_and_leads_back_to_its_module(room: ModulesRoom) -> None:
    module = add(room)
    room.step(3)
    part = room.tab(ROUNDS)
    part.form._fields["changes"].control.setFocus()
    room.type("Perpendek LKPD")
    room.key(Qt.Key.Key_Tab)
    room.click(room.button("Jadikan tindak lanjut", part.act))
    assert not [button for button in part.act.findChildren(QWidget) if button.isVisible()
                and button.accessibleName() == "Jadikan tindak lanjut: Perpendek LKPD"]
    part.act.editor.focus_new()
    room.type("Pinjam timbangan")
    room.key(Qt.Key.Key_Return)
    room.type("siti")
    room.key(Qt.Key.Key_Return)
    room.key(Qt.Key.Key_Return)
    QApplication.processEvents()
    room.modules.leave()
    assert [row.what for row in room.ctx.desk.actions.rows()] == ["Perpendek LKPD", "Pinjam timbangan"]
    room.go("meetings", "view:actions")
    page: Any = room.space.page
    assert isinstance(page, MeetingsPage)
    table = page.panes.followups.table
    assert table.view.model().rowCount() == 2
    shown = [table.view.model().index(0, at).data() for at in range(table.view.model().columnCount())]
    assert "Modul: Sampah di sekitar sekolah" in shown
    room.click(room.button("Buka modul"))
    for _ in range(3):
        QApplication.processEvents()
    assert room.modules.record_id == module
    assert room.modules.view.form.tabs.current == ROUNDS


def test_everything_done_on_the_page_can_be_undone(room: ModulesRoom, tmp_path: Path) -> None:
    before = everything(room)
    add(room)
    room.step(3)
    room.click(room.button("Revisi", room.tab(ROUNDS).act))
    room.click(room.button("Mulai siklus 2", room.tab(ROUNDS).act))
    assert [row.number for row in room.stored().rounds] == [1, 2]
    room.tab(VERSIONS).new_version()
    path = tmp_path / "Modul.pdf"
    path.write_bytes(b"%PDF")
    room.tab(VERSIONS).cards[0].files.attach([path])
    room.settle()
    part = room.tab(REVIEWS)
    room.click(part.overview.buttons[0])
    fill_in(room, Qt.Key.Key_4)
    room.modules.view.form.delete()
    while room.ctx.undo.can_undo:
        room.ctx.undo.undo()
        QApplication.processEvents()
    assert everything(room) == before
    assert room.modules.view.pane.view.records.rowCount() == 0


def test_deleting_leads_to_the_next_module_and_undo_brings_it_back(room: ModulesRoom) -> None:
    first = add(room)
    add(room, "Air bersih")
    room.modules.open(first)
    room.modules.view.pane.setFocus()
    room.key(Qt.Key.Key_Delete)
    for _ in range(3):
        QApplication.processEvents()
    assert [row.title for row in room.ctx.desk.modules.rows()] == ["Air bersih"]
    room.ctx.undo.undo()
    QApplication.processEvents()
    assert room.modules.view.pane.view.records.rowCount() == 2


def test_the_board_shows_each_module_at_its_step_and_opens_it_by_keyboard(room: ModulesRoom) -> None:
    first, second = add(room), add(room, "Air bersih")
    room.modules.open(second)
    room.step(0)
    room.type("Siswa menyaring air")
    room.click(room.button("Papan"))
    board = room.modules.board
    assert [[card.module for card in column] for column in board.columns] == [[first], [second], [], []]
    assert room.modules.focus_list()
    room.key(Qt.Key.Key_Right)
    room.key(Qt.Key.Key_Right)
    room.key(Qt.Key.Key_Left)
    room.key(Qt.Key.Key_Space)
    assert not room.modules.on_board
    assert room.modules.record_id == first
    room.click(room.button("Papan"))
    assert ModulesPage(room.ctx).on_board  # remembered
    room.ctx.desk.records.delete(Row("module", first))
    room.modules.refresh()
    assert [len(column) for column in board.columns] == [0, 1, 0, 0]


def a_full_module(room: ModulesRoom, story: Any, tmp_path: Path) -> Id:
    """A module with long words everywhere."""
    desk = room.ctx.desk
    authors = [story.a_person(name) for name in ("Dra. Hj. Nur Hidayah Kusumawardani, M.Pd.", "Agus Priyatno")]
    module = desk.modules.add("Menimbang dan memilah sampah plastik di sekitar sekolah kami", story.school,
                              ModuleKind.PROJECT, classroom="Kelas IV (Fase B)", authors=authors).id
    version = desk.modules.detail(module).versions[0].version.id  # type: ignore[union-attr]
    path = tmp_path / "Modul projek menimbang dan memilah sampah plastik di sekitar sekolah (perbaikan akhir).docx"
    path.write_bytes(b"isi")
    desk.modules.files.attach(version, path)
    for author in authors:
        form = desk.modules.reviews.start(version, "A", author).id
        for item in desk.instruments.current("A").items:
            desk.forms.answer(form, item.code, Rated(score=3 if author == authors[0] else 2))
        desk.forms.finish(form)
    found = desk.modules.detail(module).rounds[0].round  # type: ignore[union-attr]
    desk.modules.decide(found.id, Verdict.REVISE, "Lembar kerja terlalu panjang untuk satu pertemuan")
    desk.actions.add_for_round(found.id, "Memperpendek lembar kerja dan menambah gambar timbangan", authors[0], date(2026, 3, 1))
    desk.modules.new_version(module, "Lembar kerja diperpendek")
    desk.modules.start_round(module)
    return module


@pytest.mark.parametrize("size", SMALL, ids=str)
def test_nothing_is_cut_off_nameless_or_too_small(ctx: Context, qtbot: Any, story: Any, tmp_path: Path,
                                                 size: tuple[int, int]) -> None:
    room = ModulesRoom(ctx, qtbot, size)
    room.modules.open(a_full_module(room, story, tmp_path))
    QApplication.processEvents()
    wrong: list[str] = []

    def look(where: str) -> None:
        room.settle()
        for find in (cut, outside, nameless, small, english_words):
            wrong.extend(f"{where}: {one}" for one in find(room.space))

    room.modules.show_view(BOARD)
    look("board")
    room.modules.show_view(LIST)
    for tab in (DESIGN, VERSIONS, STORY):
        room.tab(tab)
        look(tab)
    for at in range(4):
        room.step(at)
        look(f"step {at}")
    part = room.tab(ROUNDS)
    part._choose(room.stored().rounds[0].round.id)
    look("first round")
    part = room.tab(REVIEWS)
    part.overview._turn_to(room.stored().versions[-1].version.id)
    look("reviews")
    rows = room.ctx.desk.modules.reviews.of(part.overview.version)
    part.open_review(rows.reviews[0].id)
    look("review")
    part.show_overview()
    part.compare(rows.pairs[0])
    look("compared")
    assert not wrong, "\n".join(wrong)


def test_an_empty_programme_says_what_to_do_on_the_list_and_on_the_board(room: ModulesRoom) -> None:
    assert not room.modules.view._hint.what.isVisible(), "nobody is asked to choose from an empty list"
    room.modules.show_view(BOARD)
    empty = room.modules.board.findChild(EmptyState)
    assert empty is not None
    assert empty.isVisible()
    empty.button.click()
    assert any(dialog.isVisible() for dialog in room.space.findChildren(AddModule))


def test_a_lesson_of_the_story_opens_its_observation(room: ModulesRoom, story: Any) -> None:
    desk, teacher = room.ctx.desk, story.a_person("Nur Hidayah")
    module = desk.modules.add("Sampah", story.school, authors=[teacher]).id
    form = desk.forms.start("D", person_id=teacher, module_id=module, hour=Hour(desk.today()),
                            lesson=Lesson("IV A", "IPAS", LessonKind.MODULE, 20)).id
    desk.forms.count(form, 1, Counted(20, 10, 4))
    desk.forms.finish(form)
    room.modules.refresh()
    room.modules.open(module)
    part = room.tab(STORY)
    gone: list[tuple[str, object]] = []
    room.ctx.navigator.asked.connect(lambda page, record: gone.append((page, record)))
    button = next(one for one in part.findChildren(QPushButton) if "Nur Hidayah" in one.accessibleName())
    button.click()
    assert gone == [("observations", form)]
