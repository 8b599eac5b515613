"""Checks 13 and 14: "boleh dicabut" is said of a bundle that was read back whole, and of no other."""

from __future__ import annotations

import errno
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import IO, TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from plcdesk.domain.errors import UserError
from plcdesk.services.stick import Disk
from tests.journeys.test_first_month import contents
from tests.ui.pages.exchange_room import Room, Stick, digest
from ui.runtime.context import Context

if TYPE_CHECKING:
    from plcdesk.services.desk import Desk

SAVED = "Paket tersimpan dan sudah diperiksa. Flashdisk boleh dicabut."
FULL = re.compile(r"Flashdisk penuh: perlu \d+ [KM]B, tersisa \d+ [KMG]B\. Data di komputer ini tidak berubah\. "
                  r"Pakai flashdisk lain atau hapus berkas di dalamnya\.")
REMOVED = re.compile(r"Flashdisk tercabut sebelum selesai\. Data di komputer ini aman\. Colokkan lagi, lalu pilih Ulangi kirim\.")
LOCKED = re.compile(r"Flashdisk ini terkunci \(hanya baca\)\. Data di komputer ini tidak berubah\. Geser kuncinya atau pakai "
                    r"flashdisk lain\.")
OTHERWISE = re.compile(r"Paket di flashdisk tidak sama dengan yang ditulis\. Data di komputer ini tidak berubah\. "
                       r"Pakai flashdisk lain\.")
MOMENTS = ("free", "create", "sync", "rename", "reopen")
"""The calls the program makes to a stick, in this order."""


class Watched(Disk):
    """The stick as it is; each call is noted with the names that lie on it, and `before` may play a trick on it."""

    def __init__(self, before: Callable[[str, Path], object] = lambda moment, path: None) -> None:
        self.calls: list[tuple[str, list[str]]] = []
        self._before = before

    def _note(self, moment: str, path: Path) -> None:
        folder = path if moment == "free" else path.parent
        self.calls.append((moment, sorted(file.name for file in folder.iterdir()) if folder.exists() else []))
        self._before(moment, path)

    def free(self, folder: Path) -> int:
        self._note("free", folder)
        return super().free(folder)

    def create(self, path: Path) -> IO[bytes]:
        self._note("create", path)
        return super().create(path)

    def sync(self, file: IO[bytes]) -> None:
        self._note("sync", Path(file.name))
        super().sync(file)

    def rename(self, path: Path, to: Path) -> None:
        self._note("rename", path)
        super().rename(path, to)

    def reopen(self, path: Path) -> IO[bytes]:
        self._note("reopen", path)
        return super().reopen(path)


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stick:
    made = Stick(tmp_path / "KINGSTON", monkeypatch)
    made.plugged = True
    return made


@pytest.fixture
def room(ctx: Context, story: Any, stick: Stick, qtbot: Any) -> Room:
    """Ten people and a meeting that no stick has carried yet; the form to send is open.

    One try before has put this laptop's signature under its records: from here on a send has nothing to write until
    it succeeds, so that the whole file can be compared.
    """
    story.members(10)
    story.a_meeting(attended_by=8, finished=True)
    with pytest.raises(UserError):
        ctx.desk.exchange.send(stick.folder / "no such folder")
    made = Room(ctx, qtbot)
    made.section("send")
    return made


def plug(room: Room, disk: Disk) -> None:
    """Let the program meet this stick."""
    room.ctx.desk.exchange._sending._disk = disk


def every_word(room: Room) -> str:
    """All labels there are, in sight or not."""
    return "\n".join(label.text() for label in room.space.findChildren(QLabel))


def checksum(desk: Desk) -> tuple[str, str, int]:
    """What is shown, every table as it lies in the file, and what counts as unsent."""
    return digest(desk), contents(desk.paths.folder), desk.exchange.unsent()[0]


def try_to_send(room: Room) -> None:
    """The first time by the one button, afterwards by the other."""
    found = room.buttons()
    room.press("Ulangi kirim" if "Ulangi kirim" in found else "Kirim sekarang")


