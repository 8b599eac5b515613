"""How far a form is, and the button that finishes it or opens it again."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from plcdesk.domain.forms import FormState
from plcdesk.services.form_views import Filled
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.theme.roles import restyle, set_role
from ui.widgets.control import SMALLEST
from ui.widgets.form_field import plain_label


class FinishLine(QWidget):
    """Finishing never blocks and invents nothing: what is blank stays blank and is said. `finished` follows it."""

    finished = Signal()

    def __init__(self, ctx: Context, label: str, origin: QObject) -> None:
        super().__init__()
        self.ctx, self.w, self._label, self._origin = ctx, ctx.w, label, origin
        self._filled: Filled | None = None
        self.words = plain_label("", "meta")
        self.button = set_role(QPushButton(), "primary")
        self.button.setMinimumHeight(SMALLEST)
        once(self.button, self.act)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.words, 1)
        row.addWidget(self.button)

    def show_form(self, filled: Filled | None) -> None:
        """Stand below a form."""
        self._filled = filled
        self.setVisible(filled is not None)
        if filled is None:
            return
        w, done = self.w, filled.form.state is FormState.COMPLETE
        self.words.setText(w("{n} of {m} items filled", n=filled.done, m=filled.total))
        self.button.setText(w("Open again") if done else w("Finish"))
        self.button.setToolTip("" if done else "Ctrl+Enter")
        set_role(self.button, "outlined" if done else "primary")
        restyle(self.button)

    def act(self) -> None:
        """Finish the form, or open it again."""
        filled, forms = self._filled, self.ctx.desk.forms
        if filled is None:
            return
        if filled.form.state is FormState.COMPLETE:
            self.ctx.write(lambda: forms.reopen(filled.form.id), self._label, self._origin)
        else:
            blank = len(filled.missing)
            if self.ctx.write(lambda: forms.finish(filled.form.id).changes, self._label, self._origin):
                self.ctx.notify.undo_toast(
                    self.w.plural("Finished. {n} item is blank.", "Finished. {n} items are blank.", blank)
                    if blank else self.w("Finished. All items are filled."))
        self.finished.emit()
