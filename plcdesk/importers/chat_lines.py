"""The lines of an exported chat that begin a message: how the phone wrote them, and whether the day comes first.

A phone writes dates in its own language, and all of one export alike. The first line therefore shows the shape, and
what has another shape later is part of a message: something that a person pasted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby, pairwise
from typing import NamedTuple

from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import mark

MARKS = "\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
"""Signs that only say in which direction one reads, for a class of a pattern; phones strew them in."""
YEARS = range(2009, 2100)
"""WhatsApp began in 2009."""
_JOINED = 20
"""So many lines in the shape of another phone are no pasted words any more but a second export."""

_SPACE = r"[ \t\u00a0\u2009\u202f]"
_HEAD = re.compile(
    rf"\n[{MARKS}]*(?P<bracket>\[)?[{MARKS}]*"
    r"(?P<one>\d{4}|\d{1,2})(?P<sep>[/.-])(?P<two>\d{1,2})(?P=sep)(?P<three>\d{4}|\d{1,2})"
    rf"(?P<comma>,?){_SPACE}+"
    r"(?P<hour>\d{1,2})(?P<colon>[:.])(?P<minute>\d{2})(?:(?P=colon)(?P<second>\d{2}))?"
    rf"(?:{_SPACE}*(?P<half>[AaPp]\.?{_SPACE}?[Mm]\.?))?"
    # behind the dash no second time of day: "12/10/24 08.00 - 10.00 rapat" is somebody's plan, and so is "- selesai"
    rf"(?(bracket)[{MARKS}]*\]{_SPACE}?|{_SPACE}[-–]{_SPACE}(?!\d{{1,2}}[.:]\d{{2}}(?!\d)|[Ss]elesai\b))"
)
_FIELDS = ("bracket", "one", "sep", "two", "three", "comma", "hour", "colon", "minute", "second", "half")


class Shape(NamedTuple):
    """How a phone writes date and time, apart from the figures."""

    bracket: bool
    sep: str
    year_first: bool
    short_year: bool
    comma: bool
    colon: str
    seconds: bool
    halves: bool


class Head(NamedTuple):
    """The beginning of a message: where its line starts, where its words start, and the figures as they stand there."""

    start: int
    end: int
    one: str
    two: str
    three: str
    hour: int
    minute: int
    second: int
    half: str


def heads_of(text: str) -> tuple[Shape, list[Head]]:
    """The beginnings of all messages. `text` has one kind of line end and starts with one.

    Raises UserError when the first words of the file begin no message, or when two exports stand in it.
    """
    shape: Shape | None = None
    heads: list[Head] = []
    strange: list[int] = []
    for match in _HEAD.finditer(text):
        bracket, one, sep, two, three, comma, hour, colon, minute, second, half = match.group(*_FIELDS)
        found = Shape(bracket is not None, sep, len(one) == 4, len(three) == 2 and len(one) < 4, comma != "", colon,
                      second is not None, half is not None)
        if len(three) == (4 if len(one) == 4 else 1):
            continue  # two years, or none
        if shape is None:
            if text[: match.start()].strip():
                break
            shape = found
        if found != shape:
            strange.append(match.start())
            continue
        clock = int(hour), int(minute), int(second or 0)
        heads.append(Head(match.start(), match.end(), one, two, three, *clock, half or ""))
    if shape is None:
        raise UserError(mark("Line {n} does not begin with a date and a time. Nothing was stored. Choose the text file "
                             "that WhatsApp exports."), n=_first_line(text))
    if len(strange) >= max(_JOINED, len(heads) // 20):
        raise UserError(mark("From line {n} on the dates are written in another way. Nothing was stored. Choose each "
                             "export on its own."), n=line_of(text, strange[0]))
    return shape, heads


def line_of(text: str, start: int) -> int:
    """The number of the line that begins behind the line end at `start`."""
    return text.count("\n", 0, start + 1)


def _first_line(text: str) -> int:
    return line_of(text, text.rfind("\n", 0, len(text) - len(text.lstrip())))


def order_of(shape: Shape, heads: list[Head]) -> tuple[bool, bool]:
    """Whether the day comes before the month, and whether that is only a guess.

    Decided for the whole file: by figures above 12; else by the order in which time does not run back; else by the way
    the date is written.
    """
    if shape.year_first:
        return False, False
    days = [key for key, _ in groupby((int(head.three), int(head.one), int(head.two)) for head in heads)]
    first = sum(one > 12 >= two for _, one, two in days)
    second = sum(two > 12 >= one for _, one, two in days)
    if first or second:
        return first >= second, False
    if all(one == two for _, one, two in days):
        return True, False
    back = _back((year, two, one) for year, one, two in days)
    back_swapped = _back(days)
    if back != back_swapped:
        return back < back_swapped, False
    return _by_style(shape, heads)


def _back(days: Iterable[tuple[int, int, int]]) -> int:
    """How often a day lies before the one above it."""
    return sum(later < earlier for earlier, later in pairwise(days))


def _by_style(shape: Shape, heads: list[Head]) -> tuple[bool, bool]:
    """What the way of writing says: only American phones put the month first, and they write 1/4/24, 7:02 PM."""
    if "." in (shape.colon, shape.sep):
        return True, False
    filled = any(head.one[0] == "0" or head.two[0] == "0" for head in heads)
    bare = any(len(head.one) == 1 or len(head.two) == 1 for head in heads)
    if shape.halves:
        upper = heads[0].half[0] in "AP"
        american = shape.sep == "/" and upper and not filled and (shape.short_year or bare)
        return not american, not american
    # an American phone set to 24 hours looks like this, and so does a European one; in the last three months, where no
    # figure is below ten, also one that would fill in a nought
    return True, shape.sep == "/" and shape.comma and shape.short_year and not filled


def times_of(text: str, shape: Shape, heads: list[Head], day_first: bool, *, asked: bool) -> list[datetime]:
    """When each message was sent. `asked` when a person chose the order.

    Raises UserError at the first date or time that does not exist.
    """
    times = []
    known: dict[tuple[str, str, str], date | None] = {}
    for head in heads:
        written = (head.one, head.two, head.three)
        if written not in known:
            known[written] = _date(shape, written, day_first)
        day, hour = known[written], _hour(head)
        if day is None and asked and _date(shape, written, not day_first) is not None:
            raise UserError(mark("The date in line {n} does not fit this order of day and month. Nothing was stored. "
                                 "Choose the other order."), n=line_of(text, head.start))
        if day is None or hour is None or head.minute > 59 or head.second > 59:
            raise UserError(mark("Line {n} begins with a date or time that does not exist. Nothing was stored. Export "
                                 "the chat again, then choose the new file."), n=line_of(text, head.start))
        times.append(datetime(day.year, day.month, day.day, hour, head.minute, head.second))
    return times


def _date(shape: Shape, written: tuple[str, str, str], day_first: bool) -> date | None:
    one, two, three = (int(figures) for figures in written)
    if shape.year_first:
        year, month, day = one, two, three
    else:
        year = three + 2000 if shape.short_year else three
        day, month = (one, two) if day_first else (two, one)
    try:
        return date(year, month, day) if year in YEARS else None
    except ValueError:
        return None


def _hour(head: Head) -> int | None:
    if not head.half:
        return head.hour if head.hour < 24 else None
    return head.hour % 12 + 12 * (head.half[0] in "Pp") if head.hour <= 12 else None
