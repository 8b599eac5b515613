"""Coding: one message, the suggested category marked, one key confirms (domain handbook 3.13)."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from plcdesk.domain.chat import Category, Message, MessageKind
from plcdesk.services.chat_coding import KEYS, ChatCoding
from ui.pages.notes.places import month_name
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.runtime.sizes import SizeClass
from ui.theme.roles import restyle, set_role
from ui.widgets.cards import Card
from ui.widgets.control import SMALLEST
from ui.widgets.form_field import LINE, plain_label
from ui.widgets.scrolling import scrolled

MOST_BEFORE = 160
BESIDE = 330
"""Room for the longest category with its mark."""


class CodingView(QWidget):
    """Keys 1 to 4 and 0 confirm, Backspace goes back. The words of a message are in its label and nowhere else: no
    accessible name, no tool tip, no announcement and no title repeats them."""

    keep_asked = Signal()
    end_asked = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.ctx, self.w = ctx, ctx.w
        self._coding: ChatCoding | None = None
        self._group = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.w("Message to code"))
        self._head, self._progress = plain_label("", "section"), plain_label("", "meta")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setMaximumHeight(6)
        self.bar.setAccessibleName(self.w("Messages coded"))
        self._before, self._when, self._text = (plain_label("", role, wrap=True) for role in ("help", "meta", ""))
        self._note = plain_label(self.w("The messages are stored nowhere. Only the counts of finished months are."),
                                 "help", wrap=True)
        self.card = self._message_card()
        self.choices: dict[Category, QPushButton] = {}
        self._buttons = self._choice_column()
        middle = QHBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(scrolled(self.card), 1)
        middle.addWidget(self._buttons, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._top_line())
        column.addWidget(self.bar)
        column.addLayout(middle, 1)
        column.addWidget(self._note)
        ctx.theme.changed.connect(self._size_buttons)

    def show_coding(self, group: str, coding: ChatCoding) -> None:
        """Go on with a coding."""
        self._coding, self._group = coding, group
        self.show_next()

    def forget(self) -> None:
        """Nothing of it stays on screen."""
        self._coding = None
        for label in (self._before, self._when, self._text):
            label.setText("")

    def fit(self, size_class: SizeClass) -> None:
        """Where the window is low the reminder gives way."""
        self._note.setVisible(not size_class.stacked)

    def show_next(self) -> None:
        """Show the message to code now, or that all are coded."""
        coding, w = self._coding, self.w
        if coding is None:
            return
        month = coding.month
        self._head.setText(self._group)
        if month is not None:
            self._progress.setText(w("{month}: {n} of {m}", month=month_name(self.ctx, month.month), n=month.done,
                                     m=month.total))
        self.bar.setRange(0, coding.total)
        self.bar.setValue(coding.done)
        message = coding.message
        self.keep.setVisible(any(line.finished and line.total for line in coding.months()))
        self._role(self.keep, "primary" if message is None else "outlined")
        self._show_message(message, coding.before)
        self._buttons.setVisible(message is not None)
        self._mark(message)
        self.undo.setEnabled(coding.done > 0)

    def give(self, category: Category) -> None:
        """Confirm a category."""
        if self._coding is not None and self._coding.message is not None:
            self._coding.give(category)
            self.show_next()
            self.setFocus()

    def back(self) -> None:
        """Take the last one back."""
        if self._coding is not None and self._coding.back():
            self.show_next()
            self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit confirms, Backspace goes back."""
        keys = dict(KEYS)
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif event.text() in keys:
            if not event.isAutoRepeat():
                self.give(keys[event.text()])
        elif event.key() == Qt.Key.Key_Backspace:
            self.back()
        else:
            super().keyPressEvent(event)

    def _show_message(self, message: Message | None, before: Message | None) -> None:
        w = self.w
        if message is None:
            self._before.hide()
            self._when.setText("")
            self._text.setText(w("All messages are coded. Store the counts; the messages go away with this screen."))
            return
        self._before.setVisible(before is not None)
        if before is not None:
            words = " ".join(before.text.split())
            self._before.setText(w("Before: {sender}: {words}", sender=before.sender, words=words[:MOST_BEFORE]))
        kind = f" · {w(message.kind.label)}" if message.kind is MessageKind.MEDIA else ""
        self._when.setText(f"{message.sender} · {w.day(message.at.date())} {w.time(message.at.time())}{kind}")
        self._text.setText(message.text)

    def _mark(self, message: Message | None) -> None:
        suggested = self.ctx.desk.notes.chats.suggest(message) if message is not None else None
        for (key, category), button in zip(KEYS, self.choices.values(), strict=True):
            name = self.w(category.label)
            hint = category is suggested
            button.setText(self.w("{key} {name} (suggested)", key=key, name=name) if hint else f"{key} {name}")
            button.setAccessibleName(button.text())
            self._role(button, "primary" if hint else "outlined")

    def _role(self, button: QPushButton, role: str) -> None:
        if button.property("role") != role:
            set_role(button, role)
            restyle(button)

    def _top_line(self) -> QHBoxLayout:
        w, line = self.w, QHBoxLayout()
        line.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._head)
        words.addWidget(self._progress)
        line.addLayout(words, 1)
        self.undo = set_role(QPushButton(w("‹ Back")), "outlined")
        self.undo.setToolTip(w("Backspace: code the last message anew"))
        self.keep = set_role(QPushButton(w("Store the finished months")), "outlined")
        self.end = set_role(QPushButton(w("End coding")), "outlined")
        for button, deed in ((self.undo, self.back), (self.keep, self.keep_asked.emit), (self.end, self.end_asked.emit)):
            button.setMinimumHeight(SMALLEST)
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            once(button, deed)
            line.addWidget(button)
        return line

    def _message_card(self) -> Card:
        card = Card()
        for label in (self._before, self._when, self._text):
            label.setMaximumWidth(self.ctx.theme.px(LINE))
            label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
            card.body.addWidget(label)
        self._text.setMinimumSize(QSize(0, self.ctx.theme.px(60)))
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop)
        return card

    def _choice_column(self) -> QWidget:
        """Beside the message and not below it: a button stays where it is, however long the message."""
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        for key, category in KEYS:
            button = QPushButton(f"{key} {self.w(category.label)}")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _checked=False, chosen=category: self.give(chosen))
            self.choices[category] = button
            column.addWidget(button)
        self._column = column
        self._size_buttons()
        return side

    def _size_buttons(self) -> None:
        theme = self.ctx.theme
        self._column.setSpacing(4 if theme.short else 8)
        for button in self.choices.values():
            button.setMinimumHeight(SMALLEST if theme.short else theme.px(44))
            button.setMinimumWidth(theme.px(BESIDE))
