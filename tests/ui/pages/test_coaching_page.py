"""The page of coaching: a conversation that is lost, a visit that is forgotten, a text that leaks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from plcdesk.domain.changes import Row
from plcdesk.domain.coaching import Cycle, Visit
from plcdesk.domain.forms import Form, Rated
from plcdesk.domain.ids import Id
from tests.ui.pages.meetings_room import clipped
from tests.ui.pages.other_rooms import SIZES, OtherRoom, english_words
from ui.pages.coaching.page import VISITS, CoachingPage
from ui.pages.coaching.plan_dialog import PlanDialog
from ui.pages.coaching.start_dialog import StartDialog
from ui.pages.coaching.visit_dialog import VisitDialog
from ui.runtime.context import Context
from ui.widgets.choice_field import ChoiceField
from ui.widgets.dialogs import BaseDialog


@pytest.fixture
def room(ctx: Context, qtbot: Any, story: Any) -> OtherRoom:
    return OtherRoom(ctx, qtbot, "coaching")


@pytest.fixture
def page(room: OtherRoom, story: Any) -> CoachingPage:
    found = room.space.page
    assert isinstance(found, CoachingPage)
    found.refresh()
    return found


def begin(page: CoachingPage) -> Id:
    """Start a cycle with the first teacher of the list, by the button of the header."""
    page.primary()
    dialog = page.findChild(StartDialog) or page.window().findChild(StartDialog)
    assert dialog is not None
    assert dialog.teacher.control.value() == page.teachers.current, "the chosen teacher is already filled in"
    dialog._start()
    assert page.teachers.form.cycle_id is not None
    return page.teachers.form.cycle_id


def write_in(page: CoachingPage, text: str, qtbot: Any) -> None:
    page.teachers.form.begin()
    field = QApplication.focusWidget()
    assert isinstance(field, QPlainTextEdit | QLineEdit)
    qtbot.keyClicks(field, text)
    page.leave()


def test_a_cycle_is_started_written_and_found_again(page: CoachingPage, qtbot: Any, ctx: Context) -> None:
    cycle = begin(page)
    write_in(page, "Siswa menjelaskan alasannya", qtbot)
    detail = ctx.desk.coaching.detail(cycle)
    assert detail.form.rated["C1"].evidence == "Siswa menjelaskan alasannya"
    assert detail.form.form.private
    assert page.teachers.form.strip.isVisibleTo(page), "the strip says that it stays here"


def test_the_day_of_a_part_moves_the_cycle_on(page: CoachingPage, room: OtherRoom, qtbot: Any, ctx: Context) -> None:
    cycle = begin(page)
    field = page.teachers.form.parts[page.teachers.form._part].fields["before_on"].control
    field.setFocus()
    qtbot.keyClicks(QApplication.focusWidget(), "kemarin")
    page.leave()
    assert ctx.desk.records.get(Cycle, cycle).before_on == ctx.desk.today() - timedelta(days=1)
    assert "Selesai" in page.teachers.form.stepper.buttons[0].below.text()


def test_a_deleted_cycle_comes_back_with_its_words(page: CoachingPage, qtbot: Any, ctx: Context) -> None:
    cycle = begin(page)
    write_in(page, "Tidak boleh hilang", qtbot)
    page.teachers.form.delete()
    assert ctx.desk.records.get(Cycle, cycle) is None
    assert not ctx.desk.records.all(Form)
    ctx.undo.undo()
    assert ctx.desk.coaching.detail(cycle).form.rated["C1"].evidence == "Tidak boleh hilang"


def test_sharing_says_who_will_read_it_and_can_be_left(page: CoachingPage, ctx: Context, qtbot: Any) -> None:
    cycle = begin(page)
    write_in(page, "Antara kita", qtbot)
    page.teachers.form.strip.ask()
    dialog = next(box for box in page.window().findChildren(BaseDialog) if box.isVisible())
    school = ctx.desk.programme.schools()[0].record.name
    assert school in dialog.accessibleDescription()
    dialog.reject()
    assert ctx.desk.coaching.detail(cycle).form.form.private


def test_visits_are_planned_and_ticked_off(page: CoachingPage, ctx: Context, qtbot: Any) -> None:
    page.open(VISITS)
    page.primary()
    dialog = page.window().findChild(PlanDialog)
    assert dialog is not None
    dialog._plan()
    assert dialog.isVisible(), "without a day nothing is planned"
    dialog.first.control.set_value(ctx.desk.today() - timedelta(days=3))
    dialog._plan()
    assert len(ctx.desk.records.all(Visit)) == 6 * len(ctx.desk.programme.schools())
    first = ctx.desk.coaching.visits()[0]
    page.open(first.id)
    assert "Terlambat 3 hari" in page.visits.standing(page.visits.table.current())
    page.visits.deeds["done"].click()
    assert ctx.desk.coaching.visits()[0].done_on == ctx.desk.today()
    ctx.undo.undo()
    assert ctx.desk.coaching.visits()[0].done_on is None


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_clipped_or_english(page: CoachingPage, room: OtherRoom, ctx: Context, size: tuple[int, int]) -> None:
    begin(page)
    room.resize(*size)
    for tab in ("teachers", VISITS):
        page.open(tab)
        for _ in range(3):
            QApplication.processEvents()
        assert not clipped(page)
        assert not english_words(page)


def test_del_in_the_list_of_visits_moves_it_to_the_trash(page: CoachingPage, ctx: Context, qtbot: Any) -> None:
    ctx.desk.coaching.plan([ctx.desk.programme.schools()[0].record.id], ctx.desk.today(), 1)
    page.open(VISITS)
    page.visits.table.select(ctx.desk.coaching.visits()[0].id)
    qtbot.keyClick(page.visits.table.view, Qt.Key.Key_Delete)
    page.delete()
    assert not ctx.desk.records.all(Visit)


def filled_up(ctx: Context) -> None:
    """As if the disk were full from now on; `ctx.disk.try_saving()` finds the real room again."""
    ctx.disk._close()


def test_words_of_a_conversation_survive_a_full_disk_and_a_look_elsewhere(page: CoachingPage, ctx: Context,
                                                                          qtbot: Any, story: Any) -> None:
    story.members(2)
    page.refresh()
    cycle = begin(page)
    filled_up(ctx)
    write_in(page, "Siswa bertanya balik", qtbot)
    qtbot.wait(1)
    control = page.teachers.form.parts[page.teachers.form._part].items.controls["C1"]
    assert control.field.value() == "Siswa bertanya balik", "what the disk refuses stays on screen"
    assert "Siswa bertanya balik" in ctx.disk.unsaved().values(), "and goes along with the emergency copy"
    other = next(row.id for row in ctx.desk.coaching.teachers() if row.id != page.teachers.current)
    page.open(other)
    assert ctx.disk.try_saving()
    page.open(cycle)
    page.leave()
    assert ctx.desk.coaching.detail(cycle).form.rated["C1"].evidence == "Siswa bertanya balik"
    assert not ctx.desk.drafts.get(Row("form", ctx.desk.coaching.detail(cycle).form.form.id))


def test_words_that_arrive_while_typing_stay_beside_them(page: CoachingPage, ctx: Context, qtbot: Any) -> None:
    cycle = begin(page)
    write_in(page, "Awal", qtbot)
    form = ctx.desk.coaching.detail(cycle).form.form.id
    page.teachers.form.begin()
    qtbot.keyClicks(QApplication.focusWidget(), " saya")
    ctx.bus.announce(ctx.desk.forms.answer(form, "C1", Rated(evidence="Dari laptop lain")), None)
    page.leave()
    assert {field for _, field in ctx.desk.coaching.detail(cycle).form.differing} == {"rated"}


def test_planning_visits_beside_an_open_teacher_leaves_the_way_back(page: CoachingPage, room: OtherRoom) -> None:
    room.resize(781, 368)
    page.teachers.split.show_detail()
    assert not page.tabs.head.isVisible(), "the line of the teacher has the way back"
    page.tabs.select(VISITS)
    assert page.tabs.head.isVisible()


def test_a_visit_deleted_elsewhere_closes_its_dialog(page: CoachingPage, ctx: Context) -> None:
    school = ctx.desk.programme.schools()[0].record.id
    ctx.desk.coaching.plan([school], ctx.desk.today(), 1, 2)
    page.open(ctx.desk.coaching.visits()[0].id)
    page.visits._edit()
    dialog = next(box for box in page.window().findChildren(VisitDialog) if box.isVisible())
    ctx.bus.announce(ctx.desk.records.delete(Row("visit", ctx.desk.coaching.visits()[0].id)), None)
    assert not dialog.isVisible(), "nobody types into a visit that is gone"


def test_the_visits_can_be_narrowed_to_a_school(page: CoachingPage, ctx: Context) -> None:
    """The choice of schools must be there when the tab is opened, not only its caption."""
    desk = ctx.desk
    other = desk.programme.add_school("SD Kenanga 02").id
    first = desk.programme.schools()[0].record.id
    desk.coaching.plan([first, other], desk.today(), 1)
    page.open(VISITS)
    page.refresh()
    offered = [box for box in page.visits.table.bar.findChildren(ChoiceField) if box.findText("SD Kenanga 02") >= 0]
    assert len(offered) == 1
    page.visits.table.bar.choose("school", other)
    rows = page.visits.table.view.records
    assert [rows.row(at).school_id for at in range(rows.rowCount())] == [other]
