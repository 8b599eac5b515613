"""The theme in force: follows the settings and the system, and dresses everything anew when one of them changes."""

from __future__ import annotations

import enum

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QFont, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QAbstractButton, QApplication, QStyleFactory, QToolTip

from plcdesk.collector import uncollected
from ui.theme import artwork, fonts, icons
from ui.theme.palette import palette, system_tokens
from ui.theme.stylesheet import stylesheet
from ui.theme.tokens import SYSTEM, Tokens, load

ICON, TINT = "iconName", "iconTint"
GAP = 4
"""Between an icon and the words of its button, besides what Qt leaves."""
LEFT = Qt.LayoutDirection.LeftToRight


class Mode(enum.StrEnum):
    """Which theme the user chose."""

    SYSTEM = "follow"
    LIGHT = "light"
    DARK = "dark"


class Theme(QObject):
    """Colours, lengths, fonts and icons of the moment; `changed` is emitted after each change of them."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._mode, self.scale, self.short = Mode.SYSTEM, 1.0, False
        self.tokens: Tokens = load("light")
        self._sheet = ""
        fonts.register()
        app.setStyle(QStyleFactory.create("Fusion"))
        app.styleHints().colorSchemeChanged.connect(self._system_changed)
        app.styleHints().accessibility().contrastPreferenceChanged.connect(self._system_changed)

    def apply(self, mode: Mode | str | None = None, scale: float | None = None, short: bool | None = None) -> None:
        """Change what is given and dress the application; nothing happens when nothing differs."""
        self._mode = self._mode if mode is None else Mode(mode)
        self.scale = self.scale if scale is None else scale
        self.short = self.short if short is None else short
        self.tokens = self._chosen()
        sheet = stylesheet(self.tokens, self.scale, self.short, artwork.register(self.tokens))
        if sheet == self._sheet:
            return
        self._sheet = sheet
        # a closed window must not be deleted while a list of all widgets is gone through
        with uncollected():
            self._app.setFont(self.font("body"))
            QToolTip.setFont(self.font("help"))
            if not self.tokens.high_contrast:
                self._app.setPalette(palette(self.tokens))
            # away with the old one first: where Qt replaces one by another it dresses each widget once for every one
            # around it
            self._app.setStyleSheet("")
            self._app.setStyleSheet(sheet)
            self._dress_all()
        self.changed.emit()

    def px(self, length: int) -> int:
        """A length of the specification at the present text scale."""
        return round(length * self.scale)

    def font(self, kind: str) -> QFont:
        """The font of a kind of text: title, section, subsection, body, strong, help, tile-number."""
        return fonts.font(kind, self.scale)

    @property
    def control_height(self) -> int:
        """Height of buttons and fields: 36, in a short window 32."""
        return self.px(32 if self.short else 36)

    @property
    def row_height(self) -> int:
        """Height of a table row: 36, in a short window 32."""
        return self.px(32 if self.short else 36)

    @property
    def list_row_height(self) -> int:
        """Height of a list row of two lines."""
        return self.px(56)

    def icon(self, name: str, tint: str = "text", size: int = icons.SIZE) -> QIcon:
        """An icon in the colour `tint`; use `dress` for buttons, so that they follow a change of theme."""
        return icons.icon(name, self.tokens[tint], self.px(size), self._app.devicePixelRatio())

    def pixmap(self, name: str, tint: str = "text", size: int = icons.SIZE) -> QPixmap:
        """An icon for a painter, `size` pixels at text size 100 %."""
        return icons.pixmap(name, self.tokens[tint], self.px(size), self._app.devicePixelRatio())

    def dress(self, button: QAbstractButton, name: str, tint: str = "text") -> None:
        """Give `button` an icon that follows the theme."""
        button.setProperty(ICON, name)
        button.setProperty(TINT, tint)
        self._dress(button)

    def _dress(self, button: QAbstractButton) -> None:
        size, gap = self.px(icons.SIZE), self.px(GAP) if button.text() and button.layoutDirection() == LEFT else 0
        colour = self.tokens[button.property(TINT)]
        button.setIcon(icons.icon(button.property(ICON), colour, size, self._app.devicePixelRatio(), gap))
        button.setIconSize(QSize(size + gap, size))

    def _dress_all(self) -> None:
        for widget in self._app.allWidgets():
            if isinstance(widget, QAbstractButton) and widget.property(ICON):
                self._dress(widget)

    def _chosen(self) -> Tokens:
        hints = self._app.styleHints()
        dark = hints.colorScheme() == Qt.ColorScheme.Dark
        if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
            self._app.setPalette(QPalette())  # back to the system's own colours, then read them
            return system_tokens(self._app.palette(), SYSTEM, load("dark" if dark else "light"))
        if self._mode is Mode.SYSTEM:
            return load("dark" if dark else "light")
        return load(self._mode.value)

    def _system_changed(self) -> None:
        self.apply()
