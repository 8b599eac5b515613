"""What the specification of the window promises (checks 4, 6 and 16), kept on the real pages with the real keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import Attendance, Meeting, MeetingStatus, Presence
from plcdesk.paths import Paths
from plcdesk.words import Words
from tests.ui.conftest import Home
from tests.ui.pages import exchange_room
from tests.ui.pages.exchange_room import OTHER, Stick, edit, join
from tests.ui.pages.meetings_room import Room
from ui.runtime.context import Context
from ui.shell.pages import FIRST_RUN
from ui.shell.plain import PlainSpace
from ui.shell.session import make_context
from ui.theme.theme import Theme
from ui.widgets.side_panel import SidePanel

if TYPE_CHECKING:
    from plcdesk.services.desk import Desk

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ENTER = Qt.Key.Key_Return


@pytest.fixture
def meeting(story: Any) -> Id:
    """Ten members, the meeting of today begun."""
    story.members(10)
    story.a_slot()
    found: Id = story.desk.meetings.start_from_slot(*story.desk.meetings.next_slot()).id
    return found


# 4: mark all present


def by_button(room: Room) -> None:
    room.click(room.button("Tandai semua hadir"))


def by_key(room: Room) -> None:
    room.key(Qt.Key.Key_H, CTRL | SHIFT)


@pytest.mark.parametrize("mark_all", [by_button, by_key])
def test_mark_all_touches_the_blanks_only_and_one_undo_restores_them(mark_all: Callable[[Room], None], meeting: Id, ctx: Context,
                                                                     qtbot: Any) -> None:
    """Check 4: who was sick stays sick, a note beside a blank stays, and one Ctrl+Z makes the slip unhappen."""
    room = Room(ctx, qtbot)
    room.open(meeting)
    for letter in (Qt.Key.Key_S, Qt.Key.Key_A, Qt.Key.Key_T):
        room.key(letter)
    room.key(ENTER)
    room.type("menyusul pukul 14")  # a note for the fourth, whose mark is still blank
    room.key(ENTER)
    grid = room.page.detail.attendance.grid
    before, shown = ctx.desk.records.all(Attendance), list(grid.rows)
    assert [row.presence for row in shown] == [Presence.SICK, Presence.ABSENT, Presence.LATE, *[None] * 7]
    mark_all(room)
    marked = [(row.presence, row.note) for row in room.seen(meeting).attendance]
    assert marked == [(Presence.SICK, ""), (Presence.ABSENT, ""), (Presence.LATE, ""),
                      (Presence.PRESENT, "menyusul pukul 14"), *[(Presence.PRESENT, "")] * 6]
    assert any("7 orang ditandai hadir" in text for text in room.texts())
    room.key(Qt.Key.Key_Z, CTRL)
    assert ctx.desk.records.all(Attendance) == before
    assert list(grid.rows) == shown
    assert ctx.desk.records.differing() == []
    room.key(Qt.Key.Key_Y, CTRL)
    assert [(row.presence, row.note) for row in room.seen(meeting).attendance] == marked


# 6: what needs attention


@pytest.fixture
def first_run(paths: Paths, open_desk: Callable[[Paths], Desk], theme: Theme, qtbot: Any) -> Iterator[PlainSpace]:
    """The second screen of the first run."""
    owner = QWidget()
    ctx = make_context(open_desk(paths), Words("id"), theme, Home(theme), owner)
    space = PlainSpace(ctx, FIRST_RUN.load()(ctx))
    qtbot.addWidget(space)
    space.resize(1366, 697)
    space.show()
    with qtbot.waitActive(space):
        space.activateWindow()
    page: Any = space.page
    QTest.mouseClick(page.welcome.new, Qt.MouseButton.LeftButton)
    yield space
    ctx.tasks.wait()
    owner.deleteLater()


TYPED = {"name": "KBP Kota Tangerang 2026/2027", "school": "SD Negeri Melati 01", "me": "Dra. Hj. Siti Rahmawati, M.Pd."}


@pytest.mark.parametrize("filled", [(), ("name",), ("school",), ("name", "me"), ("school", "me")], ids=" ".join)
def test_the_first_screen_keeps_what_is_typed_and_says_what_is_missing(filled: tuple[str, ...], first_run: PlainSpace,
                                                                       ) -> None:
    """Check 6: somebody who fills in the first form of all half would otherwise have to type it again, or give up."""
    page: Any = first_run.page
    form = page.new_form
    for name in filled:
        QTest.mouseClick(form.fields[name].control, Qt.MouseButton.LeftButton)
        QTest.keyClicks(form.fields[name].control, TYPED[name])
    QTest.mouseClick(form.start, Qt.MouseButton.LeftButton)
    assert {name: field.control.text() for name, field in form.fields.items()} == {
        name: TYPED[name] if name in filled else "" for name in TYPED}
    missing = [name for name in TYPED if name not in filled]
    assert form.summary.hasFocus()
    assert form.summary.accessibleName() == f"Ada {len(missing)} isian yang perlu diperbaiki"
    assert form.summary.texts == [form.fields[name].error for name in missing]
    assert all(form.summary.texts)
    assert [form.fields[name].error for name in filled] == [""] * len(filled)
    form.summary._lines[0].click()
    assert form.fields[missing[0]].control.hasFocus()
    assert first_run.ctx.desk.programme.current() is None


@pytest.mark.parametrize(("ends", "words"), [
    ("12.00", "Jam selesai harus sesudah jam mulai"),
    ("sore", "Isi jam, misalnya 13.30"),
])
def test_finishing_keeps_every_text_and_says_the_same_in_both_places(ends: str, words: str, meeting: Id, ctx: Context,
                                                                     qtbot: Any) -> None:
    """Check 6: an hour mistyped costs one correction, not the rest of what was just written."""
    room = Room(ctx, qtbot)
    room.open(meeting)
    by_button(room)
    room.click_tab("minutes")
    room.page.detail.minutes.opening.control.setFocus()
    room.type("Dibuka dengan doa.")
    room.click_tab("facts")
    fields = room.page.detail.facts.fields
    for name, text in {"venue": "Perpustakaan", "title": "Kajian karya murid", "letter_number": "005/III",
                       "when.ends": ends}.items():
        fields[name].control.setFocus()
        fields[name].control.selectAll()
        room.type(text)
    before = {name: field.control.raw() for name, field in fields.items()}
    assert before["when.ends"] == ends
    room.click(room.button("Selesai", room.page.detail.header))
    strip = room.page.detail.strip
    assert strip.summary.texts == [words]
    assert strip.summary.hasFocus()
    assert strip.summary.accessibleName() == "Ada 1 isian yang perlu diperbaiki"
    assert {name: field.control.raw() for name, field in fields.items()} == before
    assert room.page.detail.minutes.opening.control.raw() == "Dibuka dengan doa."
    assert [field.error for field in fields.values() if field.error] == [words]
    stored = ctx.desk.records.need(Meeting, meeting).record
    assert (stored.venue, stored.title, stored.letter_number) == ("Perpustakaan", "Kajian karya murid", "005/III")
    assert stored.state.status is MeetingStatus.ONGOING
    room.click(room.button(words, strip.summary))
    assert any(fields[name].isAncestorOf(room.focus) for name in ("when.held_on", "when.starts", "when.ends"))


# 16: an entry changed on two computers


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stick:
    return Stick(tmp_path / "KINGSTON", monkeypatch)


@pytest.fixture
def other(desk: Desk, meeting: Id, clock: Any, stick: Stick, tmp_path: Path) -> Iterator[Desk]:
    """The laptop of the colleague."""
    made = join(desk, tmp_path / "other", stick.folder, clock)
    yield made
    made.close()


@pytest.mark.parametrize(("chosen", "left"), [("Aula", "Ruang kelas IV"), ("Ruang kelas IV", "Aula")])
def test_nobody_s_entry_is_preferred_and_the_other_one_stays_in_the_history(chosen: str, left: str, meeting: Id, ctx: Context,
                                                                           other: Desk, clock: Any, stick: Stick,
                                                                           qtbot: Any) -> None:
    """Check 16: otherwise a colleague's entry would vanish by a stray Enter, or without a trace."""
    clock.go_to("2026-03-04T10:10")
    edit(ctx.desk, meeting, venue="Aula")
    here = ctx.w.moment(clock.now.astimezone())
    clock.go_to("2026-03-05T08:30")
    edit(other, meeting, venue="Ruang kelas IV")
    there = ctx.w.moment(clock.now.astimezone())
    clock.go_to("2026-03-06T09:00")
    room = exchange_room.Room(ctx, qtbot, pages=("meetings", "exchange"))
    room.receive(other.exchange.send(stick.folder).file)
    room.press("Enam katanya sama: gabungkan")
    room.press("Putuskan sekarang")
    card = room.page.differences.card
    for key in (ENTER, Qt.Key.Key_Space, Qt.Key.Key_Escape):
        room.key(key)
    assert card.choice is None
    assert [entry.field for entry in ctx.desk.records.differing()] == ["venue"]
    sides = {column.side.text: room.texts(column).splitlines() for column in card._columns}
    assert sides["Aula"][:2] == ["Di komputer ini", f"Siti Rahmawati · {here}"]
    assert sides["Ruang kelas IV"][:2] == [f"Dari flashdisk — {OTHER}", f"{OTHER} · {there}"]
    assert all(column.text.isVisible() and not column.button.isDefault() for column in card._columns)
    (column,) = [one for one in card._columns if one.side.text == chosen]
    qtbot.mouseClick(column.button, Qt.MouseButton.LeftButton)
    room.wait()
    assert ctx.desk.records.need(Meeting, meeting).record.venue == chosen
    assert ctx.desk.records.differing() == []
    room.space.go("meetings", meeting)
    assert room.space.page.history()  # type: ignore[union-attr]
    (panel,) = room.space.findChildren(SidePanel)
    assert left in room.texts(panel)
