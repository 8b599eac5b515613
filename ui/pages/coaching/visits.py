"""The visits: planned, due, done (need N18)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from plcdesk.domain.changes import Row
from plcdesk.domain.coaching import Visit, VisitStatus
from plcdesk.domain.ids import Id
from plcdesk.services.coaching_views import VisitRow, VisitStanding
from ui.pages.coaching.plan_dialog import PlanDialog
from ui.pages.coaching.visit_dialog import VisitDialog
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.runtime.sizes import SizeClass
from ui.theme.roles import set_role
from ui.widgets.control import SMALLEST
from ui.widgets.data_table import DataTable
from ui.widgets.empty import EmptyState
from ui.widgets.filter_bar import Filter
from ui.widgets.form_field import plain_label
from ui.widgets.query import MemorySource
from ui.widgets.table import Column
from ui.widgets.table_view import TableView


class VisitsView(TableView):
    """`cycle_asked(teacher id)` leads from a visit to a cycle."""

    cycle_asked = Signal(str)
    spare = frozenset({"mentor", "topic", "done_on"})

    def __init__(self, ctx: Context, origin: QWidget) -> None:
        w = ctx.w
        empty = EmptyState(w, w("No visits planned"), w("Plan them at once: every two weeks, for each school."),
                           w("Plan visits"), primary=False)
        empty.acted.connect(self.plan)
        columns = [
            Column("planned_on", w("Planned"), lambda row: w.day(row.planned_on) if row.planned_on else "", 165),
            Column("school", w("School"), lambda row: row.school, 190, stretch=True),
            Column("standing", w("Status"), lambda row: self.standing(row), 150),
            Column("done_on", w("Done on"), lambda row: w.day(row.done_on) if row.done_on else "", 165),
            Column("cycles", w("Cycles"), lambda row: w.number(row.cycles), 80, right=True),
            Column("mentor", w("Mentor"), lambda row: row.mentor, 160),
            Column("topic", w("Topic of the visit"), lambda row: row.topic or row.reason, 160),
        ]
        table = DataTable(w, ctx.theme, columns, [
            Filter("school", w("School"), ()),
            Filter("standing", w("Status"), [(one, w(one.label)) for one in VisitStanding])], empty)
        table.view.setAccessibleName(w("Visits"))
        super().__init__(ctx, origin, table)
        self.summary = plain_label("", "meta")
        self.head.insertWidget(1, self.summary)
        self.deeds = {
            "done": self._button(w("Done today"), lambda: self._set(VisitStatus.DONE)),
            "edit": self._button(w("Edit"), self._edit),
            "missed": self._button(w("Did not take place"), lambda: self._set(VisitStatus.MISSED)),
            "planned": self._button(w("Plan again"), lambda: self._set(VisitStatus.PLANNED)),
            "delete": self._button(w("Move to Trash"), self.delete, "danger-flat"),
        }
        self._choose(None)

    def standing(self, row: VisitRow) -> str:
        """The status, with the days an overdue one waits."""
        if row.overdue_days:
            return self.w("{n} days overdue", n=row.overdue_days)
        return self.w(row.standing.label)

    def refresh(self) -> None:
        """Read schools and visits."""
        schools = [(row.record.id, row.record.name) for row in self.desk.programme.schools()]
        self.table.bar.set_options("school", schools)
        self.table.bar.show_filter("school", len(schools) > 1)
        self.reload()

    def reload(self) -> None:
        """Read the visits anew and keep the choice."""
        rows = self.desk.coaching.visits()
        self.table.set_source(MemorySource(
            rows, lambda row: f"{row.school} {row.mentor} {row.topic}",
            {"school": lambda row: row.school_id, "standing": lambda row: row.standing},
            {"planned_on": lambda row: row.planned_on, "school": lambda row: row.school,
             "standing": lambda row: self.w(row.standing.label), "done_on": lambda row: row.done_on,
             "cycles": lambda row: row.cycles, "mentor": lambda row: row.mentor, "topic": lambda row: row.topic}))
        counts = self.desk.coaching.counts(rows)
        self.summary.setText(self.w("{n} of {m} visits done", n=counts.done, m=counts.planned) if counts.planned else "")
        self._choose(self.table.current())

    def shows(self, record_id: str) -> bool:
        """Whether this id is a visit."""
        return self.desk.records.get(Visit, Id(record_id)) is not None

    def open(self, record_id: str) -> None:
        """Choose a visit."""
        self.reload()
        self.table.select(record_id)
        self._choose(self.table.current())

    def plan(self) -> None:
        """Plan visits for several schools at once."""
        dialog = PlanDialog(self.ctx, self)
        dialog.planned.connect(self.reload)
        dialog.begin()

    def fit(self, size_class: SizeClass) -> None:
        """Arrange for a size class."""
        self.summary.setVisible(not size_class.stacked)

    def delete(self) -> bool:
        """Move the chosen visit to the trash."""
        row = self.table.current()
        if row is None:
            return False
        if self.write(lambda: self.desk.records.delete(Row("visit", row.id)), self.w("Visit")):
            day = self.w.day(row.planned_on) if row.planned_on else self.w("Visit")
            self.ctx.notify.undo_toast(self.w("“{title}” moved to Trash", title=f"{day}, {row.school}"))
        return True

    def _button(self, text: str, act: Callable[[], object], role: str = "outlined") -> QPushButton:
        button = set_role(QPushButton(text), role)
        button.setMinimumHeight(SMALLEST)
        once(button, act)
        self.buttons.addWidget(button)
        return button

    def _choose(self, row: Any) -> None:
        self.bar.setVisible(row is not None)
        if row is None:
            return
        self.chosen.setText(" · ".join(part for part in (
            self.w.date(row.planned_on) if row.planned_on else "", row.school, row.reason) if part))
        waiting = row.standing in {VisitStanding.PLANNED, VisitStanding.DUE, VisitStanding.OVERDUE}
        self.deeds["done"].setVisible(waiting)
        self.deeds["missed"].setVisible(waiting)
        self.deeds["planned"].setVisible(not waiting)

    def _open(self, row: Any) -> None:
        if row is not None:
            self._edit()

    def _edit(self) -> None:
        row = self.table.current()
        if row is not None:
            dialog = VisitDialog(self.ctx, self, Id(row.id))
            dialog.finished.connect(lambda _: self.reload())
            dialog.begin()

    def _set(self, status: VisitStatus) -> None:
        row = self.table.current()
        if row is not None and self.write(lambda: self.desk.coaching.set_visit(row.id, status), self.w("Visit")):
            self.ctx.notify.undo_toast(f"{row.school}: {self.w(status.label)}")
