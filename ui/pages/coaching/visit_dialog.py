"""One visit: when, who, what about, and why it did not take place."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from plcdesk.domain.coaching import Visit, VisitStatus
from plcdesk.domain.ids import Id
from ui.runtime.context import Context
from ui.widgets.binding import RecordForm
from ui.widgets.bound_rows import LONG_DATE, date_field, make_field
from ui.widgets.choice_field import ChoiceField
from ui.widgets.dialogs import BaseDialog
from ui.widgets.field_row import FieldRow
from ui.widgets.fields import TextField
from ui.widgets.people_lookup import Lookup
from ui.widgets.person_field import PersonField


class VisitDialog(BaseDialog):
    """Each field is saved when it is left, as everywhere."""

    def __init__(self, ctx: Context, parent: QWidget, visit_id: Id) -> None:
        super().__init__(ctx.w("Visit"), parent)
        self.ctx, w = ctx, ctx.w
        self._id = visit_id
        self.form = form = RecordForm(ctx, Visit, w("Visit"), self, self)
        fields = (
            (("planned_on", date_field(ctx, w("Planned for"), weekday=True), LONG_DATE),
             ("mentor_id", make_field(ctx, w("Mentor"), PersonField(w, Lookup(ctx.desk))), 280)),
            (("topic", make_field(ctx, w("Topic of the visit"), TextField(),
                                  help=w("For example: working with parents")), 560),),
            (("state.status", make_field(ctx, w("Status"), ChoiceField(w, VisitStatus, none=None)), 200),
             ("state.done_on", date_field(ctx, w("Done on"), weekday=True), LONG_DATE)),
            (("state.reason", make_field(ctx, w("Reason, if it did not take place"), TextField()), 560),),
        )
        for row in fields:
            self.body.addWidget(FieldRow(ctx.theme, [(form.bind(name, field), width) for name, field, width in row]))
        self.body.addStretch(1)
        self.add_button("close", w("Close"), "primary")
        self.finished.connect(lambda _: self.form.close())
        form.gone.connect(self._gone)

    def _gone(self) -> None:
        """Deleted meanwhile: whatever is typed here would be kept by nobody."""
        self.ctx.notify.toast(self.ctx.w("This visit was moved to the Trash. It can be restored there."))
        self.reject()

    def begin(self) -> None:
        """Show the visit with the cursor in its day."""
        self.form.open(self._id)
        self.open()
        self.form.focus("planned_on")
