"""Finishing, calling off, taking up again, throwing away."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import Meeting, MeetingStatus, Presence
from tests.ui.pages.meetings_room import Room

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def meeting(story: Any) -> Id:
    story.members(10)
    story.a_slot()
    return story.desk.meetings.start_from_slot(*story.desk.meetings.next_slot()).id


@pytest.fixture
def room(ctx: Any, qtbot: Any, meeting: Id) -> Room:
    made = Room(ctx, qtbot)
    made.open(meeting)
    return made


def status(room: Room, meeting: Id) -> MeetingStatus | None:
    stored = room.ctx.desk.records.get(Meeting, meeting)
    assert stored is not None
    return stored.state.status


def test_blanks_are_listed_and_stand_in_nobody_s_way(room: Room, meeting: Id) -> None:
    for _ in range(8):
        room.key(Qt.Key.Key_H)
    room.key(Qt.Key.Key_Return, CTRL)
    strip = room.page.detail.strip
    assert strip.isVisible()
    assert strip.text.text() == "Kehadiran 2 orang belum diisi. Anda tetap bisa menyelesaikan."
    assert strip.names.text() == "Sumarni, Yusuf Maulana"
    assert status(room, meeting) is MeetingStatus.ONGOING
    room.click(strip.fill_button)
    grid = room.page.detail.attendance.grid
    assert not strip.isVisible()
    assert grid.current_key == grid.rows[8].key
    room.key(Qt.Key.Key_Return, CTRL)
    room.click(strip.anyway_button)
    assert status(room, meeting) is MeetingStatus.HELD
    assert room.page.detail.end.text.text() == "Pertemuan selesai dicatat: 8 hadir, 0 keputusan, 0 tindak lanjut."


def test_finishing_twice_by_key_finishes_anyway(room: Room, meeting: Id) -> None:
    room.key(Qt.Key.Key_Return, CTRL)
    room.key(Qt.Key.Key_Return, CTRL)
    assert status(room, meeting) is MeetingStatus.HELD


def test_a_follow_up_without_an_owner_is_named_and_the_line_leads_there(room: Room, meeting: Id) -> None:
    room.page.mark_all()
    room.ctx.bus.announce(room.ctx.desk.actions.add(meeting, "Tanpa nama").changes)
    room.key(Qt.Key.Key_Return, CTRL)
    strip = room.page.detail.strip
    assert strip.summary.texts == ["Pilih penanggung jawab tindak lanjut"]
    assert QApplication.focusWidget() is strip.summary
    room.click(room.button("Pilih penanggung jawab tindak lanjut", strip.summary))
    editor = room.page.detail.followups.editor
    assert QApplication.focusWidget() is editor.rows[0].controls["owner_id"]
    assert status(room, meeting) is MeetingStatus.ONGOING


def test_end_before_start_is_said_in_the_box_and_at_the_field(room: Room, meeting: Id) -> None:
    room.page.mark_all()
    room.page.detail.select("facts")
    field = room.page.detail.facts.fields["when.ends"]
    field.control.setFocus()
    field.control.selectAll()
    room.type("12")
    room.key(Qt.Key.Key_Return, CTRL)
    words = "Jam selesai harus sesudah jam mulai"
    assert room.page.detail.strip.summary.texts == [words]
    assert room.page.detail.facts.fields["when.held_on"].error == words
    assert field.control.raw() == "12.00"
    assert QApplication.focusWidget() is room.page.detail.strip.summary  # and no box of its own beside the window
    assert room.space.isActiveWindow()


def test_what_cannot_be_read_is_said_before_finishing_and_the_line_leads_there(room: Room, meeting: Id) -> None:
    room.page.mark_all()
    room.page.detail.select("facts")
    field = room.page.detail.facts.fields["disturbed"]
    field.control.setFocus()
    room.type("-5")
    room.key(Qt.Key.Key_Return, CTRL)
    strip = room.page.detail.strip
    assert strip.summary.texts == [field.error] != [""]
    assert status(room, meeting) is MeetingStatus.ONGOING
    room.click(room.button(field.error, strip.summary))
    assert QApplication.focusWidget() is field.control


def test_the_summary_for_the_chat_lands_on_the_clipboard(room: Room, meeting: Id) -> None:
    room.page.mark_all()
    room.key(Qt.Key.Key_Return, CTRL)
    room.click(room.button("Salin ringkasan untuk WhatsApp"))
    assert "Hadir: 10 dari 10" in QApplication.clipboard().text()
    assert any("Ringkasan disalin" in text for text in room.texts())
    room.key(Qt.Key.Key_Escape)
    assert not room.page.detail.end.isVisible()
    assert room.page.detail.tabs.isVisible()


def test_one_filled_button_at_a_time(room: Room, meeting: Id) -> None:
    """While a meeting is open and unfinished the header's button is an outline."""
    assert room.page.header_quiet
    room.page.mark_all()
    room.key(Qt.Key.Key_Return, CTRL)
    assert not room.page.header_quiet
    assert not room.page.detail.header.finish.isVisible()


def test_calling_off_keeps_the_reason_and_can_be_undone(room: Room, meeting: Id) -> None:
    room.page._ask("cancel")
    dialog = room.dialog()
    room.type("Guru mengikuti pelatihan")
    room.click(room.button("Batalkan pertemuan", dialog))
    stored = room.ctx.desk.records.get(Meeting, meeting)
    assert (stored.state.status, stored.state.reason) == (MeetingStatus.CANCELLED, "Guru mengikuti pelatihan")
    assert any("Dibatalkan" in text for text in room.texts(room.page.detail.header))
    with room.qtbot.waitActive(room.space):
        room.space.activateWindow()
    room.key(Qt.Key.Key_Z, CTRL)
    assert status(room, meeting) is MeetingStatus.ONGOING


def test_a_finished_meeting_can_be_taken_up_again(room: Room, meeting: Id) -> None:
    room.page.mark_all()
    room.key(Qt.Key.Key_Return, CTRL)
    room.page._ask("reopen")
    assert status(room, meeting) is MeetingStatus.ONGOING
    assert room.page.detail.header.finish.isVisible()


def test_the_trash_takes_all_and_undo_brings_all_back(room: Room, meeting: Id) -> None:
    desk = room.ctx.desk
    room.key(Qt.Key.Key_S)
    desk.meetings.add_decision(meeting, "Tetap ada")
    room.page.focus_list()
    room.key(Qt.Key.Key_Delete)
    assert desk.records.get(Meeting, meeting) is None
    assert any("dipindahkan ke Sampah" in text for text in room.texts())
    assert room.page.record_id is None
    room.key(Qt.Key.Key_Z, CTRL)
    seen = room.seen(meeting)
    assert seen.attendance[0].presence is Presence.SICK
    assert [item.record.text for item in seen.decisions] == ["Tetap ada"]
    assert room.page.list.first() == meeting


def test_the_delete_key_in_the_attendance_list_is_no_wish_to_delete_the_meeting(room: Room, meeting: Id) -> None:
    room.key(Qt.Key.Key_Delete)
    assert room.ctx.desk.records.get(Meeting, meeting) is not None


def test_history_puts_an_earlier_entry_back(room: Room, meeting: Id) -> None:
    room.key(Qt.Key.Key_S)
    room.key(Qt.Key.Key_Up)
    room.key(Qt.Key.Key_H)
    assert room.page.history()
    panel = room.space.panel
    room.click(room.button("Kembalikan isian ini", panel))
    assert room.seen(meeting).attendance[0].presence is Presence.SICK
