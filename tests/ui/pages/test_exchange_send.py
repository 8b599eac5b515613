"""Sending from the window: where to, what the result says, and what is said when the stick plays tricks."""

from __future__ import annotations

import shutil
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from plcdesk.domain.exchange import BundleKind, ReceiptState
from plcdesk.domain.notes import Interview
from tests.ui.pages.exchange_room import OTHER, Room, Stick, digest, join
from ui.runtime.context import Context

if TYPE_CHECKING:
    from plcdesk.services.desk import Desk

CTRL = Qt.KeyboardModifier.ControlModifier
Usage = namedtuple("Usage", "total used free")


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
    assert form.places.chips[0].isChecked()
    assert "Colokkan" not in room.texts()
    assert not form.places.missing.isVisible()


def test_a_known_laptop_gets_only_what_it_lacks_and_only_it_can_open_it(
        ctx: Context, other: Desk, story: Any, stick: Stick, qtbot: Any) -> None:
    stick.plugged = True
    everything = ctx.desk.exchange.send(stick.folder)
    story.a_meeting()
    room = Room(ctx, qtbot)
    form = room.section("send").form
    assert [peer.label for peer in form.whom.peers] == [OTHER]
    (peer,) = form.whom.peers
    form.choose(peer.key)
    assert f"Punya data Anda sampai 4 Maret 2026 · {peer.lacks} perubahan belum ada kabar tiba" in room.texts()
    assert f"Hanya laptop {OTHER} yang bisa membuka paket ini." in room.texts()
    assert f"untuk {OTHER} · ke KINGSTON (E:)" in room.texts()
    assert not form.whom.passphrase.isVisible()
    room.press("Kirim sekarang")
    sent = room.page.send_view.result.sent
    assert f"untuk {OTHER}" in room.texts()
    assert f"Hanya laptop {OTHER} yang bisa membukanya." in room.texts()
    assert sent.commits < everything.commits
    assert ctx.desk.exchange.preview(sent.file).state is ReceiptState.FOR_OTHERS
    assert other.exchange.merge(sent.file, accept_new=True).new["meeting"] == 1
    told = ctx.desk.exchange.peers()[0]
    assert told.lacks > 0, "what was sent is not what was received: only the other laptop can tell"


