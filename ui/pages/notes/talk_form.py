"""One interview or group discussion: its heading, the notes by the guide, the quotes taken out of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QWidget

from plcdesk.domain.changes import Row
from plcdesk.domain.notes import Interview
from plcdesk.services.form_views import Filled
from plcdesk.services.interviews import InterviewDetail
from ui.pages.notes.finish_line import FinishLine
from ui.pages.notes.note_form import NoteForm
from ui.pages.notes.quotes_card import QuotesCard
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.banner import Strip
from ui.widgets.bound_rows import LONG_DATE, bind_row, date_field, make_field
from ui.widgets.cards import Card
from ui.widgets.control import SMALLEST
from ui.widgets.fields import NumberField, TextField
from ui.widgets.form_field import plain_label
from ui.widgets.form_items import FormItems
from ui.widgets.long_text import LongText
from ui.widgets.people_lookup import Lookup
from ui.widgets.person_field import PersonField
from ui.widgets.private_strip import PrivateStrip


class TalkForm(NoteForm):
    """Private from the start; the strip on top says so and offers to share."""

    CLS = Interview
    FIRST = "speaker"

    def __init__(self, ctx: Context, origin: QWidget) -> None:
        self.detail: InterviewDetail | None = None
        self.filled: Filled | None = None
        super().__init__(ctx, origin)

    def cards(self) -> Sequence[QWidget]:
        """The strips, the heading, the guide, the quotes, the summary."""
        w = self.w
        self.private = PrivateStrip(self.ctx, self.label)
        self.private.shared.connect(self._shared)
        self.consent = Strip("", "warning", w("Consent"))
        self.consent.acted.connect(self._to_person)
        self.consent.hide()
        return self.private, self.consent, self._heading(), self._guide(), self._quotes(), self._summary()

    def show_record(self, record: Interview) -> None:
        """The consent as it is now, the notes, the quotes."""
        self.detail = self.ctx.desk.notes.interviews.detail(record.id)
        if self.detail is None:
            return
        self.private.show_record(Row(self.table, record.id), private=record.private)
        self.consent.setVisible(self.detail.withdrawn)
        if self.detail.withdrawn:
            self.consent.say(self.w("{name} does not agree to interview notes any more. The notes stay on this "
                                    "computer; they are not shared or printed.", name=self.detail.person), "warning",
                             self.w("Consent"))
        self._show_guide()
        self.quotes.show_talk(record)

    def title(self, record: Interview) -> str:
        """Whom it was with."""
        return (self.detail.speaker if self.detail is not None else record.speaker) or self.w(record.kind.label)

    def facts(self, record: Interview) -> str:
        """Kind, person, school and how much is written."""
        parts = [self.w(record.kind.label)]
        if self.detail is not None:
            parts += [self.detail.person if record.speaker else "", self.detail.school]
        if self.filled is not None:
            parts.append(self.line.told)
        return " · ".join(part for part in parts if part)

    def commit(self) -> bool:
        """Save what is half typed."""
        self.items.commit()
        return all([super().commit(), self.quotes.commit()])

    def let_go(self) -> None:
        """Save what is half typed and let go of the talk."""
        self.items.show_form(None, ())
        self.quotes.open(None)
        super().let_go()

    def begin(self) -> None:
        """Into the first question."""
        if self.filled is not None:
            self.items.focus_first()
        else:
            super().begin()

    def finish(self) -> bool:
        """Finish the guide, or open it again."""
        self.commit()
        self.line.act()
        return True

    def take_quote(self) -> None:
        """The marked words of an answer become a quote; without marked words an empty one is begun."""
        record = cast("Interview | None", self.form.record)
        if record is None:
            return
        self.commit()
        words = self._marked()
        if self.write(lambda: self.ctx.desk.notes.quotes.add(words, record.id)):
            self.quotes.show_talk(record)
            self.quotes.forms[-1].focus("theme_id" if words else "text")

    def _marked(self) -> str:
        for control in self.items.controls.values():
            for text in control.findChildren(QPlainTextEdit):
                found = text.textCursor().selectedText().replace("\u2029", "\n").strip()
                if found:
                    return found
        return ""

    def _show_guide(self) -> None:
        form_id = self.detail.form_id if self.detail is not None else None
        self.filled = self.ctx.desk.forms.load(form_id) if form_id is not None else None
        items = self.filled.asked if self.filled is not None else ()
        self.items.show_form(self.filled, items)
        self.line.show_form(self.filled, items)

    def _answered(self) -> None:
        form_id = self.detail.form_id if self.detail is not None else None
        self.filled = self.ctx.desk.forms.load(form_id) if form_id is not None else None
        self.line.show_form(self.filled, self.filled.asked if self.filled is not None else ())
        if self.form.record is not None:
            self.say(self.form.record)
        self.changed.emit()

    def _finished(self) -> None:
        self._show_guide()
        self.changed.emit()

    def _shared(self, new_id: str) -> None:
        self.changed.emit()
        self.ctx.go("notes", new_id)

    def _to_person(self) -> None:
        if self.detail is not None and self.detail.interview.person_id is not None:
            self.ctx.go("people", self.detail.interview.person_id)

    def _heading(self) -> Card:
        ctx, w, card = self.ctx, self.w, Card()
        bind_row(ctx, self.form, card,
                 ("speaker", make_field(ctx, w("Pseudonym or participants"), TextField(), help=w(
                     "What quotes are printed under. Of a group: who took part.")), 520))
        bind_row(ctx, self.form, card,
                 ("held_on", date_field(ctx, w("Date"), optional=False, weekday=True), LONG_DATE),
                 ("venue", make_field(ctx, w("Place"), TextField()), 240),
                 ("minutes", make_field(ctx, w("Length in minutes"), NumberField(w, 1, 600)), 170))
        bind_row(ctx, self.form, card,
                 ("interviewer_id", make_field(ctx, w("Interviewer"), PersonField(w, Lookup(ctx.desk))), 300))
        return card

    def _guide(self) -> Card:
        w, card = self.w, Card(self.w("Guide"))
        card.body.addWidget(plain_label(w("Mark words in an answer, then take them as a quote."), "help", wrap=True))
        self.items = FormItems(self.ctx, self.label, self.origin)
        self.items.saved.connect(self._answered)
        card.body.addWidget(self.items)
        self.line = FinishLine(self.ctx, self.label, self.origin)
        self.line.finished.connect(self._finished)
        card.body.addWidget(self.line)
        return card

    def _quotes(self) -> QuotesCard:
        self.quotes = QuotesCard(self.ctx, self.origin)
        self.take = set_role(QPushButton(self.w("Take the marked words as a quote")), "outlined")
        self.take.setMinimumHeight(SMALLEST)
        self.take.setToolTip("Ctrl+Shift+K")
        once(self.take, self.take_quote)
        line = QHBoxLayout()
        line.addWidget(self.take)
        line.addStretch(1)
        self.quotes.body.insertLayout(2, line)
        return self.quotes

    def _summary(self) -> Card:
        card = Card()
        bind_row(self.ctx, self.form, card, ("summary", make_field(self.ctx, self.w("Summary"), LongText(3)), 640))
        return card
