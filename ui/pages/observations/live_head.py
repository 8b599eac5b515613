"""The top of the live screen: what is observed, the time with its pause, and the way to finish."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from plcdesk.services.form_views import Filled
from plcdesk.words import Words
from ui.pages.observations.stopwatch import Stopwatch
from ui.pages.observations.wording import clock_text
from ui.runtime.clicks import once
from ui.theme.roles import set_role
from ui.widgets.control import SMALLEST
from ui.widgets.form_field import plain_label
from ui.widgets.record_head import RecordHead


class LiveHead(QWidget):
    """One line."""

    left = Signal()
    finished = Signal()
    paused = Signal()
    """Pause, or go on."""

    def __init__(self, w: Words) -> None:
        super().__init__()
        self.w = w
        self.head = RecordHead()
        self.time = plain_label("", "section")
        self.pause = set_role(QPushButton(""), "outlined")
        self.back = set_role(QPushButton(w("‹ Back")), "outlined")
        self.back.setToolTip("Esc")
        self.done = set_role(QPushButton(w("Finish")), "primary")
        self.done.setToolTip("Ctrl+Enter")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for button in (self.back, self.pause, self.done):
            button.setMinimumHeight(SMALLEST)
        row.addWidget(self.back)
        row.addWidget(self.head, 1)
        for part in (self.time, self.pause, self.done):
            row.addWidget(part)
        once(self.back, self.left.emit)
        once(self.done, self.finished.emit)
        self.pause.clicked.connect(self.paused)

    def show_form(self, filled: Filled, done: int) -> None:
        """What is observed, and how many items are filled."""
        parts = [self.w("{n} of {m} items filled", n=done, m=filled.total)]
        if filled.form.private:
            parts.append(self.w("Private: only on this computer"))
        self.head.say(filled.row.heading(self.w), " · ".join(parts))

    def show_time(self, watch: Stopwatch) -> None:
        """The time observed, and what the button beside it does."""
        w = self.w
        self.time.setText(clock_text(watch.seconds, w))
        self.time.setAccessibleName(w("Time observed: {time}", time=self.time.text()))
        words = w("Pause") if watch.running else w("Go on") if watch.seconds else w("Start the time")
        if self.pause.text() != words:
            self.pause.setText(words)
