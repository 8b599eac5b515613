"""Two values of one entry: nothing is preselected, nothing is decided by accident."""

import pytest
from PySide6.QtCore import Qt

from ui.widgets.conflict_card import ConflictCard, Side
from ui.widgets.marked_text import differing_words

SIDES = (Side(11, "Di komputer ini", "Bambang · 5 Mei 09.10", "Ruang guru lantai dua"),
         Side(12, "Dari flashdisk — Nur", "Nur · 6 Mei 08.30", "Ruang kelas IV lantai dua"))


@pytest.fixture
def card(w, shown):
    made = ConflictCard(w)
    made.show_entry("1 dari 2 — Pertemuan ke-11, Tempat", SIDES, combine=True)
    shown(made)
    made.setFocus()
    made.heard = []
    made.chosen.connect(made.heard.append)
    return made


def test_there_is_no_default(card, qtbot):
    assert card.choice is None
    qtbot.keyClick(card, Qt.Key.Key_Return)
    assert card.heard == []


@pytest.mark.parametrize(("keys", "key"), [
    ([Qt.Key.Key_Left], 11), ([Qt.Key.Key_Right], 12), ([Qt.Key.Key_Right, Qt.Key.Key_Left], 11),
])
def test_arrows_choose_and_enter_confirms(card, qtbot, keys, key):
    for one in keys:
        qtbot.keyClick(card, one)
    assert card.heard == []
    qtbot.keyClick(card, Qt.Key.Key_Return)
    assert card.heard == [key]


def test_a_press_on_use_this_one_decides(card, qtbot):
    qtbot.mouseClick(card._columns[1].button, Qt.MouseButton.LeftButton)
    assert card.heard == [12]


def test_the_next_card_begins_without_a_choice(card, qtbot):
    qtbot.keyClick(card, Qt.Key.Key_Right)
    card.show_entry("2 dari 2", SIDES)
    assert card.choice is None
    assert not card.combine_button.isVisible()


def test_differing_words_are_marked_by_more_than_colour(card):
    assert card.marks == [["guru"], ["kelas", "IV"]]


def test_both_can_be_combined_and_edited(card, qtbot):
    qtbot.mouseClick(card.combine_button, Qt.MouseButton.LeftButton)
    assert card.result.value() == "Ruang guru lantai dua\n\nRuang kelas IV lantai dua"
    card.result.set_value("Ruang guru, lalu kelas IV")
    with qtbot.waitSignal(card.combined) as heard:
        qtbot.mouseClick(card._take, Qt.MouseButton.LeftButton)
    assert heard.args == ["Ruang guru, lalu kelas IV"]
    assert card.heard == []


def test_deciding_later_decides_nothing(card, qtbot):
    with qtbot.waitSignal(card.later):
        qtbot.mouseClick(card.later_button, Qt.MouseButton.LeftButton)
    assert card.heard == []


def test_markup_in_a_value_is_text():
    assert differing_words("a <b>c</b>", "a") == [("a", False), (" ", False), ("<b>c</b>", True)]
