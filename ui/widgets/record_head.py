"""What stands above an open record: its name, what is known at a glance, the way to the trash."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.runtime.clicks import once
from ui.theme.roles import set_role
from ui.widgets.control import SMALLEST
from ui.widgets.elided import ElidedLabel


class RecordHead(QWidget):
    """Long names end in an ellipsis here; the whole name stands in its field."""

    def __init__(self, remove: str = "", act: Callable[[], object] | None = None) -> None:
        super().__init__()
        self.title, self.facts = ElidedLabel("", "section"), ElidedLabel("", "help")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.facts)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addLayout(words, 1)
        if act is not None:
            self.remove = set_role(QPushButton(remove), "danger-flat")
            self.remove.setMinimumHeight(SMALLEST)
            once(self.remove, act)
            row.addWidget(self.remove)

    def offer(self, text: str, act: Callable[[], object]) -> QPushButton:
        """Put another button beside the name, before the way to the trash."""
        button = set_role(QPushButton(text), "outlined")
        button.setMinimumHeight(SMALLEST)
        once(button, act)
        self._row.insertWidget(1, button)
        return button

    def say(self, title: str, facts: str) -> None:
        """Show the name and the facts."""
        self.title.setText(title or "—")
        self.facts.setText(facts)
        self.facts.setVisible(bool(facts))
