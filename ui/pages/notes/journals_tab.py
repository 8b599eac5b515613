"""Reflection journals: who wrote one in which month, and the journal itself."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtWidgets import QWidget

from plcdesk.domain.changes import Row
from plcdesk.domain.forms import FormState
from plcdesk.domain.ids import Id
from plcdesk.domain.months import first_day, months_until
from plcdesk.services.journals import JournalCell, JournalRow
from ui.pages.notes.journal_form import JournalForm
from ui.pages.notes.places import month_name, schools
from ui.pages.notes.views_tab import Part, ViewsTab
from ui.runtime.context import Context
from ui.runtime.sizes import SizeClass
from ui.widgets.choice_field import ChoiceField
from ui.widgets.data_table import DataTable, ListPane
from ui.widgets.empty import EmptyState
from ui.widgets.filter_bar import Filter
from ui.widgets.form_field import plain_label
from ui.widgets.query import MemorySource
from ui.widgets.record_view import RecordView
from ui.widgets.segmented import Segmented
from ui.widgets.table import Column
from ui.widgets.two_line_list import Line

JOURNALS, LIST, TABLE = "journals", "list", "table"
MONTHS, CHOICES, RECENT = 6, 24, 4


class JournalsTab(ViewsTab):
    """A list of one month, or a table of six; the month is chosen on top."""

    def __init__(self, ctx: Context, origin: QWidget) -> None:
        w = ctx.w
        self.journals = JournalsView(ctx, origin)
        super().__init__(ctx, w("View"), (Part(JOURNALS, w("Journals"), w("Write a journal"), self.journals),))
        self.form: JournalForm = self.journals.form
        self.form.next_asked.connect(self._next)
        self.form.changed.connect(self._changed)
        self.mode = Segmented(w("View"), [(LIST, w("List")), (TABLE, w("Table"))])
        self.mode.set_value(LIST)
        self.mode.chosen.connect(lambda _: self._view_chosen())
        self.month = ChoiceField(w, [], none=None)
        self.month.setAccessibleName(w("Month"))
        self._offer_months(self._begin_with())
        self.month.edited.connect(lambda: self.show_month(self.month.value()))
        self.month.setSizeAdjustPolicy(ChoiceField.SizeAdjustPolicy.AdjustToContents)
        self.count = plain_label("", "meta")
        for at, part in enumerate((self.mode, self.month, self.count)):
            self.line.insertWidget(at, part)
        self.view.pane.selected.connect(lambda _: self.turned.emit())
        self.matrix = DataTable(w, ctx.theme, self._columns(), empty=EmptyState(w, w("No teachers yet")))
        self.matrix.view.setAccessibleName(w("Journals by month"))
        self.matrix.view.clicked.connect(self._cell)
        self.matrix.opened.connect(lambda _: self._cell(self.matrix.view.currentIndex()))
        self.stack.addWidget(self.matrix)
        self._turn()

    @property
    def alone(self) -> bool:
        """Whether a journal stands in the place of everything else."""
        return self.mode.value() == LIST and super().alone

    @property
    def quiet(self) -> bool:
        """Beside a teacher the button to press stands in the record."""
        filled = self.form.filled
        return self.mode.value() == LIST and self.view.current is not None and (
            filled is None or filled.form.state is FormState.PARTIAL)

    @property
    def row(self) -> Row | None:
        """The address of the open journal, for its history."""
        return Row("form", self.form.filled.form.id) if self.form.filled is not None else None

    def reload(self) -> None:
        """Read the journals anew."""
        super().reload()
        self._show_count()
        if self.mode.value() == TABLE:
            self._fill_table()

    def open(self, record_id: str) -> bool:
        """Open a journal by its form, or the journal of a teacher."""
        filled = self.ctx.desk.forms.load(Id(record_id))
        person = filled.form.person_id if filled is not None else Id(record_id)
        if filled is not None and filled.form.hour.held_on is not None:
            self.show_month(first_day(filled.form.hour.held_on))
        if person is None or not super().open(person):
            return False
        self._choose_view(LIST)
        return True

    def add(self) -> None:
        """Begin the journal of the chosen teacher and month; when it is there, go to it."""
        self._choose_view(LIST)
        if self.view.current is None:
            self.view.reload()
        self.view.split.show_detail()
        if self.form.filled is None:
            self.form.start()
        else:
            self.form.begin()

    def show_month(self, month: date) -> None:
        """Turn to another month."""
        if month != self.form.month:
            self.commit()
            self.form.month = self.journals.month = month
            if self.month.value() != month:
                self._offer_months(month)
        self.reload()

    def fit(self, size_class: SizeClass) -> None:
        """Arrange for a size class."""
        super().fit(size_class)
        self.count.setVisible(not size_class.stacked)

    def find_in_list(self) -> bool:
        """Filter the list or the table."""
        if self.mode.value() == TABLE:
            self.matrix.focus_filter()
            return True
        return super().find_in_list()

    def focus_list(self) -> bool:
        """Into the rows."""
        if self.mode.value() == TABLE:
            self.matrix.setFocus()
            return True
        return super().focus_list()

    def delete_chosen(self) -> bool:
        """The chosen teacher's journal of the month goes to the Trash."""
        return self.mode.value() == LIST and self.form.filled is not None and super().delete_chosen()

    def _begin_with(self) -> date:
        """This month; of a programme that is over the last month with a journal."""
        today, written = self.ctx.desk.today(), self.ctx.desk.notes.journals.months()
        return written[-1] if written and written[-1] not in months_until(today, RECENT) else first_day(today)

    def _offer_months(self, month: date) -> None:
        known = {*months_until(self.ctx.desk.today(), CHOICES), *self.ctx.desk.notes.journals.months(), month}
        self.month.set_choices([(one, month_name(self.ctx, one)) for one in sorted(known, reverse=True)])
        self.month.set_value(month)
        self.form.month = self.journals.month = month

    def _changed(self) -> None:
        self._show_count()
        self.turned.emit()

    def _turn(self) -> None:
        super()._turn()
        self.top.setVisible(not self.alone)

    def _next(self) -> None:
        """From a journal copied from paper to the next teacher who has none this month."""
        rows = self.journals.shown()
        at = next((place for place, row in enumerate(rows) if row.id == self.view.current), -1)
        after = [row for row in (*rows[at + 1:], *rows[:max(at, 0)]) if self.form.month not in row.cells]
        if not after:
            self.ctx.notify.toast(self.w("All journals of {month} are there.", month=month_name(self.ctx,
                                                                                                self.form.month)))
            return
        self.view.open(after[0].id)
        # the press that ended the sheet still belongs to it
        QTimer.singleShot(0, self, lambda: self.form.copy.setFocus())

    def _choose_view(self, view: str) -> None:
        if self.mode.value() != view:
            self.mode.set_value(view)
            self._view_chosen()

    def _view_chosen(self) -> None:
        self.commit()
        table = self.mode.value() == TABLE
        if table:
            self._fill_table()
        self.stack.setCurrentWidget(self.matrix if table else self.view)
        self._turn()

    def _show_count(self) -> None:
        matrix = self.ctx.desk.notes.journals.matrix(until=self.form.month, months=1)
        self.count.setText(self.w("{n} of {m} teachers wrote one", n=matrix.written(self.form.month),
                                  m=len(matrix.rows)))

    def _fill_table(self) -> None:
        matrix = self.ctx.desk.notes.journals.matrix(until=self.form.month, months=MONTHS)
        self._months = matrix.months
        model = self.matrix.view.records
        model.columns = self._columns()
        self.matrix.set_source(MemorySource(matrix.rows, lambda row: f"{row.name} {row.school}",
                                            sorts={"name": lambda row: row.name}))
        model.headerDataChanged.emit(Qt.Orientation.Horizontal, 1, len(matrix.months))

    def _columns(self) -> list[Column]:
        w = self.w
        self._months = months_until(self.form.month, MONTHS)
        columns = [Column("name", w("Teacher"), lambda row: row.name, 230)]
        return columns + [Column(f"m{at}", f"{month_name(self.ctx, month)[:3]} {month.year}", partial(self._told, at), 105, sort=False)
                          for at, month in enumerate(self._months)]

    def _told(self, at: int, row: JournalRow) -> str:
        cell = row.cells.get(self._months[at])
        return cell_words(self.ctx, cell)[0] if cell is not None else "—"

    def _cell(self, index: QModelIndex) -> None:
        row = self.matrix.current()
        if row is None or not index.isValid():
            return
        if index.column() > 0:
            self.show_month(self._months[index.column() - 1])
        self._choose_view(LIST)
        self.view.open(row.id)
        self.view.split.show_detail()


