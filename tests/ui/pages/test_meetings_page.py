"""The page around the record: views, window sizes, the list, and the one journey everybody takes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget

from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import Action, Meeting, MeetingKind, MeetingStatus, Presence, When, meeting_id
from plcdesk.words import Words
from tests.ui.pages.meetings_room import Room, clipped
from ui.pages.meetings.panes import ACTIONS, LIST, SCHEDULE
from ui.runtime.context import Context
from ui.shell.session import make_context

ENTER, CTRL = Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
SIZES = ((1366, 697), (1093, 543), (1024, 529), (911, 441), (781, 368))


@pytest.fixture
def slot(story: Any) -> Id:
    """Ten members who meet weekly on Wednesdays."""
    story.members(10)
    return story.a_slot()


@pytest.fixture
def past(story: Any, slot: Id) -> list[Id]:
    """Eight weeks of finished meetings, newest last; the last one left a follow-up open."""
    made = []
    for week in range(8):
        day = date.fromordinal(date(2026, 1, 7).toordinal() + 7 * week)
        meeting = story.desk.meetings.start_from_slot(slot, day).id
        story.desk.attendance.mark_all_present(meeting)
        story.desk.meetings.finish(meeting)
        made.append(meeting)
    story.desk.actions.add(made[-1], "Mengumpulkan contoh karya murid", story.desk.people.find("nur")[0].id)
    return made


def test_from_the_card_to_the_end_in_eight_clicks_and_twelve_keys(story: Any, slot: Id, ctx: Context,
                                                                  qtbot: Any) -> None:
    """Check 2 of the specification: ten people, two absences, a decision, a follow-up."""
    room = Room(ctx, qtbot, pages=("home", "meetings"))
    room.click(room.button("Mulai catat"))
    detail = room.page.detail
    room.click(room.button("Tandai semua hadir"))
    for row, letter in ((2, Qt.Key.Key_S), (6, Qt.Key.Key_I)):
        room.click(detail.attendance.grid._lines[row], QPoint(60, 16))
        room.key(letter)
    room.click_tab("decisions")
    room.type("Rubrik literasi dipakai mulai minggu depan")
    room.click_tab("followups")
    room.type("Membawa contoh tulisan murid")
    room.key(ENTER)
    room.type("dew")
    room.key(ENTER)
    room.key(ENTER)
    room.key(ENTER, CTRL)
    meeting = meeting_id(slot, date(2026, 3, 4))
    seen = room.seen(meeting)
    assert seen.meeting.state.status is MeetingStatus.HELD
    assert (seen.counts.present, seen.counts.sick, seen.counts.excused, seen.counts.blank) == (8, 1, 1, 0)
    assert [item.record.text for item in seen.decisions] == ["Rubrik literasi dipakai mulai minggu depan"]
    (action,) = seen.actions
    assert seen.name(action.record.owner_id) == "Dewi Anggraini"
    assert action.record.due_on == date(2026, 3, 11)
    assert detail.end.text.text() == "Pertemuan selesai dicatat: 8 hadir, 1 keputusan, 1 tindak lanjut."
    assert room.clicks <= 8
    assert room.keys <= 12


def test_a_meeting_is_recorded_by_keys_alone(story: Any, slot: Id, ctx: Context, qtbot: Any) -> None:
    room = Room(ctx, qtbot)
    room.key(Qt.Key.Key_N, CTRL)
    for letter in "HHHSHHTHHH":
        room.type(letter)
    for tab in ("agenda", "minutes", "decisions"):
        room.key(Qt.Key.Key_Tab, CTRL)
        assert room.page.detail.tabs.current == tab
    room.type("Rubrik literasi dipakai")
    room.key(Qt.Key.Key_Tab, CTRL)
    room.type("Membawa contoh tulisan murid")
    room.key(ENTER)
    room.type("dew")
    room.key(ENTER)
    room.key(ENTER)
    room.key(ENTER, CTRL)
    assert room.clicks == 0
    seen = room.seen(meeting_id(slot, date(2026, 3, 4)))
    assert seen.meeting.state.status is MeetingStatus.HELD
    assert (seen.counts.present, seen.counts.late, seen.counts.sick, seen.counts.blank) == (8, 1, 1, 0)
    assert [item.record.text for item in seen.decisions] == ["Rubrik literasi dipakai"]
    assert [item.record.what for item in seen.actions] == ["Membawa contoh tulisan murid"]
    assert room.focus is room.page.detail.end.print_button
    room.key(Qt.Key.Key_Escape)
    assert room.page.detail.tabs.isVisible()


@pytest.mark.parametrize(("size", "rows"), [((1366, 697), 12), ((911, 441), 5), ((781, 368), 3)])
def test_so_many_names_are_in_sight_at_once(story: Any, ctx: Context, qtbot: Any, size: tuple[int, int],
                                            rows: int) -> None:
    story.members(10)
    ctx.desk.people.add_names([f"Guru Tambahan {letter}" for letter in "ABCDE"], story.school, story.group)
    meeting = ctx.desk.meetings.start_from_slot(story.a_slot(), date(2026, 3, 4)).id
    room = Room(ctx, qtbot, size)
    room.open(meeting)
    QApplication.processEvents()
    whole = [line for line in room.page.detail.attendance.grid._lines
             if line.visibleRegion().boundingRect().height() >= line.height() - 1]
    assert len(whole) >= rows


def test_record_a_meeting_takes_the_planned_date_and_fills_everything_in(slot: Id, ctx: Context, qtbot: Any) -> None:
    room = Room(ctx, qtbot)
    assert any("Belum ada pertemuan." in text for text in room.texts())
    room.page.primary()
    seen = room.seen(meeting_id(slot, date(2026, 3, 4)))
    assert (seen.meeting.venue, len(seen.attendance)) == ("Ruang guru", 10)
    assert room.page.record_id == seen.meeting.id
    assert room.page.detail.tabs.current == "attendance"
    assert not room.page.panes.fresh.isVisible()


def test_with_several_groups_the_one_it_was_begun_for_is_named_and_can_be_changed(story: Any, slot: Id, ctx: Context,
                                                                                  qtbot: Any) -> None:
    other = ctx.desk.groups.add("KBP Matematika", school_id=story.school).id
    room = Room(ctx, qtbot)
    room.page.primary()
    first = room.page.record_id
    assert room.page.panes.fresh.isVisible()
    room.click(room.button("Pilih yang lain…"))
    dialog = room.dialog()
    dialog.group.control.set_value(other)  # type: ignore[attr-defined]
    room.click(room.button("Catat", dialog))
    assert room.page.record_id != first
    assert ctx.desk.records.get(Meeting, first) is None
    assert room.seen(Id(room.page.record_id)).meeting.group_id == other


def test_another_kind_needs_a_title_and_may_lie_ahead(slot: Id, ctx: Context, qtbot: Any) -> None:
    room = Room(ctx, qtbot)
    room.page.plan()
    dialog: Any = room.dialog()
    dialog.kind.control.set_value(MeetingKind.PARENTS)
    dialog.kind.control.edited.emit()
    dialog.day.control.set_value(date(2026, 4, 1))
    room.click(room.button("Jadwalkan", dialog))
    assert dialog.isVisible()
    assert "Isi judul pertemuan" in dialog.summary.texts
    dialog.title.control.set_value("Pameran karya")
    room.click(room.button("Jadwalkan", dialog))
    seen = room.seen(Id(str(room.page.record_id)))
    assert (seen.meeting.title, seen.meeting.state.status) == ("Pameran karya", MeetingStatus.PLANNED)
    assert seen.meeting.when.held_on == date(2026, 4, 1)


def test_the_list_names_each_meeting_and_counts_who_came(past: list[Id], ctx: Context, qtbot: Any) -> None:
    room = Room(ctx, qtbot)
    line = room.page.list._line(room.page.list.pane.view.records.row(0))
    assert (line.title, line.sub, line.pill) == ("ke-8 · 25 Feb", "10 dari 10 hadir", "")
    bar = room.page.list.pane.bar
    bar.choose("status", MeetingStatus.CANCELLED)
    assert any("Tidak ada yang cocok dengan saringan." in text for text in room.texts())
    room.click(room.button("Hapus saringan"))
    bar.text.setText("tidak ada itu")
    assert any("Tidak ada hasil untuk “tidak ada itu”." in text for text in room.texts())


def test_list_and_record_take_turns_in_a_narrow_window(past: list[Id], ctx: Context, qtbot: Any) -> None:
    room = Room(ctx, qtbot, size=(911, 441))
    view = room.page.list.pane.view
    assert not room.page.detail.isVisible()
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    scrolled = view.verticalScrollBar().value()
    assert scrolled > 0
    target = past[1]
    at = room.page.list.source.position(room.page.list.pane.bar.query, target)
    room.click(view.viewport(), view.visualRect(view.records.index(at, 0)).center())
    assert room.page.record_id == target
    assert not view.isVisible()
    room.key(Qt.Key.Key_Escape)
    assert view.isVisible()
    assert room.page.list.pane.current().id == target
    assert view.verticalScrollBar().value() == scrolled


def test_a_window_made_narrow_keeps_showing_what_is_being_written(past: list[Id], ctx: Context, qtbot: Any) -> None:
    room = Room(ctx, qtbot)
    room.open(past[-1], "decisions")
    room.type("Masih ditu")
    room.resize(911, 441)
    assert room.page.detail.isVisible()
    room.type("lis")
    assert room.page.detail.decisions.editor.new_row.controls["text"].raw() == "Masih ditulis"
    room.resize(1366, 697)
    assert room.page.list.pane.view.isVisible()
    assert room.page.detail.isVisible()


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("scale", [100, 150])
def test_no_word_is_cut_off_at_any_size(past: list[Id], desk: Any, theme: Any, home: Any, qtbot: Any, language: str,
                                        scale: int) -> None:
    """Check 20 of the specification, for every tab, both tables and the preview's options."""
    owner = QWidget()
    ctx = make_context(desk, Words(language), theme, home, owner)
    theme.apply(mode="light", scale=scale / 100)
    room = Room(ctx, qtbot)
    wrong = []
    for size in SIZES:
        room.resize(*size)
        room.open(past[-1])
        page = room.page
        for tab in page.detail.tabs.keys:
            page.detail.select(tab)
            wrong += [f"{size} {tab}: {line}" for line in clipped(page)]
        for view in (LIST, SCHEDULE, ACTIONS):
            page.show_view(view)
            page.back_to_list()
            qtbot.wait(1)
            wrong += [f"{size} {view}: {line}" for line in clipped(page)]
        page.show_view(LIST)
    owner.deleteLater()
    assert not wrong, "\n".join(wrong)


