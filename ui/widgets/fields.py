"""One-line fields: text and numbers."""

from __future__ import annotations

import re
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from plcdesk.domain.changes import Problem
from plcdesk.domain.fields import mark
from plcdesk.words import Words
from ui.widgets.control import SMALLEST, is_leaving

_NUMBER = re.compile(r"[-+]?\d+(\.\d*)?", re.ASCII)


class LineField(QLineEdit):
    """A line of text that says when it was edited and when it was left; the base of all one-line fields."""

    edited = Signal()
    left = Signal()
    entered = Signal()
    """Enter was pressed; follows `left`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumHeight(SMALLEST)
        self.textEdited.connect(self.edited)
        self.returnPressed.connect(self.left)
        self.returnPressed.connect(self.entered)

    def raw(self) -> str:
        """The text as typed."""
        return self.text()

    def set_raw(self, text: str) -> None:
        """Show this text, whatever it means."""
        self.setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is used up here: whoever holds the field must not take it for its own."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the user is done here."""
        super().focusOutEvent(event)
        if is_leaving(event):
            self.left.emit()


class TextField(LineField):
    """A line of text. Text beyond `limit` characters is kept and reported, never cut."""

    def __init__(self, limit: int = 200, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.limit = limit

    def value(self) -> str:
        """The text without stray spaces."""
        return " ".join(self.text().split())

    def set_value(self, value: str | None) -> None:
        """Show a text from its beginning."""
        self.setText(value or "")
        self.setCursorPosition(0)

    def readable(self) -> bool:
        """Any text can be stored."""
        return True

    def problem(self) -> Problem | None:
        """Text that is too long for the papers it is printed on."""
        length = len(self.value())
        if length <= self.limit:
            return None
        return Problem("", mark("Shorten this to {limit} characters; it has {n}"), {"limit": self.limit, "n": length})


class NumberField(LineField):
    """A number typed as text, so that neither wheel nor arrow can change it by accident.

    Whole numbers are `int`; with `decimals` the value is a `Decimal`. Comma and point both part the decimals.
    """

    def __init__(self, w: Words, minimum: int = 0, maximum: int | None = None, decimals: int = 0,
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.w = w
        self.minimum, self.maximum, self.decimals = minimum, maximum, decimals

    def value(self) -> int | Decimal | None:
        """The number, None when nothing is entered."""
        found = self._read()
        return int(found) if found is not None and not self.decimals else found

    def set_value(self, value: int | Decimal | None) -> None:
        """Show a number, or nothing."""
        plain = "" if value is None else str(value)
        self.setText(plain.replace(".", self.w.calendar.decimal))

    def readable(self) -> bool:
        """Whether this is empty or a number of the wanted kind."""
        return not self.text().strip() or self._read() is not None

    def problem(self) -> Problem | None:
        """Text that is no number, or a number out of range."""
        if not self.readable():
            return Problem("", mark("Enter a number, for example {example}"), {"example": str(max(self.minimum, 10))})
        found = self._read()
        if found is None:
            return None
        if found < self.minimum:
            return Problem("", mark("Enter {minimum} or more"), {"minimum": self.minimum})
        if self.maximum is not None and found > self.maximum:
            return Problem("", mark("Enter {maximum} or less"), {"maximum": self.maximum})
        return None

    def _read(self) -> Decimal | None:
        text = self.text().replace(" ", "").replace(",", ".")
        if _NUMBER.fullmatch(text) is None:
            return None
        found = Decimal(text)
        if abs(found) >= 2**31:
            return None
        return found if self.decimals or found == found.to_integral_value() else None