def test_a_bundle_for_anyone_can_have_a_passphrase_that_is_typed_twice(ctx: Context, other: Desk, stick: Stick, qtbot: Any,
                                                                       ) -> None:
    stick.plugged = True
    room = Room(ctx, qtbot)
    form = room.section("send").form
    form.choose("")
    assert "Siapa saja yang memegang flashdisk bisa membuka paket ini." in room.texts()
    asked = form.whom.passphrase
    qtbot.mouseClick(asked.tick, Qt.MouseButton.LeftButton, pos=QPoint(8, asked.tick.height() // 2))
    assert asked.first.line.hasFocus()
    assert "Hanya yang tahu kata sandinya bisa membuka paket ini." in room.texts()
    qtbot.keyClicks(asked.first.line, "melati")
    form.send()
    assert asked.first_field.error == "Pakai paling sedikit 8 huruf"
    qtbot.keyClicks(asked.first.line, " mekar")
    qtbot.keyClicks(asked.second.line, "melati mekat")
    form.send()
    assert asked.second_field.error == "Kedua kata sandi berbeda. Ketik lagi yang kedua."
    assert stick.bundles() == []
    asked.first.show_button.click()
    assert (asked.first.line.echoMode(), asked.second.line.echoMode()) == (QLineEdit.EchoMode.Normal,) * 2
    asked.second.set_value("melati mekar")
    room.press("Kirim sekarang")
    (bundle,) = stick.bundles()
    assert "Hanya yang tahu kata sandinya bisa membuka." in room.texts()
    assert "melati" not in room.page.send_view.result.message()
    assert other.exchange.preview(bundle).state is ReceiptState.NEEDS_PASSPHRASE
    assert other.exchange.preview(bundle, passphrase="melati mekar").state is not ReceiptState.NEEDS_PASSPHRASE
    room.press("Tutup")
    assert (asked.tick.isChecked(), asked.first.value()) == (False, "")


def test_which_schools_go_along_is_ticked_only_where_there_are_several(ctx: Context, stick: Stick, story: Any, qtbot: Any,
                                                                       tmp_path: Path) -> None:
    stick.plugged = True
    story.members(3)
    room = Room(ctx, qtbot)
    form = room.section("send").form
    assert form.scope.boxes == {}
    assert form.scope.spaces is None
    ctx.bus.announce(ctx.desk.programme.add_school("SD Kenanga 02").changes)
    form = room.section("send").form
    form.reload()
    boxes = {box.accessibleName(): box for box in form.scope.boxes.values()}
    assert {name: box.isChecked() for name, box in boxes.items()} == {"SD Melati 01": True, "SD Kenanga 02": True}
    boxes["SD Kenanga 02"].click()
    assert "Semua data bersama dari sekolah yang dicentang" in room.texts()
    form.reload()
    assert [box.isChecked() for box in form.scope.boxes.values()].count(False) == 1, "a tick survives a look elsewhere"
    room.press("Kirim sekarang")
    detail = ctx.desk.exchange.detail(room.page.send_view.result.sent.bundle)
    assert detail is not None
    assert detail.schools == ("SD Melati 01",)


def test_what_stays_here_is_said_before_anything_leaves(ctx: Context, story: Any, qtbot: Any) -> None:
    ctx.desk.records.save(Interview(speaker="Wali murid", private=True))
    room = Room(ctx, qtbot)
    room.section("send")
    assert "Tetap di komputer ini: nomor telepon, alamat email, 1 observasi atau catatan pribadi Anda." in room.texts()


def test_asking_for_data_writes_a_request_that_the_other_laptop_answers(ctx: Context, other: Desk, stick: Stick, qtbot: Any,
                                                                        ) -> None:
    stick.plugged = True
    room = Room(ctx, qtbot)
    room.section("send")
    room.press("Minta data dari rekan")
    assert "Permintaan tersimpan dan sudah diperiksa. Flashdisk boleh dicabut." in room.texts()
    assert "Cetak berita acara" not in room.buttons()
    (request,) = stick.bundles()
    receipt = other.exchange.preview(request)
    assert receipt.kind is BundleKind.REQUEST
    room.section("log")
    assert "Minta data · 4 Maret 2026" in room.texts()


def test_bundles_kept_for_others_ride_along_and_are_named(ctx: Context, other: Desk, story: Any, stick: Stick, tmp_path: Path,
                                                          clock: Any, qtbot: Any) -> None:
    stick.plugged = True
    third = join(ctx.desk, tmp_path / "third", stick.folder, clock, me="Bambang Suryana")
    other.exchange.merge(third.exchange.send(stick.folder).file, accept_new=True)
    sealed = other.exchange.send(tmp_path, next(peer.key for peer in other.exchange.peers() if peer.label == "Bambang Suryana"))
    third.close()
    ctx.desk.exchange.carry(sealed.file)
    room = Room(ctx, qtbot)
    room.section("send")
    assert "1 paket titipan untuk rekan ikut tersalin bila muat." in room.texts()
    room.press("Kirim sekarang")
    assert "1 paket titipan untuk rekan ikut tersalin ke flashdisk." in room.texts()
    assert sealed.file.name in {path.name for path in stick.bundles()}
    view = room.section("peers")
    assert "diteruskan 1 kali" in room.texts()
    (drop,) = view.carried.drops.values()
    drop.click()
    room.press("Buang", dialog=True)
    assert ctx.desk.exchange.carried() == []
    assert "Belum ada. Saat Anda membuka paket yang terkunci" in room.texts()


def test_a_result_and_a_line_of_the_log_print_a_record(ctx: Context, stick: Stick, qtbot: Any) -> None:
    stick.plugged = True
    room = Room(ctx, qtbot)
    room.section("send")
    room.press("Kirim sekarang")
    with qtbot.waitSignal(room.page.printer.shown, timeout=20_000):
        room.press("Cetak berita acara")
    assert room.page.printing
    room.key(Qt.Key.Key_Escape)
    assert not room.page.printing
    assert room.page.send_view.state == "result"
    view = room.section("log")
    assert room.page.papers() == []
    view.lines[0].turn()
    assert len(room.page.papers()) == 1


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
    assert file.name not in room.texts()
    room.press("Rincian ›")
    assert file.name in room.texts()
    assert ctx.desk.exchange.log()[0].check_code in room.texts()
    room.press("Tutup rincian")
    assert file.name not in room.texts()