def test_the_schedule_starts_a_meeting_and_calls_one_off(past: list[Id], slot: Id, ctx: Context, qtbot: Any) -> None:
    room = Room(ctx, qtbot)
    room.page.show_view(SCHEDULE)
    schedule = room.page.panes.schedule
    assert schedule.table.current().planned_on == date(2026, 3, 4)
    room.click(schedule.start)
    assert room.page.record_id == meeting_id(slot, date(2026, 3, 4))
    room.page.show_view(SCHEDULE)
    rows = schedule._source.page(schedule.table.bar.query, 0, 500)
    ahead = next(row for row in rows if row.planned_on == date(2026, 3, 11))
    schedule.table.select(ahead)
    schedule._choose(ahead)
    room.click(schedule.cancel)
    dialog = room.dialog()
    room.type("Libur awal puasa")
    room.click(room.button("Batalkan pertemuan", dialog))
    stored = ctx.desk.records.get(Meeting, meeting_id(slot, date(2026, 3, 11)))
    assert stored is not None
    assert (stored.state.status, stored.state.reason) == (MeetingStatus.CANCELLED, "Libur awal puasa")
    assert schedule.table.current().planned_on == date(2026, 3, 11)
    ctx.undo.undo()
    assert ctx.desk.records.get(Meeting, meeting_id(slot, date(2026, 3, 11))) is None