def test_it_is_said_only_after_the_read_back(room: Room, stick: Stick, qtbot: Any) -> None:
    """Check 13: somebody pulls the stick as soon as they may; before the read-back that loses the bundle."""
    reached, go_on = Event(), Event()

    def wait(moment: str, _path: Path) -> None:
        if moment == "reopen":
            reached.set()
            assert go_on.wait(20)

    disk = Watched(wait)
    plug(room, disk)
    qtbot.mouseClick(room.button("Kirim sekarang"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(reached.is_set, timeout=20_000)
    QApplication.processEvents()
    assert "Menyimpan paket ke KINGSTON (E:). Jangan cabut dulu." in room.texts()
    assert "dicabut" not in every_word(room)
    assert room.ctx.desk.exchange.unsent()[0] > 0
    go_on.set()
    room.wait()
    assert SAVED in room.texts()
    (bundle,) = stick.bundles()
    assert disk.calls == [("free", []), ("create", []), ("sync", [f".{bundle.name}.tmp"]),
                          ("rename", [f".{bundle.name}.tmp"]), ("reopen", [bundle.name])]


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


TRICKS = {
    "a byte changed": (flip, OTHERWISE),
    "the end missing": (lambda path: path.write_bytes(path.read_bytes()[:-1]), OTHERWISE),
    "something more at the end": (lambda path: path.write_bytes(path.read_bytes() + b"\0"), OTHERWISE),
    "nothing but zeros": (lambda path: path.write_bytes(bytes(path.stat().st_size)), OTHERWISE),
    "gone": (lambda path: path.unlink(), REMOVED),
}  # fmt: skip


def test_a_stick_that_does_not_keep_what_was_written_is_never_called_safe(room: Room, stick: Stick) -> None:
    """Check 13: a worn-out stick takes a month of work to a colleague who finds nothing on it."""
    sent: list[bool] = []
    room.page.send_view.sent.connect(lambda: sent.append(True))
    before = checksum(room.ctx.desk)
    for trick, (spoil, words) in TRICKS.items():
        plug(room, Watched(lambda moment, path, spoil=spoil: spoil(path) if moment == "reopen" else None))  # type: ignore[misc]
        try_to_send(room)
        assert words.search(room.texts()), (trick, room.texts())
        assert SAVED not in every_word(room), trick
        assert list(stick.folder.iterdir()) == [], trick
        assert checksum(room.ctx.desk) == before, trick
    assert sent == []
    plug(room, Disk())
    room.press("Ulangi kirim")
    assert SAVED in room.texts()
    assert (len(stick.bundles()), room.ctx.desk.exchange.unsent()[0]) == (1, 0)


def no_room(_path: Path) -> None:
    raise OSError(errno.ENOSPC, "full")


def locked(_path: Path) -> None:
    raise OSError(errno.EROFS, "locked")


def pulled_out(path: Path) -> None:
    """What is on the stick is out of reach, as it is when it is pulled."""
    shutil.rmtree(path if path.name == "KINGSTON" else path.parent)


@pytest.mark.parametrize(("trouble", "words", "moments"), [
    (no_room, FULL, ("create", "sync", "rename")),
    (locked, LOCKED, ("create", "rename")),
    (pulled_out, REMOVED, MOMENTS),
], ids=["full", "locked", "pulled out"])
def test_trouble_with_the_stick_is_told_and_costs_nothing(trouble: Callable[[Path], None], words: re.Pattern[str],
                                                          moments: tuple[str, ...], room: Room, stick: Stick) -> None:
    """Check 14: at whatever moment it happens, nothing on this computer changes and the next try succeeds."""
    before = checksum(room.ctx.desk)
    for now in moments:
        plug(room, Watched(lambda moment, path, now=now: trouble(path) if moment == now else None))  # type: ignore[misc]
        try_to_send(room)
        assert room.page.send_view.state == "form", now
        assert words.search(room.texts()), (now, room.texts())
        assert SAVED not in every_word(room), now
        assert not stick.folder.exists() or list(stick.folder.iterdir()) == [], now
        stick.folder.mkdir(exist_ok=True)
        assert checksum(room.ctx.desk) == before, now
    plug(room, Disk())
    room.press("Ulangi kirim")
    assert SAVED in room.texts()
    assert len(stick.bundles()) == 1
