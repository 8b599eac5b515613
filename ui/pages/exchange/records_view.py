"""The records behind a line of the preview: all that are told, filtered, and opened where they are here already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from plcdesk.domain.changes import Row
from plcdesk.domain.exchange import Receipt, RowChange
from plcdesk.domain.fields import SPECS
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.runtime.homes import near
from ui.theme.roles import set_role
from ui.widgets.cards import Card
from ui.widgets.control import SMALLEST
from ui.widgets.data_table import Line, ListPane
from ui.widgets.filter_bar import Filter
from ui.widgets.form_field import plain_label
from ui.widgets.query import MemorySource
from ui.widgets.receipt_words import change_name, entry_name, readable

TONES = {RowChange.NEW: "success", RowChange.CHANGED: "info", RowChange.DELETED: "danger"}
DIFFERING = "differing"


@dataclass(frozen=True, slots=True)
class Behind:
    """One line: the record, what happens to it (None: its entry `field` differs), what it is called."""

    id: str
    row: Row
    change: RowChange | None
    title: str
    field: str = ""


class RecordsView(QWidget):
    """A list with its own filter; Enter or a press opens the record when it is here."""

    back_asked = Signal()

    def __init__(self, ctx: Context, receipt: Receipt, titles: Mapping[Row, str], chosen: RowChange | None) -> None:
        super().__init__()
        self.ctx, self.w, self.receipt = ctx, ctx.w, receipt
        self._titles = {**receipt.intake.titles, **titles}
        w = self.w
        self.back = set_role(QPushButton(w("‹ Back")), "outlined")
        self.back.setMinimumHeight(SMALLEST)
        once(self.back, self.back_asked.emit)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.back)
        head.addWidget(plain_label(w("What this bundle brings"), "section", wrap=True), 1)
        names = [(change.value, change_name(w, change)) for change in RowChange]
        self.pane = ListPane(w, ctx.theme, self._line, filters=[
            Filter("change", w("What happens"), [*names, (DIFFERING, w("Differing"))])])
        self.pane.set_source(MemorySource(self._rows(), lambda item: f"{item.title} {self._kind(item.row)}",
                                          {"change": lambda item: item.change.value if item.change else DIFFERING}))
        self.pane.bar.set_one_line(True)
        self.pane.bar.choose("change", chosen.value if chosen is not None else DIFFERING)
        self.pane.opened.connect(self._open)
        self.pane.view.clicked.connect(lambda _: self._open(self.pane.current()))
        head.addWidget(self.pane.count_label)
        self.pane.view.setMinimumHeight(ctx.theme.list_row_height)
        card = Card()
        card.body.setContentsMargins(1, 1, 1, 1)
        card.body.addWidget(self.pane, 1)
        more = sum(receipt.intake.count(change).get(table, 0) for change in RowChange
                   for table in receipt.intake.count(change)) - len(receipt.intake.rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(card, 1)
        if more > 0:
            column.addWidget(plain_label(w("The first {n} are listed; {more} more come with them.",
                                           n=len(receipt.intake.rows), more=more), "help", wrap=True))

    def begin(self) -> None:
        """Put the keyboard on the list."""
        self.pane.setFocus(Qt.FocusReason.TabFocusReason)

    def _rows(self) -> list[Behind]:
        intake, w = self.receipt.intake, self.w
        found = [Behind(f"{row.table}/{row.id}", row, change, readable(w, self._titles.get(row, "")) or self._kind(row))
                 for row, change in intake.rows.items()]
        found.sort(key=lambda item: (item.row.table, item.title.casefold()))
        opened = [Behind(f"{row.table}/{row.id}/{field}", row, None, entry_name(w, row, field, self._titles.get(row, "")),
                         field) for row, field in intake.opened]
        return [*opened, *found]

    def _kind(self, row: Row) -> str:
        return self.w(SPECS[row.table].label) if row.table in SPECS else row.table

    def _line(self, item: Behind) -> Line:
        w = self.w
        where = w("open it") if near(self.ctx.desk, item.row) is not None else \
            w("not here yet") if item.change is RowChange.NEW else ""
        sub = " · ".join(part for part in (self._kind(item.row), where) if part)
        if item.change is None:
            return Line(item.title, sub, w("Differing"), "warning")
        return Line(item.title, sub, change_name(w, item.change), TONES[item.change])

    def _open(self, item: Behind | None) -> None:
        if item is None:
            return
        home = near(self.ctx.desk, item.row)
        if home is None:
            self.ctx.notify.toast(self.w("“{title}” is not here yet. It can be opened after merging.", title=item.title))
        else:
            self.ctx.go(*home)
