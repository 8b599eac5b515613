"""What is not stored yet while observing: the note being written, and the running time. Both survive a power cut."""

from __future__ import annotations

import contextlib

from PySide6.QtCore import QObject, QTimer

from plcdesk.domain.changes import Row
from plcdesk.domain.errors import UserError
from plcdesk.domain.ids import Id
from ui.runtime.context import Context

IDLE, LONGEST = 1500, 5000
EVERY = 5
"""So many seconds may be lost of the time when the power goes."""


class HalfTyped(QObject):
    """Keeps the words of a note in the drafts until Enter makes it one."""

    def __init__(self, ctx: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._disk = ctx.desk, ctx.disk
        self._row: Row | None = None
        self._waiting: dict[str, str] = {}
        self._kept = 0
        self._pause, self._longest = QTimer(self, singleShot=True), QTimer(self, singleShot=True)
        for timer in (self._pause, self._longest):
            timer.timeout.connect(self.flush)

    def open(self, row: Row) -> dict[str, str]:
        """Turn to a form; the words that were being written when it was left."""
        self._row, self._waiting, self._kept = row, {}, 0
        return {**self._desk.drafts.get(row), **self._disk.stashed(row)}

    def typed(self, field: str, text: str) -> None:
        """Words in a field, not stored yet; empty when they were."""
        self._waiting[field] = text
        if not text:
            self.flush()
            return
        self._pause.start(IDLE)
        if not self._longest.isActive():
            self._longest.start(LONGEST)

    def flush(self) -> None:
        """Put what waits into the drafts now."""
        self._pause.stop()
        self._longest.stop()
        waiting, self._waiting = self._waiting, {}
        for field, text in waiting.items():
            if self._row is None:
                return
            try:
                if text:
                    self._desk.drafts.put(self._row, field, text)
                else:
                    self._desk.drafts.clear(self._row, field)
            except UserError:
                self._disk.stash(self._row, field, text)
            else:
                self._disk.release(self._row, field)

    def close(self) -> None:
        """Let go of the form; its drafts stay until they are notes."""
        self.flush()
        self._row = None

    def seconds(self, form_id: Id) -> int:
        """The running time that was not stored with the form, 0 when there is none."""
        text = self._desk.drafts.recall(_key(form_id)) or ""
        return int(text) if text.isdigit() else 0

    def keep_seconds(self, form_id: Id, seconds: int) -> None:
        """Keep the running time now and then; 0 forgets it. A busy computer skips seconds, so the distance counts."""
        if seconds >= self._kept + EVERY or (not seconds and self.seconds(form_id)):
            with contextlib.suppress(UserError):  # on a full disk the time goes on in memory
                self._desk.drafts.remember(_key(form_id), str(seconds) if seconds else "")
            self._kept = seconds


def _key(form_id: Id) -> str:
    return f"observed:{form_id}"
