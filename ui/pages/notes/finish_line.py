"""How far a form is, and the button that finishes it or opens it again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from plcdesk.domain.forms import FormState
from plcdesk.domain.instruments import Item
from plcdesk.domain.scoring import answered
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
        self._items: tuple[Item, ...] = ()
        self.words = plain_label("", "meta")
        self.button = set_role(QPushButton(), "primary")
        self.button.setMinimumHeight(SMALLEST)
        once(self.button, self.act)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.words, 1)
        row.addWidget(self.button)

    def show_form(self, filled: Filled | None, items: Sequence[Item] | None = None) -> None:
        """Stand below a form; `items` are those that are asked here, by default all."""
        self._filled = filled
        self._items = tuple(items if items is not None else filled.asked if filled is not None else ())
        self.setVisible(filled is not None)
        if filled is None:
            return
        w, done = self.w, filled.form.state is FormState.COMPLETE
        self.words.setText(w("{n} of {m} items filled", n=self.done, m=len(self._items)))
        self.button.setText(w("Open again") if done else w("Finish"))
        self.button.setToolTip("" if done else "Ctrl+Enter")
        set_role(self.button, "outlined" if done else "primary")
        restyle(self.button)

    @property
    def done(self) -> int:
        """How many of the items have an answer."""
        return sum(answered(item, self._filled.rated) for item in self._items) if self._filled is not None else 0

    @property
    def told(self) -> str:
        """How far the form is, in words."""
        return self.words.text()

    def act(self) -> None:
        """Finish the form, or open it again."""
        filled, forms = self._filled, self.ctx.desk.forms
        if filled is None:
            return
        if filled.form.state is FormState.COMPLETE:
            self.ctx.write(lambda: forms.reopen(filled.form.id), self._label, self._origin)
        else:
            blank = len(self._items) - self.done
            if self.ctx.write(lambda: forms.finish(filled.form.id).changes, self._label, self._origin):
                self.ctx.notify.undo_toast(
                    self.w.plural("Finished. {n} item is blank.", "Finished. {n} items are blank.", blank)
                    if blank else self.w("Finished. All items are filled."))
        self.finished.emit()
