"""Quotes and the themes they are about (needs N25, N42, N43).

A quote may be printed or shared only with the speaker's permission, and never once the speaker withdrew the consent
to quotes; its text stays on this computer all the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from plcdesk.domain.changes import Changes
from plcdesk.domain.ids import Id
from plcdesk.domain.names import search_key, sort_key
from plcdesk.domain.notes import Interview, Permission, Place, Quote, QuoteSource, TalkKind, Theme
from plcdesk.domain.people import REFUSED, Consent, ConsentAnswer, ConsentKind, Person
from plcdesk.services.records import Made, Records


@dataclass(frozen=True, slots=True)
class QuoteFilter:
    """Which quotes; None or "" asks nothing."""

    text: str = ""
    theme_id: Id | None = None
    interview_id: Id | None = None
    permission: Permission | None = None
    source: QuoteSource | None = None
    usable: bool | None = None


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """A quote in a list. `consent` is what the speaker answered about quotes, None when never asked or unknown."""

    id: Id
    text: str
    speaker: str
    person_id: Id | None
    code: str
    theme_id: Id | None
    theme: str
    said_on: date | None
    source: QuoteSource | None
    permission: Permission
    consent: ConsentAnswer | None
    private: bool
    interview_id: Id | None

    @property
    def withdrawn(self) -> bool:
        """Whether the speaker does not, or no longer, agree to quotes."""
        return self.consent in REFUSED

    @property
    def usable(self) -> bool:
        """Whether it may be printed and shared."""
        return self.permission is Permission.GIVEN and not self.withdrawn


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme with the number of its quotes, and how many of them may be used."""

    id: Id
    name: str
    meaning: str
    quotes: int
    usable: int


class Quotes:
    """The quote bank."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def rows(self, wanted: QuoteFilter | None = None) -> list[QuoteRow]:
        """The quotes that pass the filter, the newest first."""
        wanted = wanted or QuoteFilter()
        themes = {theme.id: theme.name for theme in self._records.all(Theme)}
        answers = {consent.person_id: consent.answer.answer
                   for consent in self._records.all(Consent, kind=ConsentKind.QUOTE)}
        found = [row for quote in self._records.all(Quote)
                 if _passes(row := self._row(quote, themes, answers), wanted)]
        return sorted(found, key=lambda row: (row.said_on or date.min, row.id), reverse=True)

    def row(self, quote_id: Id) -> QuoteRow | None:
        """One quote; None when it is gone."""
        return next((row for row in self.rows() if row.id == quote_id), None)

    def add(self, text: str = "", interview_id: Id | None = None, *, speaker: str = "", person_id: Id | None = None,
            theme_id: Id | None = None, said_on: date | None = None, source: QuoteSource | None = None,
            school_id: Id | None = None) -> Made:
        """A new, private quote; one taken out of a talk has its speaker, its day and its school already.

        Beside the words stands the pseudonym of the person, never the name.
        """
        talk = self._records.get(Interview, interview_id) if interview_id is not None else None
        if talk is not None:
            source = source or (QuoteSource.INTERVIEW if talk.kind is TalkKind.INTERVIEW else QuoteSource.FOCUS)
            one = talk.kind is TalkKind.INTERVIEW
            person_id = person_id or (talk.person_id if one else None)
            speaker, said_on = speaker or (talk.speaker if one else ""), said_on or talk.held_on
            school_id = talk.school_id
        quote = Quote(school_id=school_id, interview_id=interview_id, text=text.strip(), person_id=person_id,
                      speaker=speaker or self._alias(person_id), theme_id=theme_id,
                      place=Place(said_on or self._records.today(), source))
        return Made(quote.id, self._records.save(quote))

    def themes(self) -> list[ThemeRow]:
        """The themes by name, with their quotes counted."""
        rows = self.rows()
        counted = {theme.id: [row for row in rows if row.theme_id == theme.id] for theme in self._records.all(Theme)}
        found = [ThemeRow(theme.id, theme.name, theme.meaning, len(counted[theme.id]),
                          sum(row.usable for row in counted[theme.id])) for theme in self._records.all(Theme)]
        return sorted(found, key=lambda row: sort_key(row.name))

    def add_theme(self, name: str = "", meaning: str = "") -> Made:
        """A theme; one that has this name already is handed back."""
        key = search_key(name)
        for theme in self._records.all(Theme):
            if key and search_key(theme.name) == key:
                return Made(theme.id, Changes())
        made = Theme(name=name.strip(), meaning=meaning.strip())
        return Made(made.id, self._records.save(made))

    def _alias(self, person_id: Id | None) -> str:
        person = self._records.get(Person, person_id) if person_id is not None else None
        return person.alias if person is not None else ""

    def _row(self, quote: Quote, themes: Mapping[Id, str], answers: Mapping[Id | None, ConsentAnswer | None],
             ) -> QuoteRow:
        consent = answers.get(quote.person_id) if quote.person_id is not None else None
        return QuoteRow(quote.id, quote.text, quote.speaker, quote.person_id, quote.code, quote.theme_id,
                        themes.get(quote.theme_id or Id(""), ""), quote.place.said_on, quote.place.source,
                        quote.permission, consent, quote.private, quote.interview_id)


def _passes(row: QuoteRow, wanted: QuoteFilter) -> bool:
    text = wanted.text.strip().casefold()
    return (
        (not text or text in f"{row.text} {row.speaker} {row.code} {row.theme}".casefold())
        and wanted.theme_id in (None, row.theme_id)
        and wanted.interview_id in (None, row.interview_id)
        and wanted.permission in (None, row.permission)
        and wanted.source in (None, row.source)
        and wanted.usable in (None, row.usable)
    )
