"""Modules in words."""

from __future__ import annotations

from fractions import Fraction

from plcdesk.domain.fields import mark
from plcdesk.domain.modules import ModuleRow, ModuleStatus, Verdict
from plcdesk.domain.scoring import exact
from plcdesk.services.form_views import Comparison
from plcdesk.services.module_reviews import Criterion, Result
from plcdesk.words import NOTHING, Words
from ui.widgets.two_line_list import Line

TONES = {
    ModuleStatus.DRAFT: "neutral", ModuleStatus.TRIED: "info", ModuleStatus.REVIEWED: "info",
    ModuleStatus.REVISED: "warning", ModuleStatus.FINAL: "success",
}

NAMES = {
    "A": mark("Authentic work"), "K": mark("Creativity"), "L": mark("Completeness"), "LP": mark("Completeness"),
}
"""What a module is reviewed for, by the code of the instrument."""
ENDS: dict[Verdict | None, str] = {Verdict.USE: mark("In use"), Verdict.STOP: mark("Stopped")}


def module_line(row: ModuleRow, w: Words, *, staged: bool = False) -> Line:
    """A module in the list: code and title; where it stands in its round, whose it is; its status as a pill.

    `staged`: it stands below its step, which needs no words then.
    """
    title = " · ".join(part for part in (row.code, row.title or w("Without a title")) if part)
    stage = w(ENDS.get(row.verdict, "" if staged else row.step.label))
    parts = [stage, w("round {n}", n=row.round), w("version {n}", n=row.version), row.school]
    return Line(title, " · ".join(part for part in parts if part), w(row.status.label), TONES[row.status])


def mean_text(mean: Fraction | None, w: Words, least: Fraction | None = None) -> str:
    """A mean as ``2,8``; with a second decimal where rounding would make it look as if it reached `least`."""
    if mean is None:
        return NOTHING
    misleading = least is not None and mean < least <= Fraction(int(mean * 10 + Fraction(1, 2)), 10)
    return w.number(exact(mean), 2 if misleading else 1)


def criterion_text(one: Criterion, w: Words) -> str:
    """A criterion with its mean: ``Penyelidikan 2,8``."""
    return f"{one.label.to(w.language)} {mean_text(one.mean, w, one.least)}"


def verdict_text(result: Result, w: Words) -> tuple[str, str]:
    """Whether a version meets the rule of authentic work, in words, and the tone of it. Empty without a rule."""
    if not any(one.least is not None for one in result.criteria):
        return "", "neutral"
    if result.met is None:
        return w("Not enough data yet"), "neutral"
    if result.met:
        return w("Meets the criteria of authentic work"), "success"
    short = ", ".join(criterion_text(one, w) for one in result.criteria if one.met is False)
    return w("Not met yet: {criteria}", criteria=short), "warning"


def points_text(points: Fraction, w: Words) -> str:
    """A change in percentage points: ``+20 poin``."""
    decimals = 0 if points.denominator == 1 else 1
    sign = "+" if points > 0 else "−" if points < 0 else "±"
    return w("{sign}{points} points", sign=sign, points=w.number(exact(abs(points)), decimals))


def agreement_text(found: Comparison, w: Words) -> str:
    """How far two reviewers agree: ``12 dari 14 butir sama (85,7%), 14 berbeda paling banyak 1 tingkat``."""
    if not found.rated:
        return w("No item was rated by both reviewers yet")
    return w("{n} of {m} items at the same level ({share}), {near} at most one level apart", n=found.equal, m=found.rated,
             share=w.percent(found.equal, found.rated), near=found.within_one)
