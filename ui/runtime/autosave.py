"""Nothing typed is lost: half-typed text goes to the drafts, a left field is saved, a failed save is tried again.

Text rests 1.5 seconds, or has been typed for 5: it is kept as a draft, which survives a power cut. The field is left:
the record is saved and its drafts go. While a save fails the field stays editable and the save is repeated after 2, 5,
and then every 15 seconds.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from plcdesk.domain.changes import Changes, Row
from plcdesk.domain.errors import NoRoom, ReadOnly, UserError
from ui.runtime.context import Context
from ui.runtime.disk import Texts

log = logging.getLogger("plcdesk.autosave")
IDLE, LONGEST = 1500, 5000
RETRIES = (2000, 5000, 15000)
NOT_LEFT = {Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason}


class Autosave(QObject):
    """Keeps one open record. `origin` is the page that shows it; `saved(changes)` follows each save that wrote."""

    saved = Signal(object)

    def __init__(self, ctx: Context, origin: QObject | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ctx, self._origin = ctx, origin
        self._row: Row | None = None
        self._commit: Callable[[], Changes] | None = None
        self._label = ""
        self._waiting: dict[str, str] = {}
        self._drafted: set[str] = set()
        self._kept: set[str] = set()
        self._fields: dict[QObject, str] = {}
        self._pending = False
        self._failures = 0
        self._idle, self._longest, self._retry = (_timer(self) for _ in range(3))
        self._idle.timeout.connect(self._draft)
        self._longest.timeout.connect(self._draft)
        self._retry.timeout.connect(self._try_again)
        ctx.disk.follow(self)
        ctx.disk.room_again.connect(self._room_again)

    @property
    def pending(self) -> bool:
        """Whether something was entered that no save holds yet."""
        return self._pending

    def open(self, row: Row, commit: Callable[[], Changes], label: str) -> None:
        """Turn to a record. `commit` reads the widgets, saves and returns what changed; `label` names it for undo."""
        self.close()
        self._row, self._commit, self._label = row, commit, label
        self._drafted = set(self._ctx.desk.drafts.get(row))
        self._waiting = self._ctx.disk.stashed(row)

    def watch(self, widget: QWidget, field: str) -> None:
        """Follow a text field: typing makes drafts, leaving it saves. Widgets are watched once, for all records."""
        if widget in self._fields:
            return
        self._fields[widget] = field
        widget.installEventFilter(self)
        if isinstance(widget, QLineEdit):
            widget.textEdited.connect(lambda text: self.touched(field, text))
        elif isinstance(widget, QPlainTextEdit | QTextEdit):
            # a programmatic setPlainText leaves the document unmodified
            widget.textChanged.connect(
                lambda: self.touched(field, widget.toPlainText()) if widget.document().isModified() else None)

    def touched(self, field: str, text: str) -> None:
        """Something was typed into `field`."""
        if self._row is None:
            return
        self._waiting[field] = text
        self._kept.discard(field)
        self._pending = True
        self._idle.start(IDLE)
        if not self._longest.isActive():
            self._longest.start(LONGEST)

    def keep(self, field: str, text: str) -> None:
        """Keep text that cannot be read as a value: it stays a draft when the record is saved."""
        self._waiting[field] = text
        self._draft()
        self._kept.add(field)

    def recovered(self) -> dict[str, str]:
        """Drafts of the open record, by field: typed before the program closed, saved by nobody yet."""
        if self._row is None:
            return {}
        return {**self._ctx.desk.drafts.get(self._row), **self._ctx.disk.stashed(self._row)}

    def unsaved(self) -> Texts:
        """What was typed and is in no file yet."""
        return {} if self._row is None else {(self._row, field): text for field, text in self._waiting.items()}

    def commit(self) -> bool:
        """Save now. False when that failed; the entries then stay on screen and the save is repeated."""
        if self._row is None or self._commit is None:
            return True
        if not self._ctx.disk.allows():
            self._failed(None)
            return False
        self._ctx.notify.saving()
        try:
            changes = self._commit()
            self._clear_drafts()
        except Exception as error:
            self._failed(error)
            return False
        self._succeeded()
        if changes:
            self._ctx.undo.push(changes, self._label)
            self._ctx.bus.announce(changes, self._origin)
            self.saved.emit(changes)
        return True

    def close(self) -> bool:
        """Save what is pending and let go of the record. False when that failed; the text is kept as drafts then."""
        done = self.commit() if self._pending else True
        if not done:
            self._draft()
            for (row, field), text in self.unsaved().items():
                self._ctx.disk.stash(row, field, text)
        for timer in (self._idle, self._longest, self._retry):
            timer.stop()
        self._row = self._commit = None
        self._waiting, self._drafted, self._kept = {}, set(), set()
        self._pending, self._failures = False, 0
        return done

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent) and self._pending
                and event.reason() not in NOT_LEFT):
            self.commit()
        return False

    def _draft(self) -> None:
        self._idle.stop()
        self._longest.stop()
        if self._row is None or not self._waiting:
            return
        try:
            for field, text in list(self._waiting.items()):
                self._ctx.desk.drafts.put(self._row, field, text)
                self._drafted.add(field)
                del self._waiting[field]
                self._ctx.disk.release(self._row, field)
        except Exception as error:
            self._failed(error)
            return
        if not self._failures:
            self._ctx.notify.saved()

    def _clear_drafts(self) -> None:
        if self._row is None:
            return
        for field in sorted(self._drafted - self._kept):
            self._ctx.desk.drafts.clear(self._row, field)
            self._drafted.discard(field)
        for field in set(self._waiting) - self._kept:
            del self._waiting[field]
            self._ctx.disk.release(self._row, field)

    def _succeeded(self) -> None:
        self._pending, self._failures = False, 0
        for timer in (self._idle, self._longest, self._retry):
            timer.stop()
        self._ctx.notify.saved()

    def _failed(self, error: Exception | None) -> None:
        """A save or a draft did not succeed; without an error it was not tried, because the disk is full."""
        if error is not None:
            log.warning("saving %s stumbled over %s", self._row.table if self._row else "", type(error).__name__)
        self._pending = True
        self._ctx.notify.unsaved()
        if isinstance(error, ReadOnly):
            self._draft()  # it is saved by itself when the archive is opened for editing again
            self._ctx.notify.toast(self._ctx.w.error(error))
            return
        if isinstance(error, NoRoom):
            self._ctx.disk.refused()
        elif isinstance(error, UserError):
            self._ctx.notify.error(self._ctx.w.error(error))
        self._retry.start(RETRIES[min(self._failures, len(RETRIES) - 1)])
        self._failures += 1

    def _try_again(self) -> None:
        if self.commit():
            self._ctx.notify.clear("error")


    def _room_again(self) -> None:
        if self._pending:
            self._try_again()


def _timer(parent: QObject) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    return timer
