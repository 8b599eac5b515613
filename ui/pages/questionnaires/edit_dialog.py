"""The facts of a batch: its title, when it was asked, how many people were asked."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from plcdesk.domain.forms import Batch
from plcdesk.domain.instruments import Occasion
from plcdesk.services.questionnaire_views import BatchRow
from ui.pages.questionnaires.parts import meeting_choices
from ui.runtime.context import Context
from ui.widgets.binding import RecordForm
from ui.widgets.choice_field import ChoiceField
from ui.widgets.date_field import DateField
from ui.widgets.dialogs import BaseDialog
from ui.widgets.field_row import FieldRow
from ui.widgets.fields import NumberField, TextField
from ui.widgets.form_field import FormField

MOST = 9999


class EditDialog(BaseDialog):
    """Every field is saved when it is left."""

    def __init__(self, ctx: Context, batch: BatchRow, parent: QWidget) -> None:
        w = ctx.w
        super().__init__(w("Details of the questionnaire"), parent)
        self.form = RecordForm(ctx, Batch, w("Questionnaire"), None, self)
        title = self.form.bind("title", FormField(w, w("Title"), TextField(), optional=True,
                                                  help=w("Empty: the name of the questionnaire and when it was asked.")))
        occasion = self.form.bind("occasion", FormField(w, w("Asked at"), ChoiceField(w, Occasion)))
        day = self.form.bind("held_on", FormField(w, w("Date"), DateField(w, ctx.desk.today, ctx.theme)))
        people = self.form.bind("expected", FormField(w, w("Number of people asked"), NumberField(w, 0, MOST),
                                                      optional=True))
        meeting = self.form.bind("meeting_id", FormField(
            w, w("Meeting"), ChoiceField(w, meeting_choices(ctx, batch.school_id)), optional=True))
        self.body.addWidget(title)
        self.body.addWidget(FieldRow(ctx.theme, [(day, 280), (occasion, 150)]))
        self.body.addWidget(FieldRow(ctx.theme, [(people, 280)]))
        self.body.addWidget(meeting)
        self.body.addStretch(1)
        self.add_button("close", w("Close"), "primary")
        self.form.open(batch.id)
        self.finished.connect(lambda _: self.form.close())
        title.control.setFocus()
