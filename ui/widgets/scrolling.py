"""A scrolling column of readable width: the ground of records, tabs and sections."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ui.theme.roles import set_role

WIDEST = 820
"""The widest column, in pixels at text size 100 %."""
BODY = 15


class ScrolledColumn(QScrollArea):
    """Parts below each other; only this column scrolls, only downwards, and it grows with the text size."""

    def __init__(self, *parts: QWidget, widest: int = WIDEST, role: str = "page") -> None:
        super().__init__()
        self._widest = widest
        self._content = set_role(QWidget(), role)
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(12)
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)
        self.setWidget(self._content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Another text size needs another width."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        self._content.setMaximumWidth(round(self._widest * max(BODY, self.font().pixelSize()) / BODY))


def scrolled(*parts: QWidget, widest: int = WIDEST) -> QScrollArea:
    """Parts below each other in a scrolling column."""
    return ScrolledColumn(*parts, widest=widest)
