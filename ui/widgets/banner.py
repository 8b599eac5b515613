"""A strip across a page that says one thing and offers one action."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from ui.theme.roles import set_role
from ui.widgets.control import SMALLEST, set_property
from ui.widgets.form_field import plain_label


class Strip(QFrame):
    """Text, one action, and a way to put it off. `tone`: info, success, warning, danger."""

    acted = Signal()
    put_off = Signal()

    def __init__(self, text: str = "", tone: str = "info", action: str = "", later: str = "",
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "banner", tone=tone)
        self.label = plain_label(text, "banner-text", wrap=True)
        self.action = set_role(QPushButton(action), "outlined")
        self.later = set_role(QPushButton(later), "flat")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 8, 4)
        row.setSpacing(8)
        row.addWidget(self.label, 1)
        for button, signal in ((self.action, self.acted), (self.later, self.put_off)):
            button.setMinimumHeight(SMALLEST)
            button.clicked.connect(signal)
            row.addWidget(button)
            # only now: shown without a parent it would flash as a window of its own
            button.setVisible(bool(button.text()))

    def say(self, text: str, tone: str = "info", action: str = "") -> None:
        """Say something else."""
        self.label.setText(text)
        self.action.setText(action)
        self.action.setVisible(bool(action))
        set_property(self, "tone", tone)
