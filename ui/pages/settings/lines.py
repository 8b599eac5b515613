"""Lines of a card: two lines of words and a button each, read anew as a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.runtime.clicks import once
from ui.theme.roles import set_role
from ui.widgets.cards import Card
from ui.widgets.control import SMALLEST
from ui.widgets.elided import ElidedLabel
from ui.widgets.form_field import plain_label


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: what, what is known about it, the words of its button and what the button does."""

    title: str
    facts: str
    verb: str
    act: Callable[[], object]


class LinesCard(Card):
    """A card that ends in a list."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self._list: QWidget | None = None
        self.buttons: list[QPushButton] = []

    def show_entries(self, entries: Sequence[Entry], nothing: str) -> None:
        """Show these lines, or the words for none."""
        old, self._list, self.buttons = self._list, set_role(QWidget(), "scrolled"), []
        column = QVBoxLayout(self._list)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if not entries:
            column.addWidget(plain_label(nothing, "help", wrap=True))
        for entry in entries:
            column.addWidget(self._line(entry))
        self.body.addWidget(self._list)
        if old is not None:
            old.hide()
            old.deleteLater()

    def _line(self, entry: Entry) -> QFrame:
        frame = set_role(QFrame(), "row")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(entry.title, "strong"))
        words.addWidget(plain_label(entry.facts, "help", wrap=True))
        button = set_role(QPushButton(entry.verb), "outlined")
        button.setMinimumHeight(SMALLEST)
        button.setAccessibleName(f"{entry.verb}: {entry.title}")
        once(button, entry.act)
        self.buttons.append(button)
        row = QHBoxLayout(frame)
        row.setContentsMargins(0, 8, 0, 8)
        row.setSpacing(12)
        row.addLayout(words, 1)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return frame
