"""A quote of the bank, and a theme with its quotes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from plcdesk.domain.changes import Row
from plcdesk.domain.ids import Id
from plcdesk.domain.notes import Permission, Quote, QuoteSource, Theme
from plcdesk.services.quotes import QuoteFilter
from ui.pages.notes.note_form import NoteForm
from ui.pages.notes.places import short
from ui.pages.notes.quotes_card import REFUSED, quote_problems, themes
from ui.runtime.clicks import once
from ui.theme.roles import set_role
from ui.widgets.banner import Strip
from ui.widgets.bound_rows import LONG_DATE, bind_row, date_field, make_field
from ui.widgets.cards import Card
from ui.widgets.choice_field import ChoiceField
from ui.widgets.control import SMALLEST
from ui.widgets.fields import TextField
from ui.widgets.form_field import plain_label
from ui.widgets.long_text import LongText
from ui.widgets.people_lookup import Lookup
from ui.widgets.person_field import PersonField
from ui.widgets.private_strip import PrivateStrip

SHOWN = 20
"""So many quotes of a theme are shown; the list has them all."""


class QuoteForm(NoteForm):
    """One quote: words, speaker, theme, permission."""

    CLS = Quote

    def cards(self) -> Sequence[QWidget]:
        """The strips, then the quote."""
        ctx, w, card = self.ctx, self.w, Card()
        self.private = PrivateStrip(ctx, self.label)
        self.private.shared.connect(self._shared)
        self.refused = Strip(w(REFUSED), "warning")
        self.refused.hide()
        self.theme = ChoiceField(w, [])
        bind_row(ctx, self.form, card, ("text", make_field(ctx, w("Quote"), LongText(3), optional=False), 640))
        bind_row(ctx, self.form, card,
                 ("theme_id", make_field(ctx, w("Theme"), self.theme), 260),
                 ("code", make_field(ctx, w("Code"), TextField(60)), 180),
                 ("permission", make_field(ctx, w("Permission to quote"), ChoiceField(w, Permission, none=None),
                                           optional=False), 240))
        bind_row(ctx, self.form, card,
                 ("speaker", make_field(ctx, w("Pseudonym of the speaker"), TextField(60), help=w(
                     "The quote is printed under this name only.")), 260),
                 ("person_id", make_field(ctx, w("Speaker"), PersonField(w, Lookup(ctx.desk)), help=w(
                     "For the consent; never printed.")), 260))
        bind_row(ctx, self.form, card,
                 ("place.said_on", date_field(ctx, w("Date"), weekday=True), LONG_DATE),
                 ("place.source", make_field(ctx, w("Source"), ChoiceField(w, QuoteSource)), 220))
        return self.private, self.refused, card, self._talk_card()

    def prepare(self, record: Quote) -> None:
        """The themes there are."""
        self.theme.set_choices(themes(self.ctx))

    def show_record(self, record: Quote) -> None:
        """Whether it may be used, and the talk it comes from."""
        self.private.show_record(Row(self.table, record.id), private=record.private)
        problems = quote_problems(self.ctx, record.id)
        self.refused.setVisible(bool(problems))
        self.talk.setVisible(record.interview_id is not None)

    def title(self, record: Quote) -> str:
        """Its first words."""
        return short(record.text) or self.w("Quote")

    def facts(self, record: Quote) -> str:
        """Speaker and permission."""
        return " · ".join(part for part in (record.speaker, self.w(record.permission.label)) if part)

    def _talk_card(self) -> QWidget:
        self.talk = QWidget()
        button = set_role(QPushButton(self.w("Open the talk it comes from")), "link")
        button.setMinimumHeight(SMALLEST)
        once(button, self._open_talk)
        column = QVBoxLayout(self.talk)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return self.talk

    def _open_talk(self) -> None:
        record = self.form.record
        if record is not None and record.interview_id is not None:
            self.ctx.go("notes", record.interview_id)

    def _shared(self, new_id: str) -> None:
        self.changed.emit()
        self.ctx.go("notes", new_id)


class ThemeForm(NoteForm):
    """A theme: its name, what it means, its quotes. `quotes_asked(id)` leads to them in the bank."""

    CLS = Theme
    FIRST = "name"
    quotes_asked = Signal(str)

    def cards(self) -> Sequence[QWidget]:
        """The theme, then its quotes."""
        ctx, w, card = self.ctx, self.w, Card()
        bind_row(ctx, self.form, card, ("name", make_field(ctx, w("Theme"), TextField(120), optional=False), 420))
        bind_row(ctx, self.form, card, ("meaning", make_field(ctx, w("Meaning"), LongText(2), help=w(
            "What belongs here, so that two people sort alike.")), 640))
        self.bank = Card(w("Quotes"))
        self._list = QWidget()
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.all = set_role(QPushButton(w("Show them in the quote bank")), "outlined")
        self.all.setMinimumHeight(SMALLEST)
        once(self.all, self._ask)
        self.bank.body.addWidget(self._list)
        self.bank.body.addWidget(self.all, 0, Qt.AlignmentFlag.AlignLeft)
        return card, self.bank

    def show_record(self, record: Theme) -> None:
        """The first of its quotes."""
        while self._column.count():
            entry = self._column.takeAt(0)
            widget = entry.widget() if entry is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        rows = self.ctx.desk.notes.quotes.rows(QuoteFilter(theme_id=record.id))
        self.all.setVisible(bool(rows))
        for row in rows[:SHOWN]:
            note = self.w("not usable: no consent") if row.withdrawn else self.w(row.permission.label)
            self._column.addWidget(plain_label(f"“{row.text}”", "", wrap=True))
            self._column.addWidget(plain_label(" · ".join(part for part in (row.speaker, note) if part), "help"))
        if not rows:
            self._column.addWidget(plain_label(self.w("No quotes under this theme yet"), "help"))

    def title(self, record: Theme) -> str:
        """Its name."""
        return record.name or self.w("Theme")

    def facts(self, record: Theme) -> str:
        """How many quotes."""
        count = len(self.ctx.desk.notes.quotes.rows(QuoteFilter(theme_id=record.id)))
        return self.w.plural("{n} quote", "{n} quotes", count)

    def _ask(self) -> None:
        record = self.form.record
        if record is not None:
            self.quotes_asked.emit(str(Id(record.id)))
