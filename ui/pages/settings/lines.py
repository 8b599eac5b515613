"""Lines of a card: two lines of words and a button or two each, read anew as a whole."""

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
    """One line: what, what is known about it, the words of its button and what the button does; seldom a second one."""

    title: str
    facts: str
    verb: str
    act: Callable[[], object]
    second: str = ""
    second_act: Callable[[], object] | None = None
    second_role: str = "outlined"


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
        row = QHBoxLayout(frame)
        row.setContentsMargins(0, 8, 0, 8)
        row.setSpacing(8)
        row.addLayout(words, 1)
        row.addWidget(self._button(entry.verb, entry.title, "outlined", entry.act), 0, Qt.AlignmentFlag.AlignVCenter)
        if entry.second_act is not None:
            row.addWidget(self._button(entry.second, entry.title, entry.second_role, entry.second_act), 0,
                          Qt.AlignmentFlag.AlignVCenter)
        return frame

    def _button(self, verb: str, title: str, role: str, act: Callable[[], object]) -> QPushButton:
        button = set_role(QPushButton(verb), role)
        button.setMinimumHeight(SMALLEST)
        button.setAccessibleName(f"{verb} {title}" if verb.endswith("…") else f"{verb}: {title}")
        once(button, act)
        self.buttons.append(button)
        return button
