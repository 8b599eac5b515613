"""The tab with the facts of the meeting itself: when, where, who, about what. Everything arrives filled in."""

from __future__ import annotations

from PySide6.QtCore import QObject

from plcdesk.domain.meetings import Focus, MeetingKind
from plcdesk.services.meeting_views import MeetingDetail
from ui.pages.meetings.parts import DifferingMark, TabPage
from ui.runtime.context import Context
from ui.widgets.binding import RecordForm
from ui.widgets.cards import Card
from ui.widgets.choice_field import ChoiceField
from ui.widgets.date_field import DateField
from ui.widgets.field_row import FieldRow
from ui.widgets.fields import NumberField, TextField
from ui.widgets.form_field import FormField, plain_label
from ui.widgets.people_lookup import Lookup
from ui.widgets.person_field import PersonField
from ui.widgets.time_field import TimeField


class FactsTab(TabPage):
    """Fields of the meeting; they are read, saved and restored by `form`, which the record view owns."""

    def __init__(self, ctx: Context, origin: QObject, form: RecordForm, people: Lookup) -> None:
        super().__init__(ctx, origin)
        w = self.w
        self.group = plain_label("", "meta", wrap=True)
        fields = {
            "when.held_on": FormField(w, w("Date"), DateField(w, self.desk.today, ctx.theme)),
            "when.starts": FormField(w, w("Begins"), TimeField(w)),
            "when.ends": FormField(w, w("Ends"), TimeField(w)),
            "venue": FormField(w, w("Place"), TextField()),
            "kind": FormField(w, w("Kind"), ChoiceField(w, MeetingKind, none=None)),
            "title": FormField(w, w("Own title"), TextField(), optional=True),
            "chair_id": FormField(w, w("Chair of the meeting"), PersonField(w, people)),
            "facilitator_id": FormField(w, w("Facilitator"), PersonField(w, people)),
            "notetaker_id": FormField(w, w("Note-taker"), PersonField(w, people)),
            "focus": FormField(w, w("Focus"), ChoiceField(w, Focus), optional=True),
            "evidence": FormField(w, w("Student data discussed"), TextField(), optional=True),
            "disturbed": FormField(w, w("Minutes lost or outside working hours"), NumberField(w, 0, 600), optional=True),
            "letter_number": FormField(w, w("Letter number"), TextField(), optional=True),
        }
        self.fields = fields
        self._marks = {name: DifferingMark(ctx, field) for name, field in fields.items() if "." not in name}
        self._marks["when"] = DifferingMark(ctx, fields["when.held_on"])
        for name, field in fields.items():
            form.bind(name, field)
        self._arrange()

    def _arrange(self) -> None:
        of = self.fields
        card = Card()
        card.body.setSpacing(12)
        # a long weekday, a long kind, a letter's number are read whole, in both languages
        for row in ((("when.held_on", 280), ("when.starts", 110), ("when.ends", 110)), (("venue", 390), ("kind", 260)),
                    (("chair_id", 244), ("facilitator_id", 244), ("notetaker_id", 244)),
                    (("title", 420), ("letter_number", 230)), (("focus", 230), ("evidence", 420)), (("disturbed", 110),)):
            card.body.addWidget(FieldRow(self.ctx.theme, [(of[name], width) for name, width in row]))
        card.body.addWidget(self.group)
        self.column.addWidget(card)
        self.column.addStretch(1)

    def show_detail(self, detail: MeetingDetail) -> None:
        """Show what does not belong to the form: the group, and entries that differ between two computers."""
        group = detail.group.name if detail.group is not None else ""
        self.group.setText(self.w("Group: {name}", name=group) if group else "")
        wrong = {field for row, field in detail.differing if row.table == "meeting"}
        for name, shown in self._marks.items():
            shown.setVisible(name in wrong)

    def start(self) -> None:
        """The date."""
        self.reveal(self.fields["when.held_on"].control)

    def reveal_field(self, name: str) -> None:
        """Go to a field by its name in the record."""
        field = self.fields.get(name) or self.fields.get(f"{name}.held_on")
        if field is not None:
            self.reveal(field.control)
