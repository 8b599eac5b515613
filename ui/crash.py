"""When a step did not finish: the log hears where, the user hears what is safe, and a report can be saved to a file."""

from __future__ import annotations

import logging
import shutil
import sys
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from plcdesk import logs
from plcdesk.domain.errors import UserError
from plcdesk.words import Words

log = logging.getLogger("plcdesk.crash")


class CrashHook(QObject):
    """Stands in for Python's own way to end with a traceback; installed once, before anything can go wrong."""

    happened = Signal(object)

    def __init__(self, folder: Path, words: Callable[[], Words], saved_at: Callable[[], datetime | None]) -> None:
        super().__init__()
        self._folder, self._words, self._saved_at = folder, words, saved_at
        self._open = False
        self.happened.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Hear of what nobody caught, in every thread."""
        sys.excepthook = self.caught
        threading.excepthook = lambda args: self.caught(args.exc_type, args.exc_value, args.exc_traceback)

    def remove(self) -> None:
        """Back to Python's own way."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def caught(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        """Log it and tell the user, from whatever thread."""
        if error is None or issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error or kind(), trace)
            return
        log.error("a step did not finish", exc_info=(kind, error, trace))
        if QApplication.instance() is not None:
            self.happened.emit(error)

    def _show(self, error: BaseException) -> None:
        window = next((widget for widget in QApplication.topLevelWidgets() if widget.isVisible()), None)
        if self._open or window is None:
            return
        from ui.widgets.dialogs import Answer, ask

        self._open = True
        w, saved = self._words(), self._saved_at()
        if isinstance(error, UserError):
            text = w.error(error)
        elif saved is not None:
            text = w("A step did not finish. Your entries are saved up to {time}. Try again; if it repeats, "
                     "choose Save problem report.", time=saved.time())
        else:
            text = w("A step did not finish. Nothing was changed. Try again; if it repeats, choose Save problem report.")
        answers = [Answer("close", w("Close")), Answer("report", w("Save problem report"))]
        ask(window, "PLC Desk", text, answers, lambda key: self._answered(key, error, window))

    def _answered(self, key: str, error: BaseException, window: QWidget) -> None:
        self._open = False
        if key == "report":
            self._ask_where(error, window)

    def _ask_where(self, error: BaseException, window: QWidget) -> None:
        at = datetime.now()
        note = logs.crash_note(self._folder, error, at)
        dialog = QFileDialog(window, self._words()("Save problem report"), str(Path.home() / note.name))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.fileSelected.connect(lambda path: shutil.copyfile(note, path))
        dialog.open()
