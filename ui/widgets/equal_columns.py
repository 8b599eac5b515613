"""A grid of equally wide columns whose number follows from the width there is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QWidget

from ui.widgets.flow import ItemsLayout


class EqualColumns(ItemsLayout):
    """Items in rows of as many equal columns as `columns` answers for a width in pixels; a row is as high as its
    highest item."""

    def __init__(self, columns: Callable[[int], int], parent: QWidget | None = None, spacing: int = 8) -> None:
        super().__init__(parent, spacing)
        self._columns = columns

    def expandingDirections(self) -> Qt.Orientation:
        """It takes the width there is."""
        return Qt.Orientation.Horizontal

    def sizeHint(self) -> QSize:
        """Everything in one row."""
        width = max((item.sizeHint().width() for item in self._items), default=0)
        return QSize((width + self.spacing()) * len(self._items), self.minimumSize().height())

    def minimumSize(self) -> QSize:
        """The widest item in one column."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _lay(self, rect: QRect, *, move: bool) -> int:
        if not self._items:
            return 0
        columns = max(1, min(self._columns(rect.width()), len(self._items)))
        gap = self.spacing()
        width = max(1, (rect.width() - gap * (columns - 1)) // columns)
        top = rect.y()
        for first in range(0, len(self._items), columns):
            row = self._items[first : first + columns]
            high = max(item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height() for item in row)
            for at, item in enumerate(row):
                if move:
                    item.setGeometry(QRect(rect.x() + at * (width + gap), top, width, high))
            top += high + gap
        return top - gap - rect.y()
