"""A programme that cannot be opened: what is said, that the original stays as it is, and how the user goes on."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from plcdesk.paths import Paths
from ui.app import Program
from ui.shell.start import parse
from ui.shell.workspace import Workspace

if TYPE_CHECKING:
    from plcdesk.services.desk import Desk
    from tests.desk_fixtures import Story

Start = Callable[[], Program]


@pytest.fixture
def start(paths: Paths, qapp: QApplication, qtbot: Any) -> Iterator[Start]:
    """Start the program on the programme's folder; a fresh window each time."""
    before, quits = sys.excepthook, qapp.quitOnLastWindowClosed()
    qapp.setQuitOnLastWindowClosed(False)
    made: list[Program] = []

    def run() -> Program:
        made.append(Program(qapp, parse(["--data", str(paths.folder), "--lang", "id"])))
        with qtbot.waitSignal(made[-1].window.painted, timeout=20_000):
            assert made[-1].start()
        qtbot.waitUntil(lambda: made[-1].session is not None or QApplication.activeModalWidget() is not None, timeout=20_000)
        return made[-1]

    yield run
    for one in made:
        if (dialog := QApplication.activeModalWidget()) is not None:
            dialog.close()
        one.window.close()
        one.dismiss()
    qapp.setQuitOnLastWindowClosed(quits)
    sys.excepthook = before


def said() -> str:
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    return " ".join(label.text() for label in dialog.findChildren(QLabel))


def buttons() -> dict[str, QPushButton]:
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    return {button.text(): button for button in dialog.findChildren(QPushButton)}


def prints(folder: Path) -> dict[str, str]:
    """What the database and its log hold; looking at a database may leave empty helpers beside it."""
    return {file.name: sha256(file.read_bytes()).hexdigest() for file in folder.glob("plcdesk.sqlite*")
            if file.stat().st_size and file.suffix != ".sqlite-shm"}


def damage(database: Path) -> None:
    """As a dying disk does: a stretch of the file is overwritten."""
    with database.open("r+b") as file:
        file.seek(0)
        file.write(os.urandom(3 * 4096))


def test_a_damaged_database_is_kept_and_the_newest_backup_put_in_its_place(paths: Paths, desk: Desk, story: Story,
                                                                          start: Start, qtbot: Any) -> None:
    meeting = story.a_meeting("2026-03-04")
    desk.backups.make()
    desk.close()
    damage(paths.database)
    before = prints(paths.folder)
    program = start()
    assert "Sebagian data tidak bisa dibuka. Data asli tidak diubah. Pulihkan dari cadangan 4 Maret 2026" in said()
    assert list(buttons()) == ["Tutup", "Pulihkan cadangan 4 Maret 2026"]
    assert prints(paths.folder) == before
    with qtbot.waitSignal(program.ready, timeout=20_000):
        buttons()["Pulihkan cadangan 4 Maret 2026"].click()
    assert program.session is not None
    assert isinstance(program.session.body, Workspace)
    assert program.session.ctx.desk.meetings.row(meeting) is not None
    (aside,) = (paths.folder / "damaged").iterdir()
    assert prints(aside) == before


def test_without_a_backup_here_one_from_a_stick_is_offered(paths: Paths, desk: Desk, story: Story, start: Start,
                                                           tmp_path: Path, qtbot: Any) -> None:
    story.members(3)
    desk.backups.wait()
    copy = desk.backups.copy_to(desk.backups.make(), tmp_path / "stick")
    for backup in desk.backups.list():
        backup.path.unlink()
    desk.close()
    damage(paths.database)
    before = prints(paths.folder)
    program = start()
    assert "Belum ada cadangan di komputer ini" in said()
    assert list(buttons()) == ["Tutup", "Lanjutkan dari cadangan"]
    with qtbot.waitSignal(program.ready, timeout=20_000):
        program.restore(copy)
    assert prints(paths.folder) == before


def test_a_database_of_a_newer_version_is_not_touched(paths: Paths, desk: Desk, start: Start) -> None:
    desk.close()
    with sqlite3.connect(paths.database) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = prints(paths.folder)
    start()
    assert "versi PLC Desk yang lebih baru" in said()
    assert list(buttons()) == ["Coba lagi", "Tutup"]
    assert prints(paths.folder) == before


def test_a_file_that_is_no_database_is_not_touched(paths: Paths, start: Start) -> None:
    paths.folder.mkdir(parents=True)
    paths.database.write_bytes(b"Ini surat, bukan basis data. " * 500)
    before = prints(paths.folder)
    start()
    assert "Data asli tidak diubah" in said()
    assert prints(paths.folder) == before


def test_damaged_drafts_keep_nobody_from_what_is_saved(paths: Paths, desk: Desk, start: Start) -> None:
    desk.close()
    paths.drafts.write_bytes(b"x" * 5000)
    program = start()
    assert program.session is not None
    assert [file.read_bytes() for file in paths.folder.glob("drafts.damaged-*")] == [b"x" * 5000]


@pytest.mark.skipif(not sys.platform.startswith("linux") or os.geteuid() != 0, reason="only root can mount a disk")
def test_a_folder_that_cannot_be_written_is_named(paths: Paths, desk: Desk, start: Start, qtbot: Any) -> None:
    desk.close()
    place = str(paths.folder)
    done = subprocess.run(["mount", "--bind", place, place], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("nothing can be mounted here")
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", place], check=True)
        program = start()
        assert "tidak bisa ditulisi" in said()
        assert place in said()
        subprocess.run(["mount", "-o", "remount,bind,rw", place], check=True)
        with qtbot.waitSignal(program.ready, timeout=20_000):
            buttons()["Coba lagi"].click()
        program.window.close()
    finally:
        subprocess.run(["umount", "-l", place], check=True)


def test_after_a_crash_damage_is_found_and_the_backup_offered(paths: Paths, desk: Desk, story: Story, start: Start,
                                                              qtbot: Any) -> None:
    for week in range(1, 9):
        story.a_meeting(f"2026-01-{week:02}", attended_by=1)
    desk.backups.make()
    desk.drafts.started()
    desk.close()
    with paths.database.open("r+b") as file:
        file.seek(0, os.SEEK_END)
        last = file.tell() - 4096
        file.seek(last // 4096 // 2 * 4096)
        file.write(os.urandom(8 * 4096))
    before = prints(paths.folder)
    program = start()
    if program.session is not None:  # the pages that open first did not meet it
        session = program.session
        qtbot.waitUntil(lambda: isinstance(session.body, Workspace) and session.body.banners.shown is not None
                        and session.body.banners.shown.key == "damaged", timeout=20_000)
        session.body.banners.strip.action.click()
        qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    assert "Data asli tidak diubah. Pulihkan dari cadangan 4 Maret 2026" in said()
    with qtbot.waitSignal(program.ready, timeout=20_000):
        buttons()["Pulihkan cadangan 4 Maret 2026"].click()
    assert program.session is not None
    assert len(program.session.ctx.desk.meetings.rows()) == 8
    (aside,) = (paths.folder / "damaged").iterdir()
    assert prints(aside).keys() == before.keys()
