"""A full disk: what is typed stays on screen and is saved as soon as there is room, without a restart."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from plcdesk import room as disk_room
from plcdesk.domain.changes import Row
from plcdesk.domain.meetings import Meeting, Presence
from plcdesk.paths import Paths
from plcdesk.services.papers import PaperKind
from plcdesk.storage.copies import sound
from tests.ui.pages.meetings_room import Room
from ui.runtime.autosave import Autosave
from ui.runtime.context import Context
from ui.runtime.notify import SaveState
from ui.shell.session import Session
from ui.shell.workspace import Workspace

if TYPE_CHECKING:
    from plcdesk.domain.ids import Id
    from plcdesk.services.desk import Desk
    from tests.desk_fixtures import Story

MB = 1024 * 1024
SIZE = 320
pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux") or os.geteuid() != 0, reason="needs a disk of its own, which only root can mount")


class SmallDisk:
    """A real file system of 320 MB that can be filled up and cleared again."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self._ballast = place / "ballast"

    @property
    def free(self) -> int:
        return disk_room.free(self.place)

    def fill(self, leave: int) -> None:
        """Leave so many bytes; 0 means that not one more fits."""
        self.clear()
        with self._ballast.open("wb") as file:
            if (wanted := self.free - leave) > 0:
                os.posix_fallocate(file.fileno(), 0, wanted)
            if leave == 0:
                with contextlib.suppress(OSError):
                    while os.write(file.fileno(), bytes(4096)):
                        pass

    def clear(self) -> None:
        self._ballast.unlink(missing_ok=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    place = tmp_path / "disk"
    place.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}m", "tmpfs", str(place)], capture_output=True,
                          text=True, check=False)
    if done.returncode:
        pytest.skip(f"no file system can be mounted here: {done.stderr.strip()}")
    yield SmallDisk(place)
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.fixture
def paths(disk: SmallDisk, tmp_path: Path) -> Paths:
    """The programme on the small disk."""
    return Paths(disk.place / "programme", tmp_path / "state")


@pytest.fixture
def meeting(story: Story) -> Id:
    story.members(6)
    return story.a_meeting("2026-03-04", attended_by=2)


@pytest.fixture
def window(ctx: Context, meeting: Id, qtbot: Any) -> Room:
    made = Room(ctx, qtbot)
    made.open(meeting, "facts")
    ctx.disk._timer.setInterval(50)  # a user waits five seconds
    return made


def type_venue(window: Room, text: str) -> QLineEdit:
    """Type into the field of the venue and leave it."""
    field = next(one for one in window.page.findChildren(QLineEdit) if one.isVisible() and "Tempat" in one.accessibleName())
    field.setFocus(Qt.FocusReason.OtherFocusReason)
    field.selectAll()
    window.type(text)
    window.key(Qt.Key.Key_Tab)
    return field


def venue(desk: Desk, meeting: Id) -> str:
    found = desk.records.get(Meeting, meeting)
    assert found is not None
    return found.venue


def strip(window: Room) -> str:
    shown = window.space.banners.shown
    return shown.text if shown is not None else ""


def wait_for_room(window: Room, disk: SmallDisk) -> None:
    disk.clear()
    window.ctx.disk._timer.start(50)
    window.qtbot.waitUntil(lambda: not window.ctx.disk.read_only, timeout=10_000)


def test_little_room_is_told_while_everything_still_works(window: Room, disk: SmallDisk, desk: Desk, meeting: Id) -> None:
    disk.fill(150 * MB)
    window.ctx.disk.look()
    assert "150 MB" in strip(window)
    type_venue(window, "Aula")
    assert venue(desk, meeting) == "Aula"
    disk.clear()
    window.ctx.disk.look()
    assert "MB" not in strip(window)


def test_typed_text_stays_and_is_saved_when_there_is_room_again(window: Room, disk: SmallDisk, desk: Desk, meeting: Id,
                                                                ) -> None:
    before, log = venue(desk, meeting), desk.upkeep.verify()
    disk.fill(30 * MB)
    field = type_venue(window, "Perpustakaan lantai dua")
    assert "Kosongkan 170 MB, lalu pilih Coba simpan" in strip(window)
    assert "Isian Anda masih di layar" in strip(window)
    assert window.space.banners.strip.action.text() == "Coba simpan"
    assert window.space.banners.strip.second.text() == "Simpan salinan darurat ke flashdisk"
    assert window.ctx.notify.state.name == SaveState.UNSAVED.name
    assert field.text() == "Perpustakaan lantai dua"
    assert venue(desk, meeting) == before
    now = desk.upkeep.verify()
    assert (now.ok, now.digest, now.commits) == (True, log.digest, log.commits)
    window.button("Coba simpan").click()
    assert (field.text(), venue(desk, meeting)) == ("Perpustakaan lantai dua", before)
    wait_for_room(window, disk)
    assert venue(desk, meeting) == "Perpustakaan lantai dua"
    assert strip(window) == "" or "Penyimpanan" not in strip(window)
    assert window.ctx.notify.state.name == SaveState.SAVED.name
    assert desk.upkeep.verify().ok


