"""Rating, counting, typing sheets, comparing: nothing is chosen for the user, nothing wrong is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget

from plcdesk.domain.forms import Counted, Note, Rated, Talker
from plcdesk.domain.instruments import AnswerKind, Instrument, Item
from plcdesk.domain.programme import StepState
from plcdesk.services.instrument_library import library
from plcdesk.words import Words
from tests.ui.looking import cut, nameless, small
from ui.theme.theme import Theme
from ui.widgets.agreement_table import AgreementTable
from ui.widgets.levels import LevelChips
from ui.widgets.rating_board import RatingBoard
from ui.widgets.sheet_entry import SheetEntry
from ui.widgets.stepper import Step, Stepper
from ui.widgets.sweep_counter import SweepCounter, SweepRow

TODAY = date(2025, 5, 12)


def instrument(code: str) -> Instrument:
    found = library().newest(code)
    assert found is not None
    return found


@pytest.fixture
def show(qtbot: Any) -> Any:
    """Put a widget into a window beside a button, at a size."""

    kept = []

    def act(widget: QWidget, width: int = 1100, height: int = 520) -> QWidget:
        window = QWidget()
        kept.append(window)
        qtbot.addWidget(window)
        column = QVBoxLayout(window)
        column.addWidget(widget)
        window.elsewhere = QPushButton("Selesai")  # type: ignore[attr-defined]
        column.addWidget(window.elsewhere)  # type: ignore[attr-defined]
        window.resize(width, height)
        window.show()
        qtbot.waitExposed(window)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    return act


def told(signal: Any) -> list[Any]:
    """What a signal tells from now on."""
    found: list[Any] = []
    signal.connect(lambda *parts: found.append(parts if len(parts) != 1 else parts[0]))
    return found


def press(qtbot: Any, keys: str, target: QWidget | None = None) -> None:
    for key in keys:
        qtbot.keyClicks(target or QApplication.focusWidget(), key)


# ---- levels ----

def test_no_level_is_chosen_beforehand_and_key_3_chooses_level_3(theme: Theme, indonesian: Words, show: Any,
                                                                 qtbot: Any) -> None:
    """Check 11: a level nobody chose would be an invented judgement."""
    chips = LevelChips(indonesian, theme, instrument("P").items[0], 3)
    show(chips)
    said = told(chips.chosen)
    assert chips.value() == Rated()
    assert not any(card.isChecked() for card in chips.cards)
    chips.focus_first()
    assert chips.value() == Rated(), "the keyboard alone chooses nothing"
    qtbot.keyClick(chips.cards[0], Qt.Key.Key_Right)
    assert chips.cards[1].hasFocus()
    assert chips.value() == Rated(), "arrows look, they do not judge"
    press(qtbot, "3")
    assert chips.value() == Rated(score=3)
    press(qtbot, "0")
    assert chips.value() == Rated(skipped=True)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backspace)
    assert chips.value() == Rated()
    assert said == [(3, False), (None, True), (None, False)]


def test_the_mouse_chooses_and_clears(theme: Theme, indonesian: Words, show: Any, qtbot: Any) -> None:
    """Who never touches the keyboard can take a choice back."""
    chips = LevelChips(indonesian, theme, instrument("P").items[0])
    show(chips)
    qtbot.mouseClick(chips.cards[1], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(chips.cards[1], Qt.MouseButton.LeftButton)
    assert chips.value() == Rated(score=2), "a double click is no change of mind"
    qtbot.mouseClick(chips.erase, Qt.MouseButton.LeftButton)
    assert chips.value() == Rated()
    assert not chips.erase.isVisible()


def test_a_screen_reader_hears_item_level_and_what_it_looks_like(theme: Theme, indonesian: Words) -> None:
    item = instrument("P").items[2]
    chips = LevelChips(indonesian, theme, item, 3)
    assert chips.cards[1].accessibleName() == f"Butir 3, tingkat 2 dari 4, {item.anchors[1].id}"
    assert chips.skip.accessibleName() == "Butir 3, Tidak teramati"


@pytest.mark.parametrize(("width", "columns"), [(840, 4), (600, 2), (400, 1)])
def test_cards_stand_side_by_side_as_far_as_there_is_room(width: int, columns: int, theme: Theme, indonesian: Words,
                                                          show: Any) -> None:
    """Four, two or one beside each other (ux 4), all words readable."""
    chips = LevelChips(indonesian, theme, instrument("P").items[0])
    window = show(chips, width, 700)
    assert len({card.x() for card in chips.cards}) == columns
    assert not cut(window)
    assert not small(window)


# ---- board ----

def board_of(w: Words, theme: Theme, code: str = "P", rated: dict[str, Rated] | None = None) -> RatingBoard:
    rubric = instrument(code)
    board = RatingBoard(w, theme, lambda: TODAY)
    board.set_items(rubric.items, rubric.dimensions, rated or {})
    return board


def test_an_evidence_note_is_told_with_minute_and_item_and_the_keyboard_returns(theme: Theme, indonesian: Words, show: Any,
                                                                              qtbot: Any) -> None:
    """Check 12: F8, text, Enter, and the observer goes on where he was."""
    board = board_of(indonesian, theme)
    board.set_minute(lambda: 12)
    window = show(board)
    said = told(board.noted)
    window.elsewhere.setFocus()
    assert board.control is not None
    board.focus_item()
    before = QApplication.focusWidget()
    qtbot.keyClick(before, Qt.Key.Key_F8)
    assert board.evidence.hasFocus()
    press(qtbot, "Ketua bertanya 3 kali")
    assert board.control.chips.value() == Rated(), "digits in a text are no levels"  # type: ignore[attr-defined]
    qtbot.keyClick(board.evidence, Qt.Key.Key_Return)
    assert said == [("P1.1", Note(12, "Ketua bertanya 3 kali"))]
    assert QApplication.focusWidget() is before
    assert board.evidence.text() == ""


def test_keys_turn_items_and_rate_them_from_anywhere_on_the_board(theme: Theme, indonesian: Words, show: Any,
                                                                  qtbot: Any) -> None:
    board = board_of(indonesian, theme)
    show(board)
    said = told(board.rated)
    board.list.setFocus()
    press(qtbot, "2")
    qtbot.keyClick(board.list, Qt.Key.Key_PageDown)
    press(qtbot, "0")
    qtbot.keyClick(board.list, Qt.Key.Key_PageUp)
    qtbot.keyClick(board.list, Qt.Key.Key_Backspace)
    assert said == [("P1.1", Rated(score=2)), ("P1.2", Rated(skipped=True)), ("P1.1", Rated())]


def test_a_level_keeps_the_evidence_and_a_note_can_be_taken_away(theme: Theme, indonesian: Words, show: Any,
                                                                qtbot: Any) -> None:
    """Rating later must not wipe out what was written live."""
    board = board_of(indonesian, theme, rated={"P1.1": Rated(evidence="4' satu\n9' dua")})
    window = show(board)
    board.select("P1.1")
    said = told(board.rated)
    board.focus_item()
    press(qtbot, "4")
    assert said[-1] == ("P1.1", Rated(4, "4' satu\n9' dua"))
    remove = next(one for one in window.findChildren(QPushButton) if one.accessibleName() == "Hapus catatan “satu”")
    qtbot.mouseClick(remove, Qt.MouseButton.LeftButton)
    assert said[-1] == ("P1.1", Rated(4, "9' dua"))


def test_words_that_are_typed_are_told_when_left(theme: Theme, indonesian: Words, show: Any, qtbot: Any) -> None:
    """Free answers of a form are kept also when the next item is opened right away."""
    board = board_of(indonesian, theme, "J")
    show(board)
    board.select("J2")
    said = told(board.rated)
    board.focus_item()
    press(qtbot, "Diskusi")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_PageDown)
    assert said == [("J2", Rated(evidence="Diskusi"))]
    assert board.current == "J3"


@pytest.mark.parametrize(("width", "scale"), [(1134, 1.0), (765, 1.0), (765, 1.5), (500, 1.0)])
def test_the_board_fits_small_windows(width: int, scale: float, theme: Theme, indonesian: Words, show: Any) -> None:
    theme.apply(scale=scale)
    board = board_of(indonesian, theme, rated={"P1.1": Rated(3, "4' satu")})
    board.select("P1.1")
    window = show(board, width, 400)
    assert board.list.isVisible() != board.strip.isVisible()
    assert not cut(window)
    assert not nameless(window)
    assert not small(window)


# ---- sweeps ----

def counter_of(w: Words, theme: Theme, seconds: int = 200) -> SweepCounter:
    return SweepCounter(w, theme, lambda: seconds)


def test_a_sweep_is_counted_with_one_key_each_and_carries_the_number_present_over(theme: Theme, indonesian: Words, show: Any,
                                                                             qtbot: Any) -> None:
    """The observer looks at the class and not at the screen."""
    counter = counter_of(indonesian, theme)
    show(counter)
    said = told(counter.counted)
    counter.focus_item()
    press(qtbot, "4   +as")
    qtbot.keyClick(counter.pad, Qt.Key.Key_Return)
    assert said == [(1, Counted(4, 4, 1, Talker.STUDENTS), 3)]
    assert counter.number == 2
    assert counter.pad.value() == Counted(present=4)
    assert "100%" in counter.share.text()


def test_more_engaged_than_present_is_refused_in_words(theme: Theme, indonesian: Words, show: Any, qtbot: Any) -> None:
    counter = counter_of(indonesian, theme)
    show(counter)
    said = told(counter.counted)
    counter.focus_item()
    press(qtbot, " ")
    assert counter.trouble.text() == "✕ Ketik jumlah siswa yang hadir, lalu hitung yang terlibat."
    press(qtbot, "2   ")
    assert counter.pad.value() == Counted(2, 2)
    assert "tidak bisa lebih banyak daripada yang hadir (2)" in counter.trouble.text()
    qtbot.keyClick(counter.pad, Qt.Key.Key_Backspace)
    press(qtbot, "1")
    qtbot.keyClick(counter.pad, Qt.Key.Key_Return)
    assert "tidak bisa lebih banyak daripada yang hadir (1)" in counter.trouble.text()
    assert said == []


def test_the_countdown_follows_the_clock_handed_in_and_a_sweep_can_be_corrected(theme: Theme, indonesian: Words, show: Any,
                                                                            qtbot: Any) -> None:
    counter = counter_of(indonesian, theme, 500)
    window = show(counter)
    counter.start([SweepRow(1, 3, Counted(30, 20)), SweepRow(2, 6, Counted(30, 25))])
    words = [label.text() for label in window.findChildren(QLabel)]
    assert "Sapuan 3 dari 10" in words
    assert "Hitung berikutnya dalam 0.40" in words
    assert "75%" in counter.share.text()
    said = told(counter.counted)
    again = next(one for one in window.findChildren(QPushButton) if one.accessibleName() == "Perbaiki sapuan 1")
    qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(counter.pad.engaged.more, Qt.MouseButton.LeftButton)
    counter.commit()
    assert said == [(1, Counted(30, 21), 3)], "the minute it was counted in stays"


# ---- sheets ----

def twenty() -> list[Item]:
    item = next(item for item in instrument("M").items if item.scale is not None and item.scale.highest == 4)

    return [replace(item, code=f"X{at}") for at in range(1, 21)]


def entry_of(w: Words, theme: Theme) -> SheetEntry:
    return SheetEntry(w, theme, lambda: TODAY)


def test_twenty_digits_and_enter_make_a_sheet(theme: Theme, indonesian: Words, show: Any, qtbot: Any) -> None:
    """Check 9: twelve seconds for a sheet leave no room for the mouse."""
    entry = entry_of(indonesian, theme)
    show(entry)
    entry.start(twenty())
    entry.setFocus()
    said, done = told(entry.answered), told(entry.finished)
    press(qtbot, "12340123401234012341")
    assert [rated.score for _, rated in said] == [1, 2, 3, 4, None] * 3 + [1, 2, 3, 4, 1]
    assert said[4][1] == Rated(skipped=True)
    assert entry.answered_count == 20
    assert done == []
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert len(done) == 1


def test_a_digit_off_the_scale_tells_nothing_but_words(theme: Theme, indonesian: Words, show: Any, qtbot: Any) -> None:
    """Check 9: 7 on a scale of 4."""
    entry = entry_of(indonesian, theme)
    show(entry)
    entry.start(twenty())
    entry.setFocus()
    said, words = told(entry.answered), told(entry.message)
    press(qtbot, "7")
    assert said == []
    assert words == ["Pakai angka 1–4. Tekan 0 bila tidak dijawab."]
    assert entry.trouble.isVisible()
    assert entry.current == "X1"
    press(qtbot, "2")
    assert not entry.trouble.isVisible()


def test_back_and_correct(theme: Theme, indonesian: Words, show: Any, qtbot: Any) -> None:
    entry = entry_of(indonesian, theme)
    show(entry)
    entry.start(twenty())
    entry.setFocus()
    press(qtbot, "12")
    qtbot.keyClick(entry, Qt.Key.Key_Backspace)
    qtbot.keyClick(entry, Qt.Key.Key_Up)
    assert entry.current == "X1"
    said = told(entry.answered)
    press(qtbot, "4")
    assert said == [("X1", Rated(score=4))]
    assert entry.current == "X2"


def test_choices_are_ticked_by_digit_and_words_come_in_between(theme: Theme, indonesian: Words, show: Any, qtbot: Any) -> None:
    """The obstacles of the motivation questionnaire and its free answers."""
    entry = entry_of(indonesian, theme)
    show(entry)
    asked = instrument("M").items
    many = next(item for item in asked if item.kind is AnswerKind.MANY)
    words = next(item for item in asked if item.kind is AnswerKind.TEXT)
    entry.start([many, words])
    entry.setFocus()
    ticks, said, done = told(entry.ticked), told(entry.answered), told(entry.finished)
    press(qtbot, "13")
    press(qtbot, "3")
    assert ticks == [(many.ticks[0].code, True), (many.ticks[2].code, True), (many.ticks[2].code, False)]
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    press(qtbot, "3 kelas")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert said == [(words.code, Rated(evidence="3 kelas"))]
    assert len(done) == 1


def test_a_partial_sheet_goes_on_at_its_first_blank(theme: Theme, indonesian: Words, show: Any) -> None:
    entry = entry_of(indonesian, theme)
    show(entry)
    entry.start(twenty(), {"X1": Rated(score=1), "X2": Rated(skipped=True)})
    assert entry.current == "X3"
    assert entry.marks.buttons["X2"].property("filled") is True
    assert entry.marks.buttons["X3"].property("filled") is False


@pytest.mark.parametrize(("width", "scale"), [(1000, 1.0), (765, 1.5), (500, 1.0)])
def test_a_sheet_fits_small_windows(width: int, scale: float, theme: Theme, indonesian: Words, show: Any) -> None:
    theme.apply(scale=scale)
    entry = entry_of(indonesian, theme)
    window = show(entry, width, 420)
    entry.start(twenty())
    assert not cut(window)
    assert not nameless(window)
    assert not small(window)


# ---- two answers, steps ----

class Pair(NamedTuple):
    item: Item
    first: Rated
    second: Rated


def test_only_differences_are_laid_out_and_nothing_is_chosen_for_the_user(theme: Theme, indonesian: Words, show: Any,
                                                                         qtbot: Any) -> None:
    """Check 10: exactly those, with both values and what they mean."""
    items = instrument("P").items[:4]
    table = AgreementTable(indonesian, theme, choosing=True)
    show(table, 900, 600)
    rows = [Pair(items[0], Rated(3), Rated(2)), Pair(items[1], Rated(3, "4' bukti"), Rated(3)),
            Pair(items[2], Rated(1), Rated(skipped=True)), Pair(items[3], Rated(2), Rated(2))]
    table.set_rows(rows, "Pertama", "Kedua")
    assert list(table.sides) == [items[0].code, items[2].code]
    words = " ".join(part.accessibleName() for sides in table.sides.values() for part in sides.values())
    assert "3 Tampak konsisten" in words
    assert "Tidak teramati" in words
    said = told(table.chosen)
    buttons = [part.button for sides in table.sides.values() for part in sides.values() if part.button]
    assert not any(button.isChecked() for button in buttons)
    qtbot.mouseClick(buttons[1], Qt.MouseButton.LeftButton)
    assert said == [(items[0].code, "second")]


def test_steps_open_in_any_order_and_say_their_state(theme: Theme, indonesian: Words, show: Any, qtbot: Any) -> None:
    steps = Stepper(indonesian, theme, "Siklus")
    window = show(steps, 800, 200)
    steps.set_steps([Step("Rencanakan", StepState.DONE, "3 Mei"), Step("Laksanakan", StepState.RUNNING),
                     Step("Periksa", StepState.TODO)])
    said = told(steps.opened)
    assert steps.current == -1
    qtbot.mouseClick(steps.buttons[2], Qt.MouseButton.LeftButton)
    qtbot.keyClick(steps.buttons[2], Qt.Key.Key_Left)
    assert said == [2], "arrows look, they do not open"
    qtbot.keyClick(steps.buttons[1], Qt.Key.Key_Return)
    assert said == [2, 1]
    assert steps.buttons[0].accessibleName() == "Langkah 1, Rencanakan, Selesai"
    assert len({button.y() for button in steps.buttons}) == 1
    window.resize(400, 400)
    qtbot.waitUntil(lambda: len({button.x() for button in steps.buttons}) == 1)
    assert not cut(window)
