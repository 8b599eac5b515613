"""Another number for a sheet: two laptops may have keyed the same one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from plcdesk.services.questionnaire_views import SheetRow
from ui.pages.questionnaires.parts import number_words
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.widgets.dialogs import BaseDialog
from ui.widgets.fields import NumberField
from ui.widgets.form_field import FormField

MOST = 9999


class NumberDialog(BaseDialog):
    """Offers the next free number; a number that is taken is refused and stays in the field. `stored` follows."""

    stored = Signal()

    def __init__(self, ctx: Context, sheet: SheetRow, parent: QWidget, origin: QWidget) -> None:
        w = ctx.w
        super().__init__(w("Another number for sheet {n}", n=number_words(sheet.number)), parent)
        self.ctx, self.w, self._sheet, self._origin = ctx, w, sheet, origin
        self.number = FormField(w, w("Sheet number"), NumberField(w, 1, MOST),
                                help=w("Write the same number on the paper."), width=140)
        self.number.control.set_value(ctx.desk.questionnaires.next_number(sheet.batch_id))
        self.number.control.entered.connect(self.store)
        self.body.addWidget(self.number)
        self.body.addStretch(1)
        self.add_button("cancel", w("Cancel"))
        once(self.add_button("store", w("Change the number"), "primary", closes=False), self.store)
        self.number.control.setFocus()

    def store(self) -> None:
        """Give the number, or say why not."""
        control = self.number.control
        problem, number = control.problem(), control.value()
        there = None if number is None else self.ctx.desk.questionnaires.there(
            self._sheet.batch_id, int(number), form_id=self._sheet.id)
        text = self.w.problem(problem) if problem is not None else self.w.error(there) if there is not None else \
            self.w("Enter a number") if number is None else ""
        self.number.set_error(text)
        if text:
            control.setFocus()
            return
        service = self.ctx.desk.questionnaires
        if self.ctx.write(lambda: service.renumber(self._sheet.id, int(number)), self.w("Sheet number"), self._origin):
            self.stored.emit()
        self.accept()
