"""What a page says while it has nothing to show."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from plcdesk.words import Words
from ui.theme.roles import set_role
from ui.widgets.control import SMALLEST
from ui.widgets.form_field import plain_label


class EmptyState(QFrame):
    """Four parts: what this is, why it is empty, one button, and a link to an example. Parts may be left out."""

    acted = Signal()
    example_asked = Signal()

    def __init__(self, w: Words, what: str, why: str = "", action: str = "", *, example: bool = False,
                 primary: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "empty")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        column.addStretch(1)
        self.what = plain_label(what, "subsection", wrap=True)
        self.why = plain_label(why, "help", wrap=True)
        self.button = QPushButton(action)
        set_role(self.button, "primary" if primary else "outlined").setMinimumHeight(SMALLEST)
        self.button.clicked.connect(self.acted)
        self.example = QPushButton(w("See an example"))
        set_role(self.example, "link").setMinimumHeight(SMALLEST)
        self.example.clicked.connect(self.example_asked)
        for label in (self.what, self.why):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        for button in (self.button, self.example):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        self.why.setVisible(bool(why))
        self.button.setVisible(bool(action))
        self.example.setVisible(example)
