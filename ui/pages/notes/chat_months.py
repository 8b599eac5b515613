"""The stored counts: group, month, the four kinds with their percents, and what was not coded."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from plcdesk.domain.chat import Category
from plcdesk.domain.fields import mark
from plcdesk.domain.ids import Id
from plcdesk.domain.notes import ChatTally
from plcdesk.services.chat_tallies import CODED, TallyMonth
from ui.pages.notes.places import month_name
from ui.runtime.context import Context
from ui.widgets.cards import Card
from ui.widgets.data_table import DataTable
from ui.widgets.empty import EmptyState
from ui.widgets.filter_bar import Filter
from ui.widgets.form_field import plain_label
from ui.widgets.query import MemorySource
from ui.widgets.table import Column

SHORT = {Category.RESOURCES: mark("Resources"), Category.CONSULTATION: mark("Advice"),
         Category.COORDINATION: mark("Coordination"), Category.ENCOURAGEMENT: mark("Praise")}
"""The categories where there is little room."""


class ChatMonths(QWidget):
    """A table of the months; `asked` begins to code a chat."""

    asked = Signal()

    def __init__(self, ctx: Context, origin: QWidget) -> None:
        super().__init__()
        self.ctx, self.w, self._origin = ctx, ctx.w, origin
        w = self.w
        empty = EmptyState(w, w("No chat was coded yet"),
                           w("Export the chat of the group as a text file. Only counts are stored, never a message."),
                           w("Code a chat"), primary=False)
        empty.acted.connect(self.asked)
        self.table = DataTable(w, ctx.theme, self._columns(), [Filter("group", w("Group"), ())], empty=empty)
        self.table.view.setAccessibleName(w("Chat tally"))
        card = Card()
        card.body.setContentsMargins(8, 8, 8, 8)
        card.body.addWidget(self.table, 1)
        card.body.addWidget(plain_label(
            w("Percent of the coded messages (n), rounded so that each line sums to 100."), "help", wrap=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card, 1)

    def reload(self) -> None:
        """Read the counts anew."""
        rows = self.ctx.desk.notes.chats.months()
        groups = sorted({(row.group_id, row.group) for row in rows}, key=lambda pair: pair[1])
        self.table.bar.set_options("group", groups)
        self.table.bar.show_filter("group", len(groups) > 1)
        sorts = {"month": lambda row: row.month, "group": lambda row: row.group, "n": lambda row: row.coded,
                 "rest": lambda row: row.counts.get(Category.UNCODED, 0)}
        for category in CODED:
            sorts[category.value] = partial(_count, category)
        self.table.set_source(MemorySource(rows, lambda row: f"{row.group} {self.w.month(row.month)}",
                                           {"group": lambda row: row.group_id}, sorts))

    def show_group(self, record_id: str) -> bool:
        """Show the counts of the group of a stored count; False when there is no such count."""
        tally = self.ctx.desk.records.get(ChatTally, Id(record_id))
        if tally is None:
            return False
        self.reload()
        self.table.select(f"{tally.group_id}/{tally.month.isoformat() if tally.month else ''}")
        return True

    def delete_chosen(self) -> bool:
        """Move the counts of the chosen month to the Trash."""
        row = self.table.current()
        if row is None or not self.table.view.hasFocus():
            return False
        if self.ctx.write(lambda: self.ctx.desk.notes.chats.remove(row), self.w("Chat tally"), self._origin):
            self.ctx.notify.undo_toast(self.w("“{title}” moved to Trash",
                                              title=f"{row.group}, {month_name(self.ctx, row.month)}"))
        self.reload()
        self.table.setFocus()
        return True

    def _columns(self) -> list[Column]:
        w = self.w
        columns = [Column("month", w("Month"), lambda row: month_name(self.ctx, row.month), 145),
                   Column("group", w("Group"), lambda row: row.group, 150, stretch=True)]
        columns += [Column(category.value, w(SHORT[category]), partial(self._cell, category), 125, right=True)
                    for category in CODED]
        columns += [Column("n", "n", lambda row: w.number(row.coded), 55, right=True),
                    Column("rest", w(Category.UNCODED.label), lambda row: w.number(row.counts.get(Category.UNCODED, 0)),
                           115, right=True)]
        return columns

    def _cell(self, category: Category, row: TallyMonth) -> str:
        if category not in row.shares:
            return "—"
        return self.w("{n} ({percent}%)", n=row.counts.get(category, 0), percent=row.shares[category])


def _count(category: Category, row: TallyMonth) -> int:
    return row.counts.get(category, 0)
