"""What stands on the start page, worked out of the services; no widget here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import ActionStatus
from plcdesk.services.meeting_views import ScheduleState
from plcdesk.words import Words

if TYPE_CHECKING:
    from plcdesk.services.desk import Desk

WAITING = {ScheduleState.PLANNED, ScheduleState.MISSED}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do next: why now, what, the verb, and what the verb does.

    `slot` starts a planned meeting; otherwise the verb goes to `page` and `record`.
    """

    key: str
    why: str
    what: str
    verb: str
    page: str = ""
    record: str | None = None
    slot: tuple[Id, date] | None = None
    tone: str = "info"


@dataclass(frozen=True, slots=True)
class Figure:
    """One tile: its label, the figure, what it is based on, and the page with the records behind it."""

    key: str
    label: str
    number: str
    base: str
    page: str
    record: str
    tone: str = ""


def next_steps(desk: Desk, w: Words, limit: int = 3) -> list[Step]:
    """At most `limit` steps: today's meetings, what is overdue, what was left unfinished, then how to begin."""
    makers: tuple[Callable[[Desk, Words], list[Step]], ...] = (_today, _overdue, _unfinished, _beginning)
    found = [step for make in makers for step in make(desk, w)]
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
    return steps


def _overdue(desk: Desk, w: Words) -> list[Step]:
    count = desk.actions.count_overdue()
    if not count:
        return []
    what = w.plural("{n} follow-up is past its date", "{n} follow-ups are past their date", count)
    return [Step("overdue", w("Overdue"), what, w("Look"), "meetings", "view:actions", tone="warning")]


def _unfinished(desk: Desk, w: Words) -> list[Step]:
    today = desk.today()
    steps = []
    for row in desk.meetings.unfinished():
        if row.held_on == today:
            continue
        what = " · ".join(part for part in (row.heading(w), row.group, w.day(row.held_on) if row.held_on else "")
                          if part)
        steps.append(Step("unfinished", w("Left unfinished"), what, w("Resume"), "meetings", row.id))
    return steps


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


def figures(desk: Desk, w: Words) -> list[Figure]:
    """The four tiles, each with the counts it is made of."""
    found = {finding.id: finding for finding in desk.indicators.on_meetings()}
    tiles = []
    for key, label, page, record in (("I1b", w("Attendance"), "meetings", "view:list"),
                                     ("I1a", w("Active teachers"), "people", "people"),
                                     ("I12", w("Meetings held"), "meetings", "view:schedule")):
        finding = found.get(key)
        if finding is None or not finding.denominator:
            tiles.append(Figure(key, label, "—", w("No data yet"), page, record))
            continue
        base = f"{w.number(finding.numerator)}/{w.number(finding.denominator)}"
        tiles.append(Figure(key, label, w.percent(finding.numerator, finding.denominator), base, page, record))
    tiles.append(_follow_ups(desk, w))
    return tiles


def _follow_ups(desk: Desk, w: Words) -> Figure:
    rows = [row for row in desk.actions.rows() if row.status is not ActionStatus.DROPPED]
    if not rows:
        return Figure("actions", w("Follow-ups done"), "—", w("No data yet"), "meetings", "view:actions")
    done = sum(row.status is ActionStatus.DONE for row in rows)
    overdue = any(row.overdue_days for row in rows)
    return Figure("actions", w("Follow-ups done"), w.percent(done, len(rows)),
                  f"{w.number(done)}/{w.number(len(rows))}", "meetings", "view:actions", "warning" if overdue else "")
