"""A strip across a page that says one thing and offers one action."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from ui.theme.roles import restyle, set_role
from ui.widgets.control import SMALLEST, set_property
from ui.widgets.form_field import plain_label


class Strip(QFrame):
    """Text, one action, seldom a second one, and a way to put it off. `tone`: info, success, warning, danger.

    A slim one is as low as its buttons allow: for short windows, where every line of the page counts.
    """

    acted = Signal()
    acted_second = Signal()
    put_off = Signal()

    def __init__(self, text: str = "", tone: str = "info", action: str = "", later: str = "",
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "banner", tone=tone)
        self.label = plain_label(text, "banner-text", wrap=True)
        self.action = set_role(QPushButton(action), "outlined")
        self.second = set_role(QPushButton(), "outlined")
        self.later = set_role(QPushButton(later), "flat")
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 8, 4)
        row.setSpacing(8)
        row.addWidget(self.label, 1)
        for button, signal in ((self.action, self.acted), (self.second, self.acted_second), (self.later, self.put_off)):
            button.setMinimumHeight(SMALLEST)
            button.clicked.connect(signal)
            row.addWidget(button)
            # only now: shown without a parent it would flash as a window of its own
            button.setVisible(bool(button.text()))

    def set_slim(self, slim: bool) -> None:
        """Be as low as possible: the action is a link then."""
        self._row.setContentsMargins(12, 0 if slim else 4, 8, 0 if slim else 4)
        for button in (self.action, self.second):
            role = "link" if slim else "outlined"
            if button.property("role") != role:
                set_role(button, role)
                restyle(button)

    def say(self, text: str, tone: str = "info", action: str = "", second: str = "") -> None:
        """Say something else."""
        self.label.setText(text)
        for button, words in ((self.action, action), (self.second, second)):
            button.setText(words)
            button.setVisible(bool(words))
        set_property(self, "tone", tone)
