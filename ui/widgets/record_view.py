"""A list of records on the left and the chosen one on the right, which a page fills for its noun."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ui.runtime.context import Context
from ui.runtime.sizes import SizeClass
from ui.widgets.cards import Card
from ui.widgets.data_table import ListPane
from ui.widgets.empty import EmptyState
from ui.widgets.list_detail import ListDetail
from ui.widgets.query import MemorySource, Query


class RecordView(QWidget):
    """A list on the left, the chosen record on the right.

    `form` shows one record: a widget with `head` (its line of title and buttons), the signal `changed`, and the methods
    `open(id) -> bool` and `commit() -> bool`. `hint` stands in its place while nothing is chosen.
    """

    def __init__(self, ctx: Context, pane: ListPane, form: Any, hint: str) -> None:
        super().__init__()
        self.ctx, self.pane, self.form = ctx, pane, form
        self.current: str | None = None
        self._hint = EmptyState(ctx.w, hint)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._hint)
        self._stack.addWidget(form)
        form.head.hide()
        self.split = ListDetail(ctx.w, ctx.theme, self._listing(), self._stack, form.head)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.split, 1)
        # a moment later: the press that ended the edit still belongs to the row it was aimed at
        form.changed.connect(lambda: QTimer.singleShot(0, self, self.reread))
        pane.selected.connect(lambda row: self._chosen(row, turn=False))
        pane.opened.connect(lambda row: self._chosen(row, turn=True))
        pane.view.clicked.connect(lambda _: self.split.show_detail())

    def source(self) -> MemorySource:
        """The rows as they are now."""
        raise NotImplementedError

    def reread(self) -> None:
        """Read the list anew and leave the open record alone."""
        source = self.source()
        self.pane.set_source(source)
        self._hint.what.setVisible(source.count(Query()) > 0)  # an empty list says itself what to do
        self.pane.select(self.current)

    def reload(self) -> None:
        """Read everything anew; when the open record is gone, the next one takes its place."""
        rows = self.pane.view.records.rows
        place = rows.position(self.current) if rows is not None and self.current is not None else None
        self.reread()
        if self.current is not None and not self.open(self.current):
            self.forget()
        if self.current is None and not self.split.stacked:
            self._open_near(place or 0)

    def open(self, record_id: str) -> bool:
        """Choose a record; False when it is not there."""
        if record_id != self.current:
            self.form.commit()
        if not self.form.open(record_id):
            return False
        self.current = record_id
        self.pane.select(record_id)
        self._show(self.form)
        return True

    def forget(self) -> None:
        """Nothing is open any more."""
        self.current = None
        self._show(self._hint)
        self.split.back()

    def fit(self, size_class: SizeClass) -> None:
        """Arrange for a size class; height is scarce where the window is narrow."""
        self.split.fit(size_class)
        self.pane.bar.set_one_line(size_class.stacked)
        self._foot.setVisible(not size_class.stacked)

    def step(self, by: int) -> bool:
        """The next or previous record of the list."""
        self.pane.view.step(by)
        return True

    def _listing(self) -> QWidget:
        listing, card, self._foot = _Listing(self.pane), Card(), QWidget()
        card.body.setContentsMargins(1, 4, 1, 4)
        card.body.addWidget(self.pane, 1)
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addWidget(self.pane.count_label)
        column = QVBoxLayout(listing)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.pane.bar)
        column.addWidget(card, 1)
        column.addWidget(self._foot)
        return listing

    def _show(self, what: QWidget) -> None:
        self._stack.setCurrentWidget(what)
        self.form.head.setVisible(what is self.form)

    def _open_near(self, place: int) -> None:
        records = self.pane.view.records
        row = records.row(min(place, records.rowCount() - 1))
        if row is not None:
            self.open(row.id)

    def _chosen(self, row: Any, *, turn: bool) -> None:
        if row is not None:
            self.open(row.id)
        if turn:
            self.split.show_detail()


class _Listing(QWidget):
    """Filter, rows and count; the keyboard goes to the rows."""

    def __init__(self, pane: ListPane) -> None:
        super().__init__()
        self._pane = pane

    def setFocus(self, *_: Any) -> None:
        """Into the rows."""
        self._pane.setFocus()
