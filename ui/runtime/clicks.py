"""A double click counts once, and Enter presses the button that has the keyboard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QToolButton

from ui.runtime.keyboard import KeyboardFilter


def once(button: QAbstractButton, slot: Callable[[], object]) -> None:
    """Let a click on `button` run `slot`; a second click of the same double click runs nothing."""
    since = QElapsedTimer()

    def clicked() -> None:
        if since.isValid() and since.elapsed() < QApplication.doubleClickInterval():
            return
        since.restart()
        slot()

    button.clicked.connect(clicked)


class EnterPresses(KeyboardFilter):
    """Lets Enter press the button that has the keyboard, as Space does; outside of dialogs Qt leaves it without effect."""

    WATCHED = (QPushButton, QToolButton)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(watched, QAbstractButton) or event.type() != QEvent.Type.KeyPress:
            return False
        if not isinstance(event, QKeyEvent) or event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return False
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if not event.isAutoRepeat():
            watched.click()
        return True
