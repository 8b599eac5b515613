"""A panel beside the content with a heading and a way to close it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QToolButton, QVBoxLayout, QWidget

from plcdesk.words import Words
from ui.runtime.context import Look
from ui.theme.roles import set_role
from ui.widgets.control import SMALLEST
from ui.widgets.form_field import plain_label

WIDTH = 280


class SidePanel(QFrame):
    """Holds one widget at a time (history, help)."""

    closed = Signal()

    def __init__(self, w: Words, theme: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "panel")
        self._theme = theme
        self.heading = plain_label("", "section", wrap=True)
        close = set_role(QToolButton(), "icon")
        close.setMinimumSize(SMALLEST, SMALLEST)
        close.setAccessibleName(w("Close"))
        close.setToolTip(w("Close"))
        close.clicked.connect(self.close_panel)
        theme.dress(close, "x")
        self.close_button = close
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 4, 8)
        column.addLayout(head)
        column.addWidget(self._scroll, 1)
        self._fit()
        theme.changed.connect(self._fit)

    def show_content(self, title: str, content: QWidget) -> None:
        """Show a widget under a heading; the one before is deleted."""
        self.heading.setText(title)
        self.setAccessibleName(title)
        self._scroll.setWidget(content)
        self.show()

    def close_panel(self) -> None:
        """Hide the panel and say so."""
        old = self._scroll.takeWidget()
        if old is not None:
            old.deleteLater()
        self.hide()
        self.closed.emit()

    def _fit(self) -> None:
        self.setFixedWidth(self._theme.px(WIDTH))
