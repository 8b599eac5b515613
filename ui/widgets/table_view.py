"""A table of a page and, below it, what can be done with the chosen row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.runtime.context import Context
from ui.widgets.cards import Card
from ui.widgets.data_table import DataTable
from ui.widgets.flow import FlowLayout
from ui.widgets.form_field import plain_label
from ui.widgets.table import RecordTable

NARROW = 860
"""Below this width the spare columns are left out, in pixels at text size 100 %."""


class TableView(QWidget):
    """A table with actions for the chosen row. Subclasses fill `buttons` and say what `_choose` does.

    Columns in `spare` are shown where there is room, those in `hidden` never (a group where there is only one).
    """

    spare: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()

    def __init__(self, ctx: Context, origin: QObject, table: DataTable) -> None:
        super().__init__()
        self.ctx, self.w, self.desk, self.origin = ctx, ctx.w, ctx.desk, origin
        self.table = table
        self.chosen = plain_label("", "strong", wrap=True)
        holder = QWidget()
        self.buttons = FlowLayout(holder, 8)
        self.bar = Card()
        self.bar.setObjectName("foot")  # a toast stays above it
        self.bar.body.setContentsMargins(12, 8, 12, 8)
        self.bar.body.setSpacing(4)
        self.bar.body.addWidget(self.chosen)
        self.bar.body.addWidget(holder)
        # filters and count on one line: height is what a small screen lacks
        filters = QWidget()
        line = QVBoxLayout(filters)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(table.bar)
        self.head = QHBoxLayout()
        self.head.setSpacing(12)
        self.head.addWidget(filters, 1)
        self.head.addWidget(table.count_label, 0, Qt.AlignmentFlag.AlignVCenter)
        card = Card()
        card.body.setContentsMargins(1, 1, 1, 4)
        card.body.addWidget(table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self.head)
        column.addWidget(card, 1)
        column.addWidget(self.bar)
        table.selected.connect(self._choose)
        table.opened.connect(self._open)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The columns named in `spare` go where there is no room for all."""
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        narrow = self.width() < self.ctx.theme.px(NARROW)
        view = self.table.view
        assert isinstance(view, RecordTable)
        for at, column in enumerate(view.records.columns):
            view.setColumnHidden(at, column.key in self.hidden or (narrow and column.key in self.spare))

    def set_short(self, short: bool) -> None:
        """In a short window the chosen row is not named again."""
        self.chosen.setVisible(not short)

    def show_groups(self) -> None:
        """Offer the groups to filter by; where there is only one its column goes."""
        groups = [(row.id, row.name) for row in self.desk.groups.rows()]
        self.table.bar.set_options("group", groups)
        self.table.bar.show_filter("group", len(groups) > 1)
        self.hidden = frozenset() if len(groups) > 1 else frozenset({"group"})
        self._fit_columns()

    def refresh(self) -> None:
        """Read everything anew, what there is to filter by too."""
        raise NotImplementedError

    def reload(self) -> None:
        """Read the rows anew and keep the choice."""
        self.table.reload()
        self._choose(self.table.current())

    def write(self, work: Callable[[], object], label: str) -> bool:
        """One save; the table is read anew."""
        done = bool(self.ctx.write(work, label, self.origin))
        self.reload()
        return done

    def _choose(self, row: Any) -> None:
        raise NotImplementedError

    def _open(self, row: Any) -> None:
        raise NotImplementedError
