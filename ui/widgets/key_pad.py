"""A surface whose keys mean something without a field: counting, or answering by digits."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from ui.runtime.context import Look


class KeyPad(QFrame):
    """Takes the keyboard when it is pressed, and shows by the bar of the current row that keys count here now."""

    def __init__(self, theme: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press anywhere brings the keyboard here."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that keys count now."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that they do not."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The bar of the current row, as in every list."""
        super().paintEvent(event)
        if self.hasFocus():
            QPainter(self).fillRect(QRect(0, 8, 3, self.height() - 16), self._theme.tokens.color("primary"))
