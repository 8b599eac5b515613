"""The heading of an observation: which meeting, who, which lesson, who watched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from plcdesk.domain.forms import Form, Hour, Lesson, LessonKind, View
from plcdesk.domain.ids import Id
from plcdesk.domain.instruments import About
from plcdesk.domain.meetings import MeetingStatus
from plcdesk.services.meeting_lists import MeetingFilter
from plcdesk.services.meeting_views import MeetingRow
from ui.runtime.context import Context
from ui.widgets.choice_field import ChoiceField
from ui.widgets.date_field import DateField
from ui.widgets.field_row import FieldRow
from ui.widgets.fields import NumberField, TextField
from ui.widgets.form_field import FormField
from ui.widgets.people_lookup import Lookup
from ui.widgets.person_field import PersonField

RECENT = 40
"""So many meetings are offered; older ones are found on their own page."""
_LESSON = ("classroom", "subject", "kind", "pupils", "module")


@dataclass(frozen=True, slots=True)
class Wrong:
    """A field that needs attention and why."""

    field: str
    text: str


class HeadFields(QWidget):
    """The fields that suit an instrument; everything that can be known is filled in."""

    changed = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.ctx, self.w = ctx, ctx.w
        w, self.people = ctx.w, Lookup(ctx.desk)
        self._about = About.MEETING
        self._meetings: dict[Id, MeetingRow] = {}
        self.fields = {
            "meeting": FormField(w, w("Meeting"), ChoiceField(w, ())),
            "day": FormField(w, w("Date"), DateField(w, ctx.desk.today, ctx.theme)),
            "person": FormField(w, w("Who is observed"), PersonField(w, self.people)),
            "view": FormField(w, w("Seen by"), ChoiceField(w, View, none=None)),
            "rater": FormField(w, w("Who observes"), PersonField(w, self.people)),
            "classroom": FormField(w, w("Class"), TextField(60), optional=True),
            "subject": FormField(w, w("Subject"), TextField(80), optional=True),
            "kind": FormField(w, w("Way of teaching"), ChoiceField(w, LessonKind)),
            "pupils": FormField(w, w("Number of pupils"), NumberField(w, 1, 999), optional=True),
            "module": FormField(w, w("Module"), ChoiceField(w, ()), optional=True),
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for row in ((("meeting", 590),), (("person", 360), ("view", 210)), (("day", 280), ("rater", 290)),
                    (("kind", 280), ("module", 290)), (("classroom", 130), ("subject", 250), ("pupils", 178))):
            column.addWidget(FieldRow(ctx.theme, [(self.fields[name], width) for name, width in row]))
        self._control("meeting").edited.connect(self._meeting_chosen)
        self._control("kind").edited.connect(self._arrange)
        self._control("view").edited.connect(self._arrange)

    def fill(self, about: About, form: Form | None = None) -> None:
        """Show the heading of a form, or what a new one would most likely have."""
        desk, self._about = self.ctx.desk, about
        self._offer_meetings(form.meeting_id if form is not None else None)
        modules = [(row.id, row.title) for row in desk.modules.rows()]
        self._control("module").set_choices(modules)
        if form is not None:
            values: dict[str, Any] = {
                "meeting": form.meeting_id, "day": form.hour.held_on, "person": form.person_id, "view": form.view,
                "rater": form.rater_id, "classroom": form.lesson.classroom, "subject": form.lesson.subject,
                "kind": form.lesson.kind, "pupils": form.lesson.pupils, "module": form.module_id}
        else:
            values = {"meeting": next(iter(self._meetings), None) if about is not About.LESSON else None,
                      "day": desk.today(), "rater": desk.records.me(), "view": View.OTHER}
        for name, field in self.fields.items():
            field.control.set_value(values.get(name))
            field.set_error("")
        if form is None:
            self._meeting_chosen()
        self._arrange()

    def values(self) -> dict[str, Any]:
        """The fields of the form."""
        value = {name: field.control.value() for name, field in self.fields.items()}
        meeting = self._meetings.get(value["meeting"])
        day = meeting.held_on if meeting is not None else value["day"]
        alone = self._about is not About.MEETING and value["view"] is View.SELF
        found: dict[str, Any] = {
            "meeting_id": value["meeting"] if self._about is not About.LESSON else None,
            "person_id": value["person"] if self._about is not About.MEETING else None,
            "view": value["view"] if self._about is not About.MEETING else View.OTHER,
            "rater_id": None if alone else value["rater"], "hour": Hour(day),
        }
        if self._about is About.LESSON:
            kind = value["kind"]
            found["lesson"] = Lesson(value["classroom"] or None, value["subject"] or None, kind, value["pupils"])
            found["module_id"] = value["module"] if kind is LessonKind.MODULE else None
        return found

    def problems(self) -> list[Wrong]:
        """What must be known before anybody can observe, and what cannot be read."""
        w = self.w
        found = [Wrong(name, w.problem(problem)) for name, field in self.fields.items()
                 if field.isVisibleTo(self) and (problem := field.control.problem()) is not None]
        value = {name: field.control.value() for name, field in self.fields.items()}
        if self._about is About.MEETING and value["meeting"] is None:
            found.append(Wrong("meeting", w("Choose the meeting that is observed")))
        if self._about is not About.MEETING and value["person"] is None and not any(one.field == "person" for one in found):
            found.append(Wrong("person", w("Choose who is observed")))
        if self.fields["day"].isVisibleTo(self) and not any(one.field == "day" for one in found):
            if value["day"] is None:
                found.append(Wrong("day", w("Enter the date")))
            elif value["day"] > self.ctx.desk.today():
                found.append(Wrong("day", w("The date must be today or earlier")))
        return found

    def show_problems(self, wrong: list[Wrong]) -> None:
        """Say what is wrong at each field."""
        for name, field in self.fields.items():
            field.set_error(next((one.text for one in wrong if one.field == name), ""))

    def focus(self, name: str) -> None:
        """Put the keyboard into a field."""
        self._control(name).setFocus()

    def _control(self, name: str) -> Any:
        return self.fields[name].control

    def _arrange(self) -> None:
        about, value = self._about, {name: field.control.value() for name, field in self.fields.items()}
        lesson = about is About.LESSON
        shown = {
            "meeting": not lesson, "day": lesson or value["meeting"] is None, "person": about is not About.MEETING,
            "view": about is not About.MEETING, "rater": about is About.MEETING or value["view"] is not View.SELF,
            **dict.fromkeys(_LESSON, lesson), "module": lesson and value["kind"] is LessonKind.MODULE,
        }
        for name, on in shown.items():
            self.fields[name].setVisible(on)
        for row in self.findChildren(FieldRow):
            row.setVisible(any(shown[name] for name, field in self.fields.items() if field.parentWidget() is row))
        self.changed.emit()

    def _offer_meetings(self, kept: Id | None) -> None:
        desk, w = self.ctx.desk, self.w
        rows = desk.meetings.rows(MeetingFilter(until=desk.today()), RECENT)
        self._meetings = {row.id: row for row in rows if row.status is not MeetingStatus.CANCELLED}
        if kept is not None and kept not in self._meetings and (old := desk.meetings.row(kept)) is not None:
            self._meetings[kept] = old
        several = len({row.group_id for row in self._meetings.values()}) > 1
        self._control("meeting").set_choices([(row.id, " · ".join(part for part in (
            w.short(row.held_on), row.heading(w), row.group if several else "") if part)) for row in self._meetings.values()])

    def _meeting_chosen(self) -> None:
        """Who led the meeting is who is observed; the members of its group are offered first."""
        meeting = self._control("meeting").value()
        row = self._meetings.get(meeting)
        self.people.group_id = row.group_id if row is not None else None
        if self._about is About.LEADER and row is not None:
            detail = self.ctx.desk.meetings.detail(row.id)
            led = (detail.meeting.facilitator_id or detail.meeting.chair_id) if detail is not None else None
            self._control("person").set_value(led)
        self._arrange()