class JournalsView(RecordView):
    """The teachers; each with how far the journal of the month is."""

    def __init__(self, ctx: Context, origin: QWidget) -> None:
        w = ctx.w
        self.month, self._several = first_day(ctx.desk.today()), False
        filters = [Filter("school", w("School"), ()),
                   Filter("written", w("Journal"), [(True, w("Written")), (False, w("Not written yet"))])]
        empty = EmptyState(w, w("No teachers yet"), w("Add the teachers under People; their journals belong here."))
        pane = ListPane(w, ctx.theme, self._line, filters, empty=empty)
        pane.view.setAccessibleName(w("Teachers"))
        super().__init__(ctx, pane, JournalForm(ctx, origin), w("Choose a teacher from the list."))

    def source(self) -> MemorySource:
        """The teachers by school and name."""
        found = schools(self.ctx)
        self._several = len(found) > 1
        self.pane.bar.set_options("school", found)
        self.pane.bar.show_filter("school", len(found) > 1)
        return MemorySource(self.shown(), lambda row: f"{row.name} {row.school}",
                            {"school": lambda row: row.school_id, "written": lambda row: self.month in row.cells})

    def shown(self) -> list[JournalRow]:
        """The teachers with their journals of the month."""
        return list(self.ctx.desk.notes.journals.matrix(until=self.month, months=1).rows)

    def _line(self, row: JournalRow) -> Line:
        cell = row.cells.get(self.month)
        school = row.school if self._several else ""
        if cell is None:
            return Line(row.name, school, self.ctx.w("Not yet"), "neutral")
        words, tone = cell_words(self.ctx, cell)
        return Line(row.name, school, words, tone)


def cell_words(ctx: Context, cell: JournalCell) -> tuple[str, str]:
    """How far a journal is in words, and the tone of the pill."""
    w = ctx.w
    if cell.able:
        return w("✓ able"), "success"
    if cell.complete or cell.done == cell.total:
        return w("✓ written"), "info"
    return w("{n} of {m}", n=cell.done, m=cell.total), "warning"
