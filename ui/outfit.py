"""What surrounds the pages and the first picture does without: log, crash hook, words, theme, and the keyboard's helpers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from plcdesk import logs
from plcdesk.settings import Settings
from plcdesk.words import Words
from ui.crash import CrashHook
from ui.runtime.clicks import EnterPresses
from ui.runtime.qt_words import QtLanguage
from ui.runtime.undo import TextUndoFirst
from ui.theme import icons
from ui.theme.focus_ring import FocusRing
from ui.theme.theme import Theme


class Outfit:
    """One for each run. `saved_at` tells the crash hook up to when everything is saved."""

    def __init__(self, app: QApplication, settings: Settings, log_folder: Path,
                 saved_at: Callable[[], datetime | None]) -> None:
        logs.start(log_folder)
        self.w = Words(settings.language)
        self._hook = CrashHook(log_folder, lambda: self.w, saved_at)
        self._hook.install()
        self._app, self._settings = app, settings
        self._language = QtLanguage(app)
        self._ring: FocusRing | None = None
        self._text_undo: TextUndoFirst | None = None
        self._enter: EnterPresses | None = None
        self.theme = Theme(app)

    def put_on(self, window: QWidget) -> None:
        """Dress the application, and the window with its sign."""
        self.apply(self._settings)
        window.setWindowIcon(icons.icon("users", self.theme.tokens["primary"], 64))
        self._ring, self._text_undo = FocusRing(self._app, self.theme), TextUndoFirst(self._app)
        self._enter = EnterPresses(self._app)

    def apply(self, settings: Settings) -> None:
        """Look as the settings say."""
        self._settings = settings
        self.theme.apply(mode=settings.theme, scale=settings.text_scale / 100)
        self._language.use(self.w)

    def speak(self, language: str) -> None:
        """Use another language from now on."""
        self.w = Words(language)
        self._language.use(self.w)

    def end(self) -> None:
        """The window has gone: nothing is logged or caught any more."""
        self._hook.remove()
        logs.stop()

    def take_off(self) -> None:
        """Leave the application as it was, where it goes on without us."""
        for part in (self._ring, self._text_undo, self._enter, self._language):
            if part is not None:
                part.stop()
        self.theme.deleteLater()
