"""Prepare a questionnaire: which one, for which school, when, how many people."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from plcdesk.domain.ids import Id
from plcdesk.domain.instruments import About, Instrument, Occasion
from plcdesk.domain.queries import BatchQuery
from plcdesk.services.questionnaire_views import asks_role
from plcdesk.services.records import Made
from ui.pages.questionnaires.parts import meeting_choices
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.widgets.choice_field import ChoiceField
from ui.widgets.date_field import DateField
from ui.widgets.dialogs import BaseDialog
from ui.widgets.field_row import FieldRow
from ui.widgets.fields import NumberField, TextField
from ui.widgets.form_field import FormField

MOST = 9999


class AddDialog(BaseDialog):
    """All is filled in beforehand. `made(id)` follows the save."""

    made = Signal(str)

    def __init__(self, ctx: Context, parent: QWidget) -> None:
        w = ctx.w
        super().__init__(w("Prepare a questionnaire"), parent)
        self.ctx, self.w = ctx, w
        me = ctx.desk.programme.me()
        schools = [(row.record.id, row.record.name) for row in ctx.desk.programme.schools()]
        self._instruments = {one.code: one for one in ctx.desk.instruments.all(About.SHEET)}
        offered = [(code, f"{code} · {one.title.to(w.language)}") for code, one in self._instruments.items()]
        self.instrument = FormField(w, w("Questionnaire"), ChoiceField(w, offered, none=None))
        self.school = FormField(w, w("School"), ChoiceField(w, schools, none=None))
        self.occasion = FormField(w, w("Asked at"), ChoiceField(w, Occasion), optional=True)
        self.day = FormField(w, w("Date"), DateField(w, ctx.desk.today, ctx.theme))
        self.people = FormField(w, w("Number of people asked"), NumberField(w, 0, MOST), optional=True)
        self.meeting = FormField(w, w("Meeting"), ChoiceField(w), optional=True,
                                 help=w("Where it was handed out: a training, a parents' forum."))
        self.title = FormField(w, w("Title"), TextField(), optional=True)
        self._people_typed = self._occasion_chosen = False
        self.instrument.control.set_value(next(iter(self._instruments), None))
        self.school.control.set_value(me.school_id if me is not None and me.school_id else
                                      next((school for school, _ in schools), None))
        self.day.control.set_value(ctx.desk.today())
        self.people.control.edited.connect(self._typed)
        self.occasion.control.edited.connect(self._picked)
        for field in (self.instrument, self.school):
            field.control.edited.connect(self._suggest)
        self._suggest()
        self.body.addWidget(self.instrument)
        self.body.addWidget(FieldRow(ctx.theme, [(self.school, 300), (self.occasion, 160)]))
        self.body.addWidget(FieldRow(ctx.theme, [(self.day, 280), (self.people, 250)]))
        self.body.addWidget(self.title)
        self.body.addWidget(self.meeting)
        self.body.addStretch(1)
        self.add_button("cancel", w("Cancel"))
        once(self.add_button("add", w("Prepare"), "primary", closes=False), self.store)
        self.instrument.control.setFocus()

    @property
    def chosen(self) -> Instrument | None:
        """The questionnaire that is chosen."""
        return self._instruments.get(self.instrument.control.value())

    def store(self) -> None:
        """Make the batch, or say at the fields what cannot be read."""
        wrong = False
        for field in (self.day, self.people):
            problem = field.control.problem()
            field.set_error(self.w.problem(problem) if problem is not None else "")
            wrong = wrong or problem is not None
        if wrong or self.chosen is None:
            return
        result: list[Made] = []

        def save() -> Made:
            result.append(self.ctx.desk.questionnaires.add_batch(
                self.instrument.control.value(), self.school.control.value(), occasion=self.occasion.control.value(),
                held_on=self.day.control.value(), expected=self.people.control.value(),
                title=self.title.control.value(), meeting_id=self.meeting.control.value()))
            return result[0]

        if self.ctx.write(save, self.w("Questionnaire")):
            self.made.emit(str(Id(result[0].id)))
            self.accept()

    def _typed(self) -> None:
        self._people_typed = True

    def _picked(self) -> None:
        self._occasion_chosen = True

    def _suggest(self) -> None:
        """As many people as the school has target teachers, at the start and, once that is there, at the end; what is
        asked anonymously or of others leaves both open."""
        chosen, school, service = self.chosen, self.school.control.value(), self.ctx.desk.questionnaires
        if chosen is None:
            return
        self.meeting.control.set_choices(meeting_choices(self.ctx, school))
        if not self._people_typed:
            people = 0 if asks_role(chosen) else service.target_teachers(school)
            self.people.control.set_value(people or None)
        if not self._occasion_chosen:
            begun = service.batches(BatchQuery(instrument=chosen.code, school_id=school, occasion=Occasion.START))
            named = not (chosen.anonymous or asks_role(chosen))
            self.occasion.control.set_value((Occasion.END if begun else Occasion.START) if named else None)
