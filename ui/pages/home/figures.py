"""The figures of the start page, worked out of the services; no widget here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from plcdesk.domain.meetings import ActionStatus
from plcdesk.domain.modules import Round
from plcdesk.words import Words

if TYPE_CHECKING:
    from plcdesk.services.desk import Desk

TILES = 4


@dataclass(frozen=True, slots=True)
class Figure:
    """One tile: its label, the figure, what it is based on, and the page with the records behind it."""

    key: str
    label: str
    number: str
    base: str
    page: str
    record: str | None
    tone: str = ""


def figures(desk: Desk, w: Words) -> list[Figure]:
    """The four tiles, each with the counts it is made of.

    With modules and questionnaires: attendance, follow-ups, modules, questionnaires (ux 2). A programme without them sees
    more of its meetings instead.
    """
    found = {figure.key: figure for figure in (*_meetings(desk, w), _follow_ups(desk, w), *_modules(desk, w),
                                               *_sheets(desk, w))}
    spare = [key for key in ("I12", "I1a") if key in found]
    while len(found) > TILES:
        del found[spare.pop(0)]
    return list(found.values())


def _meetings(desk: Desk, w: Words) -> list[Figure]:
    known = {finding.id: finding for finding in desk.indicators.on_meetings()}
    tiles = []
    for key, label, page, record in (("I1b", w("Attendance"), "meetings", "view:list"),
                                     ("I1a", w("Active teachers"), "people", "people"),
                                     ("I12", w("Meetings held"), "meetings", "view:schedule")):
        finding = known.get(key)
        if finding is None or not finding.denominator:
            tiles.append(Figure(key, label, "—", w("No data yet"), page, record))
            continue
        base = f"{w.number(finding.numerator)}/{w.number(finding.denominator)}"
        tiles.append(Figure(key, label, w.percent(finding.numerator, finding.denominator), base, page, record))
    return tiles


def _follow_ups(desk: Desk, w: Words) -> Figure:
    rows = [row for row in desk.actions.rows() if row.status is not ActionStatus.DROPPED]
    if not rows:
        return Figure("actions", w("Follow-ups done"), "—", w("No data yet"), "meetings", "view:actions")
    done = sum(row.status is ActionStatus.DONE for row in rows)
    overdue = any(row.overdue_days for row in rows)
    return Figure("actions", w("Follow-ups done"), w.percent(done, len(rows)),
                  f"{w.number(done)}/{w.number(len(rows))}", "meetings", "view:actions", "warning" if overdue else "")


def _modules(desk: Desk, w: Words) -> list[Figure]:
    """How many modules there are, and their rounds; nothing without modules."""
    rows = desk.modules.rows()
    if not rows:
        return []
    rounds = desk.records.count(Round)
    return [Figure("modules", w("Modules"), w.number(len(rows)), w.plural("{n} round", "{n} rounds", rounds), "modules",
                   None)]


def _sheets(desk: Desk, w: Words) -> list[Figure]:
    """The sheets of the questionnaire handed out last; nothing without one."""
    rows = desk.questionnaires.progress.newest()
    if not rows:
        return []
    sheets, asked = sum(row.sheets for row in rows), sum(row.expected or 0 for row in rows)
    base = w("of {n} sheets", n=asked) if asked else w("sheets")
    return [Figure("sheets", w("Questionnaires"), w.number(sheets), f"{base} · {rows[0].heading(w)}", "questionnaires",
                   rows[0].id if len(rows) == 1 else "batches")]
