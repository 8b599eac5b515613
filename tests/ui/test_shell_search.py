"""The search box is the way for those who do not know where something is."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.desk_fixtures import Story
from ui.runtime.context import Context
from ui.shell.commands import Commands
from ui.shell.findings import Found, matching, plain
from ui.shell.workspace import Workspace


def found(*titles: str) -> list[Found]:
    return [Found(title, "", "", lambda: None) for title in titles]


@pytest.mark.parametrize(
    ("text", "hits"),
    [("per", ["Pertemuan", "Perbesar huruf"]), ("huruf per", ["Perbesar huruf"]), ("PERT", ["Pertemuan"]), ("temu", []),
     ("huruf", ["Perbesar huruf"])],
)  # fmt: skip
def test_beginnings_of_words_are_looked_for(text: str, hits: list[str]) -> None:
    assert [one.title for one in matching(text, found("Pertemuan", "Perbesar huruf", "Anggota"))] == hits


def test_what_begins_with_the_text_comes_first() -> None:
    assert [one.title for one in matching("p", found("Cetak pertemuan", "Pertemuan"))] == ["Pertemuan", "Cetak pertemuan"]


def test_accents_and_capitals_do_not_matter() -> None:
    assert plain("Séné") == plain("SENE")


def texts(commands: Commands) -> list[str]:
    box = commands.box.list
    return [box.item(row).text() for row in range(box.count())]


def test_it_opens_with_the_pages_and_closes_where_it_was(space: Workspace, commands: Commands, press: Any, qtbot: Any) -> None:
    space.activateWindow()
    space.page.field.setFocus()  # type: ignore[union-attr]
    press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert commands.box.field.hasFocus()
    assert texts(commands) == ["Halaman", "Beranda", "Pertemuan"]
    press(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is space.page.field  # type: ignore[union-attr]


def test_enter_takes_the_first_and_arrows_skip_headings(space: Workspace, commands: Commands, press: Any, qtbot: Any) -> None:
    commands.box.open_box()
    qtbot.keyClicks(commands.box.field, "p")
    assert commands.box.list.currentItem().text() == "Pertemuan"
    press(Qt.Key.Key_Down)
    assert commands.box.list.currentItem().text() not in ("Perintah", "Pertemuan")
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Return)
    assert space.page.SPEC.id == "meetings"  # type: ignore[union-attr]
    assert not commands.box.isVisible()


def test_nothing_found_says_what_to_try(space: Workspace, commands: Commands, qtbot: Any) -> None:
    commands.box.open_box()
    qtbot.keyClicks(commands.box.field, "zzzz")
    assert commands.box.nothing.isVisible()
    assert commands.box.nothing.text() == "Tidak ada hasil untuk “zzzz”. Coba nama depan saja."
    qtbot.keyClick(commands.box.field, Qt.Key.Key_Return)
    assert commands.box.isVisible()


def test_commands_of_the_page_are_found_and_done(space: Workspace, commands: Commands, qtbot: Any) -> None:
    space.go("meetings")
    commands.box.open_box()
    qtbot.keyClicks(commands.box.field, "tandai")
    assert "Tandai semua hadir" in texts(commands)
    qtbot.keyClick(commands.box.field, Qt.Key.Key_Return)
    assert space.page.said[-1] == "mark_all"  # type: ignore[union-attr]


def test_people_and_meetings_are_found(space: Workspace, commands: Commands, story: Story, qtbot: Any) -> None:
    story.a_person("Bambang Suryana")
    commands.box.open_box()
    qtbot.keyClicks(commands.box.field, "bamb")
    assert "Bambang Suryana" in texts(commands)


def test_what_was_opened_last_is_offered_first(space: Workspace, commands: Commands, ctx: Context, story: Story) -> None:
    meeting = story.a_meeting(title="Penelaahan modul")
    ctx.go("meetings", meeting)
    assert commands.offers("")[0].found[0].title.startswith("Penelaahan modul")


def test_a_click_elsewhere_closes_it(space: Workspace, commands: Commands, qtbot: Any) -> None:
    space.activateWindow()
    commands.box.open_box()
    qtbot.mouseClick(space.page.field, Qt.MouseButton.LeftButton)  # type: ignore[union-attr]
    assert not commands.box.isVisible()
