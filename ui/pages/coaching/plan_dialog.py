"""Planning visits: which schools, from which day, how often."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from plcdesk.domain.ids import Id
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.widgets.bound_rows import LONG_DATE, date_field
from ui.widgets.control import SMALLEST
from ui.widgets.dialogs import BaseDialog
from ui.widgets.field_row import FieldRow
from ui.widgets.fields import NumberField
from ui.widgets.form_field import FormField, plain_label

MOST = 60


class PlanDialog(BaseDialog):
    """`planned` follows the save."""

    planned = Signal()

    def __init__(self, ctx: Context, parent: QWidget) -> None:
        super().__init__(ctx.w("Plan visits"), parent)
        self.ctx, w = ctx, ctx.w
        self.first = date_field(ctx, w("First visit"), optional=False, weekday=True)
        self.weeks = FormField(w, w("Weeks between visits"), NumberField(w, 1, 26))
        self.count = FormField(w, w("Number of visits to each school"), NumberField(w, 1, MOST))
        self.weeks.control.set_value(2)
        self.count.control.set_value(6)
        self.body.addWidget(FieldRow(ctx.theme, [(self.first, LONG_DATE), (self.weeks, 170), (self.count, 220)]))
        self.body.addWidget(plain_label(w("Schools"), "label"))
        self.schools: dict[Id, QCheckBox] = {}
        for row in ctx.desk.programme.schools():
            box = QCheckBox(row.record.name.replace("&", "&&"))
            box.setMinimumHeight(SMALLEST)
            box.setChecked(True)
            self.schools[row.record.id] = box
            self.body.addWidget(box)
        self.error = plain_label("", "error", wrap=True)
        self.error.hide()
        self.body.addWidget(self.error)
        self.body.addStretch(1)
        self.add_button("cancel", w("Cancel"))
        once(self.add_button("ok", w("Plan visits"), "primary", closes=False), self._plan)

    def begin(self) -> None:
        """Show the dialog with the cursor in the day."""
        self.open()
        self.first.control.setFocus()

    def _plan(self) -> None:
        w, wrong = self.ctx.w, None
        for field in (self.first, self.weeks, self.count):
            problem = field.control.problem()
            missing = field.control.value() is None
            field.set_error(w.problem(problem) if problem is not None else w("Fill this in") if missing else "")
            wrong = wrong or (field if problem is not None or missing else None)
        chosen = [key for key, box in self.schools.items() if box.isChecked()]
        self.error.setVisible(not chosen)
        self.error.setText(w("✕ Choose at least one school"))
        if wrong is not None or not chosen:
            (wrong.control if wrong is not None else next(iter(self.schools.values()))).setFocus()
            return
        first, weeks, count = (field.control.value() for field in (self.first, self.weeks, self.count))
        coaching = self.ctx.desk.coaching
        if self.ctx.write(lambda: coaching.plan(chosen, first, count, weeks), w("Visit")):
            self.ctx.notify.undo_toast(w("The visits are planned"))
        self.accept()
        self.planned.emit()
