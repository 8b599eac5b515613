"""One window per programme folder: a second start asks the first one to come forward, and ends."""

from __future__ import annotations

import contextlib
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QLockFile, QObject, Signal

FOLDER, LOCK, RAISE = "window", "lock", "raise"


class Instance(QObject):
    """The right to open a programme folder. `raised` when another start asked for the window."""

    raised = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # a folder of its own: the database writes beside it all the time, and each write would wake the watcher
        self._folder = folder / FOLDER
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
        self._lock = QLockFile(str(self._folder / LOCK))
        self._lock.setStaleLockTime(0)
        self._watcher: QFileSystemWatcher | None = None

    def take(self) -> bool:
        """Take the folder. False when another window has it; that one is asked to come forward."""
        if not self._folder.is_dir():
            return True  # nothing can be written there: whoever opens the programme will say so
        if not self._lock.tryLock(0):
            if self._lock.error() is not QLockFile.LockError.LockFailedError:
                return True
            with contextlib.suppress(OSError):
                (self._folder / RAISE).touch()
            return False
        (self._folder / RAISE).unlink(missing_ok=True)
        self._watcher = QFileSystemWatcher([str(self._folder)], self)
        self._watcher.directoryChanged.connect(self._look)
        return True

    def release(self) -> None:
        """Let go of the folder."""
        if self._watcher is not None:
            self._watcher.directoryChanged.disconnect(self._look)
            self._watcher.deleteLater()
            self._watcher = None
        self._lock.unlock()

    def _look(self) -> None:
        try:
            (self._folder / RAISE).unlink()
        except OSError:
            return
        self.raised.emit()
