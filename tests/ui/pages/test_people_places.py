"""Groups and schools, and how the page of the people looks at every size and in the other language."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from plcdesk.domain.people import Slot
from plcdesk.domain.programme import School
from tests.ui.pages.meetings_room import clipped
from tests.ui.pages.other_rooms import SIZES, OtherRoom, english_words
from ui.runtime.context import Context


@pytest.fixture
def room(ctx: Context, qtbot: Any) -> OtherRoom:
    return OtherRoom(ctx, qtbot, "people")


def test_a_fixed_time_plans_meetings(room: OtherRoom, story: Any) -> None:
    room.go("people", story.group)
    slots = room.people.view.form.slots
    room.qtbot.mouseClick(slots.add, Qt.MouseButton.LeftButton)
    form = slots.forms[0]
    starts = form._fields["hours.starts"].control
    starts.setFocus()
    room.type("13")
    room.key(Qt.Key.Key_Return)
    ends = form._fields["hours.ends"].control
    ends.setFocus()
    room.type("12")
    room.key(Qt.Key.Key_Return)
    (slot,) = room.ctx.desk.records.all(Slot)
    assert slot.hours == (time(13), time(12))
    assert form._fields["hours.starts"].error == "Jam selesai harus sesudah jam mulai"
    assert [row.group_id for row in room.ctx.desk.meetings.today()] == [story.group]


def test_members_come_and_go(room: OtherRoom, story: Any) -> None:
    person = room.ctx.desk.people.add("Agus Priyatno", school_id=story.school).id
    room.go("people", story.group)
    members = room.people.view.form.members
    members.adding.setFocus()
    room.type("agu")
    room.key(Qt.Key.Key_Return)
    assert person in [one.id for one in room.ctx.desk.groups.members_on(story.group, date(2026, 3, 4))]
    room.qtbot.mouseClick(room.button("Keluarkan", members), Qt.MouseButton.LeftButton)
    assert person not in [one.id for one in room.ctx.desk.groups.members_on(story.group, date(2026, 3, 4))]


def test_a_school_keeps_its_letterhead_and_its_logo(room: OtherRoom, story: Any, picture: Path) -> None:
    room.go("people", story.school)
    form = room.people.view.form
    form.form._fields["letterhead"].control.setFocus()
    room.type("PEMERINTAH KOTA")
    room.key(Qt.Key.Key_Return)
    room.type("SD MELATI 01")
    form.set_logo(picture)
    school = room.ctx.desk.records.need(School, story.school).record
    assert school.letterhead == ("PEMERINTAH KOTA", "SD MELATI 01")
    assert room.ctx.desk.programme.logo(story.school) is not None
    assert form.logo.isVisibleTo(form)
    form.remove_logo()
    assert room.ctx.desk.programme.logo(story.school) is None


def test_people_of_schools_stand_before_those_without(room: OtherRoom, story: Any) -> None:
    room.ctx.desk.people.add("Aan Tanpa Sekolah")
    story.a_person("Zainal Abidin")
    room.people.refresh()
    shown = room.people.view.pane.view.records
    assert [shown.row(at).name for at in range(3)] == ["Siti Rahmawati", "Zainal Abidin", "Aan Tanpa Sekolah"]


def test_list_and_record_take_turns_where_it_is_narrow(ctx: Context, story: Any, qtbot: Any) -> None:
    story.members(6)
    room = OtherRoom(ctx, qtbot, "people", (911, 441))
    view = room.people.view
    assert view.pane.view.isVisible()
    assert view.pane.view.height() >= 4 * 56
    view.pane.setFocus()
    view.pane.view.setCurrentIndex(view.pane.view.records.index(2, 0))
    room.key(Qt.Key.Key_Return)
    assert not view.pane.view.isVisible()
    assert view.form.isVisible()
    chosen = view.current
    room.commands.run("back")
    assert view.pane.view.isVisible()
    assert view.pane.current().id == chosen


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("size", SIZES)
def test_every_word_has_its_room(ctx: Context, story: Any, qtbot: Any, size: tuple[int, int], scale: float) -> None:
    story.members(6)
    story.a_slot()
    person = story.desk.people.find("nur")[0].id
    story.desk.people.add_role_held(person, "Anggota tim pendamping", group_id=story.group)
    ctx.theme.apply(scale=scale)  # type: ignore[attr-defined]
    room = OtherRoom(ctx, qtbot, "people", size)
    for record in (person, story.group, story.school, "people"):
        room.go("people", record)
        assert clipped(room.space) == []


def test_nothing_english_on_the_page(room: OtherRoom, story: Any) -> None:
    story.members(3)
    story.a_slot()
    person = story.desk.people.find("nur")[0].id
    story.desk.people.add_role_held(person, "Ketua")
    for record in (person, story.group, story.school):
        room.go("people", record)
        assert english_words(room.people) == []
    room.people.primary()
    assert room.people.dialog is not None
    assert english_words(room.people.dialog) == []
