"""The teachers, with where their coaching stands."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from plcdesk.domain.coaching import Cycle
from plcdesk.domain.ids import Id
from plcdesk.services.coaching_views import TeacherRow, TeacherState
from plcdesk.words import Words
from ui.pages.coaching.teacher_form import TeacherForm
from ui.runtime.context import Context
from ui.widgets.data_table import ListPane
from ui.widgets.empty import EmptyState
from ui.widgets.filter_bar import Filter
from ui.widgets.query import MemorySource
from ui.widgets.record_view import RecordView
from ui.widgets.two_line_list import Line


def teacher_line(row: TeacherRow, w: Words) -> Line:
    """A teacher: name; how many cycles and the last day; a pill for who waits or is in a cycle."""
    done = w.plural("{n} complete cycle", "{n} complete cycles", row.complete) if row.complete else w("No cycle yet")
    last = w.short(row.last_on) if row.last_on is not None else ""
    pill, tone = "", "neutral"
    if row.overdue_days:
        pill, tone = w("{n} days overdue", n=row.overdue_days), "warning"
    elif row.step is not None:
        pill, tone = w(row.step.label), "info"
    return Line(row.name or "—", " · ".join(part for part in (done, last, row.school) if part), pill, tone)


class TeachersView(RecordView):
    """Every teacher of the programme."""

    form: TeacherForm

    def __init__(self, ctx: Context, origin: QWidget) -> None:
        w = ctx.w
        filters = [Filter("school", w("School"), ()),
                   Filter("state", w("Status"), [(state, w(state.label)) for state in TeacherState])]
        empty = EmptyState(w, w("No teachers yet"), w("Coaching is recorded for the teachers of the programme."),
                           w("Add people"), primary=False)
        empty.acted.connect(lambda: ctx.go("people", "paste"))
        pane = ListPane(w, ctx.theme, lambda row: teacher_line(row, w), filters, empty=empty)
        pane.view.setAccessibleName(w("Teachers"))
        super().__init__(ctx, pane, TeacherForm(ctx, origin), w("Choose a teacher from the list."))

    def source(self) -> MemorySource:
        """The teachers by school and name."""
        schools = [(row.record.id, row.record.name) for row in self.ctx.desk.programme.schools()]
        self.pane.bar.set_options("school", schools)
        self.pane.bar.show_filter("school", len(schools) > 1)
        return MemorySource(self.ctx.desk.coaching.teachers(), lambda row: f"{row.name} {row.school}",
                            {"school": lambda row: row.school_id, "state": lambda row: row.state})

    def open(self, record_id: str) -> bool:
        """Choose a teacher, or the teacher of a cycle and that cycle."""
        cycle = self.ctx.desk.records.get(Cycle, Id(record_id))
        if cycle is None:
            return super().open(record_id)
        if cycle.person_id is None or not super().open(cycle.person_id):
            return False
        self.form.show_cycle(cycle.id)
        return True
