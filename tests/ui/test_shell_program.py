"""The running program: language and look change in place, and a step that fails is told without losing anything."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from plcdesk import settings as settings_file
from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import mark
from ui.app import Program
from ui.shell.start import parse
from ui.shell.workspace import Workspace


@pytest.fixture
def running(paths: Any, desk: Any, qapp: QApplication, qtbot: Any) -> Iterator[Program]:
    """The program with a programme open."""
    desk.close()
    before, thread_before = sys.excepthook, qapp.quitOnLastWindowClosed()
    qapp.setQuitOnLastWindowClosed(False)
    made = Program(qapp, parse(["--data", str(paths.folder), "--lang", "id"]))
    with qtbot.waitSignal(made.ready, timeout=20_000):
        assert made.start()
    yield made
    made.window.close()
    made.dismiss()
    qapp.setQuitOnLastWindowClosed(thread_before)
    sys.excepthook = before


def space(program: Program) -> Workspace:
    assert program.session is not None
    assert isinstance(program.session.body, Workspace)
    return program.session.body


def test_the_language_changes_in_place_and_stays_on_the_page(running: Program, qtbot: Any) -> None:
    space(running).go("meetings")
    assert space(running).header.title.text() == "Pertemuan"
    with qtbot.waitSignal(running.ready):
        running.change(language="en")
    assert space(running).header.title.text() == "Meetings"
    assert space(running).page.SPEC.id == "meetings"  # type: ignore[union-attr]
    assert running.settings.language == "en"


def test_settings_are_kept_but_not_the_language_of_one_run(running: Program, qtbot: Any) -> None:
    running.change(theme="dark", text_scale=130)
    kept = settings_file.load(running.paths.settings)
    assert (kept.theme, kept.text_scale, kept.language) == ("dark", 130, "id")
    assert running.theme.tokens.dark
    assert running.theme.scale == 1.3


def test_a_step_that_fails_is_told_and_a_report_can_be_saved(running: Program, qtbot: Any) -> None:
    def secret() -> None:
        raise ValueError("Siti Rahmawati")

    try:
        secret()
    except ValueError as error:
        sys.excepthook(ValueError, error, error.__traceback__)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    dialog = QApplication.activeModalWidget()
    labels = " ".join(child.text() for child in dialog.findChildren(QPushButton))
    assert labels == "Tutup Simpan laporan masalah"
    next(child for child in dialog.findChildren(QPushButton) if child.text().startswith("Simpan")).click()
    qtbot.waitUntil(lambda: any(isinstance(top, QFileDialog) and top.isVisible() for top in QApplication.topLevelWidgets()))
    chooser = next(top for top in QApplication.topLevelWidgets() if isinstance(top, QFileDialog) and top.isVisible())
    target = Path(running.paths.state) / "laporan.txt"
    chooser.fileSelected.emit(str(target))
    chooser.close()
    report = target.read_text(encoding="utf-8")
    assert "ValueError" in report
    assert "Siti" not in report
    log = (running.paths.logs / "plcdesk.log").read_text(encoding="utf-8")
    assert "Siti" not in log


def test_trouble_of_the_user_s_world_is_told_in_its_own_words(running: Program, qtbot: Any) -> None:
    error = UserError(mark("Already saved. Every change is saved automatically."))
    sys.excepthook(UserError, error, None)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    dialog = QApplication.activeModalWidget()
    assert "Sudah tersimpan" in dialog.accessibleDescription()
    dialog.close()


def test_reminders_follow_the_data(running: Program, qtbot: Any) -> None:
    body = space(running)
    qtbot.waitUntil(body.status.unsent.isVisible)
    assert "belum dikirim" in body.status.unsent.text()
