"""Notices sticks that are plugged in or pulled out while somebody looks at a list of them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from plcdesk.domain.sticks import Drive

EACH = 2_000
"""Milliseconds between two looks."""


class Sticks(QObject):
    """Looks every two seconds while `owner` is on screen, and at once when it appears."""

    changed = Signal()

    def __init__(self, look: Callable[[], list[Drive]], owner: QWidget) -> None:
        super().__init__(owner)
        self._look = look
        self.found: list[Drive] = []
        self._known: frozenset[tuple[str, str]] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(EACH)
        self._timer.timeout.connect(self.look)
        owner.installEventFilter(self)

    def look(self) -> None:
        """Look now; `changed` follows when other sticks are there than at the last look."""
        self.found = self._look()
        known = frozenset((str(drive.path), drive.label) for drive in self.found)
        if known != self._known:
            self._known = known
            self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The owner came into view or left it."""
        if event.type() is QEvent.Type.Show:
            self.look()
            self._timer.start()
        elif event.type() is QEvent.Type.Hide:
            self._timer.stop()
        return False
