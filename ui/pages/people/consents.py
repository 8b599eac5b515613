"""What a person agreed to, and when they said so."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from plcdesk.domain.changes import Loaded
from plcdesk.domain.ids import Id
from plcdesk.domain.people import Consent, ConsentAnswer, Consented, ConsentKind
from ui.runtime.context import Context
from ui.widgets.binding import RecordForm
from ui.widgets.cards import Card
from ui.widgets.date_field import DateField
from ui.widgets.field_row import FieldRow
from ui.widgets.form_field import FormField, plain_label
from ui.widgets.segmented import Segmented


class ConsentsCard(Card):
    """One line for each kind of use; an answer gets today's date, which can be put back to that of the paper."""

    def __init__(self, ctx: Context, origin: QWidget) -> None:
        super().__init__(ctx.w("Consent"))
        self.ctx, self.w, self._origin = ctx, ctx.w, origin
        self.body.addWidget(plain_label(
            self.w("An answer gets today's date. Change it when the form was signed earlier."), "help", wrap=True))
        self.lines = {kind: _Line(ctx, kind, origin) for kind in ConsentKind}
        for line in self.lines.values():
            self.body.addWidget(line)

    def open(self, consents: Mapping[ConsentKind, Loaded[Consent]]) -> None:
        """Show the answers of a person."""
        for kind, line in self.lines.items():
            line.open(consents[kind])

    def commit(self) -> bool:
        """Save a date that is half typed."""
        done = [line.form.commit() for line in self.lines.values()]
        return all(done)

    def let_go(self) -> None:
        """Save a date that is half typed and let go of the person."""
        for line in self.lines.values():
            line.form.close()


class _Line(QWidget):
    """The kind of use, the three answers, the day."""

    def __init__(self, ctx: Context, kind: ConsentKind, origin: QWidget) -> None:
        super().__init__()
        self.ctx, self.w, self._origin = ctx, ctx.w, origin
        w = ctx.w
        self.form = RecordForm(ctx, Consent, w("Consent"), origin, self)
        self.form.opened.connect(self._show)
        self.choice = Segmented(w(kind.label), [(answer, w(answer.label)) for answer in ConsentAnswer])
        self.choice.chosen.connect(self._answer)
        self.day = self.form.bind("answer.answered_on", FormField(w, w("Answered on"), DateField(
            w, ctx.desk.today, ctx.theme, weekday=False)))
        answers = QWidget()
        column = QVBoxLayout(answers)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(plain_label(w(kind.label), "label"))
        column.addWidget(self.choice)
        row = QVBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(FieldRow(ctx.theme, [(answers, 400), (self.day, 220)]))

    def open(self, loaded: Loaded[Consent]) -> None:
        """Show the answer of a person, or that there is none."""
        self.form.open(loaded)

    def _show(self, record: Consent) -> None:
        self.choice.set_value(record.answer.answer)
        self.day.setVisible(record.answer.answer is not None)

    def _answer(self, answer: ConsentAnswer) -> None:
        self.form.commit()
        shown = self.form.record
        if shown is None:
            return
        self.ctx.write(partial(self._save, shown.id, shown, answer), self.w("Consent"), self._origin)
        self.form.open(shown.id)

    def _save(self, key: Id, shown: Consent, answer: ConsentAnswer) -> object:
        records = self.ctx.desk.records
        loaded = records.load(Consent, key)
        given = Consented(answer, self.ctx.desk.today())
        return records.save(dataclasses.replace(loaded.record if loaded else shown, answer=given), loaded)
