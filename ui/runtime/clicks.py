"""A double click counts once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer
from PySide6.QtWidgets import QAbstractButton, QApplication


def once(button: QAbstractButton, slot: Callable[[], object]) -> None:
    """Let a click on `button` run `slot`; a second click of the same double click runs nothing."""
    since = QElapsedTimer()

    def clicked() -> None:
        if since.isValid() and since.elapsed() < QApplication.doubleClickInterval():
            return
        since.restart()
        slot()

    button.clicked.connect(clicked)
