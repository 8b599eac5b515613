"""The first minutes, in the program itself: from nothing to the first page, by each of the ways."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from plcdesk.domain.meetings import Meeting
from plcdesk.services import drives
from tests.ui.pages.meetings_room import clipped
from ui.app import Program
from ui.pages.first_run.page import FirstRunPage
from ui.shell.plain import PlainSpace
from ui.shell.start import parse
from ui.shell.workspace import Workspace

if TYPE_CHECKING:
    from plcdesk.services.desk import Desk

ENTER = Qt.Key.Key_Return


class First:
    """The program on an empty folder, and a count of what the user had to do."""

    def __init__(self, program: Program, qtbot: Any) -> None:
        self.program, self.qtbot = program, qtbot
        self.clicks = 0

    @property
    def page(self) -> FirstRunPage:
        body = self.program.session.body if self.program.session is not None else None
        assert isinstance(body, PlainSpace)
        assert isinstance(body.page, FirstRunPage)
        return body.page

    @property
    def space(self) -> Workspace:
        body = self.program.session.body if self.program.session is not None else None
        assert isinstance(body, Workspace)
        return body

    def click(self, button: QWidget) -> None:
        assert button.isVisible()
        self.clicks += 1
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.wait()

    def click_only(self, button: QWidget) -> None:
        """The page may be gone afterwards."""
        assert button.isVisible()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def wait(self) -> None:
        tasks = self.page.ctx.tasks
        self.qtbot.waitUntil(lambda: not tasks.busy, timeout=30_000)
        QApplication.processEvents()

    def focused(self) -> QWidget:
        """What has the keyboard; a card that was just put up gets it a moment later."""
        self.qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    def texts(self) -> str:
        return "\n".join(label.text() for label in self.program.window.findChildren(QLabel) if label.isVisible())


@pytest.fixture
def first(tmp_path: Path, qapp: QApplication, qtbot: Any) -> Iterator[First]:
    before, last, interval = sys.excepthook, qapp.quitOnLastWindowClosed(), qapp.doubleClickInterval()
    qapp.setQuitOnLastWindowClosed(False)
    qapp.setDoubleClickInterval(0)  # the test presses one button twice, faster than any hand
    program = Program(qapp, parse(["--data", str(tmp_path / "empty"), "--lang", "id"]))
    with qtbot.waitSignal(program.ready, timeout=20_000):
        assert program.start()
    with qtbot.waitActive(program.window):
        program.window.activateWindow()
    yield First(program, qtbot)
    program.window.close()
    program.dismiss()
    qapp.setQuitOnLastWindowClosed(last)
    qapp.setDoubleClickInterval(interval)
    sys.excepthook = before


def test_a_new_programme_in_two_screens_three_fields_and_four_clicks(first: First, qtbot: Any) -> None:
    page = first.page
    assert "Selamat datang di PLC Desk" in first.texts()
    first.click(page.welcome.new)
    assert len(page.new_form.fields) == 3
    for text in ("KBP Kota Tangerang", "SDN Melati 01", "Siti Rahmawati, S.Pd."):
        qtbot.keyClicks(first.focused(), text)
        last = text.startswith("Siti")
        if not last:
            qtbot.keyClick(first.focused(), ENTER)
    with qtbot.waitSignal(first.program.ready, timeout=20_000):
        QTest.mouseClick(page.new_form.start, Qt.MouseButton.LeftButton)
    assert first.clicks + 1 <= 4
    desk = first.space.ctx.desk
    assert first.space.page.SPEC.id == "home"  # type: ignore[union-attr]
    assert desk.programme.current().record.name == "KBP Kota Tangerang"
    assert desk.programme.me().name == "Siti Rahmawati, S.Pd."


def test_what_is_missing_is_named_and_what_was_typed_stays(first: First, qtbot: Any) -> None:
    page = first.page
    first.click(page.welcome.new)
    qtbot.keyClicks(first.focused(), "KBP Kota Tangerang")
    first.click(page.new_form.start)
    assert "Ada 2 isian yang perlu diperbaiki" in first.texts()
    assert page.new_form.fields["name"].control.value() == "KBP Kota Tangerang"
    assert page.new_form.fields["school"].error == "Isi nama sekolah"
    assert page.desk.programme.current() is None
    first.click(page.new_form.back)
    assert page.step_shown is page.welcome


def test_joining_from_a_bundle(first: First, desk: Desk, story: Any, tmp_path: Path, qtbot: Any) -> None:
    story.members(5)
    story.a_meeting(title="Rapat mingguan")
    bundle = desk.exchange.send(tmp_path).file
    page = first.page
    first.click(page.welcome.join)
    page.join.open(bundle)
    first.wait()
    assert "Paket dari Siti Rahmawati" in first.texts()
    assert "5 orang" in first.texts()
    assert page.desk.programme.current() is None
    first.click(page.join.receipt.go)
    assert "Siapa Anda?" in first.texts()
    who = page.join.who
    first.click(who.start)
    assert "Pilih nama Anda di daftar" in first.texts()
    who.people.setCurrentIndex(who.people.findText("Nur Hidayah"))
    with qtbot.waitSignal(first.program.ready, timeout=20_000):
        QTest.mouseClick(who.start, Qt.MouseButton.LeftButton)
    joined = first.space.ctx.desk
    assert joined.programme.me().name == "Nur Hidayah"
    assert [row.title for row in joined.meetings.rows()] == ["Rapat mingguan"]
    assert joined.upkeep.verify().digest == desk.upkeep.verify().digest


def test_joining_from_a_bundle_with_a_passphrase(first: First, desk: Desk, tmp_path: Path, qtbot: Any) -> None:
    bundle = desk.exchange.send(tmp_path, passphrase="melati mekar").file
    page = first.page
    first.click(page.welcome.join)
    page.join.open(bundle)
    first.wait()
    assert "Paket ini terkunci dengan kata sandi" in first.texts()
    qtbot.keyClicks(first.focused(), "melati")
    first.click(page.join.locked.go)
    assert "Kata sandi ini belum cocok untuk paket ini." in page.join.locked.field.error
    first.click(page.join.locked.cancel)
    assert page.join.locked is None
    page.join.open(bundle)
    first.wait()
    qtbot.keyClicks(first.focused(), "melati mekar")
    qtbot.keyClick(first.focused(), ENTER)
    first.wait()
    assert "Paket dari Siti Rahmawati" in first.texts()
    first.click(page.join.receipt.go)
    assert "Siapa Anda?" in first.texts()
    assert page.desk.programme.current() is not None


def test_somebody_not_in_the_list_writes_the_name(first: First, desk: Desk, tmp_path: Path, qtbot: Any) -> None:
    page = first.page
    first.click(page.welcome.join)
    page.join.open(desk.exchange.send(tmp_path).file)
    first.wait()
    first.click(page.join.receipt.go)
    first.click(page.join.who.other)
    qtbot.keyClicks(first.focused(), "Agus Priyatno")
    with qtbot.waitSignal(first.program.ready, timeout=20_000):
        qtbot.keyClick(first.focused(), ENTER)
    assert first.space.ctx.desk.programme.me().name == "Agus Priyatno"


def test_a_wrong_file_makes_no_programme(first: First, tmp_path: Path) -> None:
    wrong = tmp_path / "surat.pdf"
    wrong.write_bytes(b"%PDF-1.4 a letter")
    page = first.page
    first.click(page.welcome.join)
    page.join.open(wrong)
    first.wait()
    assert "Berkas ini bukan paket PLC Desk." in first.texts()
    assert page.join.receipt.go is None
    assert page.back()
    assert page.join.receipt is None
    assert page.back()
    assert page.step_shown is page.welcome
    page.restore(wrong)
    QApplication.processEvents()
    assert "Cadangan ini tidak bisa dibuka." in first.texts()
    assert page.desk.programme.current() is None


def test_going_on_from_the_backup_of_a_handover_that_is_found_on_the_stick(
        first: First, desk: Desk, story: Any, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    story.a_meeting(title="Rapat mingguan")
    stick = tmp_path / "stick"
    stick.mkdir()
    package = desk.handover.pack(stick)
    (stick / "plcdesk_2026-03-01_080000_manual.db").write_bytes(b"SQLite format 3" + bytes(500))
    monkeypatch.setattr(drives, "_places", lambda: [(stick, "KINGSTON (E:)")])
    before = package.backup.read_bytes()
    view = first.page.restoring
    first.click(first.page.welcome.restore)
    qtbot.waitUntil(lambda: len(view.rows) == 1)
    first.click(view.rows[0])
    assert "1 pertemuan" in first.texts()
    assert "Program KBP Uji" in first.texts()
    assert clipped(first.program.window) == []
    with qtbot.waitSignal(first.program.ready, timeout=20_000):
        first.click_only(view.preview.go)
    assert first.space.ctx.desk.programme.current().record.name == "Program KBP Uji"
    assert [one.title for one in first.space.ctx.desk.records.all(Meeting)] == ["Rapat mingguan"]
    assert package.backup.read_bytes() == before, "the stick keeps it as it was"


@pytest.mark.parametrize("size", [(911, 441), (781, 368)])
def test_nothing_is_cut_in_small_windows(size: tuple[int, int], first: First) -> None:
    page = first.page
    first.program.window.resize(*size)
    QApplication.processEvents()
    assert clipped(first.program.window) == []
    for button in (page.welcome.new, page.new_form.start, page.new_form.back, page.welcome.join, page.join.back_button,
                   page.welcome.restore):
        button.click()
        first.wait()
        assert clipped(first.program.window) == []
