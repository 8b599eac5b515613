"""Asking why a meeting is called off."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.runtime.context import Context
from ui.widgets.dialogs import BaseDialog
from ui.widgets.fields import TextField
from ui.widgets.form_field import FormField, plain_label


class CancelDialog(BaseDialog):
    """`chosen(reason)` follows the decision; the reason may be empty."""

    chosen = Signal(str)

    def __init__(self, ctx: Context, title: str, parent: QWidget) -> None:
        super().__init__(ctx.w("Call off this meeting"), parent)
        w = ctx.w
        self.body.addWidget(plain_label(title, "strong", wrap=True))
        self.reason = FormField(w, w("Reason"), TextField(), optional=True,
                                help=w("It is shown in the schedule. The meeting no longer counts as due."))
        self.body.addWidget(self.reason)
        self.body.addStretch(1)
        self.add_button("keep", w("Keep the meeting"))
        self.add_button("cancel", w("Call off"), "danger", closes=False).clicked.connect(self._choose)
        self.reason.control.returnPressed.connect(self._choose)
        self.reason.control.setFocus()

    def _choose(self) -> None:
        self.chosen.emit(self.reason.control.value())
        self.accept()
