"""What people type for a date or a time, read day first in Indonesian and English.

Whatever is no date gives None, never an exception: the entry stays in the draft and the field says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, time, timedelta

from plcdesk.calendar_words import CALENDARS

_NEAR = {
    "kemarin dulu": -2, "kemarin lusa": -2, "kemarin": -1, "yesterday": -1,
    "hari ini": 0, "sekarang": 0, "today": 0, "besok": 1, "tomorrow": 1, "lusa": 2, "besok lusa": 2,
    "seminggu": 7, "seminggu lagi": 7, "minggu depan": 7, "pekan depan": 7, "next week": 7,
    "minggu lalu": -7, "pekan lalu": -7, "last week": -7,
}
_UNITS = {
    "hari": 1, "day": 1, "days": 1, "minggu": 7, "pekan": 7, "week": 7, "weeks": 7,
    "bulan": 0, "month": 0, "months": 0,
}
_YEARS = range(1900, 2200)
_OLD_MONTHS = {"pebruari": 2, "agt": 8, "ags": 8, "nopember": 11, "nop": 11}
_OLD_DAYS = {"ahad": 6, "jum'at": 4}
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
_NUMBERS = re.compile(r"(\d{1,2})[-/. ](\d{1,2})(?:[-/. ](\d{4}|\d{2}))?", re.ASCII)
_NAMED = re.compile(r"(\d{1,2})[-/. ]?([a-z]{3,})\.?(?:[-/. ]?(\d{4}|\d{2}))?", re.ASCII)
_MONTH_FIRST = re.compile(r"([a-z]{3,})\.? (\d{1,2})(?:st|nd|rd|th)?(?: (\d{4}))?", re.ASCII)
_SPAN = re.compile(r"(?:in )?(\d{1,3}) ([a-z]+)( lagi| lalu| yang lalu| ago| from now)?", re.ASCII)
_WEEKDAY = re.compile(r"(?:next |hari )?([a-z']+)(?: depan| ini)?", re.ASCII)
_TIME = re.compile(r"(\d{1,2})(?:[.:,]?([0-5]\d))?(?:[.:]00)?(?: ?(am|pm))?", re.ASCII)


def parse_date(text: str, today: date) -> date | None:
    """The date that `text` means on the day `today`; None for what is no date.

    Understands ``12/5/25``, ``12-05-2025``, ``12 mei``, ``Senin, 12 Mei 2025``, ``2025-05-12``, ``kemarin``,
    ``besok``, ``jumat`` (the next one after today), ``2 minggu`` (from today), and the same in English. Without a
    year the date nearest to today is meant; a two-digit year is of this century. A year nobody can mean is a slip
    of the finger.
    """
    words = " ".join(text.replace(",", " ").casefold().split()).replace("’", "'")
    try:
        found = _relative(words, today) or _written(words, today) or _written(_without_weekday(words), today)
    except (ValueError, OverflowError):
        return None
    return found if found is not None and found.year in _YEARS else None


def parse_time(text: str) -> time | None:
    """The time that `text` means (``13``, ``13.00``, ``13:00``, ``1300``, ``9``, ``pukul 9.30 WIB``, ``1 pm``)."""
    words = " ".join(text.casefold().split())
    words = re.sub(r"^(?:pukul|jam|at) |(?: ?(?:wib|wita|wit))$", "", words)
    found = _TIME.fullmatch(words)
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 else None


def _relative(words: str, today: date) -> date | None:
    if words in _NEAR:
        return today + timedelta(days=_NEAR[words])
    span = _SPAN.fullmatch(words)
    if span is not None and span[2] in _UNITS:
        count = int(span[1]) * (-1 if (span[3] or "").endswith(("lalu", "ago")) else 1)
        days = _UNITS[span[2]]
        return today + timedelta(days=count * days) if days else _months_later(today, count)
    named = _WEEKDAY.fullmatch(words)
    weekday = _weekday(named[1]) if named is not None else None
    if weekday is None:
        return None
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _written(words: str, today: date) -> date | None:
    iso = _ISO.fullmatch(words)
    if iso is not None:
        return date(int(iso[1]), int(iso[2]), int(iso[3]))
    numbers = _NUMBERS.fullmatch(words)
    if numbers is not None:
        return _dated(int(numbers[1]), int(numbers[2]), numbers[3], today)
    named = _NAMED.fullmatch(words)
    if named is not None:
        return _dated(int(named[1]), _month(named[2]), named[3], today)
    first = _MONTH_FIRST.fullmatch(words)
    if first is not None:
        return _dated(int(first[2]), _month(first[1]), first[3], today)
    return None


def _without_weekday(words: str) -> str:
    first, _, rest = words.partition(" ")
    return rest if _weekday(first) is not None else ""


def _dated(day: int, month: int | None, year: str | None, today: date) -> date | None:
    if month is None:
        return None
    if year is not None:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    return min(_around(day, month, today), key=lambda found: abs(found - today), default=None)


def _around(day: int, month: int, today: date) -> Iterator[date]:
    """The day in the years around today; 29 February only where it exists."""
    for year in (today.year, today.year - 1, today.year + 1):
        try:
            yield date(year, month, day)
        except ValueError:
            continue


def _months_later(today: date, count: int) -> date:
    """The same day `count` months on, or the last day of that month where it is shorter."""
    year, month = divmod(today.year * 12 + today.month - 1 + count, 12)
    for day in range(today.day, 27, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    return date(year, month + 1, today.day)


def _month(name: str) -> int | None:
    if name in _OLD_MONTHS:
        return _OLD_MONTHS[name]
    return _place(name, [calendar.months for calendar in CALENDARS.values()], 12)


def _weekday(name: str) -> int | None:
    if name in _OLD_DAYS:
        return _OLD_DAYS[name]
    return _place(name, [calendar.days for calendar in CALENDARS.values()], 7)


def _place(name: str, tables: list[tuple[str, ...]], count: int) -> int | None:
    """The place of the only name that starts with `name` (three letters at least); months count from 1."""
    if len(name) < 3:
        return None
    found = {place for table in tables for place, full in enumerate(table) if full.casefold().startswith(name)}
    if len(found) != 1:
        return None
    return found.pop() + (1 if count == 12 else 0)
