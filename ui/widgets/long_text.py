"""Long text that grows with what is written, so a page has one scroll bar only."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QPlainTextEdit, QScrollArea, QWidget

from plcdesk.domain.changes import Problem
from plcdesk.domain.fields import mark
from ui.widgets.control import is_leaving

_FRAME = 6


class _GrowingText(QPlainTextEdit):
    """A text box as high as its text, at least `rows` lines; Tab leaves it, the wheel scrolls the page."""

    edited = Signal()
    left = Signal()

    def __init__(self, rows: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self._quiet = False
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(self._changed)
        self.cursorPositionChanged.connect(self._follow_cursor)
        self._fit()

    def raw(self) -> str:
        """The text as typed."""
        return self.toPlainText()

    def set_raw(self, text: str) -> None:
        """Show this text."""
        if text == self.toPlainText():
            return
        self._quiet = True
        self.setPlainText(text)
        self._quiet = False

    def readable(self) -> bool:
        """Any text can be stored."""
        return True

    def problem(self) -> Problem | None:
        """Long text is never wrong."""
        return None

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the user is done here."""
        super().focusOutEvent(event)
        if is_leaving(event):
            self.left.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel belongs to the page."""
        event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks the lines elsewhere."""
        super().resizeEvent(event)
        self._fit()

    def _changed(self) -> None:
        self._fit()
        if not self._quiet:
            self.edited.emit()

    def _fit(self) -> None:
        # QPlainTextDocumentLayout measures its height in lines, not in pixels
        lines = max(self._rows, ceil(self.document().size().height()))
        margins = 2 * (self.document().documentMargin() + _FRAME)
        self.setFixedHeight(ceil(lines * self.fontMetrics().lineSpacing() + margins))

    def _follow_cursor(self) -> None:
        if self.hasFocus():
            QTimer.singleShot(0, self, self._show_cursor)

    def _show_cursor(self) -> None:
        page = self.parentWidget()
        while page is not None and not isinstance(page, QScrollArea):
            page = page.parentWidget()
        content = page.widget() if isinstance(page, QScrollArea) else None
        if isinstance(page, QScrollArea) and content is not None:
            spot = self.viewport().mapTo(content, self.cursorRect().center())
            page.ensureVisible(spot.x(), spot.y(), 0, self.fontMetrics().lineSpacing() * 2)


class LongText(_GrowingText):
    """Paragraphs."""

    def value(self) -> str:
        """The text without spaces at the ends of lines and without empty lines at its end."""
        return "\n".join(line.rstrip() for line in self.toPlainText().splitlines()).strip("\n")

    def set_value(self, value: str | None) -> None:
        """Show a text."""
        self.set_raw(value or "")


class ListField(_GrowingText):
    """A list, one entry a line (the lines of a letterhead)."""

    def value(self) -> tuple[str, ...]:
        """The lines that hold something."""
        return tuple(line.strip() for line in self.toPlainText().splitlines() if line.strip())

    def set_value(self, value: tuple[str, ...] | None) -> None:
        """Show a list."""
        self.set_raw("\n".join(value or ()))


class GrowingLine(_GrowingText):
    """One sentence that may need several lines on screen; Enter is done with it, it never holds a line break."""

    entered = Signal()
    """Enter was pressed; follows `left`."""

    def __init__(self, limit: int = 500, parent: QWidget | None = None) -> None:
        super().__init__(1, parent)
        self.limit = limit

    def value(self) -> str:
        """The text without stray spaces."""
        return " ".join(self.toPlainText().split())

    def set_value(self, value: str | None) -> None:
        """Show a text."""
        self.set_raw(value or "")

    def problem(self) -> Problem | None:
        """Text that is too long for a row on paper."""
        length = len(self.value())
        if length <= self.limit:
            return None
        return Problem("", mark("Shorten this to {limit} characters; it has {n}"), {"limit": self.limit, "n": length})

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter instead of a line break."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.left.emit()
                self.entered.emit()
            else:
                event.ignore()
            return
        super().keyPressEvent(event)
