"""Tables of records: columns as data, rows read page by page, one row one choice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from plcdesk.words import NOTHING, Words
from ui.runtime.context import Look
from ui.runtime.tips import plain_tip
from ui.theme.roles import set_role
from ui.widgets.query import PagedRows, Query, RowSource, id_of
from ui.widgets.row_view import RowView

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `text` writes a row's value (empty is shown as "—"), numbers stand to the `right`."""

    key: str
    label: str
    text: Callable[[Any], str]
    width: int = 120
    stretch: bool = False
    right: bool = False
    sort: bool = True


class RecordTableModel(QAbstractTableModel):
    """Rows of a `RowSource` under columns; order and filter are the source's work."""

    def __init__(self, w: Words, columns: Sequence[Column]) -> None:
        super().__init__()
        self.w = w
        self.columns = columns
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

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows; the same text is its tooltip, because long ones are elided."""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self.columns[index.column()].right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        row = self.row(index.row())
        text = NOTHING if row is None else self.columns[index.column()].text(row) or NOTHING
        return plain_tip(text) if role == Qt.ItemDataRole.ToolTipRole else text

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The label, and for screen readers how the column is sorted."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.label
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self._sorted_words(column)
        return None

    def _sorted_words(self, column: Column) -> str:
        query = self.rows.query if self.rows is not None else Query()
        if query.sort != column.key:
            return column.label
        if query.descending:
            return self.w("{label}, sorted downwards", label=column.label)
        return self.w("{label}, sorted upwards", label=column.label)


class RecordTable(RowView, QTableView):
    """The table itself. Rows have one height; Enter or a double click opens; a click on a header sorts."""

    opened = Signal(object)
    """The row to open."""
    selected = Signal(object)
    """The row the user moved to."""
    sorted = Signal(str, bool)
    """The column's key and whether downwards."""

    def __init__(self, w: Words, theme: Look, columns: Sequence[Column], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.w = w
        self._theme = theme
        self.records = RecordTableModel(w, columns)
        self.setModel(self.records)
        set_role(self, "plain")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._set_up_headers(columns)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.records.row(index.row())))
        self._scale = theme.scale
        theme.changed.connect(self._fit)

    def show_rows(self, source: RowSource, query: Query) -> None:
        """Show the rows of a query; the row that was chosen stays chosen when it is still there."""
        before = id_of(self.current()) if self.current() is not None else None
        self.records.show(source, query)
        keys = [column.key for column in self.records.columns]
        order = Qt.SortOrder.DescendingOrder if query.descending else Qt.SortOrder.AscendingOrder
        header = self.horizontalHeader()
        header.blockSignals(True)
        header.setSortIndicator(keys.index(query.sort) if query.sort in keys else -1, order)
        header.blockSignals(False)
        self.select(before)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current() is not None:
            self.opened.emit(self.current())
            return
        super().keyPressEvent(event)

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:  # type: ignore[override]
        """Tell where the user moved to."""
        super().currentChanged(current, previous)
        if current.isValid() and current.row() != previous.row():
            self.selected.emit(self.records.row(current.row()))

    def keyboardSearch(self, search: str) -> None:
        """No jumping by letters: letters belong to the filter and to the page's keys."""

    def _set_up_headers(self, columns: Sequence[Column]) -> None:
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._fit_rows()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setMinimumSectionSize(48)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        for at, column in enumerate(columns):
            self.setColumnWidth(at, self._theme.px(column.width))
            if column.stretch:
                header.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)
        header.sectionClicked.connect(self._sort_by)

    def _fit(self) -> None:
        """Another theme or text size: columns grow and shrink with the text, also those the user has widened."""
        grown, self._scale = self._theme.scale / self._scale, self._theme.scale
        if grown != 1:
            for at in range(len(self.records.columns)):
                self.setColumnWidth(at, round(self.columnWidth(at) * grown))
        self._fit_rows()

    def _fit_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._theme.row_height)

    def _sort_by(self, section: int) -> None:
        column = self.records.columns[section]
        query = self.records.rows.query if self.records.rows is not None else Query()
        if column.sort:
            self.sorted.emit(column.key, query.sort == column.key and not query.descending)
