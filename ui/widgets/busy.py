"""A line that says what is being done while a page waits for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from plcdesk.domain.progress import Progress
from ui.runtime.context import Context
from ui.widgets.form_field import plain_label


class BusyLine(QWidget):
    """Hidden while nothing runs; one piece of work at a time, and a word when it was cancelled."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._label = plain_label("", "strong", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._label)
        self.hide()

    def run(self, work: Callable[[Progress], Any], done: Callable[[Any], object], words: str) -> None:
        """Do `work` in the background under `words`; nothing happens while other work is under way."""
        if self.isVisible():
            return
        self._label.setText(f"{words}…")
        self.show()
        task = self._ctx.tasks.run(work, done, title=words, cancelled=self._cancelled)
        task.ended.connect(self.hide)

    def _cancelled(self) -> None:
        self._ctx.notify.toast(self._ctx.w("Cancelled. Nothing was changed."))
