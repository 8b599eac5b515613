"""A yes-or-no with its sentence beside it, as a field of a form."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from plcdesk.domain.changes import Problem
from ui.widgets.control import SMALLEST


class TickField(QCheckBox):
    """A box to tick; each press is a finished choice."""

    edited = Signal()
    left = Signal()

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text.replace("&", "&&"), parent)
        self.setMinimumHeight(SMALLEST)
        self.clicked.connect(self._pressed)

    def value(self) -> bool:
        """Whether it is ticked."""
        return self.isChecked()

    def set_value(self, value: bool | None) -> None:
        """Tick or not."""
        self.setChecked(bool(value))

    def raw(self) -> str:
        """The state as text."""
        return "1" if self.isChecked() else ""

    def set_raw(self, text: str) -> None:
        """Take over what `raw` gave."""
        self.setChecked(bool(text))

    def readable(self) -> bool:
        """It can always be stored."""
        return True

    def problem(self) -> Problem | None:
        """It is never wrong."""
        return None

    def _pressed(self) -> None:
        self.edited.emit()
        self.left.emit()
