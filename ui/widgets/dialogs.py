"""Dialogs: small, named buttons, content that scrolls while the buttons stay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui.theme.roles import set_role
from ui.widgets.control import SMALLEST
from ui.widgets.form_field import plain_label

WIDEST, HIGHEST = 640, 360
ROOM = 580
"""What a part of a dialog may ask for at most: the widest dialog without its margins and scroll bar."""


class BaseDialog(QDialog):
    """Content goes into `body`; buttons are added with `add_button`, the last one stands rightmost.

    Show it with `open()`, never with `exec()`: the rest of the program goes on.
    """

    answered = Signal(str)
    """The key of the pressed button; empty when the dialog was closed without one."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._answer = ""
        self._opener = parent.focusWidget() if parent is not None else None
        self._content = content = set_role(QWidget(), "surface")
        self.body = QVBoxLayout(content)
        self.body.setContentsMargins(16, 16, 16, 16)
        self.body.setSpacing(12)
        self._scroll = QScrollArea()
        self._scroll.setWidget(content)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._buttons = QHBoxLayout()
        self._buttons.setContentsMargins(16, 8, 16, 12)
        self._buttons.setSpacing(8)
        self._buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._scroll, 1)
        column.addLayout(self._buttons)
        self.finished.connect(self._finished)

    def add_button(self, key: str, text: str, role: str = "outlined", *, closes: bool = True) -> QPushButton:
        """A button that answers with `key`; with `closes=False` the caller connects it."""
        button = set_role(QPushButton(text), role)
        button.setMinimumHeight(SMALLEST)
        button.setAutoDefault(False)
        if closes:
            button.clicked.connect(lambda: self._reply(key))
        self._buttons.addWidget(button)
        return button

    def add_words(self, label: QLabel) -> None:
        """A remark at the left of the buttons: it is in sight however long the content is."""
        self._buttons.insertWidget(0, label, 1)

    def sizeHint(self) -> QSize:
        """As its content, up to 640 x 360; beyond that the content scrolls."""
        width = min(WIDEST, max(self._content.sizeHint().width(), self._buttons.sizeHint().width(), 360))
        height = self.body.totalHeightForWidth(width)
        if height < 0:
            height = self._content.sizeHint().height()
        height += self._buttons.sizeHint().height()
        if height > HIGHEST:
            width = min(WIDEST, width + self._scroll.verticalScrollBar().sizeHint().width())
        return QSize(width, min(HIGHEST, height))

    def setVisible(self, visible: bool) -> None:
        """At first as large as `sizeHint` says and no larger than the window below: Qt by itself would take the height
        of all the content, and put the buttons below the edge of a small screen."""
        below = self.parentWidget()
        if visible and below is not None and not self.testAttribute(Qt.WidgetAttribute.WA_Resized):
            self.resize(self.sizeHint().boundedTo(below.window().size()))
        super().setVisible(visible)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus and no other."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focus = self.focusWidget()
            if isinstance(focus, QPushButton):
                focus.click()
            return
        super().keyPressEvent(event)

    def _reply(self, key: str) -> None:
        self._answer = key
        self.accept()

    def _finished(self) -> None:
        if self._opener is not None:
            self._opener.setFocus(Qt.FocusReason.OtherFocusReason)
        self.answered.emit(self._answer)


@dataclass(frozen=True, slots=True)
class Answer:
    """One way to answer: key, the words of its button (they name the act), and the button's role."""

    key: str
    text: str
    role: str = "outlined"


def ask(parent: QWidget, title: str, text: str, answers: Sequence[Answer], done: Callable[[str], None], *,
        details: Sequence[str] = ()) -> BaseDialog:
    """Ask with named buttons and hear the key of the answer; Escape answers with an empty key.

    The first button has the focus, so let it be the harmless one. `details` are lines below the question.
    """
    dialog = BaseDialog(title, parent)
    question = plain_label(text, "strong", wrap=True)
    question.setMinimumWidth(320)
    dialog.body.addWidget(question)
    for line in details:
        dialog.body.addWidget(_detail(line))
    dialog.body.addStretch(1)
    buttons = [dialog.add_button(answer.key, answer.text, answer.role) for answer in answers]
    dialog.setAccessibleDescription(" ".join((text, *details)))
    dialog.answered.connect(done)
    dialog.open()
    buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)
    return dialog


def _detail(text: str) -> QLabel:
    label = plain_label(text, "meta", wrap=True)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return label
