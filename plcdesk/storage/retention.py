"""Why backups are made, and which of them are kept: the newest of each of some days, weeks and months; the last restore
points."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plcdesk.storage.backup import Backup

DAILY, MANUAL, RECEIVE, RESTORE, EMERGENCY = "daily", "manual", "receive", "restore", "emergency"
"""Reasons: the first change of a day, the user, a receipt, going back to another backup, a full disk."""
DAYS, WEEKS, MONTHS = 7, 4, 12
POINTS = 10
"""How many restore points are kept, and how many of the states that were put aside by going back to one."""
_BY_COUNT = (RECEIVE, RESTORE)
"""Reasons of which the last so many are kept, whatever their age."""


def kept(found: Iterable[Backup]) -> set[Path]:
    """Which backups the rule keeps."""
    newest_first = sorted(found, key=lambda item: (item.at, item.path.name), reverse=True)
    others = [item for item in newest_first if item.reason not in _BY_COUNT]
    keep = {item.path for reason in _BY_COUNT
            for item in [one for one in newest_first if one.reason == reason][:POINTS]}
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