def test_all_follow_ups_are_settled_and_carried_forward_in_one_table(past: list[Id], clock: Any, ctx: Context,
                                                                     qtbot: Any) -> None:
    clock.go_to("2026-03-08")
    room = Room(ctx, qtbot)
    room.page.all_actions()
    view = room.page.panes.followups
    row = view.table.current()
    assert (row.what, row.overdue_days) == ("Mengumpulkan contoh karya murid", 4)
    room.click(view.more)
    dialog = room.dialog()
    room.type("Sepuluh contoh terkumpul")
    room.key(Qt.Key.Key_Escape)
    assert ctx.desk.records.get(Action, row.id).measure == "Sepuluh contoh terkumpul"
    room.click(view.forward)
    dialog = room.dialog()
    room.click(room.button("Teruskan", dialog))
    assert view.table.current().due_on == date(2026, 3, 11)
    room.click(view.done)
    assert view.table.current().status.value == "selesai"
    view.table.bar.choose("state", None)
    room.click(view.go)
    assert room.page.record_id == past[-1]


def test_what_another_writer_changes_appears_without_taking_what_is_typed(past: list[Id], ctx: Context,
                                                                          qtbot: Any) -> None:
    room = Room(ctx, qtbot)
    room.open(past[-1], "minutes")
    room.page.detail.minutes.closing.control.setFocus()
    room.type("Ditutup dengan ")
    row = room.seen(past[-1]).attendance[3]
    changes = ctx.desk.attendance.mark(row, Presence.LATE)
    changes |= ctx.desk.meetings.add_decision(past[-1], "Dari laptop lain").changes
    ctx.bus.announce(changes)
    detail = room.page.detail
    assert [row.controls["text"].raw() for row in detail.decisions.editor.rows] == ["Dari laptop lain"]
    assert detail.attendance.grid.rows[3].presence is Presence.LATE
    room.type("doa.")
    room.page.leave()
    assert room.seen(past[-1]).meeting.closing == "Ditutup dengan doa."


