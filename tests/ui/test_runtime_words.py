"""An Indonesian teacher must not meet Qt's English in a context menu, a button or a calendar."""

from __future__ import annotations

import re
from typing import Any

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QCalendarWidget, QDialogButtonBox, QLineEdit, QMessageBox, QPlainTextEdit, QTextEdit

from plcdesk.words import Words
from ui.runtime.qt_words import QT_TEXTS, monday_first
from ui.runtime.sizes import SizeClass, classify

ENGLISH = re.compile(
    r"\b(undo|redo|cut|copy|paste|delete|select|all|save|cancel|yes|no|ok|open|close|discard|apply|reset|help|retry|"
    r"ignore|abort|restore|defaults|step|insert|details)\b",
    re.IGNORECASE,
)


def bare(text: str) -> str:
    return text.split("\t")[0].replace("&", "")


@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit, QTextEdit])
def test_the_menu_of_a_field_is_indonesian(kind: type, indonesian: Words, qtbot: Any) -> None:
    field = kind()
    qtbot.addWidget(field)
    menu = field.createStandardContextMenu()
    qtbot.addWidget(menu)
    texts = [bare(action.text()) for action in menu.actions() if action.text()]
    assert {"Urungkan", "Ulangi", "Potong", "Salin", "Tempel", "Hapus", "Pilih semua"} <= set(texts)
    assert [text for text in texts if ENGLISH.search(text)] == []


def test_every_standard_button_is_indonesian(indonesian: Words, qtbot: Any) -> None:
    box = QDialogButtonBox()
    qtbot.addWidget(box)
    buttons = [button for button in QDialogButtonBox.StandardButton
               if button is not QDialogButtonBox.StandardButton.NoButton and bin(button.value).count("1") == 1]
    texts = [bare(made.text()) for button in buttons if (made := box.addButton(button)) is not None]
    assert len(texts) > 15
    assert [text for text in texts if ENGLISH.search(text)] == []


def test_a_message_box_says_no_yes_and_no_ok(indonesian: Words, qtbot: Any) -> None:
    box = QMessageBox()
    qtbot.addWidget(box)
    kinds = QMessageBox.StandardButton
    box.setStandardButtons(kinds.Ok | kinds.Cancel | kinds.Save | kinds.Discard | kinds.Yes | kinds.No)
    assert sorted(bare(button.text()) for button in box.buttons()) == sorted(
        ["Lanjut", "Batal", "Simpan", "Buang", "Lanjut", "Batal"])


def test_every_text_of_qt_has_an_indonesian_one(indonesian: Words) -> None:
    same = {"Printer", "Drive", "Menu", "Folder", "Folder:"}
    missing = [ours for ours in QT_TEXTS.values() if indonesian(ours) == ours and ours.rstrip(":") not in same]
    assert sorted(set(missing) - same) == []


def test_english_is_spoken_again_after_a_switch(indonesian: Words, qapp: Any, qtbot: Any) -> None:
    from ui.runtime.qt_words import QtLanguage

    language = QtLanguage(qapp)
    language.use(Words("en"))
    field = QLineEdit()
    qtbot.addWidget(field)
    menu = field.createStandardContextMenu()
    qtbot.addWidget(menu)
    assert "Copy" in [bare(action.text()) for action in menu.actions()]
    language.stop()


def test_weeks_begin_on_monday_with_indonesian_days(indonesian: Words, qtbot: Any) -> None:
    calendar = QCalendarWidget()
    qtbot.addWidget(calendar)
    monday_first(calendar)
    assert calendar.firstDayOfWeek() == Qt.DayOfWeek.Monday
    assert calendar.locale().dayName(1) == "Senin"
    assert QLocale().language() == QLocale.Language.Indonesian
    red = calendar.weekdayTextFormat(Qt.DayOfWeek.Sunday).foreground().color()
    assert red == calendar.palette().text().color()


@pytest.mark.parametrize(
    ("width", "height", "scale", "size", "short"),
    [
        (1920, 1009, 1.0, SizeClass.L, False), (1366, 697, 1.0, SizeClass.M, False), (1280, 649, 1.0, SizeClass.M, False),
        (1093, 543, 1.0, SizeClass.S, True), (1024, 529, 1.0, SizeClass.S, True), (911, 441, 1.0, SizeClass.S, True),
        (781, 368, 1.0, SizeClass.XS, True), (1366, 697, 1.5, SizeClass.S, True), (1920, 1009, 1.3, SizeClass.M, False),
    ],
)  # fmt: skip
def test_the_room_is_judged_by_the_window_and_the_text_size(
        width: int, height: int, scale: float, size: SizeClass, short: bool) -> None:
    assert classify(width, height, scale) == (size, short)
