"""Deciding differing entries: nothing is chosen by itself, keys are enough, and what was not chosen is not lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt

from plcdesk.domain.changes import Row
from plcdesk.domain.meetings import Meeting
from tests.ui.pages.exchange_room import OTHER, Room, Stick, edit, join
from ui.runtime.context import Context

if TYPE_CHECKING:
    from plcdesk.domain.ids import Id
    from plcdesk.services.desk import Desk

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def meeting(story: Any) -> Id:
    story.members(4)
    found: Id = story.a_meeting("2026-03-04", title="Rapat mingguan")
    return found


@pytest.fixture
def other(desk: Desk, meeting: Id, clock: Any, stick: Stick, tmp_path: Path) -> Iterator[Desk]:
    made = join(desk, tmp_path / "other", stick.folder, clock)
    yield made
    made.close()


@pytest.fixture
def room(ctx: Context, other: Desk, meeting: Id, clock: Any, stick: Stick, qtbot: Any) -> Room:
    """Place and opening were written on both laptops, differently; the bundle is merged in the window."""
    clock.pass_minutes(10)
    edit(ctx.desk, meeting, venue="Ruang guru", opening="Doa bersama")
    clock.pass_minutes(10)
    edit(other, meeting, venue="Ruang kelas IV", opening="Salam pembuka")
    clock.pass_minutes(10)
    made = Room(ctx, qtbot)
    made.receive(other.exchange.send(stick.folder).file)
    made.press("Enam katanya sama: gabungkan")
    return made


def venue(room: Room, meeting: Id) -> str:
    found: str = room.ctx.desk.records.need(Meeting, meeting).record.venue
    return found


def test_after_merging_the_differences_are_announced_and_one_press_away(room: Room, qtbot: Any) -> None:
    assert "2 isian berbeda menunggu keputusan Anda. Data lain sudah digabung." in room.texts()
    assert room.page.tabs.bar.tabText(2) == "Isian berbeda (2)"
    room.space.go("people")
    qtbot.waitUntil(lambda: room.space.banners.shown is not None, timeout=5_000)
    assert room.space.banners.shown.key == "differing"
    room.press("Putuskan sekarang")
    assert room.page.tabs.current == "differences"
    assert "Isian ini diubah di dua komputer. Mana yang dipakai?" in room.texts()


def test_both_values_with_who_and_when_and_no_default(room: Room) -> None:
    room.press("Putuskan sekarang")
    text = room.texts()
    assert "1 dari 2 — Pertemuan “Rapat mingguan" in text
    assert "Pembukaan" in text
    for word in ("Di komputer ini", f"Dari flashdisk — {OTHER}", "Siti Rahmawati · 4 Maret 2026", f"{OTHER} · 4 Maret 2026",
                 "Yang tidak dipilih tetap ada di Riwayat."):
        assert word in text
    card = room.page.differences.card
    assert card.choice is None
    room.key(Qt.Key.Key_Return)
    assert len(room.ctx.desk.records.differing()) == 2
    assert card.marks == [["Doa", "bersama"], ["Salam", "pembuka"]]


def test_settled_with_keys_alone_and_the_other_value_is_in_the_history(room: Room, meeting: Id) -> None:
    room.press("Putuskan sekarang")
    room.key(Qt.Key.Key_PageDown, CTRL)
    assert "2 dari 2" in room.texts()
    assert "Tempat" in room.texts()
    room.key(Qt.Key.Key_Right)
    room.key(Qt.Key.Key_Return)
    assert venue(room, meeting) == "Ruang kelas IV"
    assert [entry.field for entry in room.ctx.desk.records.differing()] == ["opening"]
    assert "1 dari 1" in room.texts()
    assert room.page.tabs.bar.tabText(2) == "Isian berbeda (1)"
    values = {line.new for line in room.ctx.desk.records.history(Row("meeting", meeting))}
    assert {"Ruang guru", "Ruang kelas IV"} <= values
    room.key(Qt.Key.Key_Left)
    room.key(Qt.Key.Key_Return)
    assert room.ctx.desk.records.differing() == []
    assert "Tidak ada isian berbeda" in room.texts()


def test_a_decision_can_be_undone(room: Room, meeting: Id) -> None:
    room.press("Putuskan sekarang")
    room.page.step(1)
    room.page.differences.card.chosen.emit(1 if room.page.differences.entry.siblings[1].here else 0)
    assert len(room.ctx.desk.records.differing()) == 1
    room.key(Qt.Key.Key_Z, CTRL)
    assert {entry.field for entry in room.ctx.desk.records.differing()} == {"opening", "venue"}
    assert room.page.tabs.bar.tabText(2) == "Isian berbeda (2)"


def test_long_text_is_combined_by_hand(room: Room, meeting: Id, qtbot: Any) -> None:
    room.press("Putuskan sekarang")
    room.press("Gabungkan keduanya")
    card = room.page.differences.card
    assert card.result.value() == "Doa bersama\n\nSalam pembuka"
    qtbot.keyClicks(card.result, "Lalu: ")
    room.press("Pakai teks gabungan")
    text = room.ctx.desk.records.need(Meeting, meeting).record.opening
    assert "Doa bersama" in text
    assert "Salam pembuka" in text
    assert "Lalu: " in text
    assert [entry.field for entry in room.ctx.desk.records.differing()] == ["venue"]


def test_everything_can_wait(room: Room) -> None:
    room.press("Putuskan sekarang")
    room.press("Putuskan nanti")
    assert "2 dari 2" in room.texts()
    room.press("Putuskan nanti")
    assert "2 isian berbeda menunggu Anda" in room.texts()
    assert len(room.ctx.desk.records.differing()) == 2
    room.press("Lihat lagi")
    assert "1 dari 2" in room.texts()
