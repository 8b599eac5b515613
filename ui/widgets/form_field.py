"""A control with its words: label above, help, what is wrong below."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from plcdesk.words import Words
from ui.widgets.control import set_property

LINE = 640
"""Longest line of text that is still easy to read, in pixels."""
LONGEST_WORD = 220
"""A label is made no wider than this for the sake of one word, in pixels."""


class _Wrapping(QLabel):
    """A label of several lines that asks for the height of the width it may really have."""

    def heightForWidth(self, width: int) -> int:
        """Height at a width; a layout offers more than the maximum and then cuts the last line."""
        return super().heightForWidth(min(width, self.maximumWidth()))

    def minimumSizeHint(self) -> QSize:
        """As its longest word, but one that was pasted without a space pushes nothing out of the window."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), LONGEST_WORD), hint.height())


def plain_label(text: str, role: str, parent: QWidget | None = None, *, wrap: bool = False) -> QLabel:
    """A label that shows its text as it is: nothing in it is ever taken for markup."""
    label = _Wrapping(parent) if wrap else QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    label.setWordWrap(wrap)
    label.setText(text)
    return label


class FormField(QWidget):
    """Label, optional help, control, and one line for what is wrong.

    `control` is any widget with the face of `Control`. `width` suits the content (date 220, time 110, name 360);
    None lets it fill the row.
    """

    def __init__(self, w: Words, label: str, control: Any, *, help: str = "", optional: bool = False,
                 width: int | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.w = w
        self.label = label
        self.control = control
        self._help = help
        self._restored = plain_label(w("recovered"), "pill-info")
        self._restored.setToolTip(w("Typed before the program closed. It is saved when you leave this field."))
        self._restored.hide()
        self._error = plain_label("", "error", wrap=True)
        self._error.hide()
        self._note = plain_label("", "help", wrap=True)
        self._note.hide()
        self._arrange(optional, width)
        control.setAccessibleName(label)
        self._describe("")

    def _arrange(self, optional: bool, width: int | None) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        text = self.w("{label} (optional)", label=self.label) if optional else self.label
        # a buddy label reads & as a mnemonic: a name in it must stay a name
        caption = plain_label(text.replace("&", "&&"), "label")
        caption.setBuddy(self.control)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(caption)
        head.addWidget(self._restored)
        head.addStretch(1)
        column.addLayout(head)
        if self._help:
            column.addWidget(plain_label(self._help, "help", wrap=True))
        if width is None:
            self.control.setSizePolicy(QSizePolicy.Policy.Expanding, self.control.sizePolicy().verticalPolicy())
            column.addWidget(self.control)
        else:
            self.control.setMinimumWidth(min(width, 110))
            self.control.setMaximumWidth(width)
            column.addWidget(self.control)
        column.addWidget(self._error)
        column.addWidget(self._note)
        column.addStretch(1)

    def set_error(self, text: str) -> None:
        """Say what is wrong below the control, or take it away again with an empty text."""
        self._error.setText(f"✕ {text}" if text else "")
        self._error.setVisible(bool(text))
        if text:
            self.set_note("")
        for part in self._inputs():
            set_property(part, "state", "error" if text else "")
        self._describe(text)

    @property
    def error(self) -> str:
        """What is said to be wrong, without its sign."""
        return self._error.text().removeprefix("✕ ")

    def set_note(self, text: str) -> None:
        """A quiet remark below the control."""
        self._note.setText(text)
        self._note.setVisible(bool(text))

    def set_restored(self, restored: bool) -> None:
        """Mark what is on screen as typed before the program was closed by force."""
        self._restored.setVisible(restored)

    def set_read_only(self, locked: bool) -> None:
        """Let the content be read and copied only."""
        for part in self._inputs():
            if isinstance(part, QLineEdit | QPlainTextEdit):
                part.setReadOnly(locked)
            else:
                part.setEnabled(not locked)
            set_property(part, "readonly", locked)

    def _inputs(self) -> list[QWidget]:
        kinds = (QLineEdit, QPlainTextEdit, QComboBox)
        if isinstance(self.control, kinds):
            return [self.control]
        return [part for kind in kinds for part in self.control.findChildren(kind)] or [self.control]

    def _describe(self, error: str) -> None:
        description = ". ".join(part for part in (error, self._help) if part)
        for part in {self.control, *self._inputs()}:
            part.setAccessibleName(self.label)
            part.setAccessibleDescription(description)
