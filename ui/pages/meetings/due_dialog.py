"""Asking for the new day of a follow-up that is carried forward."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.runtime.context import Context
from ui.widgets.date_field import DateField
from ui.widgets.dialogs import BaseDialog
from ui.widgets.field_row import FieldRow
from ui.widgets.form_field import FormField, plain_label


class DueDialog(BaseDialog):
    """`chosen(day)` tells the new day."""

    chosen = Signal(object)

    def __init__(self, ctx: Context, text: str, parent: QWidget, due: date | None = None) -> None:
        super().__init__(ctx.w("Carry forward"), parent)
        self.w = ctx.w
        self.body.addWidget(plain_label(text, "strong", wrap=True))
        self.due = FormField(self.w, self.w("New due date"), DateField(self.w, ctx.desk.today, ctx.theme),
                             help=self.w("For example: friday, 2 weeks, 12 May"))
        self.due.control.set_value(due)
        self.body.addWidget(FieldRow(ctx.theme, [(self.due, 280)]))
        self.body.addStretch(1)
        self.add_button("cancel", self.w("Cancel"))
        self.add_button("ok", self.w("Carry forward"), "primary", closes=False).clicked.connect(self._choose)
        self.due.control.setFocus()

    def _choose(self) -> None:
        day = self.due.control.value() if self.due.control.readable() else None
        if day is None:
            self.due.set_error(self.w("Enter the new date"))
            self.due.control.setFocus()
            return
        self.chosen.emit(day)
        self.accept()
