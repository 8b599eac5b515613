"""Undo and redo of saves. Inside a text field the text's own undo comes first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit

from plcdesk.domain.changes import Changes
from plcdesk.domain.errors import ReadOnly, UserError
from ui.runtime.keyboard import KeyboardFilter

LIMIT = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """One save that can be taken back, under a translated label."""

    changes: Changes
    label: str


class UndoStack(QObject):
    """The saves of this session, newest last.

    `revert` writes the opposite of a save and returns what that changed; `told(text of the entry, undone?)` is called
    after each undo (True) or redo (False).
    """

    changed = Signal()

    def __init__(self, revert: Callable[[Changes], Changes], announce: Callable[[Changes], object],
                 told: Callable[[str, bool], object], parent: QObject | None = None,
                 refused: Callable[[UserError], object] | None = None) -> None:
        super().__init__(parent)
        self._revert, self._announce, self._told, self._refused = revert, announce, told, refused
        self._done: list[Entry] = []
        self._undone: list[Entry] = []

    @property
    def can_undo(self) -> bool:
        """Whether there is a save to take back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether something was taken back and nothing saved since."""
        return bool(self._undone)

    def push(self, changes: Changes, label: str) -> None:
        """Remember a save; what was undone before can no longer be redone. A save without effect is not remembered."""
        if not changes:
            return
        self._done = [*self._done[-LIMIT + 1 :], Entry(changes, label)]
        self._undone = []
        self.changed.emit()

    def undo(self) -> bool:
        """Take the last save back. False when there is none."""
        return self._turn(self._done, self._undone, undone=True)

    def redo(self) -> bool:
        """Do the last undone save again. False when there is none."""
        return self._turn(self._undone, self._done, undone=False)

    def clear(self) -> None:
        """Forget everything (another programme is open)."""
        self._done, self._undone = [], []
        self.changed.emit()

    def _turn(self, source: list[Entry], target: list[Entry], *, undone: bool) -> bool:
        if not source:
            return False
        entry = source[-1]
        try:
            opposite = self._revert(entry.changes)
        except UserError as error:
            if self._refused is None:
                raise
            if not isinstance(error, ReadOnly):
                source.pop()  # what was erased for good is never undone; what was saved before it still can be
            self._refused(error)
            return False
        source.pop()
        if opposite:
            target.append(Entry(opposite, entry.label))
        self._announce(opposite)
        self.changed.emit()
        self._told(entry.label, undone)
        return True


class TextUndoFirst(KeyboardFilter):
    """Lets Ctrl+Z and Ctrl+Y reach the window when the text field that has the keyboard has nothing to undo.

    Qt's text fields claim these keys even then, and the user would press them without effect.
    """

    WATCHED = (QLineEdit, QPlainTextEdit, QTextEdit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if event.matches(QKeySequence.StandardKey.Undo):
            available = _available(watched, "isUndoAvailable")
        elif event.matches(QKeySequence.StandardKey.Redo) or event.keyCombination() == _CTRL_Y:
            available = _available(watched, "isRedoAvailable")
        else:
            return False
        if available:
            return False
        event.ignore()
        return True


_CTRL_Y = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Y)


def _available(field: QObject, name: str) -> bool:
    if isinstance(field, QPlainTextEdit | QTextEdit):
        field = field.document()
    return bool(getattr(field, name)())