def test_a_meeting_deleted_elsewhere_makes_room_for_the_next(past: list[Id], ctx: Context, qtbot: Any) -> None:
    from plcdesk.domain.changes import Row

    room = Room(ctx, qtbot)
    room.open(past[-1])
    ctx.bus.announce(ctx.desk.records.delete(Row("meeting", past[-1])))
    assert room.page.record_id == past[-2]


def test_keys_walk_through_records_and_tabs(past: list[Id], ctx: Context, qtbot: Any) -> None:
    room = Room(ctx, qtbot)
    room.open(past[-1])
    room.key(Qt.Key.Key_PageDown, CTRL)
    assert room.page.record_id == past[-2]
    room.key(Qt.Key.Key_PageUp, CTRL)
    assert room.page.record_id == past[-1]
    room.key(Qt.Key.Key_Tab, CTRL)
    assert room.page.detail.tabs.current == "agenda"
    room.type("Topik")
    assert room.page.detail.agenda.editor.new_row.controls["topic"].raw() == "Topik"


def test_everything_that_takes_the_keyboard_has_a_name_and_room_for_a_finger(past: list[Id], ctx: Context,
                                                                             qtbot: Any) -> None:
    room = Room(ctx, qtbot)
    room.open(past[-1])
    page = room.page
    wrong = set()
    for tab in page.detail.tabs.keys:
        page.detail.select(tab)
        for widget in page.findChildren(QWidget):
            if not widget.isVisible() or widget.focusPolicy() == Qt.FocusPolicy.NoFocus or widget.focusProxy():
                continue
            name = widget.accessibleName() or getattr(widget, "text", lambda: "")()
            if not name and widget.metaObject().className() not in ("QScrollArea",):
                wrong.add(f"{tab}: {type(widget).__name__} without a name")
            if min(widget.width(), widget.height()) < 32:
                wrong.add(f"{tab}: {type(widget).__name__} {name!r} {widget.width()}x{widget.height()}")
    assert not wrong, "\n".join(sorted(wrong))


def test_hours_of_its_own_are_taken_over(story: Any, slot: Id, ctx: Context, qtbot: Any) -> None:
    made = ctx.desk.meetings.new(story.group, when=When(date(2026, 3, 3)))
    room = Room(ctx, qtbot)
    room.open(made.id)
    assert room.page.detail.header.when.text().startswith("Selasa, 3 Maret 2026")
