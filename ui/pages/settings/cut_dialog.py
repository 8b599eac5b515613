"""Asking why a computer is cut off, and saying what that does before it is done."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.widgets.dialogs import ROOM, BaseDialog
from ui.widgets.fields import TextField
from ui.widgets.form_field import FormField, plain_label
from ui.widgets.notice import SignLine


class CutDialog(BaseDialog):
    """`decided` tells the reason; closing it another way changes nothing."""

    decided = Signal(str)

    def __init__(self, ctx: Context, name: str, parent: QWidget) -> None:
        w = self.w = ctx.w
        super().__init__(w("Cut a laptop off"), parent)
        self.body.addWidget(plain_label(w("Cut off {name} from this programme?", name=name), "subsection", wrap=True))
        self.reason = TextField(200)
        self.field = FormField(w, w("Reason"), self.reason, help=w("Everybody reads it, for example: lost on the way to school."))
        self.field.setMinimumWidth(min(ctx.theme.px(480), ROOM))
        self.body.addWidget(self.field)
        for icon, text in (
            ("check", w("Nothing already received from it is lost. It still counts.")),
            ("circle-question-mark", w("Later work of it is not merged silently: every laptop asks first.")),
            ("users", w("It holds on every laptop that receives your next bundle.")),
            ("undo-2", w("It can be let back in at any time.")),
        ):
            self.body.addWidget(SignLine(ctx, icon, text))
        self.body.addStretch(1)
        self.keep = self.add_button("keep", w("Cancel"))
        self.cut = self.add_button("cut", w("Cut this laptop off"), "danger", closes=False)
        once(self.cut, self._decide)
        self.open()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _decide(self) -> None:
        reason = str(self.reason.value() or "").strip()
        if not reason:
            self.field.set_error(self.w("Write the reason"))
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.decided.emit(reason)
        self.accept()
