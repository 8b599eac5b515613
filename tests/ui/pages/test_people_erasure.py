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
