"""The stages of the programme, planned and as they really went."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject

from plcdesk.domain.changes import Changes, Loaded, Problem
from plcdesk.domain.ids import Id
from plcdesk.domain.programme import Letter, Stage
from plcdesk.services.records import Made
from ui.runtime.context import Context
from ui.widgets.choice_field import ChoiceField
from ui.widgets.date_field import DateField
from ui.widgets.field_row import GAP
from ui.widgets.fields import TextField
from ui.widgets.form_field import FormField
from ui.widgets.form_rows import Fields, FormRows

DATE = 210


class StagesCard(FormRows):
    """Each stage with its place in the plan-do-check-act round and two pairs of dates."""

    RECORD, FIRST, movable = Stage, "name", True

    def __init__(self, ctx: Context, origin: QObject) -> None:
        w = ctx.w
        super().__init__(ctx, origin, w("Stages"), w("The stretches of the programme; reports show plan and reality."),
                         w("Add a stage"), w("Stage"))

    def fields(self) -> Sequence[Fields]:
        """Name and step; planned and actual dates."""
        w = self.w
        dates = tuple((name, FormField(w, label, DateField(w, self.ctx.desk.today, self.ctx.theme, weekday=False),
                                       optional=True), DATE)
                      for name, label in (("period.starts_on", w("Planned from")), ("period.ends_on", w("Planned to")),
                                          ("actual.began_on", w("Began on")), ("actual.ended_on", w("Ended on"))))
        return ((("name", FormField(w, w("Name"), TextField()), 2 * DATE + GAP),
                 ("letter", FormField(w, w("PDCA step"), ChoiceField(w, Letter), optional=True), DATE)), dates[:2], dates[2:])

    def load(self, parent: Id) -> Sequence[Loaded[Any]]:
        """The stages in order."""
        return self.ctx.desk.programme.stages()

    def make(self, parent: Id) -> Made:
        """One more at the end."""
        return self.ctx.desk.programme.add_stage("")

    def shift(self, part: Id, steps: int) -> Changes:
        """Up or down."""
        return self.ctx.desk.programme.move_stage(part, steps)

    def problems(self, record: Any) -> Sequence[Problem]:
        """Dates that run backwards."""
        return self.ctx.desk.programme.problems(record)

    def removed(self, record: Any) -> str:
        """What the toast says."""
        return self.w("“{title}” moved to Trash", title=record.name or self.w("Stage"))
