"""The command that makes a PDF: papers of meetings, forms, coaching, modules and questionnaires."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from plcdesk.cli.answer import Answer, Session
from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import mark
from plcdesk.domain.ids import Id
from plcdesk.domain.papers import PaperOptions, PaperSize

if TYPE_CHECKING:
    from plcdesk.services.desk import Desk

MEETING_KINDS = ("minutes", "attendance-blank", "attendance-filled", "invitation")
PAPER_KINDS = (*MEETING_KINDS, "instrument", "observation", "coaching", "review", "questionnaire", "bundle-record")
OCCASIONS = {"start": "awal", "end": "akhir"}


def print_paper(session: Session, arguments: argparse.Namespace) -> Answer:
    """Make the PDF of a record, the newest of its kind when none is named; of an instrument by its code."""
    options = PaperOptions(PaperSize(arguments.paper or session.settings.paper),  # type: ignore[call-arg]
                           language=arguments.lang, scores=arguments.scores)
    with session.desk() as desk:
        pdf = _pdf(desk, arguments, options)
    try:
        arguments.output.write_bytes(pdf)
    except OSError as error:
        raise UserError(mark("{name} cannot be written. Nothing was saved. Choose another place."),
                        name=str(arguments.output)) from error
    text = session.w("PDF saved in {folder}", folder=str(arguments.output))
    return Answer(text, {"file": str(arguments.output), "bytes": len(pdf)})


def _pdf(desk: Desk, arguments: argparse.Namespace, options: PaperOptions) -> bytes:
    kind, wanted, papers = arguments.kind, arguments.id, desk.form_papers
    if kind in MEETING_KINDS:
        from plcdesk.services.papers import PaperKind

        return desk.papers.pdf(PaperKind(kind), Id(wanted) if wanted else _newest_meeting(desk), options)  # type: ignore[call-arg]
    if kind == "instrument":
        return _blank(desk, arguments, options)
    if kind == "bundle-record":
        return desk.bundle_papers.record(_bundle(desk, wanted), options)
    record = Id(wanted) if wanted else _newest(desk, kind)
    if kind == "questionnaire":
        return papers.results([record], options)
    make = {"observation": papers.observation, "coaching": papers.coaching, "review": papers.review}[kind]
    return make(record, options)


def _blank(desk: Desk, arguments: argparse.Namespace, options: PaperOptions) -> bytes:
    from plcdesk.domain.instruments import Occasion

    if not arguments.id:
        codes = ", ".join(instrument.code for instrument in desk.instruments.all())
        raise UserError(mark("Name an instrument: {codes}. Nothing was printed."), codes=codes)
    schools = desk.programme.schools()
    return desk.form_papers.blank(
        arguments.id.upper(), options, school_id=schools[0].record.id if len(schools) == 1 else None,
        occasion=Occasion(OCCASIONS[arguments.occasion]) if arguments.occasion else None)  # type: ignore[call-arg]


def _bundle(desk: Desk, wanted: str | None) -> str:
    """A bundle of the log by its uid, the beginning of it, or its file; the newest when none is named."""
    found = [line.bundle for line in desk.exchange.log(10_000)
             if not wanted or line.file == wanted or line.bundle.startswith(wanted)]
    if not found:
        raise UserError(mark("There is no such bundle in the log. Nothing was printed. Choose one of the log."))
    return found[0]


def _newest_meeting(desk: Desk) -> Id:
    from plcdesk.services.meeting_lists import MeetingFilter

    held = desk.meetings.rows(MeetingFilter(until=desk.today()), limit=1)
    if not held:
        raise UserError(mark("There is no meeting yet. Nothing was printed. Record one first."))
    return held[0].id


def _newest(desk: Desk, kind: str) -> Id:
    """The newest record of a kind: by its day, modules by when they were added (ids follow time)."""
    from plcdesk.domain.coaching import Cycle
    from plcdesk.domain.modules import Module
    from plcdesk.services.form_papers import OBSERVED, cycle_day
    from plcdesk.services.form_views import FormFilter

    found: list[Id] = []
    if kind == "observation":
        found = [row.id for row in desk.forms.rows(FormFilter(abouts=OBSERVED), limit=1)]
    elif kind == "coaching":
        cycles = sorted(desk.records.all(Cycle), key=lambda cycle: (str(cycle_day(cycle) or ""), cycle.id))
        found = [cycle.id for cycle in cycles[-1:]]
    elif kind == "review":
        found = sorted(module.id for module in desk.records.all(Module))[-1:]
    else:
        found = [row.id for row in desk.questionnaires.batches()[:1]]
    if not found:
        raise UserError(mark("There is nothing of this kind yet. Nothing was printed. Record one first."))
    return found[0]
