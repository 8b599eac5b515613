"""Watching the widget that has the keyboard, whichever it is."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget


class KeyboardFilter(QObject):
    """An event filter on the widget that has the keyboard, as long as it is one of `WATCHED`."""

    WATCHED: ClassVar[tuple[type[QWidget], ...]] = ()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        app.focusChanged.connect(self._focus_changed)

    def stop(self) -> None:
        """Follow the keyboard no longer."""
        self._app.focusChanged.disconnect(self._focus_changed)
        self._focus_changed(QApplication.focusWidget(), None)
        self.deleteLater()

    def _focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        for widget, act in ((old, QObject.removeEventFilter), (new, QObject.installEventFilter)):
            if isinstance(widget, self.WATCHED):
                act(widget, self)