def test_nothing_new_is_begun_but_everything_can_be_seen_and_printed(window: Room, disk: SmallDisk, desk: Desk,
                                                                    meeting: Id) -> None:
    disk.fill(30 * MB)
    window.ctx.disk.look()
    assert "bisa dilihat dan dicetak, belum bisa diubah" in strip(window)
    window.open(meeting, "attendance")
    detail = desk.meetings.detail(meeting)
    assert detail is not None
    row = next(row for row in detail.attendance if row.presence is None)
    done = window.ctx.write(lambda: desk.attendance.mark(row, Presence.PRESENT), "Kehadiran")
    assert not done
    assert window.space.toasts.text.text() == "Hanya baca: data bisa dilihat dan dicetak, belum bisa diubah."
    assert desk.papers.pdf(PaperKind.MINUTES, meeting).startswith(b"%PDF")
    assert desk.search.find("Siti", window.ctx.w)
    wait_for_room(window, disk)
    assert window.ctx.write(lambda: desk.attendance.mark(row, Presence.PRESENT), "Kehadiran")


def test_a_save_that_met_the_full_disk_is_repeated(window: Room, disk: SmallDisk, desk: Desk, meeting: Id,
                                                    monkeypatch: pytest.MonkeyPatch) -> None:
    # a quota: the disk says that there is room, and then takes nothing
    monkeypatch.setattr(disk_room, "LEAST", 0)
    detail = desk.meetings.detail(meeting)
    assert detail is not None
    row = next(row for row in detail.attendance if row.presence is None)
    disk.fill(0)
    assert not window.ctx.write(lambda: desk.attendance.mark(row, Presence.SICK), "Kehadiran")
    assert window.ctx.disk.read_only
    assert "Isian Anda masih di layar" in strip(window)
    wait_for_room(window, disk)
    found = desk.meetings.detail(meeting)
    assert found is not None
    assert next(one for one in found.attendance if one.row_id == row.row_id).presence is Presence.SICK


def test_text_survives_another_record_on_a_disk_that_takes_nothing(window: Room, disk: SmallDisk, desk: Desk, meeting: Id,
                                                                    story: Story, tmp_path: Path) -> None:
    other = story.a_meeting("2026-02-25")
    disk.fill(0)
    type_venue(window, "Ruang kelas 5B")
    window.open(other, "facts")
    assert "Isian Anda masih di layar" in strip(window)
    stick = tmp_path / "stick"
    stick.mkdir()
    window.space.disk_full.save_to(stick)
    window.qtbot.waitUntil(lambda: window.space.toasts.isVisible() and "Salinan darurat" in window.space.toasts.text.text())
    notes, copy = next(stick.glob("*.txt")), next(stick.glob("*.db"))
    assert "Ruang kelas 5B" in notes.read_text(encoding="utf-8")
    assert sound(copy)
    window.open(meeting, "facts")
    shown = [one.text() for one in window.page.findChildren(QLineEdit) if one.isVisible()]
    assert "Ruang kelas 5B" in shown
    wait_for_room(window, disk)
    window.open(other, "facts")
    assert venue(desk, meeting) == "Ruang kelas 5B"


def test_closing_offers_the_emergency_copy_before_text_is_lost(ctx: Context, desk: Desk, disk: SmallDisk, meeting: Id,
                                                               home: Any, theme: Any, qtbot: Any) -> None:
    session = Session(desk, ctx.w, theme, home, home_of := QObject())
    body = session.body
    assert isinstance(body, Workspace)
    qtbot.addWidget(body)
    body.show()
    body.go("meetings", meeting)
    autosave = Autosave(session.ctx, parent=body)
    autosave.open(Row("meeting", meeting), lambda: desk.records.delete(Row("meeting", meeting)), "Pertemuan")
    disk.fill(0)
    autosave.touched("venue", "Ruang kelas 6")
    closed: list[bool] = []
    assert not session.may_close(lambda: closed.append(True))
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    words = [button.text() for button in dialog.findChildren(QPushButton)]
    assert words == ["Simpan salinan darurat ke flashdisk", "Lanjut", "Tutup tanpa isian ini"]
    dialog.findChildren(QPushButton)[2].click()
    assert closed == [True]
    assert session.may_close(lambda: None)
    disk.clear()
    home_of.deleteLater()
