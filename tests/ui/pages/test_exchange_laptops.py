"""Bundles that are locked, wait or come from a laptop with a story: each says what it is and what to do about it."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from plcdesk.domain.exchange import BundleKind, ReceiptState
from plcdesk.paths import Paths
from plcdesk.words import Words
from tests.ui.pages.exchange_room import OTHER, Room, Stick, digest, join
from ui.runtime.context import Context
from ui.theme.theme import Theme

if TYPE_CHECKING:
    from plcdesk.services.desk import Desk


def test_a_passphrase_is_asked_for_in_place_until_it_opens_the_bundle(ctx: Context, other: Desk, stick: Stick, qtbot: Any,
                                                                      ) -> None:
    other.meetings.new(other.groups.default().id, title="Rapat orang tua")  # type: ignore[union-attr]
    file = other.exchange.send(stick.folder, passphrase="melati mekar").file
    before = digest(ctx.desk)
    room = Room(ctx, qtbot)
    view = room.receive(file)
    assert view.state == "passphrase"
    assert view.card.line.line.hasFocus()
    room.key(Qt.Key.Key_Return)
    assert view.card.field.error == "Ketik kata sandinya"
    qtbot.keyClicks(view.card.line.line, "Melati mekar")
    room.key(Qt.Key.Key_Return)
    assert "Kata sandi ini belum cocok untuk paket ini." in view.card.field.error
    assert view.card.line.value() == "Melati mekar"
    assert view.card.line.shown
    qtbot.keyClicks(view.card.line.line, "melati mekar")
    room.key(Qt.Key.Key_Return)
    assert view.state == "preview"
    assert digest(ctx.desk) == before
    room.press("Enam katanya sama: gabungkan")
    assert f"Data dari {OTHER} sudah digabung" in room.texts()


def test_the_list_says_who_can_open_each_bundle(ctx: Context, other: Desk, stick: Stick, tmp_path: Path, clock: Any,
                                                qtbot: Any) -> None:
    third = join(ctx.desk, tmp_path / "third", stick.folder, clock, me="Bambang Suryana")
    other.exchange.merge(third.exchange.send(tmp_path).file, accept_new=True)
    third.close()
    for key in [peer.key for peer in other.exchange.peers()]:
        other.exchange.send(stick.folder, key)
    other.exchange.send(stick.folder, passphrase="melati mekar")
    other.exchange.ask(stick.folder)
    stick.plugged = True
    room = Room(ctx, qtbot)
    names = {row.accessibleName().partition(",")[0] for row in room.section("receive").picker.rows}
    assert names == {"Paket untuk Anda", "Paket untuk laptop lain", "Paket dengan kata sandi", f"{OTHER} minta data"}


def test_a_bundle_for_others_is_carried_and_passed_on(ctx: Context, other: Desk, stick: Stick, tmp_path: Path, clock: Any,
                                                      qtbot: Any) -> None:
    third = join(ctx.desk, tmp_path / "third", stick.folder, clock, me="Bambang Suryana")
    other.exchange.merge(third.exchange.send(stick.folder).file, accept_new=True)
    third.close()
    file = other.exchange.send(stick.folder, next(
        peer.key for peer in other.exchange.peers() if peer.label == "Bambang Suryana")).file
    before = digest(ctx.desk)
    room = Room(ctx, qtbot)
    view = room.receive(file)
    assert view.state == "others"
    assert "Tidak ada data yang diubah" in room.texts()
    room.press("Bawakan paket ini")
    assert view.state == "kept"
    assert len(ctx.desk.exchange.carried()) == 1
    assert digest(ctx.desk) == before
    room.press("Lihat titipan")
    assert room.page.tabs.current == "peers"
    assert file.name in room.texts()


def test_a_request_changes_nothing_and_leads_to_sending(ctx: Context, other: Desk, stick: Stick, qtbot: Any) -> None:
    ctx.desk.exchange.merge(other.exchange.send(stick.folder).file, accept_new=True)
    for file in stick.bundles():
        file.unlink()
    request = other.exchange.ask(stick.folder).file
    stick.plugged = True
    before = digest(ctx.desk)
    room = Room(ctx, qtbot)
    room.receive(request)
    assert f"{OTHER} minta data" in room.texts()
    room.press("Siapkan paket")
    assert room.page.tabs.current == "send"
    assert room.page.send_view.form.whom.peer.label == OTHER
    assert digest(ctx.desk) == before
    room.press("Kirim sekarang")
    assert f"untuk {OTHER}" in room.texts()


def test_what_waits_is_listed_with_whom_to_ask_and_can_be_let_go(ctx: Context, other: Desk, stick: Stick, tmp_path: Path,
                                                                 clock: Any, qtbot: Any) -> None:
    third = join(ctx.desk, tmp_path / "third", stick.folder, clock, me="Bambang Suryana")
    for giver, taker in ((third, other), (other, third)):
        giver.groups.add(f"KBP {giver.programme.me().name}")  # type: ignore[union-attr]
        taker.exchange.merge(giver.exchange.send(stick.folder).file, accept_new=True)
    third.groups.add("KBP lain")
    key = next(peer.key for peer in third.exchange.peers() if peer.label == OTHER)
    late = third.exchange.send(stick.folder, key, sealed=False).file
    third.close()
    room = Room(ctx, qtbot)
    view = room.receive(late)
    assert view.receipt.receipt.state is ReceiptState.PARKED
    assert "Enam katanya sama: simpan" in room.buttons()
    stick.plugged = True
    room.press("Minta data yang kurang")
    assert room.page.send_view.result.sent.kind is BundleKind.REQUEST
    view = room.section("receive")
    assert "Paket yang menunggu paket lain" in room.texts()
    assert "Bambang Suryana" in room.texts(view.waiting)
    (drop,) = view.waiting.drops.values()
    drop.click()
    room.press("Buang", dialog=True)
    assert ctx.desk.exchange.waiting() == []
    assert not view.waiting.isVisible()


def test_work_of_a_laptop_that_was_cut_off_is_shouted_and_merged_only_after_asking_twice(
        ctx: Context, other: Desk, bundle: Path, stick: Stick, clock: Any, qtbot: Any) -> None:
    ctx.desk.exchange.merge(bundle, accept_new=True)
    key = next(device.key for device in ctx.desk.exchange.devices() if device.label == OTHER)
    ctx.desk.stewards.cut_off(key, "Laptop hilang")
    clock.pass_minutes(10)
    other.groups.add("KBP sesudah hilang")
    late = other.exchange.send(stick.folder).file
    before = digest(ctx.desk)
    room = Room(ctx, qtbot)
    view = room.receive(late)
    assert f"“{OTHER}” sudah diputus dari program ini" in room.texts()
    assert "Alasan: Laptop hilang" in room.texts()
    assert view.receipt.go.property("role") == "danger"
    room.press("Gabungkan walaupun diputus")
    assert digest(ctx.desk) == before
    room.press("Saya sudah bertanya: gabungkan", dialog=True)
    assert view.state == "merged"
    peers = room.section("peers")
    assert "Diputus dari program" in room.texts(peers)
    assert key not in peers.buttons
    form = room.section("send").form
    assert [card.option.lines for card in form.whom.cards.cards][0] == ("Diputus dari program",)


def test_a_copied_laptop_is_told_at_the_preview_and_among_the_colleagues(ctx: Context, other: Desk, bundle: Path,
                                                                         stick: Stick, clock: Any, tmp_path: Path,
                                                                         open_desk: Any, qtbot: Any) -> None:
    """Somebody copied the data folder of the other laptop by hand; both go on with it."""
    ctx.desk.exchange.merge(bundle, accept_new=True)
    paths = other.paths
    other.close()
    shutil.copytree(paths.folder.parent, tmp_path / "twin")
    files = []
    for name, folder in (("KBP satu", paths.folder.parent), ("KBP dua", tmp_path / "twin")):
        desk = open_desk(Paths(folder / paths.folder.name, folder / "state"))
        desk.groups.add(name)
        files.append(desk.exchange.send(stick.folder).file)
        clock.pass_minutes(5)
    ctx.desk.exchange.merge(files[0])
    room = Room(ctx, qtbot)
    room.receive(files[1])
    assert f"Laptop “{OTHER}” pernah disalin: dua laptop memakai data yang sama." in room.texts()
    room.press("Gabungkan data")
    room.section("peers")
    assert f"Laptop {OTHER} pernah disalin" in room.texts()


def test_the_start_page_tells_what_was_received_last(ctx: Context, bundle: Path, qtbot: Any) -> None:
    room = Room(ctx, qtbot, pages=("home", "exchange"))
    room.space.go("home")
    assert "Terakhir diterima" not in room.texts(room.space)
    ctx.desk.exchange.merge(bundle, accept_new=True)
    room.space.go("exchange")
    room.space.go("home")
    assert f"Terakhir diterima: {OTHER}, 4 Maret 2026" in room.texts(room.space)
    qtbot.mouseClick(room.button("Terima"), Qt.MouseButton.LeftButton)
    assert room.page.tabs.current == "receive"


def test_colleagues_show_what_each_laptop_told_and_ones_own_words(ctx: Context, bundle: Path, story: Any, qtbot: Any) -> None:
    ctx.desk.exchange.merge(bundle, accept_new=True)
    story.a_meeting("2026-03-11")
    room = Room(ctx, qtbot)
    view = room.section("peers")
    own = next(device for device in ctx.desk.exchange.devices() if device.trust == "self")
    assert own.words in room.texts()
    assert "perubahan belum ada kabar tiba" in room.texts()
    assert "Kabar terakhir: 4 Maret 2026" in room.texts()
    view.begin()
    room.key(Qt.Key.Key_Space)
    assert room.page.tabs.current == "send"
    assert room.page.send_view.form.whom.peer.label == OTHER


@pytest.mark.parametrize("language", ["id", "en"])
def test_another_theme_squeezes_no_line_of_the_log_and_cuts_no_link(ctx: Context, bundle: Path, stick: Stick, theme: Theme,
                                                                    language: str, qtbot: Any) -> None:
    """In a small window, at the very turn of the change: lines of half their height were painted for a moment."""
    ctx.desk.exchange.merge(bundle, accept_new=True)
    for _ in range(4):
        ctx.desk.exchange.send(stick.folder)
    ctx.desk.meetings.new(ctx.desk.groups.default().id, title="Rapat orang tua")  # type: ignore[union-attr]
    room = Room(dataclasses.replace(ctx, w=Words(language)), qtbot, (911, 441))
    view, link = room.section("log"), room.space.status.unsent
    QApplication.processEvents()
    heights = [line.height() for line in view.lines]
    assert len(heights) == 6
    for mode in ("dark", "light"):
        theme.apply(mode=mode)
        QApplication.sendPostedEvents()
        assert [line.height() for line in view.lines] == heights
        assert link.isVisible()
        assert link.width() >= link.sizeHint().width() > link.fontMetrics().horizontalAdvance(link.text())
