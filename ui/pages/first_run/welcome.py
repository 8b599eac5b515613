"""The first screen: four ways to begin."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.choice_field import ChoiceField
from ui.widgets.form_field import plain_label

LANGUAGES = (("id", "Bahasa Indonesia"), ("en", "English"))


class Welcome(QWidget):
    """Says what the program is for and offers the ways to begin; nothing else is asked."""

    new_asked = Signal()
    join_asked = Signal()
    restore_asked = Signal()
    sample_asked = Signal()

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ctx = ctx
        self.w = w = ctx.w
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(self._heading())
        column.addWidget(
            plain_label(w("Meetings, attendance and follow-ups in one place. No internet needed."), "help", wrap=True)
        )
        column.addSpacing(4)
        self.new = self._way(column, w("Start a new programme"), w("For the first facilitator of a programme"),
                             "plus", "primary", self.new_asked.emit)
        self.join = self._way(column, w("Join a programme from a USB stick"),
                              w("A colleague gave you a bundle"), "usb", "outlined", self.join_asked.emit)
        self.restore = self._way(column, w("Continue from a backup"),
                                 w("Another laptop, or somebody else goes on"), "archive-restore", "outlined",
                                 self.restore_asked.emit)
        line = QFrame()
        set_role(line, "line").setFixedHeight(1)
        column.addWidget(line)
        self.sample = self._way(column, w("Try it with sample data"), w("Kept apart; can be deleted any time"),
                                "eye", "flat", self.sample_asked.emit)

    def _heading(self) -> QHBoxLayout:
        self.language = ChoiceField(self.w, list(LANGUAGES), none=None)
        self.language.set_value(self.ctx.settings.language)
        self.language.setAccessibleName(self.w("Language"))
        self.language.setMinimumWidth(self.ctx.theme.px(210))
        self.language.left.connect(self._switch)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(plain_label(self.w("Welcome to PLC Desk"), "title", wrap=True), 1)
        row.addWidget(self.language)
        return row

    def _way(self, column: QVBoxLayout, text: str, why: str, icon: str, role: str,
             go: Callable[[], None]) -> QPushButton:
        button = set_role(QPushButton(text), role)
        button.setMinimumHeight(44)
        button.setMinimumWidth(300)
        button.setAccessibleDescription(why)
        self.ctx.theme.dress(button, icon, tint="on-primary" if role == "primary" else "text")
        button.clicked.connect(go)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(button)
        row.addWidget(plain_label(why, "help", wrap=True), 1)
        column.addLayout(row)
        return button

    def _switch(self) -> None:
        chosen = self.language.value()
        if chosen is not None and chosen != self.ctx.settings.language:
            self.ctx.change(language=chosen)
