"""The quotes taken out of a talk, each with its theme and the permission to use it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject

from plcdesk.domain.changes import Loaded, Problem
from plcdesk.domain.fields import mark
from plcdesk.domain.ids import Id
from plcdesk.domain.notes import Interview, Permission, Quote
from plcdesk.services.quotes import QuoteFilter
from plcdesk.services.records import Made
from ui.pages.notes.places import short
from ui.runtime.context import Context
from ui.widgets.bound_rows import make_field
from ui.widgets.choice_field import ChoiceField
from ui.widgets.fields import TextField
from ui.widgets.form_rows import Fields, FormRows
from ui.widgets.long_text import LongText

REFUSED = mark("This person does not agree to quotes. It is not shared or printed; the words stay on this computer.")


def themes(ctx: Context) -> list[tuple[Id, str]]:
    """The themes by id and name."""
    return [(row.id, row.name or "—") for row in ctx.desk.notes.quotes.themes()]


def quote_problems(ctx: Context, quote_id: Id) -> list[Problem]:
    """Why a quote may not be used although its permission may say so."""
    row = ctx.desk.notes.quotes.row(quote_id)
    return [Problem("permission", REFUSED)] if row is not None and row.withdrawn else []


class QuotesCard(FormRows):
    """The quotes of one talk, the first one said on top."""

    RECORD, FIRST = Quote, "text"

    def __init__(self, ctx: Context, origin: QObject) -> None:
        w = ctx.w
        super().__init__(ctx, origin, w("Quotes"),
                         w("A quote is printed only with permission, under the pseudonym."), w("Add a quote"), w("Quote"))
        self._themes: list[tuple[Id, str]] = []

    def show_talk(self, talk: Interview) -> None:
        """Show the quotes of a talk, with the themes there are now."""
        now = themes(self.ctx)
        if now != self._themes:
            self._themes = now
            for form in self.forms:
                form.commit()
            self.open(None)
        self.open(talk.id)

    def fields(self) -> Sequence[Fields]:
        """The words, then what they are about and whether they may be used."""
        ctx, w = self.ctx, self.w
        permission = ChoiceField(w, Permission, none=None)
        return ((("text", make_field(ctx, w("Quote"), LongText(2), optional=False), 640),),
                (("theme_id", make_field(ctx, w("Theme"), ChoiceField(w, self._themes)), 220),
                 ("code", make_field(ctx, w("Code"), TextField(60)), 160),
                 ("permission", make_field(ctx, w("Permission to quote"), permission, optional=False), 220)))

    def load(self, parent: Id) -> Sequence[Loaded[Any]]:
        """The quotes, the oldest first."""
        rows = self.ctx.desk.notes.quotes.rows(QuoteFilter(interview_id=parent))
        found = [self.ctx.desk.records.load(Quote, row.id) for row in sorted(rows, key=lambda row: row.id)]
        return [one for one in found if one is not None]

    def make(self, parent: Id) -> Made:
        """An empty quote of the talk."""
        return self.ctx.desk.notes.quotes.add("", parent)

    def problems(self, record: Any) -> Sequence[Problem]:
        """Consent that was withdrawn."""
        return quote_problems(self.ctx, record.id)

    def removed(self, record: Any) -> str:
        """What the toast says."""
        return self.w("“{title}” moved to Trash", title=short(record.text, 40) or self.w("Quote"))
