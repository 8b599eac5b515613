"""One part of a coaching cycle: the day it took place and what was said."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from plcdesk.domain.instruments import Item
from plcdesk.services.coaching_views import CycleDetail
from ui.runtime.context import Context
from ui.widgets.binding import RecordForm
from ui.widgets.bound_rows import LONG_DATE, bind_row, date_field
from ui.widgets.cards import Card
from ui.widgets.form_field import FormField
from ui.widgets.form_items import FormItems


class CyclePart(QWidget):
    """The day is known to the school; the items below it are the private conversation."""

    saved = Signal()

    def __init__(self, ctx: Context, origin: QObject, form: RecordForm, heading: str, days: Sequence[tuple[str, str]],
                 ) -> None:
        super().__init__()
        self.ctx = ctx
        self.days = Card(heading)
        self.fields: dict[str, FormField] = {}
        rows = []
        for name, label in days:
            self.fields[name] = date_field(ctx, label, optional=False, weekday=True)
            rows.append((name, self.fields[name], LONG_DATE))
        bind_row(ctx, form, self.days, *rows)
        self.talk = Card()
        self.items = FormItems(ctx, ctx.w("Coaching cycle"), origin)
        self.items.saved.connect(self.saved)
        self.talk.body.addWidget(self.items)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.days)
        column.addWidget(self.talk)
        column.addStretch(1)

    def show_cycle(self, detail: CycleDetail, items: Sequence[Item]) -> None:
        """Show the items of this part."""
        self.items.show_form(detail.form, items)
        self.talk.setVisible(detail.form is not None)

    def begin(self) -> None:
        """Put the keyboard into the first item, or the day where the conversation is elsewhere."""
        if self.talk.isVisibleTo(self):
            self.items.focus_first()
        else:
            next(iter(self.fields.values())).control.setFocus()
