"""Days and months of the calendar; a month is named by its first day."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta


def first_day(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def last_day(day: date) -> date:
    """The last day of its month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def months_until(last: date, count: int) -> tuple[date, ...]:
    """`count` months as their first days, the oldest first; `last` lies in the last one."""
    months = [first_day(last)]
    while len(months) < count:
        months.append(first_day(months[-1] - timedelta(days=1)))
    return tuple(reversed(months))
