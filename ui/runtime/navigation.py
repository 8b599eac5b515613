"""How a page asks to go elsewhere or to use the side panel, without knowing the window."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget


class Navigator(QObject):
    """`asked(page id, record id or None)`."""

    asked = Signal(str, object)

    def go(self, page_id: str, record_id: str | None = None) -> None:
        """Open a page, and a record on it."""
        self.asked.emit(page_id, record_id)


class Panel(QObject):
    """The panel at the right side: history of a record, help."""

    shown = Signal(str, object)
    closed = Signal()
    help_asked = Signal()

    def show(self, title: str, widget: QWidget) -> None:
        """Show `widget`, which belongs to the panel from now on."""
        self.shown.emit(title, widget)

    def close(self) -> None:
        """Put the panel away."""
        self.closed.emit()

    def help(self) -> None:
        """Show the help of the present page."""
        self.help_asked.emit()
