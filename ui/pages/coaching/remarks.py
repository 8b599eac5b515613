"""What stands above a cycle: the last commitment, the lessons seen, or that the conversation is elsewhere."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from plcdesk.services.coaching_views import CycleDetail
from ui.runtime.context import Context
from ui.widgets.banner import Strip


class CycleRemarks(QWidget):
    """`wanted` asks for a conversation of one's own where it is kept on another computer."""

    wanted = Signal()

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ctx, self.w = ctx, ctx.w
        self.last, self.lessons, self.elsewhere = Strip(), Strip(), Strip(tone="warning")
        self._lesson_id = ""
        self.lessons.acted.connect(lambda: ctx.go("observations", self._lesson_id))
        self.elsewhere.acted.connect(self.wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for strip in (self.last, self.lessons, self.elsewhere):
            column.addWidget(strip)
            strip.hide()

    def show_cycle(self, detail: CycleDetail) -> None:
        """Say what belongs to this cycle."""
        w, last = self.w, detail.last
        self.last.setVisible(last is not None)
        if last is not None:
            day = w("; follow-up {date}", date=w.day(last.follow_on)) if last.follow_on else ""
            self.last.say(w("Last commitment: “{text}”", text=" ".join(last.text.split())) + day)
        self.lessons.setVisible(bool(detail.lessons))
        if detail.lessons:
            self._lesson_id = detail.lessons[0].id
            self.lessons.say(w.plural("{n} class observation on this day", "{n} class observations on this day",
                                      len(detail.lessons)), "info", w("Open it"))
        self.elsewhere.setVisible(detail.form is None)
        if detail.form is None:
            self.elsewhere.say(w("What was said is kept on the mentor's computer. Here you see only the days."), "info",
                               w("Write it here too"))
        self.setVisible(last is not None or bool(detail.lessons) or detail.form is None)
