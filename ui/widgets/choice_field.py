"""A choice from a short closed list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QListView, QSizePolicy, QWidget

from plcdesk.domain.changes import Problem
from plcdesk.domain.fields import Choice
from plcdesk.words import NOTHING, Words
from ui.widgets.control import SMALLEST, is_leaving

Choices = type[Choice] | Iterable[tuple[Any, str]]


class ChoiceField(QComboBox):
    """A drop-down. The wheel never changes it while it is closed.

    `choices` is a domain `Choice` (labels go through the words) or pairs of value and translated text. `none` is
    the text of the empty entry; with None there is no empty entry.
    """

    edited = Signal()
    left = Signal()

    def __init__(self, w: Words, choices: Choices = (), none: str | None = NOTHING,
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.w = w
        self._none = none
        self._values: list[Any] = []
        # a plain view makes the drop-down follow the stylesheet, also on Windows
        self.setView(QListView(self))
        self.setMinimumHeight(SMALLEST)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setMaxVisibleItems(12)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.set_choices(choices)
        self.activated.connect(self._picked)

    def set_choices(self, choices: Choices) -> None:
        """Offer other choices; the chosen value stays when it is still among them."""
        before = self.value()
        pairs: list[tuple[Any, str]] = [] if self._none is None else [(None, self._none)]
        if isinstance(choices, type):
            pairs += [(choice, self.w(choice.label)) for choice in choices]
        else:
            pairs += list(choices)
        self.clear()
        self._values = [value for value, _ in pairs]
        self.addItems([text for _, text in pairs])
        self.set_value(before)

    def value(self) -> Any:
        """The chosen value."""
        index = self.currentIndex()
        return self._values[index] if 0 <= index < len(self._values) else None

    def set_value(self, value: Any) -> None:
        """Choose a value; one that is not offered shows as nothing chosen."""
        self.setCurrentIndex(self._values.index(value) if value in self._values else -1)

    def raw(self) -> str:
        """The chosen value as text."""
        chosen = self.value()
        return "" if chosen is None else str(chosen)

    def set_raw(self, text: str) -> None:
        """Choose what `raw` gave."""
        self.set_value(next((value for value in self._values if value is not None and str(value) == text), None))

    def readable(self) -> bool:
        """A choice can always be stored."""
        return True

    def problem(self) -> Problem | None:
        """A choice is never wrong."""
        return None

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel belongs to the page; the open list has its own."""
        event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the user is done here."""
        super().focusOutEvent(event)
        if is_leaving(event):
            self.left.emit()

    def _picked(self) -> None:
        self.edited.emit()
        self.left.emit()
