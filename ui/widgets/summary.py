"""The box on top of a form that lists what needs attention."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from plcdesk.words import Words
from ui.widgets.control import SMALLEST
from ui.widgets.form_field import plain_label


class ErrorSummary(QFrame):
    """Hidden until there is something to mend; each line leads to its field in the same words."""

    jump = Signal(str)
    """The field whose line was pressed."""

    def __init__(self, w: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.w = w
        self.setProperty("role", "summary")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._head = plain_label("", "subsection", wrap=True)
        self._lines: list[QPushButton] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 12, 12, 12)
        self._column.setSpacing(0)
        self._column.addWidget(self._head)
        self.hide()

    def show_problems(self, problems: Sequence[tuple[str, str]], *, focus: bool = True) -> None:
        """List (field, text) pairs and take the focus; an empty list hides the box."""
        for line in self._lines:
            line.hide()
            line.deleteLater()
        self._lines = [self._line(field, text) for field, text in problems]
        self.setVisible(bool(problems))
        if not problems:
            return
        head = self.w.plural("{n} entry needs attention", "{n} entries need attention", len(problems))
        self._head.setText(head)
        self.setAccessibleName(head)
        self.setAccessibleDescription(". ".join(text for _, text in problems))
        if focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def texts(self) -> list[str]:
        """The lines as shown."""
        return [line.text().replace("&&", "&") for line in self._lines]

    def _line(self, field: str, text: str) -> QPushButton:
        button = QPushButton(text.replace("&", "&&"), self)
        button.setProperty("role", "link")
        button.setMinimumHeight(SMALLEST)
        button.setAccessibleName(text)
        button.clicked.connect(partial(self.jump.emit, field))
        self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return button
