"""Which backups are kept: the newest of each of 7 days, 4 weeks and 12 months; 10 restore points of each kind."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plcdesk.storage.backup import Backup

DAYS, WEEKS, MONTHS = 7, 4, 12
POINTS = 10
"""How many restore points are kept, and how many of the states that were put aside by going back to one."""


def kept(found: Iterable[Backup], by_count: Collection[str]) -> set[Path]:
    """Which backups the rule keeps; those made for the reasons `by_count` are restore points."""
    newest_first = sorted(found, key=lambda item: (item.at, item.path.name), reverse=True)
    others = [item for item in newest_first if item.reason not in by_count]
    keep = {item.path for reason in by_count
            for item in [found for found in newest_first if found.reason == reason][:POINTS]}
    for number, period in ((DAYS, _day), (WEEKS, _week), (MONTHS, _month)):
        newest: dict[object, Path] = {}
        for item in others:
            newest.setdefault(period(item.at.date()), item.path)
        keep.update(list(newest.values())[:number])
    return keep


def _day(day: date) -> object:
    return day


def _week(day: date) -> object:
    return day - timedelta(days=day.weekday())


def _month(day: date) -> object:
    return day.year, day.month
