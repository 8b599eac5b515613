"""What was moved to the trash; nothing leaves it by itself."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.cards import Card
from ui.widgets.form_field import plain_label

SHOWN = 100


class TrashCard(Card):
    """Deleted records, the newest first, each with a button that brings it back."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx.w("Trash"), parent)
        self.ctx = ctx
        self._list: QWidget | None = None

    def show_lines(self) -> None:
        """Read the trash anew."""
        if self._list is not None:
            self._list.hide()
            self._list.deleteLater()
        self._list = QWidget()
        column = QVBoxLayout(self._list)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        lines = self.ctx.desk.records.trash(self.ctx.w)
        if not lines:
            column.addWidget(plain_label(self.ctx.w("The trash is empty. What you delete waits here."), "help", wrap=True))
        for line in lines[:SHOWN]:
            column.addLayout(self._line(line))
        self.body.addWidget(self._list)

    def _line(self, line: Any) -> QHBoxLayout:
        w = self.ctx.w
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(plain_label(line.title or "—", "strong", wrap=True))
        words.addWidget(plain_label(f"{w(line.kind_label)} · {w.moment(line.deleted_at)}", "help", wrap=True))
        button = set_role(QPushButton(w("Bring back")), "outlined")
        button.setAccessibleDescription(line.title)
        once(button, partial(self._restore, line))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addLayout(words, 1)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return row

    def _restore(self, line: Any) -> None:
        w = self.ctx.w
        if self.ctx.write(lambda: self.ctx.desk.records.restore(line.row), w(line.kind_label), self):
            self.ctx.notify.undo_toast(w("“{title}” is back", title=line.title))
        self.show_lines()
