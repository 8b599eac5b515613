"""The people who may be there twice, in the window: compared, merged, told apart, put off, with the keyboard alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from plcdesk.domain.fields import SPECS
from plcdesk.domain.forms import Form, Hour
from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import Action, Attendance, Presence, attendance_id
from plcdesk.domain.people import Person, Sameness, SamePerson
from plcdesk.words import Words
from tests.ui.pages.meetings_room import clipped
from tests.ui.pages.other_rooms import SIZES, OtherRoom, english_words
from ui.pages.people.comparison import ComparisonCard, Line
from ui.runtime.context import Context
from ui.shell.session import make_context
from ui.theme.theme import Theme


@pytest.fixture
def room(ctx: Context, qtbot: Any) -> OtherRoom:
    return OtherRoom(ctx, qtbot, "people")


@pytest.fixture
def two(story: Any, ctx: Context) -> tuple[Id, Id]:
    """A teacher with 22 marks and 3 observations, and the same one by another spelling with 2 marks."""
    kept, gone = story.a_person("Dra. Hj. Ratna Kusumawati, M.Pd."), story.a_person("Ratna Kusumawatih")
    for day in range(1, 25):
        meeting = story.a_meeting(f"2026-02-{day:02}")
        person = kept if day <= 22 else gone
        ctx.desk.records.save(Attendance(id=attendance_id(meeting, person), meeting_id=meeting, person_id=person,
                                         presence=Presence.PRESENT))
    for day in (3, 10, 17):
        ctx.desk.records.save(Form(instrument="D", version=1, school_id=story.school, person_id=kept,
                                   hour=Hour(date(2026, 2, day))))
    return kept, gone


def everything(room: OtherRoom) -> dict[str, list[Any]]:
    """Every record on screen, by table."""
    return {table: room.ctx.desk.records.all(spec.cls) for table, spec in SPECS.items()}


def card(room: OtherRoom) -> ComparisonCard:
    assert room.people.comparing
    return room.people.duplicates.card


def line(room: OtherRoom, caption: str) -> Line:
    return next(one for one in card(room).lines if one.caption.text() == caption)


def test_nothing_is_said_where_nobody_is_there_twice(room: OtherRoom, story: Any) -> None:
    assert room.people.doubts.isHidden()
    room.go("people", "duplicates")
    assert not room.people.comparing


def test_merging_two_people_moves_all_and_the_counts_add_up_and_undo_separates_them(
        two: tuple[Id, Id], room: OtherRoom, ctx: Context) -> None:
    """UX check 17."""
    kept, gone = two
    before = everything(room)
    assert room.people.doubts.text() == "Mungkin ganda (1)"
    room.click(room.people.doubts)
    assert card(room).heading.text() == "Dua data ini mungkin orang yang sama"
    assert [button.text() for button in (card(room).apart, card(room).wait, card(room).go)] == [
        "Bukan orang yang sama", "Putuskan nanti", "Gabungkan menjadi satu"]
    assert card(room).after.text() == "Sesudah digabung: 24 kehadiran, 3 observasi."
    assert not card(room).picked(), "nothing is chosen beforehand"
    room.click(line(room, "Nama dan gelar").cards[0])
    room.click(card(room).go)
    records = ctx.desk.records
    assert records.count(Attendance, person_id=kept) == 24
    assert records.count(Attendance, person_id=gone) == 0
    assert records.count(Form, person_id=kept) == 3
    assert [person.name for person in records.all(Person, id=(kept, gone))] == ["Dra. Hj. Ratna Kusumawati, M.Pd."]
    assert "Data Dra. Hj. Ratna Kusumawati, M.Pd. digabung; 2 kehadiran ikut pindah" in room.texts()
    assert not room.people.comparing, "back in the list when none is left"
    assert room.people.doubts.isHidden()
    ctx.undo.undo()
    assert everything(room) == before
    assert room.people.doubts.text() == "Mungkin ganda (1)"


def test_a_differing_value_must_be_picked_and_nothing_is_lost_until_then(two: tuple[Id, Id], room: OtherRoom) -> None:
    before = everything(room)
    room.go("people", "duplicates")
    room.click(card(room).go)
    assert everything(room) == before
    assert card(room).missing.text() == "Pilih salah satu: Nama dan gelar"
    assert room.focus is line(room, "Nama dan gelar").cards[0]
    room.click(line(room, "Nama dan gelar").cards[1])
    assert card(room).missing.isHidden()


def test_with_the_keyboard_alone(two: tuple[Id, Id], room: OtherRoom, ctx: Context) -> None:
    kept, _ = two
    room.people.doubts.setFocus()
    room.key(Qt.Key.Key_Space)
    assert room.focus is line(room, "Nama dan gelar").cards[0]
    room.key(Qt.Key.Key_2)
    assert card(room).picked() == {"name": "Ratna Kusumawatih"}
    for _ in range(3):
        room.key(Qt.Key.Key_Tab)
    assert room.focus is card(room).go
    room.key(Qt.Key.Key_Space)
    assert ctx.desk.records.need(Person, kept).record.name == "Ratna Kusumawatih"


def test_two_people_are_remembered_and_that_can_be_undone(two: tuple[Id, Id], room: OtherRoom, ctx: Context) -> None:
    room.go("people", "duplicates")
    room.click(card(room).apart)
    assert ctx.desk.records.count(SamePerson, verdict=Sameness.DIFFERENT) == 1
    assert room.people.doubts.isHidden()
    ctx.undo.undo()
    assert room.people.doubts.text() == "Mungkin ganda (1)"


def test_the_next_pair_follows_and_what_is_put_off_waits_in_the_list(two: tuple[Id, Id], room: OtherRoom, story: Any,
                                                                    ctx: Context) -> None:
    story.a_person("Yusuf Maulana")
    story.a_person("Yusup Maulana")
    room.go("people", "duplicates")
    first = card(room).accessibleName()
    room.click(card(room).wait)
    assert card(room).accessibleName() != first
    card(room).later.emit()  # a second press at once counts as a double click
    assert not room.people.comparing
    assert room.people.doubts.text() == "Mungkin ganda (2)"
    room.click(room.people.doubts)
    assert card(room).accessibleName() == first
    assert room.people.step(1)
    assert card(room).accessibleName() != first
    assert room.people.back()
    assert not room.people.comparing


def test_a_choice_stays_while_something_else_is_saved(two: tuple[Id, Id], room: OtherRoom, story: Any, ctx: Context) -> None:
    room.go("people", "duplicates")
    room.click(line(room, "Nama dan gelar").cards[1])
    ctx.write(lambda: ctx.desk.people.add("Hendra Gunadi"), "Orang")
    assert card(room).picked() == {"name": "Ratna Kusumawatih"}


def test_new_records_under_an_old_name_are_offered(two: tuple[Id, Id], room: OtherRoom, story: Any, ctx: Context) -> None:
    kept, gone = two
    ctx.desk.duplicates.merge(kept, gone, {"name": "Ratna Kusumawatih"})
    meeting = story.a_meeting("2026-02-27")
    ctx.write(lambda: ctx.desk.records.save(Action(meeting_id=meeting, what="LKPD", owner_id=gone)), "Tindak lanjut")
    assert room.people.doubts.text() == "Mungkin ganda (1)"
    room.click(room.people.doubts)
    assert "1 catatan baru atas nama lama" in card(room).why.text()
    room.click(card(room).go)
    assert ctx.desk.records.all(Action)[0].owner_id == kept


@pytest.mark.parametrize("language", ["id", "en"])
def test_everything_can_be_read_in_every_window(two: tuple[Id, Id], ctx: Context, qtbot: Any, theme: Theme, home: Any,
                                                language: str) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    room = OtherRoom(ctx if language == "id" else make_context(ctx.desk, Words(language), theme, home, owner), qtbot,
                     "people")
    for scale, size in ((1.0, SIZES[0]), (1.0, SIZES[-1]), (1.5, SIZES[1])):
        theme.apply(mode="light", scale=scale)
        room.resize(*size)
        room.go("people", "people")
        assert not clipped(room.space), size
        room.go("people", "duplicates")
        card(room).go.click()
        QApplication.processEvents()
        assert not clipped(room.space), size
        assert language == "en" or not english_words(room.people), size
    theme.apply(mode="light", scale=1.0)
