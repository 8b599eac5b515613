"""One signal for every write: who shows what was changed reloads, who is hidden remembers to."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from plcdesk.domain.changes import Changes


class Bus(QObject):
    """`changed(changes, origin)`: `origin` is the page that wrote and already shows it, or None."""

    changed = Signal(object, object)

    def announce(self, changes: Changes, origin: QObject | None = None) -> None:
        """Tell everybody; nothing is said of a save that wrote nothing."""
        if changes:
            self.changed.emit(changes, origin)
