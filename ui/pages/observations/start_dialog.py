"""Beginning an observation, correcting its heading, and asking a second rater."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from plcdesk.domain.forms import Form
from plcdesk.domain.instruments import About, Instrument
from plcdesk.services.form_views import Filled
from plcdesk.services.records import Made
from ui.pages.observations.head_fields import HeadFields
from ui.pages.observations.wording import ABOUTS
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.widgets.choice_field import ChoiceField
from ui.widgets.dialogs import BaseDialog
from ui.widgets.field_row import FieldRow
from ui.widgets.form_field import FormField, plain_label
from ui.widgets.people_lookup import Lookup
from ui.widgets.person_field import PersonField
from ui.widgets.summary import ErrorSummary

LAST = "observation:last"


class StartDialog(BaseDialog):
    """What is observed; the instrument used last is chosen already. `started(id)` follows the save."""

    started = Signal(str)

    def __init__(self, ctx: Context, parent: QWidget) -> None:
        super().__init__(ctx.w("Start an observation"), parent)
        self.ctx, self.w = ctx, ctx.w
        w = ctx.w
        # meetings first: that is what is observed most often
        order = list(About)
        offer = sorted((one for one in ctx.desk.instruments.all() if one.about in ABOUTS), key=lambda one: order.index(one.about))
        self.instruments: dict[str, Instrument] = {one.code: one for one in offer}
        offered = [(code, one.title.to(w.language)) for code, one in self.instruments.items()]
        self.what = FormField(w, w("What is observed"), ChoiceField(w, offered, none=None))
        last = ctx.desk.drafts.recall(LAST) or ""
        self.what.control.set_value(last if last in self.instruments else next(iter(self.instruments), None))
        self.summary = ErrorSummary(w)
        self.fields = HeadFields(ctx)
        self.summary.jump.connect(self.fields.focus)
        self.body.addWidget(self.summary)
        self.about = plain_label("", "help", wrap=True)
        self.body.addWidget(FieldRow(ctx.theme, [(self.what, 590)]))
        self.body.addWidget(self.about)
        self.body.addWidget(self.fields)
        self.body.addStretch(1)
        self.add_button("cancel", w("Cancel"))
        self.begin_button = self.add_button("start", w("Start"), "primary", closes=False)
        once(self.begin_button, self.store)
        self.what.control.edited.connect(self._fill)
        self._fill()

    def begin(self) -> None:
        """Show the dialog; all is filled in, so the keyboard stands on the button that starts."""
        self.open()
        (self.begin_button if not self.fields.problems() else self.what.control).setFocus()

    def store(self) -> None:
        """Make the form and close, or say what is missing."""
        wrong = self.fields.problems()
        self.fields.show_problems(wrong)
        self.summary.show_problems([(one.field, one.text) for one in wrong])
        if wrong:
            return
        code = self.what.control.value()
        made: list[Made] = []
        if not self.ctx.write(lambda: _kept(made, self.ctx.desk.forms.start(code, **self.fields.values())),
                              self.w("Observation")):
            return
        self.ctx.desk.drafts.remember(LAST, code)
        self.accept()
        self.started.emit(str(made[0].id))

    def _fill(self) -> None:
        instrument = self.instruments.get(self.what.control.value())
        self.begin_button.setEnabled(instrument is not None)
        self.summary.show_problems([])
        if instrument is not None:
            self.about.setText(instrument.note.to(self.w.language))
            self.about.setVisible(bool(self.about.text()))
            self.fields.fill(instrument.about)


class HeadDialog(BaseDialog):
    """Corrects the heading. What came from another computer meanwhile is not overwritten."""

    stored = Signal()

    def __init__(self, ctx: Context, filled: Filled, parent: QWidget) -> None:
        super().__init__(ctx.w("Change the heading"), parent)
        self.ctx, self.w, self._loaded = ctx, ctx.w, filled.loaded
        self.summary = ErrorSummary(self.w)
        self.fields = HeadFields(ctx)
        self.fields.fill(filled.instrument.about, filled.form)
        # whose eyes it was decides what it counts for: that is settled at the start
        self.fields.fields["view"].setEnabled(False)
        self.summary.jump.connect(self.fields.focus)
        self.body.addWidget(self.summary)
        self.body.addWidget(self.fields)
        self.body.addStretch(1)
        self.add_button("cancel", self.w("Cancel"))
        once(self.add_button("change", self.w("Change"), "primary", closes=False), self.store)

    def store(self) -> None:
        """Save and close, or say what is missing."""
        wrong = self.fields.problems()
        self.fields.show_problems(wrong)
        self.summary.show_problems([(one.field, one.text) for one in wrong])
        if wrong:
            return
        form = self._loaded.record
        given = {name: value for name, value in self.fields.values().items() if name != "view"}
        given["hour"] = form.hour._replace(held_on=given["hour"].held_on)
        self.ctx.write(lambda: self.ctx.desk.records.save(replace(form, **given), self._loaded), self.w("Observation"))
        self.accept()
        self.stored.emit()


class SecondDialog(BaseDialog):
    """Who rates the same thing once more, without seeing the first ratings. `started(id)` follows the save."""

    started = Signal(str)

    def __init__(self, ctx: Context, form: Form, title: str, parent: QWidget) -> None:
        super().__init__(ctx.w("Second rater"), parent)
        self.ctx, self.w, self._form = ctx, ctx.w, form
        w = ctx.w
        self.body.addWidget(plain_label(title, "strong", wrap=True))
        self.body.addWidget(plain_label(w("The heading is taken over. The first ratings stay hidden until you compare."),
                                        "help", wrap=True))
        self.rater = FormField(w, w("Who observes"), PersonField(w, Lookup(ctx.desk)))
        self.body.addWidget(FieldRow(ctx.theme, [(self.rater, 360)]))
        self.body.addStretch(1)
        self.add_button("cancel", w("Cancel"))
        once(self.add_button("start", w("Start"), "primary", closes=False), self.store)
        self.rater.control.setFocus()

    def store(self) -> None:
        """Make the form and close, or say what is missing."""
        rater, form = self.rater.control.value(), self._form
        made: list[Made] = []
        problem = self.rater.control.problem()
        text = self.w.problem(problem) if problem is not None else "" if rater is not None else self.w("Choose who observes")
        if rater is not None and rater == form.rater_id:
            text = self.w("This person rated it already. Choose another one.")
        self.rater.set_error(text)
        if text:
            self.rater.control.setFocus()
            return
        fields = {name: getattr(form, name) for name in ("version", "school_id", "view", "meeting_id", "module_id",
                                                         "person_id", "hour", "lesson")}
        if self.ctx.write(lambda: _kept(made, self.ctx.desk.forms.start(form.instrument, rater_id=rater, **fields)),
                          self.w("Observation")):
            self.accept()
            self.started.emit(str(made[0].id))


def _kept(made: list[Made], one: Made) -> Made:
    made.append(one)
    return one
