"""Who sits at this computer."""

from __future__ import annotations

from plcdesk.domain.people import TEACHING, Role
from ui.runtime.context import Context
from ui.widgets.cards import Card
from ui.widgets.choice_field import ChoiceField
from ui.widgets.field_row import FieldRow
from ui.widgets.form_field import FormField

RECORDING = TEACHING | {Role.PRINCIPAL, Role.MENTOR, Role.OPERATOR}
"""Who is likely to sit here."""


class MeCard(Card):
    """The name that is written behind each change; asked once."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx.w("This computer"))
        self.ctx, self.w = ctx, ctx.w
        self.me = ChoiceField(self.w, [], none=None)
        self.me.left.connect(self._choose)
        self.body.addWidget(FieldRow(ctx.theme, [(FormField(
            self.w, self.w("Who are you?"), self.me, help=self.w("Your name stands behind every change you make here.")),
            420)]))

    def show_people(self) -> None:
        """Read the people anew; those who record meetings come first."""
        rows = self.ctx.desk.people.rows()
        rows.sort(key=lambda row: (row.role not in RECORDING, row.name.casefold()))
        self.me.set_choices([(row.id, f"{row.name} · {row.school}" if row.school else row.name) for row in rows])
        me = self.ctx.desk.programme.me()
        self.me.set_value(me.id if me is not None else None)

    def _choose(self) -> None:
        chosen = self.me.value()
        me = self.ctx.desk.programme.me()
        if chosen is not None and (me is None or chosen != me.id):
            self.ctx.desk.programme.set_me(chosen)
            name = self.ctx.desk.people.names().get(chosen, "")
            self.ctx.notify.toast(self.w("Changes are now written under {name}", name=name))
