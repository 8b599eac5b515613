"""A time of day, typed."""

from __future__ import annotations

from datetime import time

from PySide6.QtWidgets import QWidget

from plcdesk.domain.changes import Problem
from plcdesk.domain.fields import mark
from plcdesk.words import Words
from ui.widgets.fields import LineField


class TimeField(LineField):
    """A time as people write it ("10", "10.30", "13:05"); on leaving it is shown the way of the language."""

    def __init__(self, w: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.w = w
        # before anyone else hears `left`, the text is put into its usual form
        self.left.connect(self._tidy)

    def value(self) -> time | None:
        """The time, None when nothing is entered."""
        return self.w.parse_time(self.text())

    def set_value(self, value: time | None) -> None:
        """Show a time, or nothing."""
        self.setText("" if value is None else self.w.time(value))

    def readable(self) -> bool:
        """Whether this is empty or a time."""
        return not self.text().strip() or self.value() is not None

    def problem(self) -> Problem | None:
        """Text that is no time."""
        if self.readable():
            return None
        return Problem("", mark("Enter a time, for example {example}"), {"example": self.w.time(time(13, 30))})

    def _tidy(self) -> None:
        found = self.value()
        if found is not None:
            self.set_value(found)
