"""Words, dates and numbers of one language, for screen, paper, errors and the command line alike.

The source language is English: an English text is its own key, and `resources/locale/<language>` holds the others.
A `Words` is passed to whoever writes, never kept as a global, because a document's language may differ from the
program's.
"""

from __future__ import annotations

import datetime as dt
import gettext
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from plcdesk.calendar_words import CALENDARS, ROMAN_MONTHS
from plcdesk.domain.changes import Problem
from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import mark
from plcdesk.domain.instruments import Text
from plcdesk.typed_dates import parse_date, parse_time

LANGUAGES = ("id", "en")
NOTHING = "—"
LOCALE = Path(__file__).resolve().parents[1] / "resources" / "locale"


class Words:
    """The words of one language; call it to translate: ``w("{n} people marked present", n=3)``."""

    def __init__(self, language: str = "id", locale: Path = LOCALE) -> None:
        if language not in CALENDARS:
            raise ValueError(f"no words for language {language!r}")
        self.language = language
        self.calendar = CALENDARS[language]
        self._catalogue = _catalogue(language, locale)

    def __call__(self, text: str, /, **values: Any) -> str:
        """`text` in this language, its named places filled; numbers, dates and `Text`s among the values are written out.

        A number that is a name (a year, a page) comes as text, so that it gets no thousands sign.
        """
        if not text:
            return ""
        found = self._catalogue.gettext(text)
        return found.format(**{name: self._shown(value) for name, value in values.items()}) if values else found

    def plural(self, one: str, many: str, n: int, **values: Any) -> str:
        """The form for `n` things; the place ``{n}`` is filled with the number."""
        found = self._catalogue.ngettext(one, many, n)
        return found.format(**{name: self._shown(value) for name, value in {**values, "n": n}.items()})

    def error(self, error: UserError) -> str:
        """What happened, in this language."""
        return self(error.text, **error.values)

    def problem(self, problem: Problem) -> str:
        """What is wrong with an entry, in this language."""
        return self(problem.text, **problem.values)

    def date(self, day: dt.date | None) -> str:
        """``Selasa, 15 Oktober 2024``."""
        return NOTHING if day is None else self.calendar.long(day)

    def day(self, day: dt.date | None) -> str:
        """``15 Oktober 2024``."""
        return NOTHING if day is None else self.calendar.plain(day)

    def short(self, day: dt.date | None) -> str:
        """``15 Okt``."""
        return NOTHING if day is None else self.calendar.short(day)

    def month(self, day: dt.date) -> str:
        """``Oktober 2024``."""
        return f"{self.calendar.months[day.month - 1]} {day.year}"

    def time(self, moment: dt.time | None) -> str:
        """``13.00``."""
        return NOTHING if moment is None else self.calendar.time(moment)

    def hours(self, start: dt.time | None, end: dt.time | None = None, zone: str | None = None) -> str:
        """``13.00–14.30 WIB``; with an open end ``13.00 WIB s.d. selesai``."""
        if start is None:
            return NOTHING
        after = f" {zone}" if zone else ""
        if end is None:
            return self.calendar.open_end.format(start=self.time(start) + after)
        return f"{self.time(start)}–{self.time(end)}{after}"

    def moment(self, at: dt.datetime | str) -> str:
        """``12 Mei 2025 pukul 10.42``; what carries a time zone (or is ISO text with one) is shown in local time."""
        at = dt.datetime.fromisoformat(at) if isinstance(at, str) else at
        local = at.astimezone() if at.tzinfo is not None else at
        return f"{self.day(local)}{self.calendar.at}{self.time(local.time())}"

    def ago(self, at: dt.datetime, now: dt.datetime) -> str:
        """How long ago, in the largest whole unit; past two weeks the day. Both of one kind (with or without zone)."""
        minutes = max(0, int((now - at).total_seconds() // 60))
        days = (now.date() - at.date()).days
        if minutes < 1:
            return self(mark("just now"))
        if minutes < 60:
            return self.plural("{n} minute ago", "{n} minutes ago", minutes)
        if minutes < 24 * 60 and days == 0:
            return self.plural("{n} hour ago", "{n} hours ago", minutes // 60)
        if days <= 1:
            return self(mark("yesterday"))
        return self.plural("{n} day ago", "{n} days ago", days) if days <= 14 else self.day(at)

    def number(self, x: int | float | Decimal, decimals: int = 0) -> str:
        """``1.200``, ``1.234,5``: half is rounded away from zero."""
        exact = x if isinstance(x, Decimal) else Decimal(str(x))
        if not exact.is_finite():
            return NOTHING
        text = f"{exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):,f}"
        signs = {",": self.calendar.thousands, ".": self.calendar.decimal}
        return "".join(signs.get(sign, sign) for sign in text)

    def percent(self, numerator: int, denominator: int) -> str:
        """``90%``, ``72,5%``: from whole counts, half up, one decimal unless the value is whole; — without a base."""
        if denominator == 0:
            return NOTHING
        tenths, rest = divmod(numerator * 1000, denominator)
        if rest == 0 and tenths % 10 == 0:
            return f"{self.number(tenths // 10)}%"
        tenths += 1 if rest * 2 >= denominator else 0
        return f"{self.number(Decimal(tenths).scaleb(-1), 1)}%"

    def size(self, count: int) -> str:
        """``1,4 MB``: bytes in the units of the file manager (1 KB = 1024 bytes)."""
        if count < 1024:
            return f"{self.number(count)} {self.calendar.byte[0 if count == 1 else 1]}"
        units = ("KB", "MB", "GB", "TB")
        exact, step = Decimal(count) / 1024, 0
        # 1023.95 KB would be written 1024.0 KB: the next unit says it better
        while exact >= Decimal("1023.95") and step < len(units) - 1:
            exact, step = exact / 1024, step + 1
        return f"{self.number(exact, 0 if exact >= 100 or step == 0 else 1)} {units[step]}"

    def parse_date(self, text: str, today: dt.date) -> dt.date | None:
        """The date someone typed, whatever the language; None for what is no date."""
        return parse_date(text, today)

    def parse_time(self, text: str) -> dt.time | None:
        """The time someone typed; None for what is no time."""
        return parse_time(text)

    def roman_month(self, day: dt.date) -> str:
        """The month of a letter number: ``X`` for October."""
        return ROMAN_MONTHS[day.month - 1]

    def _shown(self, value: Any) -> Any:
        if isinstance(value, bool):
            return value
        if isinstance(value, int | Decimal):
            return self.number(value) if value == int(value) else self.number(value, 1)
        if isinstance(value, dt.datetime):
            return self.moment(value)
        if isinstance(value, dt.date):
            return self.day(value)
        if isinstance(value, Text):
            return value.to(self.language)
        return self.time(value) if isinstance(value, dt.time) else value


def _catalogue(language: str, locale: Path) -> gettext.NullTranslations:
    """The compiled catalogue; English texts speak for themselves, and so they do where none is compiled."""
    path = locale / language / "LC_MESSAGES" / "plcdesk.mo"
    if language == "en" or not path.exists():
        return gettext.NullTranslations()
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)
