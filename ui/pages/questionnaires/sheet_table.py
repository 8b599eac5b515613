"""The sheets of a batch and what can be done with one of them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from plcdesk.domain.changes import Row
from plcdesk.domain.forms import FormState
from plcdesk.services.questionnaire_views import BatchRow, SheetRow
from ui.pages.questionnaires.number_dialog import NumberDialog
from ui.pages.questionnaires.parts import DOT, action, number_words, respondent_words
from ui.runtime.context import Context
from ui.widgets.cards import Card
from ui.widgets.empty import EmptyState
from ui.widgets.flow import FlowLayout
from ui.widgets.query import MemorySource, Query
from ui.widgets.table import Column, RecordTable

NARROW = 560


class SheetTable(QWidget):
    """Number, respondent, how far, second entry. Enter opens a sheet, Del moves it to the trash."""

    opened = Signal(str)
    check_asked = Signal(str)
    fill_asked = Signal()
    changed = Signal()

    def __init__(self, ctx: Context, origin: QWidget) -> None:
        super().__init__()
        self.ctx, self.w, self.origin = ctx, ctx.w, origin
        self.rows: list[SheetRow] = []
        w = self.w
        self.table = RecordTable(w, ctx.theme, (
            Column("number", w("Number"), lambda row: number_words(row.number), 80, right=True, sort=False),
            Column("respondent", w("Respondent"), lambda row: respondent_words(row, w), 160, stretch=True, sort=False),
            Column("done", w("Filled in"), lambda row: w("{n} of {m}", n=row.done, m=row.total), 110, sort=False),
            Column("state", w("Status"), self._state, 170, sort=False),
            Column("second", w("Second entry"), self._second, 150, sort=False),
        ))
        self.table.setAccessibleName(w("Sheets"))
        self.table.opened.connect(lambda row: self.opened.emit(row.id))
        self.table.selected.connect(lambda _: self._choose())
        empty = EmptyState(w, w("No sheets yet"), w("Take the first paper sheet and type its answers."),
                           w("Fill in sheets"), primary=False)
        empty.acted.connect(self.fill_asked)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(empty)
        self._turn(0)
        self.open_button = action(w("Open the sheet"), "outlined", self._open)
        self.check = action(w("Look at the differences"), "outlined", self._check)
        self.renumber = action(w("Change the number…"), "outlined", self._renumber)
        self.remove = action(w("Move the sheet to Trash"), "danger-flat", self.delete)
        self._buttons = QWidget()
        self._buttons.hide()
        flow = FlowLayout(self._buttons, 8)
        for button in (self.open_button, self.check, self.renumber, self.remove):
            flow.addWidget(button)
        card = Card()
        card.body.setContentsMargins(1, 1, 1, 4)
        card.body.addWidget(self._stack)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(card, 1)
        column.addWidget(self._buttons)

    def open(self, batch: BatchRow) -> None:
        """Show the sheets of a batch."""
        self.rows = self.ctx.desk.questionnaires.sheets(batch.id)
        self.table.show_rows(MemorySource(self.rows), Query())
        self._turn(0 if self.rows else 1)
        self.table.setColumnHidden(4, not any(row.second or row.drawn for row in self.rows))
        if self.rows and self.table.current() is None:
            self.table.select(self.rows[0].id)
        self._choose()

    def begin(self) -> None:
        """Into the rows."""
        if self.rows and not self.table.currentIndex().isValid():
            self.table.step(0)
        self.table.setFocus()

    def delete(self) -> bool:
        """Move the chosen sheet to the trash, with its second entry."""
        row = self.table.current()
        if row is None:
            return False
        if self.ctx.write(lambda: self.ctx.desk.records.delete(Row("form", row.id)), self.w("Sheet"), self.origin):
            title = self.w("Sheet {n}", n=number_words(row.number))
            self.changed.emit()
            self.ctx.notify.undo_toast(self.w("“{title}” moved to Trash", title=title))
        return True

    def fit(self, *, short: bool) -> None:
        """Where height is scarce Enter and Del have to do."""
        self._buttons.setVisible(bool(self.rows) and not short)

    def _turn(self, page: int) -> None:
        """Show the rows or the words for an empty batch; what is not shown claims no height from a small window."""
        for at in range(self._stack.count()):
            policy = QSizePolicy.Policy.Expanding if at == page else QSizePolicy.Policy.Ignored
            if (widget := self._stack.widget(at)) is not None:
                widget.setSizePolicy(policy, policy)
        self._stack.setCurrentIndex(page)

    def _choose(self) -> None:
        row = self.table.current()
        self._buttons.setVisible(bool(self.rows) and not self.ctx.theme.short)
        for button in (self.open_button, self.renumber, self.remove):
            button.setEnabled(row is not None)
        self.check.setVisible(row is not None and row.open_differences > 0)

    def _open(self) -> None:
        if (row := self.table.current()) is not None:
            self.opened.emit(row.id)

    def _check(self) -> None:
        if (row := self.table.current()) is not None:
            self.check_asked.emit(row.id)

    def _renumber(self) -> None:
        row = self.table.current()
        if row is None:
            return
        dialog = NumberDialog(self.ctx, row, self, self.origin)
        dialog.stored.connect(self.changed)
        dialog.open()

    def _state(self, row: SheetRow) -> str:
        marks = [self.w(row.state.label)] if row.state is not FormState.COMPLETE or not (row.double or row.again) else []
        if row.double:
            marks.append(self.w("number twice"))
        if row.again:
            marks.append(self.w("respondent twice"))
        return DOT.join(marks)

    def _second(self, row: SheetRow) -> str:
        if row.open_differences:
            return self.w.plural("{n} difference", "{n} differences", row.open_differences)
        if row.second_done:
            return self.w("checked")
        return self.w("begun") if row.second else self.w("to do") if row.drawn else ""
