"""The fixed meeting times of a group: weekday, time, place, how often."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from plcdesk.domain.ids import Id
from plcdesk.domain.people import Slot
from ui.pages.people.forms import bind_row, make_field
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.binding import RecordForm
from ui.widgets.cards import Card
from ui.widgets.choice_field import ChoiceField
from ui.widgets.date_field import DateField
from ui.widgets.fields import TextField
from ui.widgets.form_field import plain_label
from ui.widgets.time_field import TimeField


class SlotsCard(Card):
    """Each fixed time is a small form of its own; the weekday is that of the first date."""

    def __init__(self, ctx: Context, origin: QWidget) -> None:
        super().__init__(ctx.w("Schedule"))
        self.ctx, self.w, self._origin = ctx, ctx.w, origin
        self._group_id: Id | None = None
        self.forms: list[RecordForm] = []
        self._holder: QWidget | None = None
        self.body.addWidget(plain_label(
            self.w("With a fixed time, each meeting arrives prepared and the start page reminds you."), "help", wrap=True))
        self.add = set_role(QPushButton(self.w("Add a fixed time")), "outlined")
        once(self.add, self._add)
        self.body.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    def open(self, group_id: Id, slots: Any) -> None:
        """Show the fixed times of a group."""
        self._group_id = group_id
        for form in self.forms:
            form.close()
        if self._holder is not None:
            self._holder.hide()
            self._holder.deleteLater()
        self._holder = QWidget()
        column = QVBoxLayout(self._holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.forms = [self._slot(column, loaded) for loaded in slots]
        self.body.insertWidget(2, self._holder)

    def _slot(self, column: QVBoxLayout, loaded: Any) -> RecordForm:
        w, card = self.w, Card()
        form = RecordForm(self.ctx, Slot, w("Schedule"), self._origin, self._holder)
        every = [(weeks, w.plural("every week", "every {n} weeks", weeks)) for weeks in (1, 2, 3, 4)]
        bind_row(form, card,
                 ("period.starts_on", make_field(self.ctx, w("First date"), DateField(w, self.ctx.desk.today), 230,
                                                 optional=False)),
                 ("period.ends_on", make_field(self.ctx, w("Last date"), DateField(w, self.ctx.desk.today), 230)),
                 ("weeks", make_field(self.ctx, w("How often"), ChoiceField(w, every, none=None), 170, optional=False)))
        bind_row(form, card,
                 ("hours.starts", make_field(self.ctx, w("From (time)"), TimeField(w), 110)),
                 ("hours.ends", make_field(self.ctx, w("To (time)"), TimeField(w), 110)),
                 ("venue", make_field(self.ctx, w("Place"), TextField(), 260)))
        foot = QHBoxLayout()
        remove = set_role(QPushButton(w("Remove this time")), "flat")
        once(remove, lambda: self._remove(loaded))
        foot.addWidget(remove)
        foot.addStretch(1)
        card.body.addLayout(foot)
        column.addWidget(card)
        form.open(loaded)
        return form

    def _add(self) -> None:
        group = self._group_id
        if group is None:
            return
        desk = self.ctx.desk
        self.ctx.write(lambda: desk.groups.add_slot(group, desk.today()), self.w("Schedule"), self._origin)
        self._reload()
        if self.forms:
            self.forms[-1].focus("period.starts_on")

    def _remove(self, loaded: Any) -> None:
        if self.ctx.write(lambda: self.ctx.desk.records.delete(loaded.record), self.w("Schedule"), self._origin):
            self.ctx.notify.undo_toast(self.w("Fixed time removed; meetings already recorded stay."))
        self._reload()

    def _reload(self) -> None:
        if self._group_id is not None:
            self.open(self._group_id, self.ctx.desk.groups.detail(self._group_id).slots)
