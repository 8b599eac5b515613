"""The window itself: it is shown empty at once, remembers its place, and never closes in the middle of a write."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from plcdesk.words import Words
from ui.runtime.sizes import SizeClass
from ui.theme.roles import set_role
from ui.theme.theme import Theme

SMALLEST = QSize(720, 360)
MAXIMISED_UP_TO = 1366
GEOMETRY = "window/geometry"


class Window(QWidget):
    """`painted` once, after the first picture is on screen; `closed` when the window has really gone."""

    painted = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, w: Words, state: Path) -> None:
        super().__init__()
        self._w = w
        self._memory = QSettings(str(state / "window.ini"), QSettings.Format.IniFormat, self)
        self._body: QWidget = _Empty(theme, w, self._first_picture)
        self.may_close: Callable[[], bool] = lambda: True
        """Asked before closing; False while work runs."""
        set_role(self, "window")
        self.setWindowTitle("PLC Desk")
        self.setMinimumSize(SMALLEST)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._body)

    @property
    def body(self) -> QWidget:
        """What fills the window at present."""
        return self._body

    def speak(self, w: Words) -> None:
        """Use other words from now on."""
        self._w = w

    def show_in_place(self) -> None:
        """Show the window where it was last time; maximised where the screen is small."""
        screen = QApplication.primaryScreen().availableGeometry()
        self.resize(min(1366, screen.width()), min(768, screen.height()))
        kept = self._memory.value(GEOMETRY)
        if kept is not None and self.restoreGeometry(kept):
            self.show()
        elif screen.width() <= MAXIMISED_UP_TO:
            self.showMaximized()
        else:
            self.show()

    def fill(self, body: QWidget) -> None:
        """Put something else into the window; what was there is deleted."""
        old, self._body = self._body, body
        self._column.replaceWidget(old, body)
        old.hide()
        old.setParent(None)
        old.deleteLater()
        body.show()

    def come_forward(self) -> None:
        """Show the window above the others."""
        self.setWindowState((self.windowState() & ~Qt.WindowState.WindowMinimized) | Qt.WindowState.WindowActive)
        self.show()
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.may_close():
            event.ignore()
            self._explain()
            return
        self._memory.setValue(GEOMETRY, self.saveGeometry())
        self._memory.sync()
        event.accept()
        self.closed.emit()

    def _explain(self) -> None:
        from ui.widgets.dialogs import Answer, ask

        w = self._w
        ask(self, w("Work is still running"), w("Work is still running. The window can be closed when it is finished."),
            [Answer("stay", w("Continue"))], lambda _key: None)

    def _first_picture(self) -> None:
        # a lambda, not the signal's own emit: Qt would call that even when the window is gone
        QTimer.singleShot(0, self, lambda: self.painted.emit())


class _Empty(QWidget):
    """The frame while the programme opens: the parts of the window, still without words in them."""

    def __init__(self, theme: Theme, w: Words, painted: Callable[[], None]) -> None:
        super().__init__()
        self._theme, self._text = theme, w("Opening…")
        self._painted: Callable[[], None] | None = painted

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, px = self._theme.tokens, self._theme.px
        painter = QPainter(self)
        painter.fillRect(self.rect(), tokens.color("window"))
        side = px(SizeClass.M.sidebar)
        painter.fillRect(0, 0, side, self.height(), tokens.color("sidebar"))
        painter.fillRect(side, 0, self.width() - side, px(56), tokens.color("surface"))
        painter.setPen(tokens.color("line"))
        painter.drawLine(side, 0, side, self.height())
        painter.drawLine(side, px(56), self.width(), px(56))
        painter.setPen(tokens.color("text-2"))
        painter.setFont(self._theme.font("body"))
        painter.drawText(self.rect().adjusted(side, 0, 0, 0), Qt.AlignmentFlag.AlignCenter, self._text)
        painter.end()
        if self._painted is not None:
            painted, self._painted = self._painted, None
            painted()
