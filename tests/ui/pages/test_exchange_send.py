"""Sending from the window: where to, what the result says, and what is said when the stick plays tricks."""

from __future__ import annotations

import shutil
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from tests.ui.pages.exchange_room import OTHER, Room, Stick, digest, join
from ui.runtime.context import Context

if TYPE_CHECKING:
    from plcdesk.services.desk import Desk

CTRL = Qt.KeyboardModifier.ControlModifier
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stick:
    return Stick(tmp_path / "KINGSTON", monkeypatch)


@pytest.fixture
def other(desk: Desk, story: Any, clock: Any, stick: Stick, tmp_path: Path) -> Iterator[Desk]:
    """The laptop of Nur Hidayah, known here since it sent a bundle."""
    story.members(4)
    made = join(desk, tmp_path / "other", stick.folder, clock)
    file = made.exchange.send(stick.folder).file
    desk.exchange.merge(file, accept_new=True)
    file.unlink()
    yield made
    made.close()


def test_the_only_stick_is_chosen_by_itself_and_the_bundle_is_checked(ctx: Context, stick: Stick, story: Any,
                                                                      qtbot: Any) -> None:
    story.a_meeting()
    stick.plugged = True
    room = Room(ctx, qtbot)
    assert "perubahan belum dikirim sejak 4 Maret 2026" in room.page.unsent.text()
    room.section("send")
    room.press("Kirim sekarang")
    assert room.page.send_view.state == "result"
    text = room.texts()
    assert "Paket tersimpan dan sudah diperiksa. Flashdisk boleh dicabut." in text
    assert "KINGSTON (E:)" in text
    assert "untuk siapa saja" in text
    assert len(stick.bundles()) == 1
    assert ctx.desk.exchange.unsent() == (0, None)
    assert "belum dikirim" not in room.page.unsent.text()
    room.press("Salin pesan WhatsApp")
    assert stick.bundles()[0].name in QGuiApplication.clipboard().text()
    room.press("Tutup")
    assert room.page.send_view.state == "form"


def test_a_stick_appears_while_one_looks_at_the_form(ctx: Context, stick: Stick, qtbot: Any) -> None:
    room = Room(ctx, qtbot)
    form = room.section("send").form
    assert "Colokkan flashdisk ke komputer ini" in room.texts()
    room.press("Kirim sekarang")
    assert "Pilih tempat menyimpan paket" in room.texts()
    assert room.page.send_view.state == "form"
    stick.plugged = True
    qtbot.waitUntil(lambda: form.place is not None, timeout=5_000)
    assert form.chips[0].isChecked()
    assert "Colokkan" not in room.texts()
    assert not form.missing.isVisible()


def test_a_known_laptop_gets_only_what_it_lacks(ctx: Context, other: Desk, story: Any, stick: Stick, qtbot: Any) -> None:
    stick.plugged = True
    everything = ctx.desk.exchange.send(stick.folder)
    story.a_meeting()
    room = Room(ctx, qtbot)
    form = room.section("send").form
    assert [peer.label for peer in form.peers] == [OTHER]
    form.whom.setCurrentIndex(1)
    form.whom.left.emit()
    assert "menurut kabar terakhirnya: 4 Maret 2026" in room.texts()
    room.press("Kirim sekarang")
    sent = room.page.send_view.result.sent
    assert f"untuk: {OTHER}" in room.texts()
    assert sent.commits < everything.commits
    assert other.exchange.merge(sent.file, accept_new=True).new["meeting"] == 1


def test_a_full_stick_is_told_with_a_way_to_try_again(ctx: Context, stick: Stick, qtbot: Any,
                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    stick.plugged = True
    before, real = digest(ctx.desk), shutil.disk_usage
    room = Room(ctx, qtbot)
    room.section("send")
    with monkeypatch.context() as full:
        full.setattr(shutil, "disk_usage", lambda path: Usage(90, 80, 10) if Path(path) == stick.folder else real(path))
        room.press("Kirim sekarang")
    assert room.page.send_view.state == "form"
    assert "Flashdisk penuh: perlu" in room.texts()
    assert "boleh dicabut" not in room.texts()
    assert digest(ctx.desk) == before
    assert stick.bundles() == []
    room.press("Ulangi kirim")
    assert "Paket tersimpan dan sudah diperiksa." in room.texts()


def test_a_stick_pulled_out_is_told_and_found_again(ctx: Context, stick: Stick, qtbot: Any) -> None:
    stick.plugged = True
    room = Room(ctx, qtbot)
    room.section("send")
    gate = Event()
    ctx.tasks.run(lambda progress: gate.wait(20))
    qtbot.mouseClick(room.button("Kirim sekarang"), Qt.MouseButton.LeftButton)
    stick.folder.rmdir()
    gate.set()
    room.wait()
    assert "Flashdisk tercabut sebelum selesai. Data di komputer ini aman." in room.texts()
    stick.folder.mkdir()
    room.press("Ulangi kirim")
    assert "Paket tersimpan dan sudah diperiksa." in room.texts()


def test_cancelling_leads_back_to_the_form_and_leaves_no_file(ctx: Context, stick: Stick, qtbot: Any) -> None:
    stick.plugged = True
    room = Room(ctx, qtbot)
    room.section("send")
    gate = Event()
    ctx.tasks.run(lambda progress: gate.wait(20))
    qtbot.mouseClick(room.button("Kirim sekarang"), Qt.MouseButton.LeftButton)
    assert "Menyimpan paket ke KINGSTON (E:). Jangan cabut dulu." in room.texts()
    qtbot.mouseClick(room.button("Batal"), Qt.MouseButton.LeftButton)
    gate.set()
    room.wait()
    assert room.page.send_view.state == "form"
    assert list(stick.folder.iterdir()) == []
    assert room.toast == "Dibatalkan. Tidak ada data yang berubah."


def test_sending_with_the_keyboard_alone(ctx: Context, stick: Stick, qtbot: Any) -> None:
    stick.plugged = True
    room = Room(ctx, qtbot)
    room.section("send")
    room.key(Qt.Key.Key_Return, CTRL)
    assert room.page.send_view.state == "result"
    room.key(Qt.Key.Key_Escape)
    assert room.page.send_view.state == "form"
    room.section("receive")
    room.key(Qt.Key.Key_N, CTRL)
    assert room.page.tabs.current == "send"


def test_the_log_lists_what_was_sent(ctx: Context, stick: Stick, qtbot: Any) -> None:
    room = Room(ctx, qtbot)
    room.section("log")
    assert "Belum ada paket terkirim atau diterima" in room.texts()
    file = ctx.desk.exchange.send(stick.folder).file
    room.section("send")
    room.section("log")
    assert "Terkirim untuk siapa saja · 4 Maret 2026" in room.texts()
    assert file.name in room.texts()
