"""What long work shows: the step it is at, a bar, the time it has taken, and a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QProgressBar, QWidget

from plcdesk.words import Words
from ui.widgets.dialogs import BaseDialog
from ui.widgets.form_field import plain_label


class ProgressDialog(BaseDialog):
    """Does not do the work: `report` tells it how far the work is, `cancelled` says that the user wants it stopped.

    After Cancel it stays until the work has really ended (`finish`), so that nothing seems to have stopped early.
    """

    cancelled = Signal()

    def __init__(self, w: Words, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.w = w
        self._clock = QElapsedTimer()
        self._clock.start()
        self._ending = False
        self.step = plain_label(title, "strong", wrap=True)
        self.step.setMinimumWidth(360)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(title)
        self.elapsed = plain_label("", "help")
        for part in (self.step, self.bar, self.elapsed):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.button = self.add_button("cancel", w("Cancel"), closes=False)
        self.button.clicked.connect(self._cancel)
        self._ticks = QTimer(self)
        self._ticks.setInterval(1000)
        self._ticks.timeout.connect(self._tick)
        self._ticks.start()
        self._tick()

    def report(self, text: str, step: int, steps: int) -> None:
        """Show an English source text and how many of the steps are done; 0 steps: nobody knows how many."""
        if self._ending:
            return
        words = self.w(text)
        if steps > 1:
            words = self.w("{step} of {steps}: {what}", step=min(step, steps), steps=steps, what=words)
        self.step.setText(words)
        self.bar.setRange(0, steps)
        self.bar.setValue(step)

    def finish(self) -> None:
        """The work has ended; close."""
        self._ending = True
        self._ticks.stop()
        self.accept()

    def reject(self) -> None:
        """Escape asks the work to stop."""
        self._cancel()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window stays while the work runs."""
        if self._ticks.isActive():
            event.ignore()
            self._cancel()
        else:
            super().closeEvent(event)

    def _cancel(self) -> None:
        if self._ending:
            return
        self._ending = True
        self.step.setText(self.w("Stopping. Nothing will be changed…"))
        self.bar.setRange(0, 0)
        self.button.setEnabled(False)
        self.cancelled.emit()

    def _tick(self) -> None:
        seconds = self._clock.elapsed() // 1000
        self.elapsed.setText(self.w.plural("{n} second", "{n} seconds", seconds) if seconds < 60 else
                             self.w("{minutes} min {seconds} s", minutes=seconds // 60, seconds=seconds % 60))

