"""Erasing somebody's personal data by hand: asked first, done everywhere, and undone by one click."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton

from plcdesk.domain.people import Person
from tests.ui.pages.meetings_room import clipped
from tests.ui.pages.other_rooms import OtherRoom
from ui.runtime.context import Context


@pytest.fixture
def room(ctx: Context, qtbot: Any) -> OtherRoom:
    return OtherRoom(ctx, qtbot, "people")


def test_it_says_what_it_does_and_can_be_left_and_undone(room: OtherRoom, story: Any, ctx: Context) -> None:
    person = story.a_person("Sukma Lestariningsih, S.Pd.", in_group=story.group)
    room.go("people", person)
    form = room.people.view.form
    form.erasing.button.click()
    dialog = room.dialog()
    assert "Sukma" in dialog.accessibleDescription()
    assert not clipped(dialog)
    room.button("Batal", dialog).click()
    assert ctx.desk.records.get(Person, person).name == "Sukma Lestariningsih, S.Pd."
    room.qtbot.waitUntil(lambda: not dialog.isVisible())
    form.erasing._ask()
    dialog = room.dialog()
    room.button("Hapus data pribadi", dialog).click()
    erased = ctx.desk.records.get(Person, person)
    assert erased.name == erased.alias != ""
    assert not any("Sukma" in button.text() for button in room.space.findChildren(QPushButton))
    assert form.person.record.name == erased.alias, "the open form shows the pseudonym"
    assert form.erasing.button.isHidden()
    ctx.undo.undo()
    assert ctx.desk.records.get(Person, person).name == "Sukma Lestariningsih, S.Pd."


def test_a_steward_erases_the_former_name_from_the_history_too(room: OtherRoom, story: Any, ctx: Context) -> None:
    person = story.a_person("Sukma Lestariningsih, S.Pd.", in_group=story.group)
    room.go("people", person)
    room.people.view.form.erasing.asked.emit()
    assert "Sukma" in repr(ctx.desk.history.lines())
    room.people.view.form.erasing.last.click()
    room.qtbot.waitUntil(lambda: not ctx.tasks.busy)
    dialog = room.dialog()
    assert "selamanya? Ini tidak bisa diurungkan." in "\n".join(room.texts(dialog))
    assert not clipped(dialog)
    room.button("Hapus selamanya", dialog).click()
    room.qtbot.waitUntil(lambda: not ctx.tasks.busy)
    assert "Sukma" not in repr(ctx.desk.history.lines())
    assert not room.people.view.form.erasing.last.isVisible()
