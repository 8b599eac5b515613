"""Choosing the teacher with whom a cycle begins."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from plcdesk.domain.ids import Id
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.widgets.dialogs import BaseDialog
from ui.widgets.field_row import FieldRow
from ui.widgets.form_field import FormField, plain_label
from ui.widgets.people_lookup import Lookup
from ui.widgets.person_field import PersonField


class StartDialog(BaseDialog):
    """`started(person id)` tells the choice; the chosen teacher of the list is already filled in."""

    started = Signal(str)

    def __init__(self, ctx: Context, parent: QWidget, person_id: str | None = None) -> None:
        super().__init__(ctx.w("Start a cycle"), parent)
        self.ctx, w = ctx, ctx.w
        self.teacher = FormField(w, w("Teacher"), PersonField(w, Lookup(ctx.desk)),
                                 help=w("Three letters of the name are enough."))
        self.teacher.control.set_value(Id(person_id) if person_id else None)
        self.body.addWidget(FieldRow(ctx.theme, [(self.teacher, 420)]))
        self.body.addWidget(plain_label(
            w("What you write in a cycle stays on this computer. The school sees only that it took place."),
            "help", wrap=True))
        self.body.addStretch(1)
        self.add_button("cancel", w("Cancel"))
        once(self.add_button("ok", w("Start a cycle"), "primary", closes=False), self._start)

    def begin(self) -> None:
        """Show the dialog with the name chosen: whoever types means another one."""
        self.open()
        self.teacher.control.setFocus()
        self.teacher.control.selectAll()

    def _start(self) -> None:
        control, w = self.teacher.control, self.ctx.w
        problem = control.problem()
        person = control.value()
        if problem is not None or not person:
            self.teacher.set_error(w.problem(problem) if problem is not None else w("Choose a teacher"))
            control.setFocus()
            return
        self.accept()
        self.started.emit(person)
