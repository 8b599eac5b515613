"""A table with everything around it: filter bar, number of results, and words for when nothing is there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from plcdesk.words import Words
from ui.runtime.context import Look
from ui.widgets.empty import EmptyState
from ui.widgets.filter_bar import Filter, FilterBar
from ui.widgets.form_field import plain_label
from ui.widgets.query import Query, RowSource
from ui.widgets.table import Column, RecordTable
from ui.widgets.two_line_list import Line, LineOf, TwoLineList

__all__ = ["DataTable", "Line", "ListPane"]


class _Listing(QWidget):
    """Filter bar, a view, the count, and two kinds of emptiness: no records at all, and none that match."""

    opened = Signal(object)
    """The row to open."""
    selected = Signal(object)
    """The row the user moved to."""

    def __init__(self, w: Words, view: RecordTable | TwoLineList, bar: FilterBar, empty: EmptyState | None,
                 parent: QWidget | None) -> None:
        super().__init__(parent)
        self.w = w
        self.view = view
        self.bar = bar
        self.empty = empty or EmptyState(w, w("Nothing here yet"))
        self._source: RowSource | None = None
        self._nothing = EmptyState(w, w("Nothing matches the filter."), action=w("Clear filter"), primary=False)
        self._nothing.acted.connect(bar.clear)
        self.count_label = plain_label("", "help")
        self._stack = QStackedWidget()
        for page in (view, self._nothing, self.empty):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(bar)
        column.addWidget(self.count_label)
        column.addWidget(self._stack, 1)
        bar.changed.connect(self._show)
        view.opened.connect(self.opened)
        view.selected.connect(self.selected)

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Put the keyboard on the rows (a focus proxy would hide the bar from the Tab key)."""
        self.view.setFocus(reason)

    def set_source(self, source: RowSource) -> None:
        """Show other rows."""
        self._source = source
        self._show(self.bar.query)

    def reload(self) -> None:
        """Read the rows again; the choice stays."""
        self._show(self.bar.query)

    def select(self, row_id: object) -> bool:
        """Choose a row by its id without telling; False when it is not among those shown."""
        return self.view.select(row_id)

    def current(self) -> Any:
        """The chosen row, None without one."""
        return self.view.current()

    def step(self, by: int) -> None:
        """Move to a row further down (or up) and tell (Ctrl+PgDn, Ctrl+PgUp)."""
        self.view.step(by)

    def focus_filter(self) -> None:
        """Put the cursor into the filter text (Ctrl+F)."""
        self.bar.text.setFocus()
        self.bar.text.selectAll()

    def _show(self, query: Query) -> None:
        if self._source is None:
            return
        self.view.show_rows(self._source, query)
        count = self.view.records.rowCount()
        self.count_label.setText(self.w.plural("{n} result", "{n} results", count))
        self.count_label.setVisible(bool(count) or query.filtered)
        self.bar.setVisible(bool(count) or query.filtered)
        word = query.text.strip()
        self._nothing.what.setText(
            self.w("No results for “{word}”. Try the first name only.", word=word) if word
            else self.w("Nothing matches the filter."))
        self._stack.setCurrentWidget(self.view if count else self._nothing if query.filtered else self.empty)


class DataTable(_Listing):
    """A table with its surroundings. Pages hand in a `RowSource` and hear `opened` and `selected`."""

    def __init__(self, w: Words, theme: Look, columns: Sequence[Column], filters: Sequence[Filter] = (),
                 empty: EmptyState | None = None, parent: QWidget | None = None) -> None:
        bar = FilterBar(w, filters)
        table = RecordTable(w, theme, columns)
        super().__init__(w, table, bar, empty, parent)
        table.sorted.connect(bar.set_sort)


class ListPane(_Listing):
    """A list of two-line rows with its surroundings: the left side of a page."""

    def __init__(self, w: Words, theme: Look, line_of: LineOf, filters: Sequence[Filter] = (),
                 sorts: Sequence[tuple[str, str]] = (), empty: EmptyState | None = None,
                 parent: QWidget | None = None) -> None:
        super().__init__(w, TwoLineList(theme, line_of), FilterBar(w, filters, sorts, compact=True), empty, parent)
