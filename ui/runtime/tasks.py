"""Long work: one lane, so that nothing overtakes; progress and cancel; results arrive on the main thread."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, QTimer, Signal

from plcdesk.domain.errors import Cancelled, UserError
from plcdesk.domain.progress import Progress

log = logging.getLogger("plcdesk.tasks")
SLOW = 1000
"""Milliseconds after which work with a title shows its progress."""

Work = Callable[[Progress], Any]


class Task(QObject):
    """One piece of work. `stepped(text, done, total)` carries an English source text; `ended` comes last, always."""

    stepped = Signal(str, int, int)
    ended = Signal()
    _settled = Signal(object, object)

    def __init__(self, title: str | None, parent: QObject) -> None:
        super().__init__(parent)
        self.title = title
        self.running = True
        self.progress = Progress(self._step)

    def cancel(self) -> None:
        """Ask the work to stop at its next step; it then changes nothing."""
        self.progress.cancelled = True

    def _step(self, text: str, done: int, total: int) -> None:
        self.stepped.emit(text, done, total)


class _Runner(QRunnable):
    """Carries the work to the lane; the Task keeps it alive."""

    def __init__(self, work: Work, task: Task) -> None:
        super().__init__()
        self.setAutoDelete(False)
        self._work, self._task = work, task

    def run(self) -> None:
        try:
            result, error = self._work(self._task.progress), None
        except BaseException as raised:  # whatever it is, the main thread must hear of it
            result, error = None, raised
        self._task._settled.emit(result, error)


class Tasks(QObject):
    """The lane of one window. `slow` announces work that should show its progress by now."""

    slow = Signal(object)
    idle = Signal()

    def __init__(self, failed: Callable[[UserError], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._failed = failed
        self._lane = QThreadPool(self)
        self._lane.setMaxThreadCount(1)
        self._open: dict[Task, _Runner] = {}

    @property
    def busy(self) -> bool:
        """Whether some work has not come back yet."""
        return bool(self._open)

    def run(self, work: Work, done: Callable[[Any], object] | None = None,
            failed: Callable[[Exception], object] | None = None, title: str | None = None,
            cancelled: Callable[[], object] | None = None) -> Task:
        """Do `work` behind the window; exactly one of `done`, `failed`, `cancelled` is called afterwards.

        Without `failed` a UserError is shown as a banner and anything else opens the crash dialog.
        """
        task = Task(title, self)
        runner = _Runner(work, task)
        self._open[task] = runner

        def settle(result: Any, error: BaseException | None) -> None:
            self._end(task)
            if error is None:
                if done is not None:
                    done(result)
            elif isinstance(error, Cancelled):
                if cancelled is not None:
                    cancelled()
            else:
                self._fail(error, failed)

        task._settled.connect(settle, Qt.ConnectionType.QueuedConnection)
        if title is not None:
            QTimer.singleShot(SLOW, task, lambda: self.slow.emit(task) if task.running else None)
        self._lane.start(runner)
        return task

    def wait(self, milliseconds: int = -1) -> bool:
        """Wait for the lane to become empty (results still come through the event loop)."""
        return self._lane.waitForDone(milliseconds)

    def _end(self, task: Task) -> None:
        task.running = False
        del self._open[task]
        task.ended.emit()
        task.deleteLater()
        if not self._open:
            self.idle.emit()

    def _fail(self, error: BaseException, failed: Callable[[Exception], object] | None) -> None:
        if failed is not None and isinstance(error, Exception):
            failed(error)
        elif isinstance(error, UserError):
            self._failed(error)
        else:
            log.error("a task ended with %s", type(error).__name__)
            sys.excepthook(type(error), error, error.__traceback__)
