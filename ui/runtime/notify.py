"""What a page says to the user outside itself: save state, toasts, banners. The shell shows them."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject, Signal


class SaveState(enum.Enum):
    """What the left of the status line says."""

    NOTHING = "nothing"
    SAVING = "saving"
    SAVED = "saved"
    UNSAVED = "unsaved"


class Rank(enum.IntEnum):
    """Which banner is shown when there are several: the highest."""

    SAMPLE = 10
    BACKUP = 40
    UNSENT = 50
    DIFFERING = 60
    RECOVERED = 70
    ARCHIVE = 75
    ERROR = 80
    DAMAGED = 90
    DISK = 100


@dataclass(frozen=True, slots=True)
class Banner:
    """A strip on top of the content; texts are translated. `later` offers to put it off until tomorrow."""

    key: str
    text: str
    rank: Rank
    tone: str = "info"
    action_label: str = ""
    action: Callable[[], object] | None = None
    later: bool = True
    second_label: str = ""
    second: Callable[[], object] | None = None
    """One more way out, beside the action."""


@dataclass(frozen=True, slots=True)
class Toast:
    """A passing remark; `action` (mostly "Undo") stands beside it for ten seconds."""

    text: str
    action_label: str = ""
    action: Callable[[], object] | None = None


class Notify(QObject):
    """The notices of one window."""

    toasted = Signal(object)
    bannered = Signal(object)
    cleared = Signal(str)
    save_state = Signal(object, object)
    unsent_changed = Signal(int, str)

    def __init__(self, undo_label: str, undo: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._undo_label, self._undo = undo_label, undo
        self.state = SaveState.NOTHING
        self.saved_at: datetime | None = None

    def toast(self, text: str, action_label: str | None = None, action: Callable[[], object] | None = None) -> None:
        """Say something in passing; never for what went wrong."""
        self.toasted.emit(Toast(text, action_label or "", action))

    def undo_toast(self, text: str) -> None:
        """Say what was done and offer to undo the last change."""
        self.toast(text, self._undo_label, self._undo)

    def error(self, text: str) -> None:
        """Say what happened, what was kept and what to do; it stays until it is closed or replaced."""
        self.banner(Banner("error", text, Rank.ERROR, tone="danger", later=False))

    def banner(self, banner: Banner) -> None:
        """Show a banner, in place of the one with the same key."""
        self.bannered.emit(banner)

    def clear(self, key: str) -> None:
        """Take the banner with this key away."""
        self.cleared.emit(key)

    def saving(self) -> None:
        """A write has begun."""
        self._state(SaveState.SAVING, self.saved_at)

    def saved(self, at: datetime | None = None) -> None:
        """Everything on screen is stored."""
        self._state(SaveState.SAVED, at or datetime.now())

    def unsaved(self) -> None:
        """A write did not succeed; the entries are still on screen."""
        self._state(SaveState.UNSAVED, self.saved_at)

    def resting(self) -> None:
        """A write was not begun, and nothing on screen waits for it."""
        self._state(SaveState.SAVED if self.saved_at is not None else SaveState.NOTHING, self.saved_at)

    def unsent(self, count: int, since: str) -> None:
        """How many changes no bundle carries yet, and since which day (in words)."""
        self.unsent_changed.emit(count, since)

    def _state(self, state: SaveState, at: datetime | None) -> None:
        self.state, self.saved_at = state, at
        self.save_state.emit(state, at)
