"""A few choices side by side of which one holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from ui.theme.roles import set_role
from ui.widgets.control import SMALLEST


class _Segment(QPushButton):
    """A button with air beside its words."""

    def sizeHint(self) -> QSize:
        """Its words and 12 pixels at each side."""
        return super().sizeHint() + QSize(24, 0)

    def minimumSizeHint(self) -> QSize:
        """The same: words are never cut."""
        return self.sizeHint()


class Segmented(QWidget):
    """Touching buttons; arrows move between them. `label` names the whole for screen readers."""

    chosen = Signal(object)
    """The value the user chose."""

    def __init__(self, label: str, options: Sequence[tuple[Any, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(label)
        self._values = [value for value, _ in options]
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for at, (_, text) in enumerate(options):
            button = set_role(_Segment(text), "segment", position=position(at, len(options)))
            button.setCheckable(True)
            button.setMinimumSize(SMALLEST, SMALLEST)
            button.setAccessibleName(f"{label}: {text}")
            self._group.addButton(button, at)
            row.addWidget(button)
        row.addStretch(1)
        self._group.idClicked.connect(lambda at: self.chosen.emit(self._values[at]))

    def minimumSizeHint(self) -> QSize:
        """The words of all segments: the stylesheet gives each a smaller minimum of its own."""
        return self.sizeHint()

    def value(self) -> Any:
        """The chosen value, None while nothing is chosen."""
        at = self._group.checkedId()
        return self._values[at] if at >= 0 else None

    def set_value(self, value: Any) -> None:
        """Choose without telling; a value that is not offered leaves nothing chosen."""
        if value in self._values:
            self._group.button(self._values.index(value)).setChecked(True)
            return
        self._group.setExclusive(False)
        for button in self._group.buttons():
            button.setChecked(False)
        self._group.setExclusive(True)


def position(at: int, count: int) -> str:
    """Where a segment stands in its row: it decides which corners are round."""
    if count == 1:
        return "only"
    return "first" if at == 0 else "last" if at == count - 1 else "middle"
