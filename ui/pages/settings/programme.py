"""The programme itself and who sits at this computer."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from plcdesk.domain.programme import Programme
from plcdesk.domain.people import TEACHING, Role
from ui.runtime.context import Context
from ui.widgets.binding import RecordForm
from ui.widgets.cards import Card
from ui.widgets.choice_field import ChoiceField
from ui.widgets.date_field import DateField
from ui.widgets.fields import NumberField, TextField
from ui.widgets.form_field import FormField, plain_label
from ui.widgets.long_text import LongText

GROUP_LABELS = ("KBP", "Kombel", "KKG", "MGMP")


class ProgrammeCard(Card):
    """Name, organiser, year, period, goal; every change is saved when the field is left."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx.w("Programme"), parent)
        w = ctx.w
        self.form = RecordForm(ctx, Programme, ctx.w("Programme"), self, self)
        self.body.addWidget(self.form.summary)
        for name, label, control, optional in (
            ("name", w("Programme name"), TextField(), False),
            ("organiser", w("Organiser"), TextField(), True),
            ("academic_year", w("Academic year"), TextField(40), True),
        ):
            self._add(self.body, name, FormField(w, label, control, optional=optional, width=420))
        dates = QHBoxLayout()
        dates.setSpacing(16)
        for part, label in (("period.starts_on", w("Start date")), ("period.ends_on", w("End date"))):
            self._add(dates, part, FormField(w, label, DateField(w, ctx.desk.today), optional=True, width=240))
        dates.addStretch(1)
        self.body.addLayout(dates)
        labels = ChoiceField(w, [(label, label) for label in GROUP_LABELS], none=None)
        row = QHBoxLayout()
        row.setSpacing(16)
        self._add(row, "group_label", FormField(w, w("Name for a learning group"), labels, width=180))
        self._add(row, "target_teachers",
                  FormField(w, w("Target number of teachers"), NumberField(w), optional=True, width=180))
        row.addStretch(1)
        self.body.addLayout(row)
        self._add(self.body, "goal", FormField(w, w("Goal"), LongText(3), optional=True, width=640))

    def _add(self, place: QHBoxLayout | QVBoxLayout, name: str, field: FormField) -> None:
        self.form.bind(name, field)
        place.addWidget(field)


class MeCard(Card):
    """Who sits at this computer: written behind each change, asked once."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx.w("This computer"), parent)
        self.ctx, w = ctx, ctx.w
        self.me = ChoiceField(w, [], none=None)
        self.body.addWidget(FormField(w, w("Who are you?"), self.me, width=420,
                                      help=w("Your name stands behind every change you make here.")))
        self.me.left.connect(self._choose)
        self.label = plain_label("", "help", wrap=True)
        self.body.addWidget(self.label)

    def show_people(self) -> None:
        """Read the people anew; those who record meetings come first."""
        rows = self.ctx.desk.people.rows()
        first = TEACHING | {Role.PRINCIPAL, Role.MENTOR, Role.OPERATOR}
        rows.sort(key=lambda row: (row.role not in first, row.name.casefold()))
        self.me.set_choices([(row.id, row.name) for row in rows])
        me = self.ctx.desk.programme.me()
        self.me.set_value(me.id if me is not None else None)
        self.label.setText(self.ctx.w("Folder of this programme: {folder}", folder=str(self.ctx.desk.folder)))

    def _choose(self) -> None:
        chosen = self.me.value()
        me = self.ctx.desk.programme.me()
        if chosen is not None and (me is None or chosen != me.id):
            self.ctx.desk.programme.set_me(chosen)
            self.ctx.notify.toast(self.ctx.w("Changes are now written under {name}", name=self.me.currentText()))
