"""The window itself: it is shown empty at once, remembers its place, and never closes in the middle of a write.

Until the first picture is on screen every import counts. Qt's own namespace alone takes 35 ms: it is left out here.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings, QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QColor, QFont, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from ui.runtime.sizes import SizeClass
from ui.theme.roles import set_role
from ui.theme.tokens import Tokens

SMALLEST = QSize(720, 360)
MAXIMISED_UP_TO = 1366
GEOMETRY = "window/geometry"


class Window(QWidget):
    """`painted` once, after the first picture is on screen; `closed` when the window has really gone."""

    painted = Signal()
    closed = Signal()

    def __init__(self, tokens: Tokens, scale: float, state: Path) -> None:
        super().__init__()
        self._memory = QSettings(str(state / "window.ini"), QSettings.Format.IniFormat, self)
        self._body: QWidget = _Empty(tokens, scale, self._first_picture)
        self.may_close: Callable[[], bool] = lambda: True
        """Asked before closing; whoever answers False says why."""
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

    def explain_wait(self, text: str, font: QFont) -> None:
        """Write into the empty frame what is being waited for, and have it on screen before this returns."""
        if isinstance(self._body, _Empty):
            self._body.say(text, font)

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
        from PySide6.QtCore import Qt

        self.setWindowState((self.windowState() & ~Qt.WindowState.WindowMinimized) | Qt.WindowState.WindowActive)
        self.show()
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.may_close():
            event.ignore()
            return
        self._memory.setValue(GEOMETRY, self.saveGeometry())
        self._memory.sync()
        event.accept()
        self.hide()  # gone to the eye at once; what is still to be done takes a moment
        self.closed.emit()

    def _first_picture(self) -> None:
        # a lambda, not the signal's own emit: Qt would call that even when the window is gone
        QTimer.singleShot(0, self, lambda: self.painted.emit())


class _Empty(QWidget):
    """The frame while the programme opens: the parts of the window, still without words in them.

    The grounds are widgets and not painted here: the first call of a painter that takes a colour loads Qt's namespace.
    """

    def __init__(self, tokens: Tokens, scale: float, painted: Callable[[], None]) -> None:
        super().__init__()
        self._side, self._top = round(SizeClass.M.sidebar * scale), round(56 * scale)
        self._painted: Callable[[], None] | None = painted
        self._text: QLabel | None = None
        self._ink = tokens.color("text-2")
        _fill(self, tokens.color("window"))
        self._parts = [_fill(QWidget(self), tokens.color(name)) for name in ("sidebar", "surface", "line", "line")]

    def say(self, text: str, font: QFont) -> None:
        """Write `text` into the middle, at once: the event loop does not turn while the programme opens."""
        label = self._text = QLabel(text, self)
        label.setFont(font)
        palette = label.palette()
        palette.setColor(QPalette.ColorRole.WindowText, self._ink)
        label.setPalette(palette)
        label.show()
        self._arrange()
        self.repaint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._painted is not None:
            painted, self._painted = self._painted, None
            painted()

    def _arrange(self) -> None:
        side, top, width, height = self._side, self._top, self.width(), self.height()
        places = ((0, 0, side, height), (side, 0, width - side, top), (side, 0, 1, height), (side, top, width - side, 1))
        for part, place in zip(self._parts, places, strict=True):
            part.setGeometry(*place)
        if self._text is not None:
            size = self._text.sizeHint()
            self._text.move((width + side - size.width()) // 2, (height - size.height()) // 2)
            self._text.resize(size)


def _fill(widget: QWidget, colour: QColor) -> QWidget:
    """Give a widget a ground of one colour."""
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Window, colour)
    widget.setPalette(palette)
    widget.setAutoFillBackground(True)
    return widget
