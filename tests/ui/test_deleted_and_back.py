"""Check 8: whatever is deleted in the window says so with Urungkan, and that brings back the very same record."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from plcdesk.domain.changes import Row
from plcdesk.domain.fields import SPECS
from plcdesk.domain.meetings import ActionStatus, Focus, Outcome, Presence
from plcdesk.domain.people import AgeBand, ConsentAnswer, Consented, ConsentKind, Member
from plcdesk.domain.programme import Actual, Letter, Period
from tests.ui.pages.other_rooms import OtherRoom
from tests.ui.undoing import everything, everything_of, words_on_screen
from ui.runtime.context import Context

Rows = dict[str, Row]
Deed = Callable[[OtherRoom, Rows], None]


def fill(desk: Any, row: Row, **fields: Any) -> Row:
    """Write further fields of a record, so that none of them can come back empty unnoticed."""
    loaded = desk.records.need(SPECS[row.table].cls, row.id)
    desk.records.save(dataclasses.replace(loaded.record, **fields), loaded)
    return row


@pytest.fixture
def rows(story: Any, picture: Path) -> Rows:
    """One of each kind of record, with something in every field: a meeting, a person, and all that hangs on them."""
    desk = story.desk
    story.members(4)
    slot, nur = story.a_slot(), desk.people.find("nur")[0].id
    meeting = desk.meetings.start_from_slot(slot, date(2026, 3, 4)).id
    for row, mark in zip(desk.meetings.detail(meeting).attendance, Presence, strict=False):
        desk.attendance.mark(row, mark)
    made = {
        "meeting": fill(desk, Row("meeting", meeting), title="Kajian karya murid", chair_id=nur, notetaker_id=nur,
                        opening="Doa bersama.\n\nNorma dibaca.", closing="Pukul 14.30.", evidence="Tulisan kelas V",
                        focus=list(Focus)[1], letter_number="005/KBP/III/2026", disturbed=5),
        "agenda item": fill(desk, Row("agenda_item", desk.agenda.add(meeting, "Karya murid", 20, nur).id),
                            discussion="Murid menulis lebih runtut.\n\nDua contoh dibaca."),
        "decision": Row("decision", desk.meetings.add_decision(meeting, "Rubrik dipakai mulai minggu depan").id),
        "follow-up": fill(desk, Row("action", desk.actions.add(meeting, "Membawa contoh", nur, date(2026, 3, 11)).id),
                          measure="Lima tulisan", result="Baru dua", outcome=Outcome(ActionStatus.GOING)),
        "guest": fill(desk, Row("attendance", desk.attendance.add_guest(meeting, "Ibu Rahayu", "Parent").id),
                      note="datang pukul 13.20"),
        "photo": Row("attachment", desk.photos.attach(meeting, picture, "Diskusi kelompok").id),
        "person": fill(desk, Row("person", nur), alias="G07", teaches="Kelas V", age_band=list(AgeBand)[1],
                       period=Period(date(2025, 7, 1), None)),
        "group": fill(desk, Row("group", story.group), chair_id=nur, norms="Saling mendengar.\n\nTepat waktu."),
        "fixed time": Row("slot", slot),
        "duty": fill(desk, Row("role_held", desk.people.add_role_held(nur, "Ketua kelompok", group_id=story.group).id),
                     school_id=story.school, period=Period(date(2025, 7, 1), date(2026, 6, 30)), decree="800/12/2025"),
        "stage": fill(desk, Row("stage", desk.programme.add_stage("Persiapan", date(2025, 7, 1), date(2025, 8, 1)).id),
                      letter=Letter.PLAN, actual=Actual(date(2025, 7, 3), date(2025, 8, 9))),
        "member": Row("member", next(one.id for one in desk.records.all(Member) if one.person_id == nur)),
    }
    detail = desk.people.detail(nur)
    fill_new(desk, detail.contact, phone="0812 0000 0000", email="nur@example.org")
    fill_new(desk, detail.numbers, nip="196701011990032001", grade="IV/a")
    fill_new(desk, detail.consents[ConsentKind.PHOTO], answer=Consented(ConsentAnswer.YES, date(2026, 1, 5)))
    for more in ("Penutup", "Doa"):  # neighbours: what comes back must find its old place between them
        desk.agenda.add(meeting, more)
        desk.meetings.add_decision(meeting, more)
        desk.actions.add(meeting, more)
        desk.programme.add_stage(more)
    return made


def fill_new(desk: Any, loaded: Any, **fields: Any) -> None:
    """Write a part of a person that may not be stored yet."""
    desk.records.save(dataclasses.replace(loaded.record, **fields), loaded)


def meeting(room: OtherRoom, rows: Rows) -> None:
    room.go("meetings", rows["meeting"].id)
    room.page.focus_list()
    room.key(Qt.Key.Key_Delete)


def line(what: str, tab: str) -> Deed:
    """The cross at the end of a line of the meeting."""

    def deed(room: OtherRoom, rows: Rows) -> None:
        room.go("meetings", rows["meeting"].id)
        room.click_tab(tab)
        room.click(getattr(room.page.detail, tab).editor.row_of(rows[what].id).remove)

    return deed


def guest(room: OtherRoom, rows: Rows) -> None:
    room.go("meetings", rows["meeting"].id)
    grid = room.page.detail.attendance.grid
    grid.focus_row(next(at for at, row in enumerate(grid.rows) if row.key == rows["guest"].id))
    room.key(Qt.Key.Key_Delete)


def photo(room: OtherRoom, rows: Rows) -> None:
    room.go("meetings", rows["meeting"].id)
    room.click_tab("minutes")
    tab = room.page.detail.minutes
    card = tab.photos._cards[rows["photo"].id]
    tab.ensureWidgetVisible(card.remove)
    room.click(card.remove)


def listed(what: str) -> Deed:
    """The Delete key in the list."""

    def deed(room: OtherRoom, rows: Rows) -> None:
        room.go("people", rows[what].id)
        room.people.view.pane.setFocus()
        room.key(Qt.Key.Key_Delete)

    return deed


def button(whole: str, card: str, words: str, spoken: str = "") -> Deed:
    """A button in a part of a person or group."""

    def deed(room: OtherRoom, rows: Rows) -> None:
        room.go("people", rows[whole].id)
        inside = getattr(room.people.view.form, card)
        room.click(next(one for one in inside.findChildren(QAbstractButton)
                        if one.isVisible() and one.text() == words and spoken in one.accessibleName()))

    return deed


def stage(room: OtherRoom, rows: Rows) -> None:
    room.go("settings")
    room.click(room.button("Hapus", room.settings.stages))


DEEDS: dict[str, tuple[Deed, str]] = {
    "meeting": (meeting, "Kajian karya murid"),
    "agenda item": (line("agenda item", "agenda"), "Karya murid"),
    "decision": (line("decision", "decisions"), "Rubrik dipakai mulai minggu depan"),
    "follow-up": (line("follow-up", "followups"), "Membawa contoh"),
    "guest": (guest, "Ibu Rahayu"),
    "photo": (photo, "Diskusi kelompok"),
    "person": (listed("person"), "Nur Hidayah"),
    "group": (listed("group"), "KBP SD Melati 01"),
    "fixed time": (button("group", "slots", "Hapus"), "Ruang guru"),
    "duty": (button("person", "duties", "Hapus"), "800/12/2025"),
    "member": (button("group", "members", "Keluarkan", "Nur Hidayah"), "Nur Hidayah"),
    "stage": (stage, "Persiapan"),
}
"""How each kind of record is deleted by hand, and by which words it is known on screen."""


@pytest.mark.parametrize("what", DEEDS)
def test_a_slip_of_the_hand_costs_nothing(what: str, rows: Rows, ctx: Context, qtbot: Any) -> None:
    """Check 8: otherwise a year of minutes, a colleague, a photo would be gone, or come back with a hole in it."""
    room = OtherRoom(ctx, qtbot, "home")
    deed, words = DEEDS[what]
    before, table = everything(room), rows[what].table
    deed(room, rows)
    gone = [one for one in before[table] if one not in everything_of(room, table)]
    assert [one["id"] for one in gone] == [rows[what].id]
    assert room.space.toasts.isVisible()
    room.click(room.button("Urungkan", room.space.toasts))
    assert everything(room) == before
    room.qtbot.waitUntil(lambda: words in words_on_screen(room))
