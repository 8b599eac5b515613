"""What waits for the person at this computer on the pages around the meetings: told only while it is fresh."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from plcdesk.domain.changes import Row
from plcdesk.domain.coaching import Cycle
from plcdesk.domain.forms import FormState
from plcdesk.domain.ids import Id
from plcdesk.domain.instruments import About
from plcdesk.domain.modules import Author, Round
from plcdesk.domain.programme import Letter, Programme
from plcdesk.services.coaching_views import VisitRow, VisitStanding
from plcdesk.services.form_views import FormFilter, FormRow
from plcdesk.services.module_reviews import REVIEWERS
from plcdesk.words import Words
from ui.pages.home.step import Step

if TYPE_CHECKING:
    from plcdesk.domain.modules import ModuleRow
    from plcdesk.services.desk import Desk

FRESH = timedelta(days=31)
"""What was not touched for longer is no next step any more; its page still shows it."""
MOST = 3
OBSERVED, REVIEWED = frozenset({About.MEETING, About.LEADER, About.LESSON}), frozenset({About.MODULE})

Dated = tuple[date, Step]
"""A step and the day it is about."""


def over(desk: Desk) -> bool:
    """Whether the programme has ended: then nobody waits for anything, and only looking back is left."""
    ends = [programme.period.ends_on for programme in desk.records.all(Programme)]
    return any(ends) and max(end for end in ends if end is not None) < desk.today()


def visits(desk: Desk, w: Words) -> tuple[list[Step], list[Step]]:
    """The coaching visits of today, and those overdue that are still fresh: of this person, or of nobody in particular."""
    today, me = desk.today(), desk.records.me()
    mine = [row for row in desk.coaching.visits() if row.mentor_id in (None, me) and row.planned_on is not None
            and today - FRESH <= row.planned_on <= today]
    due = [Step("visit", w("Today"), _visit(row, w), w("Look"), "coaching", row.id)
           for row in mine if row.standing is VisitStanding.DUE]
    late = [row for row in mine if row.standing is VisitStanding.OVERDUE]
    if len(late) > 1:
        what = w.plural("{n} coaching visit is past its date", "{n} coaching visits are past their date", len(late))
        return due, [Step("visits", w("Overdue"), what, w("Look"), "coaching", "visits", tone="warning")]
    return due, [Step("visits", w("{n} days overdue", n=row.overdue_days), _visit(row, w), w("Look"), "coaching", row.id,
                      tone="warning") for row in late]


def _visit(row: VisitRow, w: Words) -> str:
    return _joined(w("Coaching visit"), row.school, row.topic, w.day(row.planned_on) if row.planned_on else "")


def unfinished(desk: Desk, w: Words) -> list[Dated]:
    """What this person began and did not finish: observations, reviews, sheets, coaching cycles."""
    makers: tuple[Callable[[Desk, Words], list[Dated]], ...] = (_forms, _sheets, _cycles)
    return [found for make in makers for found in make(desk, w)]


def reviews(desk: Desk, w: Words) -> list[Step]:
    """The modules that were taught and wait for a review by this person: not their own, too few reviewers so far."""
    me, since = desk.records.me(), desk.today() - FRESH
    steps: list[Step] = []
    for row in desk.modules.rows():
        waiting = row.verdict is None and row.step in (Letter.CHECK, Letter.ACT) and row.reviewers < REVIEWERS
        if not waiting or row.round_id is None or len(steps) == MOST:
            continue
        taught = _taught(desk, row, me)
        if taught is not None and taught >= since:
            what = _joined(w("Module {title}, round {n}", title=row.title, n=row.round),
                           w("taught on {day}", day=w.day(taught)))
            steps.append(Step("review", w("Waits for your review"), what, w("Review it"), "modules", row.round_id))
    return steps


def _taught(desk: Desk, row: ModuleRow, me: Id | None) -> date | None:
    """The day the newest round was taught; None when this person wrote the module or has begun a review."""
    found = desk.records.get(Round, row.round_id) if row.round_id is not None else None
    if found is None or desk.records.all(Author, module_id=row.id, person_id=me):
        return None
    mine = desk.forms.rows(FormFilter(module_id=row.id, rater_id=me, abouts=REVIEWED), limit=1)
    return found.taught_on if not mine or (mine[0].module_version or 0) < row.version else None


def _forms(desk: Desk, w: Words) -> list[Dated]:
    """Observations and reviews of this person that are not finished."""
    wanted = FormFilter(state=FormState.PARTIAL, rater_id=desk.records.me(), since=desk.today() - FRESH,
                        abouts=OBSERVED | REVIEWED)
    return [(row.held_on, _form(row, w)) for row in desk.forms.rows(wanted, limit=MOST) if row.held_on is not None]


def _form(row: FormRow, w: Words) -> Step:
    left = row.total - row.done
    what = _joined(row.title.to(w.language), row.heading(w), w.day(row.held_on) if row.held_on else "",
                   w.plural("{n} item left", "{n} items left", left) if left else w("every item has an answer"))
    if row.about in REVIEWED:
        return Step("review", w("Left unfinished"), what, w("Resume"), "modules", row.id)
    return Step("observation", w("Left unfinished"), what, w("Resume"), "observations", f"rate:{row.id}")


def _sheets(desk: Desk, w: Words) -> list[Dated]:
    """Questionnaires whose sheets are being keyed here."""
    found: list[Dated] = []
    for batch, sheet, day in desk.questionnaires.progress.going(desk.today() - FRESH):
        done = batch.sheets - (1 if sheet is not None else 0)
        number = min(done + 1, batch.expected or done + 1)
        where = w("sheet {n} of {m}", n=number, m=batch.expected) if batch.expected else w("sheet {n}", n=number)
        target = f"sheet:{sheet}" if sheet is not None else f"entry:{batch.id}"
        found.append((day, Step("sheets", w("Left unfinished"), _joined(batch.heading(w), batch.school, where, w.day(day)),
                                w("Resume"), "questionnaires", target)))
    return found[:MOST]


def _cycles(desk: Desk, w: Words) -> list[Dated]:
    """The coaching cycles of this person that are under way."""
    names = desk.records.names()
    found: list[Dated] = []
    for cycle in desk.records.all(Cycle, mentor_id=desk.records.me()):
        touched = desk.records.history(Row("cycle", cycle.id), limit=1) if not cycle.complete else []
        day = datetime.fromisoformat(touched[0].at).astimezone().date() if touched else date.min
        if day >= desk.today() - FRESH:
            what = _joined(w("Coaching of {name}", name=names.get(cycle.person_id or Id(""), "—")),
                           w("next: {step}", step=w(cycle.step.label)), w.day(day))
            found.append((day, Step("cycle", w("Under way"), what, w("Resume"), "coaching", cycle.id)))
    return found


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
