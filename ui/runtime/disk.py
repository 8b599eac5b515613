"""When the computer's disk is full: nothing is saved, nothing on screen is lost, and it ends by itself."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from plcdesk import room
from plcdesk.domain.changes import Row

SELDOM, OFTEN = 60_000, 5_000
"""Milliseconds between two looks at the disk, while there is room and while there is none."""

Texts = dict[tuple[Row, str], str]


class Holder(Protocol):
    """Has entries on screen that no save holds yet (ui.runtime.autosave.Autosave)."""

    def unsaved(self) -> Texts: ...


class Disk(QObject):
    """Room on the disk of the open programme. `changed` after each look that found something new.

    `room_again` when saving may be tried: whoever holds unsaved entries saves them then, and says `refused` when the
    disk did not take them after all.
    """

    changed = Signal()
    room_again = Signal()
    edit_refused = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self.left = room.LITTLE
        """Free bytes at the last look."""
        self.read_only = False
        self._refused = self._trying = False
        self._holders: weakref.WeakSet[Holder] = weakref.WeakSet()
        self._stash: Texts = {}
        self._again: list[Callable[[], object]] = []
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._timer.start(SELDOM)

    @property
    def little(self) -> bool:
        """Whether there is so little room that the user should know."""
        return self.left < room.LITTLE

    def look(self) -> None:
        """Measure the room there is."""
        before = self.left
        try:
            self.left = room.free(self._folder)
        except OSError:
            return  # the folder is gone for a moment (a stick, a network drive): the save itself will tell
        if self.left < room.LEAST:
            self._close()
        if (before < room.LITTLE) != self.little or self.read_only:
            self.changed.emit()

    def allows(self) -> bool:
        """Whether anything may be saved now."""
        if self._trying:
            return True
        if not self.read_only:
            self.look()
        return not self.read_only

    def refused(self, again: Callable[[], object] | None = None) -> None:
        """A save met a full disk; `again` repeats it when there is room."""
        self._refused = True
        if again is not None:
            self._again.append(again)
        self._close()
        self.changed.emit()

    def refuse_edit(self) -> None:
        """An edit was not begun because nothing can be saved: it is told, and the screen shows what is stored."""
        self.edit_refused.emit()

    def try_saving(self) -> bool:
        """Save what waits if there is room. False when the disk is still full."""
        self.look()
        if self.left < room.LEAST:
            return False
        self._refused, self._trying = False, True
        waiting, self._again = self._again, []
        try:
            for repeat in waiting:
                repeat()
            self.room_again.emit()
        finally:
            self._trying = False
        if not self._refused:
            self._open()
        return not self.read_only

    def follow(self, holder: Holder) -> None:
        """Ask `holder` too for what is unsaved."""
        self._holders.add(holder)

    def stash(self, row: Row, field: str, text: str) -> None:
        """Hold text that neither a save nor a draft could take, while its record is not on screen."""
        self._stash[row, field] = text

    def stashed(self, row: Row) -> dict[str, str]:
        """What is held of a record, by field."""
        return {field: text for (held, field), text in self._stash.items() if held == row}

    def stashes(self) -> Texts:
        """All that is held, of whatever record."""
        return dict(self._stash)

    def release(self, row: Row, field: str) -> None:
        """The text is safe elsewhere."""
        self._stash.pop((row, field), None)

    def unsaved(self) -> Texts:
        """Every text that is only in the memory of this program."""
        found = dict(self._stash)
        for holder in self._holders:
            found.update(holder.unsaved())
        return found

    @property
    def waits(self) -> bool:
        """Whether anything waits to be saved."""
        return bool(self._again) or bool(self.unsaved())

    def _tick(self) -> None:
        if self.read_only:
            self.try_saving()
        else:
            self.look()

    def _close(self) -> None:
        if not self.read_only:
            self.read_only = True
            self._timer.start(OFTEN)

    def _open(self) -> None:
        if self.read_only:
            self.read_only = False
            self._timer.start(SELDOM)
            self.changed.emit()
