"""The attendance list of a meeting: keys, marks for all, notes, guests."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt

from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import Presence
from tests.ui.pages.meetings_room import Room

LETTERS = (Qt.Key.Key_H, Qt.Key.Key_T, Qt.Key.Key_I, Qt.Key.Key_S, Qt.Key.Key_D, Qt.Key.Key_A)


@pytest.fixture
def meeting(story: Any) -> Id:
    """Ten members, a weekly time, the meeting of today begun."""
    story.members(10)
    story.a_slot()
    planned = story.desk.meetings.next_slot()
    return story.desk.meetings.start_from_slot(*planned).id


@pytest.fixture
def room(ctx: Any, qtbot: Any, meeting: Id) -> Room:
    made = Room(ctx, qtbot)
    made.open(meeting)
    return made


def marks(room: Room, meeting: Id) -> list[Presence | None]:
    return [row.presence for row in room.seen(meeting).attendance]


def test_six_letters_set_six_marks_and_move_on(room: Room, meeting: Id) -> None:
    """A paper list is keyed from top to bottom without a look at the screen."""
    for letter in LETTERS:
        room.key(letter)
    assert marks(room, meeting) == [*Presence, None, None, None, None]
    grid = room.page.detail.attendance.grid
    assert grid.current_key == grid.rows[6].key
    assert not room.ctx.desk.records.differing()


def test_a_mark_corrected_at_once_does_not_differ_from_itself(room: Room, meeting: Id) -> None:
    room.key(Qt.Key.Key_H)
    room.key(Qt.Key.Key_Up)
    room.key(Qt.Key.Key_S)
    room.key(Qt.Key.Key_Up)
    room.key(Qt.Key.Key_Backspace)
    room.key(Qt.Key.Key_3)
    assert marks(room, meeting)[0] is Presence.EXCUSED
    assert not room.ctx.desk.records.differing()


def test_mark_all_fills_blanks_only_and_undo_brings_exactly_those_back(room: Room, meeting: Id) -> None:
    room.key(Qt.Key.Key_S)
    room.key(Qt.Key.Key_A)
    room.click(room.button("Tandai semua hadir"))
    assert marks(room, meeting) == [Presence.SICK, Presence.ABSENT, *[Presence.PRESENT] * 8]
    assert any("8 orang ditandai hadir" in text for text in room.texts())
    room.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert marks(room, meeting) == [Presence.SICK, Presence.ABSENT, *[None] * 8]
    grid = room.page.detail.attendance.grid
    assert [row.presence for row in grid.rows] == [Presence.SICK, Presence.ABSENT, *[None] * 8]


def test_mark_all_has_a_key_on_every_tab(room: Room, meeting: Id) -> None:
    room.page.detail.select("minutes")
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    room.key(Qt.Key.Key_H, both)
    assert marks(room, meeting) == [Presence.PRESENT] * 10
    assert room.page.detail.tabs.current == "attendance"


def test_a_note_is_kept_beside_its_mark(room: Room, meeting: Id) -> None:
    room.key(Qt.Key.Key_S)
    room.key(Qt.Key.Key_Up)
    room.key(Qt.Key.Key_Return)
    room.type("demam")
    room.key(Qt.Key.Key_Return)
    first = room.seen(meeting).attendance[0]
    assert (first.presence, first.note) == (Presence.SICK, "demam")


def test_a_note_being_written_survives_leaving_the_page(room: Room, meeting: Id) -> None:
    room.key(Qt.Key.Key_Return)
    room.type("datang pukul 10")
    room.page.leave()
    assert room.seen(meeting).attendance[0].note == "datang pukul 10"


def test_a_guest_is_added_with_name_and_role_and_can_be_taken_off(room: Room, meeting: Id) -> None:
    room.click(room.button("Tambah tamu"))
    dialog = room.dialog()
    room.type("Ibu Rahayu")
    dialog.role.control.set_value("Parent")  # type: ignore[attr-defined]
    room.click(room.button("Tambah tamu", dialog))
    guest = room.seen(meeting).attendance[-1]
    assert (guest.name, guest.role, guest.guest, guest.presence) == ("Ibu Rahayu", "Parent", True, Presence.PRESENT)
    window = room.space.window()
    window.activateWindow()
    room.qtbot.waitUntil(window.isActiveWindow)
    grid = room.page.detail.attendance.grid
    grid.focus_row(0)
    assert not grid.remove_button.isVisible()
    grid.focus_row(len(grid.rows) - 1)
    room.click(room.button("Hapus tamu ini"))
    assert len(room.seen(meeting).attendance) == 10
    room.ctx.undo.undo()
    assert room.seen(meeting).attendance[-1].name == "Ibu Rahayu"


def test_a_guest_needs_a_name(room: Room, meeting: Id) -> None:
    room.click(room.button("Tambah tamu"))
    dialog = room.dialog()
    room.click(room.button("Tambah tamu", dialog))
    assert dialog.isVisible()
    assert any("Isi nama" in text for text in room.texts(dialog))
    dialog.reject()


def test_marks_made_elsewhere_appear_while_a_note_is_being_written(room: Room, meeting: Id) -> None:
    """A bundle is merged, or another page writes: the list follows, and the half-written note stays."""
    room.key(Qt.Key.Key_Return)
    room.type("terlambat karena")
    desk = room.ctx.desk
    other = desk.attendance.mark(room.seen(meeting).attendance[4], Presence.DUTY)
    room.ctx.bus.announce(other)
    grid = room.page.detail.attendance.grid
    assert grid.rows[4].presence is Presence.DUTY
    room.type(" hujan")
    room.key(Qt.Key.Key_Return)
    assert room.seen(meeting).attendance[0].note == "terlambat karena hujan"


def test_without_members_the_list_says_where_they_come_from(story: Any, ctx: Any, qtbot: Any) -> None:
    group = ctx.desk.groups.add("Kelompok baru", school_id=story.school).id
    meeting = ctx.desk.meetings.new(group).id
    room = Room(ctx, qtbot)
    room.open(meeting)
    assert any("belum punya anggota" in text for text in room.texts())
