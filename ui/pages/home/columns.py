"""What comes next and what is planned, worked out of the services; no widget here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from plcdesk.services.meeting_views import ScheduleState
from plcdesk.words import Words
from ui.pages.home import waiting
from ui.pages.home.step import Step

if TYPE_CHECKING:
    from plcdesk.services.desk import Desk

WAITING = {ScheduleState.PLANNED, ScheduleState.MISSED}


def next_steps(desk: Desk, w: Words, limit: int = 3) -> list[Step]:
    """At most `limit` steps: today's meetings, what is overdue, what was left unfinished, then how to begin."""
    makers: tuple[Callable[[Desk, Words], list[Step]], ...] = (_today, _overdue, _unfinished, _reviews, _beginning)
    found: list[Step] = []
    for make in makers:
        if len(found) < limit:  # what is not shown need not be looked for
            found += make(desk, w)
    return found[:limit]


def _today(desk: Desk, w: Words) -> list[Step]:
    steps = []
    for row in desk.meetings.today():
        hours = w.hours(*row.hours) if row.hours.starts is not None else ""
        what = " · ".join(part for part in (row.heading(w), row.group, hours) if part)
        if row.meeting_id is not None and row.state not in {ScheduleState.HELD, ScheduleState.CANCELLED}:
            steps.append(Step("today", w("Today"), what, w("Continue recording"), "meetings", row.meeting_id))
        elif row.meeting_id is None and row.slot_id is not None and row.state in WAITING:
            steps.append(Step("today", w("Today"), what, w("Start recording"), "meetings",
                              slot=(row.slot_id, row.planned_on)))
    return steps + _visits(desk, w)[0]


def _overdue(desk: Desk, w: Words) -> list[Step]:
    count, late = desk.actions.count_overdue(), _visits(desk, w)[1]
    if not count:
        return late
    what = w.plural("{n} follow-up is past its date", "{n} follow-ups are past their date", count)
    return [Step("overdue", w("Overdue"), what, w("Look"), "meetings", "view:actions", tone="warning"), *late]


def _visits(desk: Desk, w: Words) -> tuple[list[Step], list[Step]]:
    return ([], []) if waiting.over(desk) else waiting.visits(desk, w)


def _unfinished(desk: Desk, w: Words) -> list[Step]:
    """What was begun and not finished, what was touched last first."""
    today = desk.today()
    found: list[waiting.Dated] = []
    for row in desk.meetings.unfinished():
        if row.held_on == today:
            continue
        what = " · ".join(part for part in (row.heading(w), row.group, w.day(row.held_on) if row.held_on else "")
                          if part)
        found.append((row.held_on or today, Step("unfinished", w("Left unfinished"), what, w("Resume"), "meetings",
                                                 row.id)))
    if desk.records.me() is not None and not waiting.over(desk):
        found += waiting.unfinished(desk, w)
    return [step for _, step in sorted(found, key=lambda pair: pair[0], reverse=True)]


def _reviews(desk: Desk, w: Words) -> list[Step]:
    return waiting.reviews(desk, w) if desk.records.me() is not None and not waiting.over(desk) else []


def _beginning(desk: Desk, w: Words) -> list[Step]:
    steps = []
    if len(desk.people.rows()) < 2:
        steps.append(Step("people", w("First"), w("Add the people of your group; a pasted list of names will do"),
                          w("Add people"), "people", "paste"))
    if not desk.meetings.rows(limit=1) and not desk.meetings.today():
        steps.append(Step("first", w("Then") if steps else w("First"), w("Record the first meeting; some fields are already prepared"),
                          w("Record a meeting"), "meetings", "new"))
    if not desk.is_sample and desk.backups.days_since_copy() is None:
        steps.append(Step("backup", w("For safety"), w("Keep a copy of everything on a USB stick"),
                          w("Make a backup"), "settings", "backups"))
    return steps


def coming(desk: Desk, w: Words, days: int = 14) -> list[tuple[str, str]]:
    """The planned meetings of the coming days: when and what."""
    today = desk.today()
    rows = desk.meetings.schedule(today + timedelta(days=1), today + timedelta(days=days))
    return [(w.date(row.planned_on), " · ".join(part for part in (
        row.group, w.hours(*row.hours) if row.hours.starts is not None else "", row.venue) if part))
        for row in rows if row.state in WAITING]
