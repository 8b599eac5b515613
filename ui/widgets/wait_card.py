"""What a page shows while it waits for its own work: what is being done, how far it is, and a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtWidgets import QProgressBar, QPushButton, QWidget

from plcdesk.words import Words
from ui.runtime.tasks import Task
from ui.theme.roles import set_role
from ui.widgets.cards import Card
from ui.widgets.control import SMALLEST
from ui.widgets.form_field import plain_label


class WaitCard(Card):
    """`watch` follows one piece of work until `stop`."""

    def __init__(self, w: Words, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.w = w
        self._task: Task | None = None
        self._clock = QElapsedTimer()
        self.words = plain_label("", "subsection", wrap=True)
        self.step = plain_label("", "", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(title)
        self.elapsed = plain_label("", "help")
        self.cancel = set_role(QPushButton(w("Cancel")), "outlined")
        self.cancel.setMinimumHeight(SMALLEST)
        self.cancel.clicked.connect(self._cancel)
        for part in (self.words, self.step, self.bar, self.elapsed):
            self.body.addWidget(part)
        self.body.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignLeft)
        self._ticks = QTimer(self)
        self._ticks.setInterval(1000)
        self._ticks.timeout.connect(self._tick)

    def watch(self, task: Task, words: str) -> None:
        """Show how far `task` is, under `words`."""
        self._task = task
        self.words.setText(words)
        self.step.setText(self.w("Preparing…"))
        self.bar.setRange(0, 0)
        self.cancel.setEnabled(True)
        self._clock.start()
        self._ticks.start()
        self._tick()
        task.stepped.connect(self._stepped)

    def stop(self) -> None:
        """The work has ended."""
        self._task = None
        self._ticks.stop()

    def _stepped(self, text: str, done: int, total: int) -> None:
        if self._task is None or self._task.progress.cancelled:
            return
        self.step.setText(f"{self.w(text)}…")
        self.bar.setRange(0, min(total, 2**30))
        self.bar.setValue(min(done, 2**30))

    def _cancel(self) -> None:
        if self._task is None:
            return
        self._task.cancel()
        self.step.setText(self.w("Stopping. Nothing will be changed…"))
        self.bar.setRange(0, 0)
        self.cancel.setEnabled(False)

    def _tick(self) -> None:
        seconds = self._clock.elapsed() // 1000
        self.elapsed.setText("" if not seconds else self.w.plural("{n} second", "{n} seconds", seconds) if seconds < 60 else
                             self.w("{minutes} min {seconds} s", minutes=seconds // 60, seconds=seconds % 60))
