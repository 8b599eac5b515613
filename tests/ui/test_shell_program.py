"""The running program: language and look change in place, and a step that fails is told without losing anything."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from plcdesk import logs
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


def close_dialog() -> None:
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    dialog.close()


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
    assert dialog is not None
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
    assert dialog is not None
    assert "Sudah tersimpan" in dialog.accessibleDescription()
    dialog.close()


def test_reminders_follow_the_data(running: Program, qtbot: Any) -> None:
    body = space(running)
    qtbot.waitUntil(body.status.unsent.isVisible)
    assert "belum dikirim" in body.status.unsent.text()


def test_the_end_makes_a_backup_only_of_what_changed(running: Program, qtbot: Any) -> None:
    assert running.session is not None
    desk = running.session.ctx.desk
    folder = running.paths.backups
    desk.people.add("Budi Santoso")
    desk.backups.wait()
    first = set(folder.iterdir())
    desk.people.add("Wati Lestari")
    running.window.close()
    assert not running.window.isVisible()
    (made,) = set(folder.iterdir()) - first
    assert made.name.endswith("_daily.db") or "_daily_" in made.name


def test_the_end_without_a_change_makes_none(running: Program) -> None:
    before = set(running.paths.backups.glob("*"))
    running.window.close()
    assert set(running.paths.backups.glob("*")) == before


def test_after_fourteen_days_the_copy_to_a_stick_is_asked_for(running: Program, qtbot: Any) -> None:
    session = running.session
    assert session is not None
    session.ctx.desk.drafts.remember("backup_watched_since", "2020-01-01")
    space(running).reminders.look()
    shown = space(running).banners._waiting["backup"]
    assert "Cadangan belum disalin ke flashdisk selama" in shown.text
    assert shown.action_label == "Cadangan"


def test_the_problem_report_holds_nothing_of_anybody(running: Program, qtbot: Any) -> None:
    """Names, typed text and marks stay here: the report and the log tell places in the program only."""
    assert running.session is not None
    desk = running.session.ctx.desk
    secrets = ("Siti Rahmawati", "Diskusi pecahan desimal", "Ruang 4B", "skor 87", "SD Melati 01", "Program KBP Uji")

    def deeper(text: str) -> None:
        meeting = {"venue": secrets[2], "score": secrets[3], "minutes": text}
        try:
            raise KeyError(secrets[4], meeting)
        except KeyError as error:
            raise ValueError(f"{secrets[0]}: {text}", desk.programme.current()) from error

    try:
        deeper(secrets[1])
    except ValueError as error:
        sys.excepthook(ValueError, error, error.__traceback__)

        note = logs.crash_note(running.paths.logs, error, datetime(2026, 3, 4))
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    close_dialog()
    running.session.ctx.tasks.run(lambda _progress: deeper("Catatan rahasia"))
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    close_dialog()
    written = "\n".join(file.read_text(encoding="utf-8") for file in running.paths.logs.iterdir())
    assert "deeper" in note.read_text(encoding="utf-8")
    for secret in (*secrets, "Catatan rahasia", str(Path.home())):
        assert secret not in written


def test_a_record_just_made_is_where_the_next_start_begins(running: Program, qtbot: Any) -> None:
    """The power may fail before anything is written into it."""
    body = space(running)
    body.go("meetings")
    before = body.page.record_id  # type: ignore[union-attr]
    body.page.primary()  # type: ignore[union-attr]
    made = body.page.record_id  # type: ignore[union-attr]
    assert made not in (None, before)
    qtbot.waitUntil(lambda: body.ctx.desk.drafts.recall("window:record") == made)
