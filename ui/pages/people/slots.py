"""The fixed meeting times of a group: weekday, time, place, how often."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from plcdesk.domain.changes import Loaded, Problem
from plcdesk.domain.ids import Id
from plcdesk.domain.people import Slot
from plcdesk.services.records import Made
from ui.runtime.context import Context
from ui.widgets.bound_rows import LONG_DATE, date_field, make_field
from ui.widgets.choice_field import ChoiceField
from ui.widgets.fields import TextField
from ui.widgets.form_rows import Fields, FormRows
from ui.widgets.time_field import TimeField


class SlotsCard(FormRows):
    """Each fixed time; its weekday is that of the first date."""

    RECORD, FIRST = Slot, "period.starts_on"

    def __init__(self, ctx: Context, origin: QWidget) -> None:
        w = ctx.w
        super().__init__(ctx, origin, w("Schedule"),
                         w("With a fixed time, each meeting arrives prepared and the start page reminds you."),
                         w("Add a fixed time"), w("Schedule"))

    def fields(self) -> Sequence[Fields]:
        """The dates and how often; the hours and the place."""
        ctx, w = self.ctx, self.w
        every = [(1, w("Every week")), *((weeks, w("Every {n} weeks", n=weeks)) for weeks in (2, 3, 4))]
        return ((("period.starts_on", date_field(ctx, w("First date"), optional=False, weekday=True), LONG_DATE),
                 ("weeks", make_field(ctx, w("How often"), ChoiceField(w, every, none=None), optional=False), 170),
                 ("period.ends_on", date_field(ctx, w("Last date"), weekday=True), LONG_DATE)),
                (("hours.starts", make_field(ctx, w("From (time)"), TimeField(w)), 130),
                 ("hours.ends", make_field(ctx, w("To (time)"), TimeField(w)), 130),
                 ("venue", make_field(ctx, w("Place"), TextField()), 280)))

    def load(self, parent: Id) -> Sequence[Loaded[Any]]:
        """The fixed times, the earliest first."""
        detail = self.ctx.desk.groups.detail(parent)
        return detail.slots if detail is not None else ()

    def make(self, parent: Id) -> Made:
        """Every week from today on."""
        return self.ctx.desk.groups.add_slot(parent, self.ctx.desk.today())

    def problems(self, record: Any) -> Sequence[Problem]:
        """Hours and dates that run backwards."""
        return self.ctx.desk.groups.problems(record)

    def removed(self, record: Any) -> str:
        """What the toast says."""
        return self.w("Fixed time removed; meetings already recorded stay.")
