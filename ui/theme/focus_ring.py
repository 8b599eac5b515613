"""The ring around what has the keyboard: one overlay that no stylesheet can take away.

Text fields always show it; everything else shows it when the focus came by the keyboard. In a list, a table or a row of
tabs it surrounds the current row or tab.
"""

from __future__ import annotations

import contextlib

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)

from ui.theme.theme import Theme

TEXT = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox)
GAP = OUTER = 2
OUTSIDE = GAP + OUTER
MOVES = {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.LayoutRequest}
NO_RING = "noRing"
"""A widget with this property shows by itself where the keyboard is."""


class FocusRing(QObject):
    """Follows the focus through the whole application; one for each run."""

    def __init__(self, app: QApplication, theme: Theme) -> None:
        super().__init__(app)
        self._app, self._theme = app, theme
        self._target: QWidget | None = None
        self._watched: list[QObject] = []
        self._overlay: _Overlay | None = None
        self._by_keyboard = False
        app.focusChanged.connect(self._focus_changed)
        theme.changed.connect(self._place)

    @property
    def shown_around(self) -> QWidget | None:
        """The widget the ring surrounds at present."""
        return self._target if self._overlay is not None and self._overlay.isVisible() else None

    def stop(self) -> None:
        """Follow nothing any more and take the ring away."""
        self._app.focusChanged.disconnect(self._focus_changed)
        self._theme.changed.disconnect(self._place)
        self._unwatch()
        self._target = None
        if self._overlay is not None:
            self._overlay.hide()
            self._overlay.deleteLater()
        self.deleteLater()

    def _focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        if QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            self._by_keyboard = False
        self._unwatch()
        self._target = new
        if new is not None:
            self._watch(new)
        self._place()

    def _watch(self, target: QWidget) -> None:
        widget: QWidget | None = target
        while widget is not None:
            widget.installEventFilter(self)
            self._watched.append(widget)
            widget = None if widget.isWindow() else widget.parentWidget()
        if isinstance(target, QAbstractItemView):
            target.viewport().installEventFilter(self)
            self._watched.append(target.viewport())
        target.destroyed.connect(self._forget)

    def _unwatch(self) -> None:
        for watched in self._watched:
            try:
                watched.removeEventFilter(self)
            except RuntimeError:  # deleted meanwhile
                continue
        self._watched = []
        if self._target is not None:
            with contextlib.suppress(RuntimeError):
                self._target.destroyed.disconnect(self._forget)

    def _forget(self) -> None:
        self._target, self._watched = None, []
        if self._overlay is not None:
            self._overlay.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.KeyPress:
            self._by_keyboard = True
            self._place_later()
        elif kind == QEvent.Type.MouseButtonPress:
            self._by_keyboard = False
            self._place_later()
        elif kind in MOVES or (kind == QEvent.Type.Paint and isinstance(self._target, QAbstractItemView | QTabBar)):
            self._place()
        return False

    def _place_later(self) -> None:
        # the row or tab moves after this key was handled; its repaint or the next focus places the ring
        if self._target is not None:
            self._place()

    def _place(self) -> None:
        target = self._target
        if target is None or not target.isVisible() or target.property(NO_RING) or not self._wanted(target):
            if self._overlay is not None:
                self._overlay.hide()
            return
        window = target.window()
        rect = _focus_rect(target)
        shown = _visible(target, rect)
        if shown.isEmpty():
            if self._overlay is not None:
                self._overlay.hide()
            return
        overlay = self._overlay_of(window)
        overlay.surround(QRect(target.mapTo(window, rect.topLeft()), rect.size()), shown)

    def _wanted(self, target: QWidget) -> bool:
        if isinstance(target, TEXT):
            return not isinstance(target.parentWidget(), QComboBox)
        return self._by_keyboard

    def _overlay_of(self, window: QWidget) -> _Overlay:
        if self._overlay is None or self._overlay.parentWidget() is not window:
            if self._overlay is not None:
                # its end, which comes later, must not be taken for that of the one which follows it
                self._overlay.destroyed.disconnect(self._lost)
                self._overlay.hide()
                self._overlay.deleteLater()
            self._overlay = _Overlay(window, self._theme)
            self._overlay.destroyed.connect(self._lost)
        return self._overlay

    def _lost(self) -> None:
        self._overlay = None


def _focus_rect(target: QWidget) -> QRect:
    """What the ring surrounds, in the coordinates of `target`."""
    if isinstance(target, QAbstractItemView) and target.currentIndex().isValid():
        row = target.visualRect(target.currentIndex())
        row.setLeft(0)
        row.setRight(target.viewport().width() - 1)
        inside = row.adjusted(OUTSIDE, OUTSIDE, -OUTSIDE, -OUTSIDE)
        return inside.translated(target.viewport().mapTo(target, QPoint(0, 0)))
    if isinstance(target, QTabBar) and target.currentIndex() >= 0:
        return target.tabRect(target.currentIndex()).adjusted(OUTSIDE, OUTSIDE, -OUTSIDE, -OUTSIDE)
    return target.rect()


def _visible(target: QWidget, rect: QRect) -> QRect:
    """The part of the ring that scroll areas leave visible, in the coordinates of the window."""
    window = target.window()
    shown = QRect(target.mapTo(window, rect.topLeft()), rect.size())
    shown = shown.adjusted(-OUTSIDE, -OUTSIDE, OUTSIDE, OUTSIDE)
    widget = target.parentWidget()
    while widget is not None and widget is not window:
        parent = widget.parentWidget()
        if isinstance(parent, QAbstractScrollArea) and parent.viewport() is widget:
            port = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
            shown &= port.adjusted(-OUTSIDE, -OUTSIDE, OUTSIDE, OUTSIDE)
        widget = parent
    return shown & window.rect()


class _Overlay(QWidget):
    """The ring itself: as large as its rectangle, but only the frame belongs to it, so little is repainted."""

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self._theme = theme
        self.setObjectName("focusRing")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def surround(self, rect: QRect, shown: QRect) -> None:
        """Draw the ring around `rect`, as far as it lies in `shown` (both in the window's coordinates)."""
        frame = rect.adjusted(-OUTSIDE, -OUTSIDE, OUTSIDE, OUTSIDE)
        if self.geometry() != frame:
            self.setGeometry(frame)
        inner = self.rect().adjusted(2 * OUTSIDE, 2 * OUTSIDE, -2 * OUTSIDE, -2 * OUTSIDE)
        mask = QRegion(self.rect())
        if inner.isValid():
            mask -= QRegion(inner)
        self.setMask(mask & QRegion(shown.translated(-frame.topLeft())))
        if not self.isVisible():
            self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = self._theme.px(6) + OUTSIDE
        for name, width, inset in (("focus-outer", OUTER, 0), ("focus-gap", GAP, OUTER)):
            half = inset + width / 2
            painter.setPen(QPen(self._theme.tokens.color(name), width))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), radius - half, radius - half)
