"""The page that goes along with a handover: what is on the stick, what to do with it, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from plcdesk.domain.papers import PaperOptions
from plcdesk.domain.sheets import Block, Facts, Grid, Heading, Remark, SheetPaper
from plcdesk.services.actions import ActionFilter, ActionRow, Actions, ActionState
from plcdesk.services.meeting_views import ScheduleRow, ScheduleState
from plcdesk.services.meetings import Meetings
from plcdesk.services.papers import Papers
from plcdesk.services.programme import Programmes
from plcdesk.services.records import Records
from plcdesk.words import Words

LINES = (12, 9, 7, 6, 5, 4, 3, 2, 1, 0)
"""Open follow-ups shown, as many as have room on the page; the others are counted."""
_LONG = 90
"""Characters of a follow-up."""
AHEAD = timedelta(days=90)
"""How far ahead the next meeting is looked for."""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file on the stick: name, what it is (source text), bytes, check code, and private records in it."""

    name: str
    what: str
    size: int
    code: str
    private: int = 0


class Guide:
    """Writes the page."""

    def __init__(self, records: Records, programme: Programmes, actions: Actions, meetings: Meetings, papers: Papers) -> None:
        self._records = records
        self._programme = programme
        self._actions = actions
        self._meetings = meetings
        self._papers = papers

    def pdf(self, options: PaperOptions, to: str, enclosed: Sequence[Enclosed]) -> bytes:
        """The guide as a PDF of one page; `to` is who takes over, "" for nobody named."""
        from plcdesk.reports.sheet import make_one_page

        w = Words(options.language)
        me = self._programme.me()
        loaded = self._programme.school(me.school_id) if me is not None and me.school_id is not None else None
        current = self._programme.current()
        name = current.record.name if current is not None else ""
        letterhead = self._papers.letterhead(loaded.record if loaded is not None else None)
        footer = " · ".join(part for part in (w("Handover guide"), name) if part)

        def paper(lines: int) -> SheetPaper:
            return SheetPaper(w("HANDOVER GUIDE"), self._blocks(to, me.name if me is not None else "", enclosed, lines, w),
                              below=(name,) * bool(name), footer=footer, letterhead=letterhead)

        return make_one_page(paper, LINES, options, w)

    def _blocks(self, to: str, me: str, enclosed: Sequence[Enclosed], lines: int, w: Words) -> tuple[Block, ...]:
        today = self._records.today()
        pairs = ((w("From"), me), (w("To"), to), (w("Date"), w.date(today)))
        blocks: list[Block] = [Facts(tuple((label, text) for label, text in pairs if text))]
        if enclosed:
            blocks += [
                Heading(w("On the USB stick")),
                Grid((w("File"), w("What it is"), w("Size"), w("Check code")),
                     tuple((one.name, w(one.what), w.size(one.size), one.code) for one in enclosed), (44, 26, 12, 18), "llrw"),
                *self._steps(enclosed, w),
            ]
        return (*blocks, *self._follow_ups(lines, w), *self._next(today, w))

    def _steps(self, enclosed: Sequence[Enclosed], w: Words) -> list[Block]:
        backup = next((one for one in enclosed if one.name.endswith(".db")), None)
        rows: list[tuple[str, str]] = []
        if backup is not None:
            rows.append((w("The same person, a new laptop"), w(
                "Install PLC Desk, choose Continue from a backup, then the backup above. Then receive the bundle: it brings "
                "the photos and files.")))
        rows.append((w("Somebody else takes over"), w(
            "Install PLC Desk, choose Join a programme from a USB stick, then the bundle above, and say who you are. Private "
            "records stay out.")))
        if backup is not None and backup.private:
            rows.append((w("Private records"), w.plural(
                "{n} private record lies in the backup only. Whoever has that file can read it.",
                "{n} private records lie in the backup only. Whoever has that file can read them.", backup.private)))
        rows.append((w("The old laptop"), w("It can go on being used, or be made an archive that is only read: Settings, "
                                            "Handover.")))
        return [Heading(w("What to do")), Grid((w("For whom"), w("Steps")), tuple(rows), (30, 70), "ll")]

    def _follow_ups(self, lines: int, w: Words) -> list[Block]:
        rows = self._actions.rows(ActionFilter(state=ActionState.OPEN))
        rows = sorted(rows, key=lambda row: (row.due_on or date.max, row.id))
        blocks: list[Block] = [Heading(w("Open follow-ups ({n})", n=len(rows)))]
        if not rows:
            return [*blocks, Remark(w("None is open."))]
        if lines:
            blocks.append(Grid((w("What"), w("Who"), w("Until")), tuple(_follow_up(row, w) for row in rows[:lines]),
                               (50, 26, 24), "lll"))
        if len(rows) > lines:
            blocks.append(Remark(w("And {n} more.", n=len(rows) - lines)))
        return blocks

    def _next(self, today: date, w: Words) -> list[Block]:
        planned = [row for row in self._meetings.schedule(today, today + AHEAD)
                   if row.state in (ScheduleState.PLANNED, ScheduleState.GOING)]
        if not planned:
            return [Heading(w("Next meeting")), Remark(w("None is planned."))]
        return [Heading(w("Next meeting")), Facts(_meeting(planned[0], w))]


def _follow_up(row: ActionRow, w: Words) -> tuple[str, str, str]:
    what = " ".join(row.what.split())
    what = what if len(what) <= _LONG else what[:_LONG - 1].rstrip() + "…"
    return what, row.owner, w.day(row.due_on) if row.due_on is not None else ""


def _meeting(row: ScheduleRow, w: Words) -> tuple[tuple[str, str], ...]:
    hours = w.hours(row.hours.starts, row.hours.ends) if row.hours.starts is not None else ""
    pairs = ((w("Group"), row.group), (w("Date"), ", ".join(part for part in (w.date(row.planned_on), hours) if part)),
             (w("Place"), row.venue))
    return tuple((label, text) for label, text in pairs if text)
