"""Erasing somebody's personal data by hand: asked first, done everywhere, and undone by one click."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton

from plcdesk.domain.meetings import Meeting
from plcdesk.domain.people import Person
from tests.ui.pages.meetings_room import clipped
from tests.ui.pages.other_rooms import SIZES, OtherRoom, english_words
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
    assert " perubahan dari riwayat selamanya? Ini tidak bisa diurungkan." in "\n".join(room.texts(dialog))
    assert not clipped(dialog)
    room.button("Hapus selamanya", dialog).click()
    room.qtbot.waitUntil(lambda: not ctx.tasks.busy)
    assert "Sukma" not in repr(ctx.desk.history.lines())
    assert not room.people.view.form.erasing.last.isVisible()


@pytest.mark.parametrize("size", SIZES)
def test_a_name_that_came_back_is_looked_for_shown_and_erased(ctx: Context, story: Any, qtbot: Any, size: tuple[int, int],
                                                              ) -> None:
    person = story.a_person("Sukma Lestariningsih, S.Pd.", in_group=story.group)
    ctx.desk.privacy.erase(person)
    ctx.desk.erasure.erase(ctx.desk.erasure.plan_person(person))
    meeting = ctx.desk.records.save(Meeting(title="Rapat bersama Bu Sukma", opening="Bu Sukma membuka.\n" * 40))
    room = OtherRoom(ctx, qtbot, "people", size)
    room.go("people", person)
    room.people.view.form.erasing.last.click()
    qtbot.waitUntil(lambda: not ctx.tasks.busy)
    dialog = room.dialog()
    assert "Riwayat tidak menyimpannya lagi." in room.texts(dialog)
    assert not dialog.erase.isEnabled()
    for word, said in (("su", "terlalu pendek"), ("Sukmawati", "tidak ada di mana pun"), ("Bu Sukma", "Rapat bersama Bu Sukma")):
        dialog.word.line.setText(word)
        dialog.word.line.entered.emit()
        qtbot.waitUntil(lambda: not ctx.tasks.busy and dialog.word.button.isEnabled())
        room.go("people", person)
        assert said in "\n".join(room.texts(dialog))
        assert not clipped(dialog)
        assert not english_words(dialog)
    assert dialog.erase.isEnabled()
    room.button("Hapus selamanya", dialog).click()
    qtbot.waitUntil(lambda: not ctx.tasks.busy)
    found = ctx.desk.records.get(Meeting, next(iter(meeting.rows)).id)
    assert "Sukma" not in repr(found) + repr(ctx.desk.history.lines())
    assert found.title == f"Rapat bersama {ctx.desk.records.get(Person, person).alias}"


def test_a_word_that_was_not_looked_for_yet_is_shown_before_anything_goes(room: OtherRoom, story: Any, ctx: Context) -> None:
    person = story.a_person("Sukma Lestariningsih, S.Pd.", in_group=story.group)
    ctx.desk.privacy.erase(person)
    ctx.desk.records.save(Meeting(title="Rapat bersama Bu Sukma"))
    room.go("people", person)
    room.people.view.form.erasing.last.click()
    room.qtbot.waitUntil(lambda: not ctx.tasks.busy)
    dialog = room.dialog()
    dialog.word.line.setText("bersama Bu Sukma")
    dialog.erase.click()
    room.qtbot.waitUntil(lambda: not ctx.tasks.busy and dialog.word.button.isEnabled())
    assert dialog.isVisible()
    assert [one.replaced for one in dialog.plan.occurrences] == [True]
    assert "Sukma" in repr(ctx.desk.history.lines()), "nothing went yet"
    dialog.word.line.setText("")
    dialog.word.button.click()
    room.button("Batal", dialog).click()
    room.qtbot.waitUntil(lambda: not ctx.tasks.busy)
    assert "Sukma" in repr(ctx.desk.history.lines())
