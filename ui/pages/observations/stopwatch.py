"""The time of an observation: it runs while somebody observes, and keeps what it has when it is paused."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal


class Stopwatch(QObject):
    """Seconds observed. `now` is any clock that never goes back, in seconds."""

    ticked = Signal()
    """About once a second while it runs, and after each start and pause."""

    def __init__(self, now: Callable[[], float] = time.monotonic, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.now = now
        self._kept = 0.0
        self._since: float | None = None
        self.has_run = False
        self._beat = QTimer(self)
        self._beat.setInterval(1000)
        self._beat.timeout.connect(self.ticked)

    @property
    def seconds(self) -> int:
        """Whole seconds observed."""
        running = self.now() - self._since if self._since is not None else 0
        return int(self._kept + running)

    @property
    def running(self) -> bool:
        """Whether time passes."""
        return self._since is not None

    def set(self, seconds: int) -> None:
        """Stand still at so many seconds."""
        self._kept, self._since, self.has_run = float(seconds), None, False
        self._beat.stop()
        self.ticked.emit()

    def run(self) -> None:
        """Go on."""
        if self._since is None:
            self._since = self.now()
            self.has_run = True
            self._beat.start()
            self.ticked.emit()

    def pause(self) -> None:
        """Stand still."""
        if self._since is not None:
            self._kept += self.now() - self._since
            self._since = None
            self._beat.stop()
            self.ticked.emit()
