"""The papers of forms, coaching, modules and questionnaires, as the print preview wants them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from plcdesk.domain.ids import Id
from plcdesk.domain.instruments import About, Instrument, Occasion
from plcdesk.domain.partners import PartnerRole
from plcdesk.services.coaching_views import CycleDetail
from plcdesk.services.form_papers import FormPaperKind, cycle_day
from plcdesk.services.form_sheets import OF_A_PERSON
from plcdesk.services.form_views import Filled
from plcdesk.services.module_views import ModuleDetail
from plcdesk.services.questionnaire_views import BatchRow, asks_role
from ui.runtime.context import Context
from ui.widgets.print_panel import Paper

SCORES = frozenset({"scores"})


def blanks(ctx: Context, codes: Sequence[str], *, school_id: Id | None = None) -> list[Paper]:
    """The empty forms of these instruments, each in its newest version."""
    found = {instrument.code: instrument for instrument in ctx.desk.instruments.all()}
    return [paper for code in codes if code in found for paper in blanks_of(ctx, found[code], school_id=school_id)]


def blanks_of(ctx: Context, instrument: Instrument, *, school_id: Id | None = None,
              occasion: Occasion | None = None) -> list[Paper]:
    """The empty forms of one version: one for each occasion, and for respondents who are asked less.

    The letterhead is that of the school, or of the only school there is; `occasion` comes first.
    """
    w, schools = ctx.w, ctx.desk.programme.schools()
    school = school_id or (schools[0].record.id if len(schools) == 1 else None)
    kinds: list[tuple[str, str, Occasion | None, str | None]] = [("", "", None, None)]
    if any(item.occasions for item in instrument.items):
        first = [occasion] if occasion is not None else []
        kinds = [(one.value, w(one.label), one, None) for one in [*first, *(one for one in Occasion if one not in first)]]
    if asks_role(instrument):
        less = {role for item in instrument.items for role in item.skip_for}
        kinds += [(role.value, w(role.label), None, role.value) for role in PartnerRole if role.value in less]
    papers = []
    for key, words, when, role in kinds:
        make = partial(ctx.desk.form_papers.blank, instrument.code, version=instrument.version, occasion=when, role=role,
                       school_id=school)
        label = " · ".join(part for part in (w("Blank form"), instrument.code, words) if part)
        papers.append(Paper(f"blank:{instrument.code}:{key}", label, make,
                            _name(ctx, FormPaperKind.INSTRUMENT, f"{instrument.code} {words}")))
    return papers


def observation(ctx: Context, filled: Filled) -> Paper:
    """The report of an observation; what a person scored is printed only when it is ticked."""
    form = filled.form
    return _paper(ctx, FormPaperKind.OBSERVATION, partial(ctx.desk.form_papers.observation, form.id),
                  filled.row.heading(ctx.w), form.hour.held_on,
                  SCORES if filled.instrument.about in OF_A_PERSON else frozenset())


def coaching(ctx: Context, detail: CycleDetail) -> Paper:
    """The form of a coaching cycle; what the teacher rated is printed only when it is ticked."""
    rated = detail.form is not None and any(
        detail.form.rated[item.code].score is not None for item in detail.form.instrument.items
        if item.code in detail.form.rated and any(part.scored for part in detail.form.instrument.dimensions
                                                  if part.code == item.dimension))
    return _paper(ctx, FormPaperKind.COACHING, partial(ctx.desk.form_papers.coaching, detail.cycle.id), detail.teacher,
                  cycle_day(detail.cycle), SCORES if rated else frozenset())


def review(ctx: Context, detail: ModuleDetail, version_id: Id | None = None) -> Paper:
    """The reviews of a version of a module, the newest unless told."""
    make = partial(ctx.desk.form_papers.review, detail.module.id, version_id=version_id)
    return _paper(ctx, FormPaperKind.REVIEW, make, detail.module.code or detail.module.title, None)


def results(ctx: Context, rows: Sequence[BatchRow]) -> Paper:
    """The summary of one or several batches."""
    name = rows[0].heading(ctx.w) if len(rows) == 1 else rows[0].name.to(ctx.w.language)
    return _paper(ctx, FormPaperKind.RESULTS, partial(ctx.desk.form_papers.results, [row.id for row in rows]), name,
                  rows[0].held_on if len(rows) == 1 else None)


def about_codes(ctx: Context, abouts: frozenset[About]) -> list[str]:
    """The codes of the instruments about these things."""
    return [instrument.code for instrument in ctx.desk.instruments.all() if instrument.about in abouts]


def _paper(ctx: Context, kind: FormPaperKind, make: partial[bytes], name: str, day: date | None,
           switches: frozenset[str] = frozenset()) -> Paper:
    return Paper(kind.value, ctx.w(kind.label), make, _name(ctx, kind, name, day), switches)


def _name(ctx: Context, kind: FormPaperKind, name: str, day: date | None = None) -> partial[str]:
    return partial(ctx.desk.form_papers.file_name, kind, name, ctx.w, day)
