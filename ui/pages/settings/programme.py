"""The programme itself: what its reports are headed with."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from plcdesk.domain.changes import Loaded
from plcdesk.domain.programme import Programme
from ui.runtime.context import Context
from ui.widgets.binding import RecordForm
from ui.widgets.cards import Card
from ui.widgets.choice_field import ChoiceField
from ui.widgets.date_field import DateField
from ui.widgets.field_row import FieldRow
from ui.widgets.fields import NumberField, TextField
from ui.widgets.form_field import FormField
from ui.widgets.long_text import LongText

GROUP_LABELS = ("KBP", "Kombel", "KKG", "MGMP")
DATE = 280


class ProgrammeCard(Card):
    """Name, organiser, year, period, goal; every change is saved when the field is left."""

    def __init__(self, ctx: Context, origin: QWidget) -> None:
        super().__init__(ctx.w("Programme"))
        self.ctx, w = ctx, ctx.w
        self.form = RecordForm(ctx, Programme, w("Programme"), origin, self)
        self.form.saved.connect(lambda _: self._check())
        self.labels = ChoiceField(w, [(label, label) for label in GROUP_LABELS], none=None)
        self._row(("name", FormField(w, w("Programme name"), TextField()), 480))
        self._row(("organiser", FormField(w, w("Organiser"), TextField(), optional=True), 480),
                  ("academic_year", FormField(w, w("Academic year"), TextField(40), optional=True), 200))
        self._row(*(
            (part, FormField(w, label, DateField(w, ctx.desk.today, ctx.theme), optional=True), DATE)
            for part, label in (("period.starts_on", w("Start date")), ("period.ends_on", w("End date")))))
        self._row(("group_label", FormField(w, w("Name for a learning group"), self.labels), 220),
                  ("target_teachers", FormField(w, w("Target number of teachers"), NumberField(w), optional=True), 220))
        self._row(("goal", FormField(w, w("Goal"), LongText(3), optional=True), 640))

    def show_programme(self, loaded: Loaded[Programme] | None) -> None:
        """Show the programme; a word for groups that came from elsewhere is offered too."""
        if loaded is None:
            return
        own = loaded.record.group_label
        names = GROUP_LABELS if own in GROUP_LABELS else (*GROUP_LABELS, own)
        self.labels.set_choices([(name, name) for name in names])
        self.form.open(loaded)
        self._check()

    def begin(self) -> bool:
        """Put the cursor into the name."""
        self.form.focus("name")
        return True

    def _check(self) -> None:
        self.form.remark(self.ctx.desk.programme.problems(self.form.record))

    def _row(self, *fields: tuple[str, FormField, int]) -> None:
        self.body.addWidget(FieldRow(self.ctx.theme, [(self.form.bind(name, field), width)
                                                      for name, field, width in fields]))
