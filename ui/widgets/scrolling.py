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
        self._widest, self._dressed = widest, False
        self._content = set_role(QWidget(), role)
        self.setWidget(self._content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fit()
        # the parts come last: above Qt asks for sizes; see event()
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(12)
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)

    def event(self, event: QEvent) -> bool:
        """Ask the content for no sizes before it is dressed for the screen.

        Qt would ask each time that something around this column is put into its place. Asked for its size, every part is
        dressed, and dressed anew at each further step: a page of some depth took ten times as long to build.
        """
        self._dressed = self._dressed or event.type() is QEvent.Type.Polish
        if event.type() is QEvent.Type.StyleChange and not self._dressed:
            return QFrame.event(self, event)
        return super().event(event)

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
