"""Undo is the safety net instead of "Are you sure?": it must give back exactly what was there."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import Meeting
from tests.desk_fixtures import Story
from ui.runtime.context import Context
from ui.runtime.undo import TextUndoFirst
from ui.shell.commands import Commands
from ui.shell.workspace import Workspace

if TYPE_CHECKING:
    from plcdesk.services.desk import Desk

CTRL = Qt.KeyboardModifier.ControlModifier


def venue(desk: Desk, meeting: Id) -> str:
    found = desk.records.get(Meeting, meeting)
    assert found is not None
    return found.venue


def move_to(ctx: Context, meeting: Id, place: str) -> None:
    loaded = ctx.desk.records.load(Meeting, meeting)
    assert loaded is not None
    ctx.write(lambda: ctx.desk.records.save(dataclasses.replace(loaded.record, venue=place), loaded), "Tempat")


@pytest.fixture
def text_undo(qapp: QApplication) -> Iterator[None]:
    made = TextUndoFirst(qapp)
    yield
    made.stop()


def test_undo_and_redo_walk_back_and_forth(ctx: Context, story: Story, desk: Desk) -> None:
    meeting = story.a_meeting()
    move_to(ctx, meeting, "Aula")
    move_to(ctx, meeting, "Ruang guru")
    for expected in ("Aula", ""):
        assert ctx.undo.undo()
        assert venue(desk, meeting) == expected
    assert not ctx.undo.undo()
    for expected in ("Aula", "Ruang guru"):
        assert ctx.undo.redo()
        assert venue(desk, meeting) == expected
    assert not ctx.undo.redo()


def test_a_new_save_ends_the_redoing(ctx: Context, story: Story) -> None:
    meeting = story.a_meeting()
    move_to(ctx, meeting, "Aula")
    ctx.undo.undo()
    move_to(ctx, meeting, "Lab")
    assert not ctx.undo.can_redo


def test_undoing_says_what_was_undone_and_tells_the_pages(ctx: Context, story: Story, qtbot: Any) -> None:
    move_to(ctx, story.a_meeting(), "Aula")
    with qtbot.waitSignals([ctx.notify.toasted, ctx.bus.changed]):
        ctx.undo.undo()


def test_the_text_s_own_undo_comes_first(ctx: Context, story: Story, desk: Desk, space: Workspace, commands: Commands,
                                         text_undo: None, qtbot: Any) -> None:
    meeting = story.a_meeting()
    move_to(ctx, meeting, "Aula")
    field = space.page.field  # type: ignore[union-attr]
    space.activateWindow()
    field.setFocus()
    qtbot.keyClicks(field, "abc")
    qtbot.keyClick(field, Qt.Key.Key_Z, CTRL)
    assert (field.text(), venue(desk, meeting)) == ("", "Aula")
    qtbot.keyClick(field, Qt.Key.Key_Z, CTRL)
    assert venue(desk, meeting) == ""
    qtbot.keyClick(field, Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert (field.text(), venue(desk, meeting)) == ("abc", "")
    qtbot.keyClick(field, Qt.Key.Key_Y, CTRL)
    assert venue(desk, meeting) == "Aula"


@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit])
def test_a_field_without_its_own_undo_lets_the_key_through(kind: type, space: Workspace, commands: Commands, ctx: Context,
                                                           story: Story, desk: Desk, text_undo: None, qtbot: Any) -> None:
    meeting = story.a_meeting()
    move_to(ctx, meeting, "Aula")
    field = kind()
    space.page.body.addWidget(field)  # type: ignore[union-attr]
    field.show()
    space.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClick(field, Qt.Key.Key_Z, CTRL)
    assert venue(desk, meeting) == ""
