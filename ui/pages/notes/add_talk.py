"""Start an interview or a group discussion: with whom, and whether they agree. Without consent nothing is stored."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from plcdesk.domain.ids import Id
from plcdesk.domain.notes import TalkKind
from plcdesk.domain.people import ConsentAnswer, Person
from plcdesk.services.records import Made
from ui.pages.notes.places import my_school, school_choice
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.widgets.bound_rows import LONG_DATE, date_field
from ui.widgets.dialogs import BaseDialog
from ui.widgets.field_row import FieldRow
from ui.widgets.fields import TextField
from ui.widgets.form_field import FormField, plain_label
from ui.widgets.people_lookup import Lookup
from ui.widgets.person_field import PersonField
from ui.widgets.segmented import Segmented

WIDTH = 250


class AddTalk(BaseDialog):
    """`made(id)` follows the save. The consent is asked for where it is missing; its day is stored with the talk."""

    made = Signal(str)

    def __init__(self, ctx: Context, parent: QWidget) -> None:
        super().__init__(ctx.w("Start an interview"), parent)
        self.ctx, self.w, self._room = ctx, ctx.w, parent
        w = self.w
        self.kind = Segmented(w("Kind"), [(kind, w(kind.label)) for kind in TalkKind])
        self.kind.set_value(TalkKind.INTERVIEW)
        self.kind.chosen.connect(lambda _: self._show())
        self.person = FormField(w, w("Person interviewed"), PersonField(w, Lookup(ctx.desk)), optional=True)
        self.person.control.edited.connect(self._chosen)
        self.person.control.left.connect(self._chosen)
        self.speaker = FormField(w, w("Pseudonym or participants"), TextField())
        self.day = date_field(ctx, w("Date"), optional=False, weekday=True)
        self.day.control.set_value(ctx.desk.today())
        self.school = FormField(w, w("School"), school_choice(ctx))
        self.words = plain_label("", "", wrap=True)
        self.words.setMinimumWidth(ctx.theme.px(2 * WIDTH + 40))
        self.agreed = date_field(ctx, w("Agreed on"), optional=False, weekday=True)
        self.body.addWidget(self.kind)
        self._who = FieldRow(ctx.theme, [(self.person, WIDTH), (self.speaker, WIDTH)])
        self.body.addWidget(self._who)
        self.body.addWidget(self.words)
        self._consent = FieldRow(ctx.theme, [(self.agreed, LONG_DATE)])
        self.body.addWidget(self._consent)
        self.body.addWidget(FieldRow(ctx.theme, [(self.day, LONG_DATE), (self.school, 200)]))
        self.body.addStretch(1)
        self.add_button("cancel", w("Cancel"))
        self.add = self.add_button("start", w("Start"), "primary", closes=False)
        once(self.add, self.store)
        self._show()

    def begin(self) -> None:
        """Show the dialog with the cursor in the person."""
        self.open()
        self.person.control.setFocus()

    def store(self) -> None:
        """Start, or say what is missing; nothing is stored before all is clear."""
        if not self._complete():
            return
        person, made = self._person(), []
        school = self._school_of(person) if person is not None else self.school.control.value()

        def work() -> Made:
            made.append(self.ctx.desk.notes.interviews.start(
                self.kind.value(), person_id=person, speaker=self.speaker.control.value(),
                held_on=self.day.control.value(), school_id=school,
                consent_on=self.agreed.control.value() if not self._consent.isHidden() else None))
            return made[0]

        if self.ctx.write(work, self.w("Interview")):
            self.made.emit(str(made[0].id))
            self.accept()

    def _person(self) -> Id | None:
        if self.kind.value() is not TalkKind.INTERVIEW:
            return None
        found: Id | None = self.person.control.value()
        return found

    def _complete(self) -> bool:
        """Say at its field what is missing; the cursor goes to the first one."""
        w, person = self.w, self._person()
        found: list[tuple[FormField, str]] = []
        for field in (self.person, self.agreed, self.day):
            problem = field.control.problem()
            found.append((field, w.problem(problem) if problem is not None and not field.isHidden() else ""))
        unnamed = person is None and not found[0][1] and not self.speaker.control.value()
        found.append((self.speaker, w("Nobody is named yet. Nothing was stored. Choose a person, or enter a pseudonym.")
                      if unnamed else ""))
        if person is not None and self.agreed.control.value() is None and not found[1][1]:
            missing = self.ctx.desk.notes.interviews.refusal(person)
            found[1] = (self.agreed, w.error(missing) if missing is not None else "")
        for field, text in found:
            field.set_error(text)
        wrong = next((field for field, text in found if text), None)
        if wrong is not None:
            wrong.control.setFocus()
        return wrong is None

    def _school_of(self, person: Id) -> Id | None:
        found = self.ctx.desk.records.get(Person, person)
        return found.school_id if found is not None and found.school_id is not None else my_school(self.ctx)

    def _chosen(self) -> None:
        """Another person: their pseudonym, their consent."""
        person = self._person()
        record = self.ctx.desk.records.get(Person, person) if person is not None else None
        if record is not None and record.alias:
            self.speaker.control.set_value(record.alias)
        self._show()

    def _show(self) -> None:
        w, one = self.w, self.kind.value() is TalkKind.INTERVIEW
        self.person.setVisible(one)
        person = self._person()
        self.school.setVisible(person is None and len(self.ctx.desk.programme.schools()) > 1)
        self._consent.hide()
        if not one:
            self.words.setText(w("Ask all who take part for consent first."))
        elif person is None:
            self.words.setText(w("Of someone who is not among the people, enter a pseudonym. Ask for consent first."))
        else:
            self._say_consent(person)
        if self.isVisible():
            self.resize(self.sizeHint().boundedTo(self._room.window().size()))

    def _say_consent(self, person: Id) -> None:
        w, answer = self.w, self.ctx.desk.notes.interviews.consent(person).record.answer
        name = self.ctx.desk.people.names().get(person, "")
        if answer.answer is ConsentAnswer.YES:
            day = w.day(answer.answered_on) if answer.answered_on is not None else "—"
            self.words.setText(w("{name} agreed to interview notes: {date}.", name=name, date=day))
            return
        self._consent.show()
        if answer.answer is None:
            self.words.setText(w("{name} was not asked yet whether interview notes may be taken. Ask first; when they "
                                 "agree, enter the day.", name=name))
        elif answer.answer is ConsentAnswer.NO:
            self.words.setText(w("{name} does not agree to interview notes. Start only when they agree after all; then "
                                 "enter the day.", name=name))
        else:
            self.words.setText(w("{name} withdrew the consent to interview notes. Start only when they agree again; "
                                 "then enter the day.", name=name))
