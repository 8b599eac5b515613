"""The print preview: what is shown is what is saved and printed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter

from plcdesk.domain.ids import Id
from plcdesk.domain.papers import PaperSize
from tests.ui.pages.meetings_room import Room
from ui.runtime.context import Context
from ui.widgets.pdf_pages import PdfPages
from ui.widgets.print_panel import PrintPanel
from ui.widgets.printing import print_pages, printer_for


@pytest.fixture
def meeting(story: Any) -> Id:
    story.members(10)
    story.a_slot()
    made = story.desk.meetings.start_from_slot(*story.desk.meetings.next_slot()).id
    story.desk.meetings.add_decision(made, "Rubrik dipakai mulai minggu depan")
    return made


@pytest.fixture
def room(ctx: Context, qtbot: Any, meeting: Id) -> Room:
    made = Room(ctx, qtbot)
    made.open(meeting)
    return made


@pytest.fixture
def panel(room: Room) -> PrintPanel:
    """The preview of the minutes, on screen."""
    made = room.page.printer
    with room.qtbot.waitSignal(made.shown, timeout=20_000):
        room.key(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert made.isVisible()
    return made


def millimetres(pdf: bytes) -> tuple[int, int]:
    pages = PdfPages(pdf)
    size = pages.sizes[0]
    pages.close()
    return round(size.width() / 72 * 25.4), round(size.height() / 72 * 25.4)


def change(room: Room, panel: PrintPanel, name: str, value: object) -> bytes:
    """Choose something and wait for the PDF that follows."""
    control = getattr(panel, name)
    with room.qtbot.waitSignal(panel.shown, timeout=20_000) as told:
        control.set_value(value)
        control.edited.emit()
    return bytes(told.args[0])


def test_paper_and_document_change_the_pages(room: Room, panel: PrintPanel) -> None:
    assert millimetres(panel.pdf or b"") == (210, 297)
    assert millimetres(change(room, panel, "_paper", PaperSize.F4)) == (215, 330)
    before = panel.pdf
    after = change(room, panel, "_kind", "attendance-blank")
    assert after != before
    assert panel.boxes["staggered"].isVisible()
    assert not panel.boxes["attendance_at_end"].isVisible()


def test_a_switch_makes_the_document_anew_and_the_attendance_list_adds_a_page(room: Room, panel: PrintPanel) -> None:
    pages = panel.view.paper.count
    with room.qtbot.waitSignal(panel.shown, timeout=20_000):
        room.click(panel.boxes["attendance_at_end"])
    assert panel.view.paper.count == pages + 1


def test_only_the_last_wish_is_shown(room: Room, panel: PrintPanel) -> None:
    """Three quick presses: the preview does not jump back to an earlier answer."""
    for size in (PaperSize.F4, PaperSize.A4, PaperSize.F4):
        panel._paper.set_value(size)
        panel._paper.edited.emit()
    room.qtbot.waitUntil(lambda: not room.ctx.tasks.busy, timeout=30_000)
    assert millimetres(panel.pdf or b"") == (215, 330)


def test_the_saved_file_is_the_one_on_screen(room: Room, panel: PrintPanel, tmp_path: Path) -> None:
    target = tmp_path / panel.paper.file_name()
    assert target.name.startswith("Notulen_")
    assert target.name.endswith("2026-03-04.pdf")
    assert panel.save_to(target)
    assert target.read_bytes() == panel.pdf
    assert any(text == f"PDF tersimpan di {tmp_path}" for text in room.texts())


def test_a_folder_that_is_gone_is_said_and_nothing_is_lost(room: Room, panel: PrintPanel, tmp_path: Path) -> None:
    assert not panel.save_to(tmp_path / "tidak ada" / "notulen.pdf")
    assert any("Data Anda tidak berubah. Pilih folder lain." in text for text in room.texts())
    assert panel.save_to(tmp_path / "notulen.pdf")
    assert not any("Pilih folder lain." in text for text in room.texts())


def test_the_printer_gets_the_same_pages_on_the_same_paper(room: Room, panel: PrintPanel, tmp_path: Path) -> None:
    change(room, panel, "_paper", PaperSize.F4)
    assert panel.pdf is not None
    printer = printer_for(panel.pdf, "notulen")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "cetak.pdf"))
    assert print_pages(panel.pdf, printer)
    printed = (tmp_path / "cetak.pdf").read_bytes()
    width, height = millimetres(printed)
    assert abs(width - 215) <= 1
    assert abs(height - 330) <= 1
    first, second = PdfPages(panel.pdf), PdfPages(printed)
    assert len(first.sizes) == len(second.sizes)
    first.close()
    second.close()


def test_a_printer_that_does_not_respond_is_said(room: Room, panel: PrintPanel) -> None:
    panel._printed(False)
    assert any("Printer tidak menjawab. Dokumen belum tercetak." in text for text in room.texts())


def test_in_a_narrow_window_the_options_fold_and_the_page_stays_in_sight(room: Room, panel: PrintPanel) -> None:
    room.resize(720, 441)
    assert not panel.side.isVisible()
    assert panel.view.paper.height() > 200
    assert panel.save.isVisible()
    assert panel.print_button.isVisible()
    room.click(panel.toggle)
    assert panel._paper.isVisible()
    assert panel.view.paper.height() > 60
    room.resize(1366, 697)
    assert panel.side.isVisible()
    assert panel.side.width() == 260


def test_escape_leads_back_to_the_record(room: Room, panel: PrintPanel, meeting: Id) -> None:
    room.key(Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert room.page.detail.isVisible()
    assert room.page.record_id == meeting
