"""Enter presses the button that has the keyboard, in the window as in a dialog, and once for a key held down."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ui.runtime.clicks import EnterPresses

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def enter(qapp: QApplication) -> Iterator[EnterPresses]:
    made = EnterPresses(qapp)
    yield made
    made.stop()


@pytest.fixture
def window(qtbot: Any) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    made.line, made.button, made.pressed = QLineEdit(), QPushButton("Mulai"), []  # type: ignore[attr-defined]
    column.addWidget(made.line)  # type: ignore[attr-defined]
    column.addWidget(made.button)  # type: ignore[attr-defined]
    made.button.clicked.connect(lambda: made.pressed.append(1))  # type: ignore[attr-defined]
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_enter_presses_the_button_that_has_the_keyboard(window: Any, qtbot: Any) -> None:
    window.button.setFocus()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        qtbot.keyClick(window.button, key)
    assert window.pressed == [1, 1]


def test_a_key_held_down_and_the_keys_of_the_page_press_nothing(window: Any, qtbot: Any) -> None:
    window.button.setFocus()
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "", True)
    QApplication.sendEvent(window.button, held)
    qtbot.keyClick(window.button, Qt.Key.Key_Return, CTRL)
    assert window.pressed == []


def test_enter_in_a_field_that_hands_the_keyboard_on_presses_nothing(window: Any, qtbot: Any) -> None:
    window.line.returnPressed.connect(window.button.setFocus)
    window.line.setFocus()
    qtbot.keyClick(window.line, Qt.Key.Key_Return)
    assert window.button.hasFocus()
    assert window.pressed == []
