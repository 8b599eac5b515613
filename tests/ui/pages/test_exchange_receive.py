"""Receiving in the window: looking changes nothing, merging can be taken back, and every file is told what it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtWidgets import QApplication, QScrollArea

from plcdesk.domain.exchange import DeviceSeen, Reason, Receipt, ReceiptState
from plcdesk.domain.meetings import Meeting
from tests.ui.pages.exchange_room import OTHER, Room, Stick, digest, edit
from tests.ui.pages.meetings_room import clipped
from ui.runtime.context import Context
from ui.widgets.receipt_view import ReceiptView

if TYPE_CHECKING:
    from plcdesk.domain.ids import Id
    from plcdesk.services.desk import Desk

SIZES = ((1366, 697), (911, 441), (781, 368))


def test_bundles_on_the_stick_are_listed_by_what_is_in_them(ctx: Context, bundle: Path, stick: Stick, qtbot: Any) -> None:
    bundle.rename(stick.folder / "dokumen (3).bin")
    stick.plugged = True
    room = Room(ctx, qtbot)
    picker = room.section("receive").picker
    assert len(picker.rows) == 1
    assert OTHER in picker.rows[0].accessibleName()
    assert "Program KBP Uji" in picker.rows[0].accessibleName()
    room.key(Qt.Key.Key_Space)
    assert room.page.receive_view.state == "preview"


def test_people_who_are_here_by_the_same_name_are_announced(ctx: Context, other: Desk, stick: Stick, qtbot: Any) -> None:
    other.people.add("Dra. Hj. SITI RAHMAWATI, M.Pd.")
    other.people.add("Hasan Basri")
    file = other.exchange.send(stick.folder).file
    room = Room(ctx, qtbot)
    room.receive(file)
    assert "1 orang · Anda putuskan sesudahnya" in room.texts()
    room.press("Enam katanya sama: gabungkan")
    assert "1 pasang orang perlu dibandingkan" in room.texts(), "what was put off is not forgotten after merging"
    room.qtbot.mouseClick(room.page.receive_view.card.duplicates.button, Qt.MouseButton.LeftButton)
    assert room.space.page.SPEC.id == "people"
    assert room.space.page.comparing


def test_a_second_look_at_the_stick_leaves_the_list_where_it_was(ctx: Context, other: Desk, stick: Stick, qtbot: Any) -> None:
    for _ in range(4):
        other.exchange.send(stick.folder)
    stick.plugged = True
    room = Room(ctx, qtbot, (781, 368))
    picker = room.section("receive").picker
    bar = next(area for area in room.page.findChildren(QScrollArea) if area.isAncestorOf(picker)).verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0, timeout=3_000)
    picker.look()
    room.wait()
    assert bar.value() == 0
    assert picker.rows[0].hasFocus()


def test_looking_and_cancelling_change_nothing(ctx: Context, bundle: Path, qtbot: Any) -> None:
    before = digest(ctx.desk)
    room = Room(ctx, qtbot)
    room.receive(bundle)
    text = room.texts()
    assert "1 pertemuan" in text
    assert "Data Anda tidak berubah sampai Anda memilih Gabungkan." in text
    room.press("Lihat ›")
    view = room.page.receive_view
    assert view.state == "records"
    assert [view.records.pane.view.records.row(0).title] == ["Rapat orang tua"]
    assert digest(ctx.desk) == before
    room.press("‹ Kembali")
    assert view.state == "preview"
    room.press("Batal")
    assert room.page.receive_view.state == "pick"
    assert digest(ctx.desk) == before
    assert ctx.desk.exchange.log()[0].direction == "out"


def test_an_unknown_laptop_is_asked_about_once(ctx: Context, bundle: Path, other: Desk, meeting: Id, stick: Stick,
                                               clock: Any, qtbot: Any) -> None:
    room = Room(ctx, qtbot)
    view = room.receive(bundle)
    words = view.receipt.receipt.strangers[0].words
    assert words in room.texts()
    assert f"“{OTHER}”" in room.texts()
    assert len(words.split()) == 6
    room.press("Enam katanya sama: gabungkan")
    assert f"Data dari {OTHER} sudah digabung" in room.texts()
    edit(other, meeting, venue="Aula")
    clock.pass_minutes(5)
    view = room.receive(other.exchange.send(stick.folder).file)
    assert view.receipt.receipt.state is ReceiptState.APPLIED
    assert "Gabungkan data" in room.buttons()


def test_merging_and_taking_it_back_from_the_log(ctx: Context, bundle: Path, meeting: Id, qtbot: Any) -> None:
    desk, before = ctx.desk, digest(ctx.desk)
    room = Room(ctx, qtbot)
    room.receive(bundle)
    room.press("Enam katanya sama: gabungkan")
    assert room.toast.splitlines()[0] == f"Data dari {OTHER} sudah digabung"
    assert desk.records.need(Meeting, meeting).record.venue == "Ruang kelas IV"
    merged = digest(desk)
    room.section("log")
    assert f"Diterima dari {OTHER}" in room.texts()
    assert "Digabung" in room.texts()
    room.press("Rincian ›")
    assert "1 pertemuan" in room.texts()
    assert desk.exchange.log()[0].check_code in room.texts()
    room.press("Batalkan penerimaan ini")
    assert room.toast.startswith("Penerimaan dibatalkan. Data kembali seperti pukul ")
    assert desk.records.need(Meeting, meeting).record.venue == ""
    assert digest(desk) == before
    room.press("Gabungkan lagi")
    assert desk.records.need(Meeting, meeting).record.venue == "Ruang kelas IV"
    assert digest(desk) == merged


def test_the_toast_takes_a_receipt_back_and_the_next_one_brings_it_again(ctx: Context, bundle: Path, meeting: Id,
                                                                         qtbot: Any, qapp: QApplication) -> None:
    interval = qapp.doubleClickInterval()
    qapp.setDoubleClickInterval(0)
    room = Room(ctx, qtbot)
    room.receive(bundle)
    room.press("Enam katanya sama: gabungkan")
    room.press("Urungkan")
    assert ctx.desk.records.need(Meeting, meeting).record.venue == ""
    assert room.page.receive_view.state == "pick"
    room.press("Urungkan")
    qapp.setDoubleClickInterval(interval)
    assert ctx.desk.records.need(Meeting, meeting).record.venue == "Ruang kelas IV"


def test_what_was_edited_since_is_left_and_named(ctx: Context, bundle: Path, meeting: Id, qtbot: Any) -> None:
    room = Room(ctx, qtbot)
    room.receive(bundle)
    room.press("Enam katanya sama: gabungkan")
    edit(ctx.desk, meeting, venue="Perpustakaan")
    room.section("log")
    room.press("Rincian ›")
    room.press("Batalkan penerimaan ini")
    assert ctx.desk.records.need(Meeting, meeting).record.venue == "Perpustakaan"
    assert room.page.log.left.isVisible()
    assert "1 isian" in room.page.log.left.label.text()


def test_a_bundle_without_news_looks_different_and_offers_nothing_to_merge(ctx: Context, bundle: Path, qtbot: Any) -> None:
    ctx.desk.exchange.merge(bundle, accept_new=True)
    room = Room(ctx, qtbot)
    room.receive(bundle)
    assert "Tidak ada yang baru" in room.texts()
    assert "Semua isi paket ini sudah ada di sini." in room.texts()
    assert "tidak bisa diterima" not in room.texts()
    assert "Tutup" in room.buttons()
    assert not [text for text in room.buttons() if "abungkan" in text]


def test_a_bundle_that_was_undone_can_be_applied_again(ctx: Context, bundle: Path, meeting: Id, qtbot: Any) -> None:
    ctx.desk.exchange.undo(ctx.desk.exchange.merge(bundle, accept_new=True).bundle)
    room = Room(ctx, qtbot)
    room.receive(bundle)
    assert "Paket ini pernah diterima, lalu dibatalkan." in room.texts()
    room.press("Gabungkan lagi")
    assert ctx.desk.records.need(Meeting, meeting).record.venue == "Ruang kelas IV"


def test_a_foreign_and_a_damaged_file_change_nothing(ctx: Context, bundle: Path, tmp_path: Path, qtbot: Any) -> None:
    before = digest(ctx.desk)
    letter = tmp_path / "surat.pdf"
    letter.write_bytes(b"%PDF-1.4 a letter")
    cut = tmp_path / "potong.plcb"
    cut.write_bytes(bundle.read_bytes()[:-400])
    room = Room(ctx, qtbot)
    view = room.section("receive")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(letter))])
    view.picker.drop.take(data)
    room.wait()
    assert "Berkas ini bukan paket PLC Desk. Tidak ada data yang diubah. Pilih berkas .plcb." in room.texts()
    room.press("Pilih berkas lain")
    room.receive(cut)
    assert "Isi paket ini tidak utuh. Tidak ada data yang diubah." in room.texts()
    assert not [text for text in room.buttons() if "abungkan" in text]
    assert digest(ctx.desk) == before


def test_a_bundle_that_waits_names_whose_file_to_ask_for(ctx: Context, qtbot: Any) -> None:
    reason = Reason("This bundle builds on earlier changes by {names} that are not here yet. Nothing was changed; the bundle "
                    "is kept and merged as soon as they arrive. Or ask the sender for a full bundle.", {"names": "Agus"})
    view = ReceiptView(ctx, Receipt(ReceiptState.PARKED, "b", OTHER, ctx.desk.clock(), reason=reason), title="")
    qtbot.addWidget(view)
    view.show()
    assert "Agus" in Room.texts(None, view)  # type: ignore[arg-type]
    with qtbot.waitSignal(view.merge_asked):
        view.go.click()
    with qtbot.waitSignal(view.request_asked):
        view.ask.click()


def test_other_words_under_a_known_name_are_shouted(ctx: Context, qtbot: Any) -> None:
    device = DeviceSeen("ab", OTHER, "biji salju sagu baik rasa ceria", "unknown", same_name_other_key=True)
    view = ReceiptView(ctx, Receipt(ReceiptState.NEEDS_TRUST, "b", OTHER, ctx.desk.clock(), devices=(device,)), title="")
    qtbot.addWidget(view)
    view.show()
    assert "sudah dikenal di sini, tetapi kata pengenalnya berbeda" in Room.texts(None, view)  # type: ignore[arg-type]
    assert view.go.property("role") == "danger"
    with qtbot.assertNotEmitted(view.merge_asked):
        view.go.click()


def test_a_record_behind_the_preview_opens_when_it_is_here(ctx: Context, bundle: Path, meeting: Id, qtbot: Any) -> None:
    room = Room(ctx, qtbot)
    asked: list[tuple[str, object]] = []
    ctx.navigator.asked.connect(lambda page, record: asked.append((page, record)))
    view = room.receive(bundle)
    view.receipt.lines[0].button.click()
    view.records.pane.view.step(1)
    room.key(Qt.Key.Key_Return)
    assert "belum ada di sini. Bisa dibuka sesudah digabung." in room.toast
    room.key(Qt.Key.Key_Escape)
    view.receipt.lines[1].button.click()
    assert view.records.pane.view.records.rowCount() == 1
    view.records.pane.view.step(1)
    room.key(Qt.Key.Key_Return)
    assert asked == [("meetings", meeting)]


def test_differing_entries_are_named_before_merging(ctx: Context, bundle: Path, meeting: Id, qtbot: Any) -> None:
    edit(ctx.desk, meeting, venue="Perpustakaan")
    room = Room(ctx, qtbot)
    room.receive(bundle)
    assert "1 isian · Anda putuskan sesudahnya" in room.texts()
    assert any(line.endswith(" · Tempat") for line in room.texts().splitlines())


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_in_small_windows(size: tuple[int, int], ctx: Context, bundle: Path, stick: Stick, qtbot: Any,
                                         ) -> None:
    stick.plugged = True
    room = Room(ctx, qtbot, size)

    def check() -> None:
        """Words that wrap get their height one round of events later."""
        qtbot.waitUntil(lambda: clipped(room.space) == [], timeout=3_000)

    for key in ("send", "receive", "differences", "peers", "log"):
        room.section(key)
        check()
    room.receive(bundle)
    check()
    room.press("Enam katanya sama: gabungkan")
    check()
    view = room.section("log")
    view.lines[0].turn()
    check()


def test_what_only_a_newer_program_may_show_is_told_and_a_change_of_it_is_refused_in_words(
        ctx: Context, other: Desk, meeting: Id, clock: Any, stick: Stick, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault F60 in the window: what somebody types into such an entry stays on screen, and nothing is overwritten."""
    clock.pass_minutes(30)
    with monkeypatch.context() as newer:
        newer.setattr("plcdesk.storage.authoring.MIN_READER", 99)
        newer.setattr("plcdesk.storage.authoring.VERSION", 99)
        edit(other, meeting, venue="Hanya yang baru tahu")
    file = other.exchange.send(stick.folder).file
    clock.pass_minutes(30)
    room = Room(ctx, qtbot, pages=("meetings", "exchange"))
    room.receive(file)
    told = "1 perubahan dari versi lebih baru; yang belum dikenal versi ini tetap disimpan."
    assert told in room.texts()
    room.press("Enam katanya sama: gabungkan")
    assert told in room.texts(), "also after merging"
    before = digest(ctx.desk)
    room.space.go("meetings", meeting)
    room.wait()
    detail = room.space.page.detail  # type: ignore[union-attr]
    detail.select("facts")
    venue = detail.facts.fields["venue"].control
    venue.setFocus()
    qtbot.keyClicks(QApplication.focusWidget(), "Aula ")
    detail.facts.fields["title"].control.setFocus()
    room.wait()
    assert room.space.banners.shown is not None
    assert room.space.banners.shown.text == ("Isian ini diubah oleh versi PLC Desk yang lebih baru dan di sini hanya bisa dilihat. "
                                             "Tidak ada data yang diubah. Pasang versi itu untuk mengubahnya.")
    assert "Aula" in venue.value()
    assert digest(ctx.desk) == before
