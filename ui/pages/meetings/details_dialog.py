"""How one can tell that a follow-up is done, and what came of it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from plcdesk.domain.changes import Loaded
from plcdesk.domain.meetings import Action
from ui.runtime.context import Context
from ui.widgets.binding import RecordForm
from ui.widgets.dialogs import BaseDialog
from ui.widgets.field_row import FieldRow
from ui.widgets.form_field import FormField, plain_label
from ui.widgets.long_text import GrowingLine


class DetailsDialog(BaseDialog):
    """Two fields that save themselves, also when the dialog is closed with Escape."""

    def __init__(self, ctx: Context, action: Loaded[Action], origin: QObject, parent: QWidget) -> None:
        super().__init__(ctx.w("Details"), parent)
        w = ctx.w
        self.form = RecordForm(ctx, Action, w("Follow-up"), origin, self)
        self.measure_field = FormField(w, w("Measure of success"), GrowingLine(500), optional=True)
        self.result_field = FormField(w, w("Result"), GrowingLine(500), optional=True)
        self.form.bind("measure", self.measure_field)
        self.form.bind("result", self.result_field)
        self.body.addWidget(plain_label(action.record.what, "strong", wrap=True))
        for field in (self.measure_field, self.result_field):
            self.body.addWidget(FieldRow(ctx.theme, [(field, 480)]))
        self.body.addStretch(1)
        self.add_button("close", w("Close"))
        self.form.open(action)
        first = self.result_field if action.record.measure else self.measure_field
        first.control.setFocus(Qt.FocusReason.OtherFocusReason)
        self.finished.connect(lambda _code: self.form.close())
