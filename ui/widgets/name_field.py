"""The name of someone new, watched for people who are already there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from plcdesk.domain.changes import Problem
from plcdesk.words import Words
from ui.widgets.control import SMALLEST
from ui.widgets.fields import TextField
from ui.widgets.form_field import plain_label
from ui.widgets.person_field import Option


class NameField(QWidget):
    """A name to be added. When someone alike is known, the field offers that person instead of a second entry."""

    edited = Signal()
    left = Signal()
    existing = Signal(object)
    """The id of the known person to be used instead."""

    def __init__(self, w: Words, similar: Callable[[str], Option | None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.w = w
        self._similar = similar
        self._found: Option | None = None
        self.line = TextField(200, self)
        self.line.edited.connect(self._look)
        self.line.edited.connect(self.edited)
        self.line.left.connect(self.left)
        self.setFocusProxy(self.line)
        self._text = plain_label("", "help", wrap=True)
        self._use = QPushButton(w("Use this one"))
        self._use.setProperty("role", "outlined")
        self._use.setMinimumHeight(SMALLEST)
        self._use.clicked.connect(self._take)
        self._hint = QWidget(self)
        row = QHBoxLayout(self._hint)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._text, 1)
        row.addWidget(self._use)
        self._hint.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.line)
        column.addWidget(self._hint)

    def value(self) -> str:
        """The name without stray spaces."""
        return self.line.value()

    def set_value(self, value: str | None) -> None:
        """Show a name."""
        self.line.set_value(value)
        self._look()

    def setAccessibleName(self, name: str) -> None:
        """The keyboard sits on the line, so the line has the name too."""
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)

    def raw(self) -> str:
        """The text as typed."""
        return self.line.raw()

    def set_raw(self, text: str) -> None:
        """Show this text."""
        self.line.set_raw(text)
        self._look()

    def readable(self) -> bool:
        """Any name can be stored."""
        return True

    def problem(self) -> Problem | None:
        """A name that is too long."""
        return self.line.problem()

    def _look(self) -> None:
        name = self.value()
        self._found = self._similar(name) if len(name) >= 3 else None
        self._hint.setVisible(self._found is not None)
        if self._found is None:
            return
        who = ", ".join(part for part in (self._found.title, self._found.sub) if part)
        self._text.setText(self.w("Already there: {name}. Use this one?", name=who))
        self._use.setAccessibleName(self.w("Use {name}", name=who))

    def _take(self) -> None:
        if self._found is not None:
            self.existing.emit(self._found.id)
