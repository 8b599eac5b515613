"""A row that wraps onto further lines when it gets narrow."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class ItemsLayout(QLayout):
    """Keeps its items in order; a subclass says in `_lay` where they stand, and how high that is."""

    def __init__(self, parent: QWidget | None = None, spacing: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(QMargins(0, 0, 0, 0))
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem) -> None:
        """Append an item (called by `addWidget`)."""
        self._items.append(item)

    def count(self) -> int:
        """Number of items."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item at a place, None behind the end."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Remove and return the item at a place."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        """The height depends on the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of everything at this width."""
        return self._lay(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Place the items."""
        super().setGeometry(rect)
        self._lay(rect, move=True)

    def _lay(self, rect: QRect, *, move: bool) -> int:
        """Place the items in `rect` (only when `move`); the height they take."""
        raise NotImplementedError


class FlowLayout(ItemsLayout):
    """Items from left to right, on as many lines as the width asks for; gaps of `spacing` pixels both ways.

    Items of one line stand on its middle, with `top` at its upper edge (fields, whose captions form a line).
    """

    def __init__(self, parent: QWidget | None = None, spacing: int = 8, *, top: bool = False) -> None:
        super().__init__(parent, spacing)
        self._top = top

    def clear(self) -> None:
        """Take every widget out and delete it."""
        while self._items:
            widget = self._items.pop().widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def expandingDirections(self) -> Qt.Orientation:
        """No wish to grow."""
        return Qt.Orientation(0)

    def sizeHint(self) -> QSize:
        """Everything on one line."""
        sizes = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(size.width() for size in sizes) + self.spacing() * max(0, len(sizes) - 1)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        """The widest item."""
        size = QSize()
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        return size

    def size_of(self, item: QLayoutItem, room: int) -> QSize:
        """The size an item gets on a line of `room` pixels: words that wrap grow downwards."""
        width = min(item.sizeHint().width(), room)
        return QSize(width, item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height())

    def _lay(self, rect: QRect, *, move: bool) -> int:
        x, y, line = rect.x(), rect.y(), 0
        placed: list[tuple[QLayoutItem, int, QSize]] = []
        for item in self._items:
            if item.isEmpty():
                continue
            size = self.size_of(item, max(1, rect.width()))
            if placed and x + size.width() > rect.right() + 1:
                self._place(placed, y, line, move)
                x, y, line, placed = rect.x(), y + line + self.spacing(), 0, []
            placed.append((item, x, size))
            x += size.width() + self.spacing()
            line = max(line, size.height())
        self._place(placed, y, line, move)
        return y + line - rect.y()

    def _place(self, placed: list[tuple[QLayoutItem, int, QSize]], y: int, line: int, move: bool) -> None:
        """Put the items of one line on its middle or at its upper edge."""
        for item, x, size in placed if move else ():
            below = 0 if self._top else (line - size.height()) // 2
            item.setGeometry(QRect(QPoint(x, y + below), size))
