"""Lists whose rows have a title, a line below it and a pill."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.runtime.context import Look
from ui.runtime.tips import plain_tip
from ui.theme.roles import set_role
from ui.widgets.query import PagedRows, Query, RowSource, id_of
from ui.widgets.row_view import RowView

Index = QModelIndex | QPersistentModelIndex
_LINE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Line:
    """What one row shows. `tone` colours the pill: neutral, success, warning, danger, info."""

    title: str
    sub: str = ""
    pill: str = ""
    tone: str = "neutral"


LineOf = Callable[[Any], Line]


class TwoLineModel(QAbstractListModel):
    """Rows of a `RowSource`, written when they are painted."""

    def __init__(self, line_of: LineOf) -> None:
        super().__init__()
        self._line_of = line_of
        self.rows: PagedRows | None = None

    def show(self, source: RowSource, query: Query) -> None:
        """Read the rows of a query."""
        self.beginResetModel()
        self.rows = PagedRows(source, query)
        self.endResetModel()

    def row(self, at: int) -> Any:
        """The row at a place."""
        return self.rows[at] if self.rows is not None and 0 <= at < self.rows.count else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Rows of the query."""
        return 0 if parent.isValid() or self.rows is None else self.rows.count

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The line to paint; its title for Qt; all of it for screen readers and the tooltip."""
        row = self.row(index.row())
        if row is None:
            return None
        line = self._line_of(row)
        if role == _LINE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return line.title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            text = ", ".join(part for part in (line.title, line.sub, line.pill) if part)
            return plain_tip(text) if role == Qt.ItemDataRole.ToolTipRole else text
        return None


class TwoLineDelegate(QStyledItemDelegate):
    """Paints a row of fixed height; the chosen one has a bar, another ground and a semibold title."""

    def __init__(self, theme: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One height for all rows."""
        return QSize(0, self._theme.list_row_height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        line = index.data(_LINE)
        if line is None:
            return
        painter.save()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        self._ground(painter, option, selected)
        px = self._theme.px
        inner = option.rect.adjusted(px(12), px(6), -px(12), -px(6))
        top = QRect(inner.left(), inner.top(), inner.width(), inner.height() // 2)
        below = QRect(inner.left(), top.bottom() + 1, inner.width(), inner.height() - top.height())
        if line.pill:
            below.setRight(self._pill(painter, below, line) - px(8))
        self._text(painter, top, line.title, "strong" if selected else "body", "text")
        self._text(painter, below, line.sub, "help", "text-2")
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, selected: bool) -> None:
        tokens = self._theme.tokens
        if selected:
            painter.fillRect(option.rect, tokens.color("selected"))
            bar = QRect(option.rect.left(), option.rect.top(), 3, option.rect.height())
            painter.fillRect(bar, tokens.color("primary"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, tokens.color("hover"))
        painter.setPen(QPen(tokens.color("line"), 1))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())

    def _text(self, painter: QPainter, box: QRect, text: str, kind: str, colour: str) -> None:
        font = self._theme.font(kind)
        painter.setFont(font)
        painter.setPen(self._theme.tokens.color(colour))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def _pill(self, painter: QPainter, box: QRect, line: Line) -> int:
        """Paint the pill at the right end; returns where it begins."""
        tokens, font = self._theme.tokens, self._theme.font("help")
        metrics = QFontMetrics(font)
        width = min(metrics.horizontalAdvance(line.pill) + self._theme.px(16) + 2, box.width() * 2 // 3)
        height = min(box.height(), metrics.height() + self._theme.px(2))
        pill = QRectF(box.right() - width + 1, box.center().y() - height / 2 + 1, width, height)
        neutral = line.tone == "neutral"
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.color("surface-alt" if neutral else f"{line.tone}-bg"))
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setFont(font)
        painter.setPen(tokens.color("text-2" if neutral else line.tone))
        inside = int(width) - self._theme.px(16)
        text = metrics.elidedText(line.pill, Qt.TextElideMode.ElideRight, inside + 2)
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
        return int(pill.left())


class TwoLineList(RowView, QListView):
    """The list itself; moving to a row tells `selected`, Enter or a double click `opened`."""

    opened = Signal(object)
    """The row to open."""
    selected = Signal(object)
    """The row the user moved to."""

    def __init__(self, theme: Look, line_of: LineOf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.records = TwoLineModel(line_of)
        self.setModel(self.records)
        self.setItemDelegate(TwoLineDelegate(theme, self))
        set_role(self, "plain")
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.records.row(index.row())))
        theme.changed.connect(self.doItemsLayout)

    def show_rows(self, source: RowSource, query: Query) -> None:
        """Show the rows of a query; choice and scroll position stay."""
        before = id_of(self.current()) if self.current() is not None else None
        scroll = self.verticalScrollBar().value()
        self.records.show(source, query)
        self.select(before)
        self.verticalScrollBar().setValue(scroll)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current() is not None:
            self.opened.emit(self.current())
            return
        super().keyPressEvent(event)

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:  # type: ignore[override]
        """Tell where the user moved to."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.selected.emit(self.records.row(current.row()))

    def keyboardSearch(self, search: str) -> None:
        """No jumping by letters: letters belong to the filter and to the page's keys."""
