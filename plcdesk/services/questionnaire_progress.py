"""How far the keying of questionnaires is, told quickly for the start page: no answer is read."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from plcdesk.domain.changes import Row
from plcdesk.domain.forms import Form, FormState
from plcdesk.domain.ids import Id
from plcdesk.domain.queries import BatchQuery
from plcdesk.services.instruments import Instruments
from plcdesk.services.questionnaire_views import BatchRow, batch_row
from plcdesk.services.records import Records
from plcdesk.storage.sheet_queries import BatchLine, BatchTally, SheetQueries

TOGETHER = timedelta(days=31)
"""Batches of one questionnaire handed out within this time belong together: each school has its own day."""
HANDED_OUT = timedelta(days=120)
"""Sheets of batches older than this are not expected any more."""


class Keying(NamedTuple):
    """A batch whose sheets are being keyed here, the last sheet when it is unfinished, and the day it was worked on."""

    batch: BatchRow
    sheet: Id | None
    day: date


class QuestionnaireProgress:
    """The `BatchRow`s of this service do not tell how many differences are open, nor whether names are left out."""

    def __init__(self, records: Records, instruments: Instruments, queries: SheetQueries) -> None:
        self._records = records
        self._instruments = instruments
        self._queries = queries

    def newest(self) -> list[BatchRow]:
        """The batches of the questionnaire that was handed out last, on that occasion; empty without any."""
        lines = self._dated()
        if not lines:
            return []
        first = lines[0]
        return self._rows([line for line in lines if (line.instrument, line.occasion) == (first.instrument, first.occasion)
                           and first.held_on - line.held_on <= TOGETHER])  # type: ignore[operator]

    def going(self, since: date) -> list[Keying]:
        """The batches that the person at this computer keyed since that day and that still miss sheets, or have
        unfinished ones; the one worked on last first."""
        oldest = since - HANDED_OUT
        lines = [line for line in self._dated() if not line.closed and line.held_on is not None and line.held_on >= oldest]
        found = []
        for row in self._rows(lines):
            if row.sheets and (row.partial or (row.expected is not None and row.sheets < row.expected)):
                keying = self._keyed_here(row)
                if keying is not None and keying.day >= since:
                    found.append(keying)
        return sorted(found, key=lambda one: (one.day, one.batch.id), reverse=True)

    def _keyed_here(self, row: BatchRow) -> Keying | None:
        """The last sheet of the batch, when the person at this computer wrote on it last."""
        sheet = self._queries.latest(row.id)
        lines = self._records.history(Row("form", sheet), limit=1) if sheet is not None else []
        form = self._records.get(Form, sheet) if sheet is not None else None
        if form is None or not lines or lines[0].by != self._records.me():
            return None
        return Keying(row, form.id if form.state is not FormState.COMPLETE else None,
                      datetime.fromisoformat(lines[0].at).astimezone().date())

    def _dated(self) -> list[BatchLine]:
        today = self._records.today()
        return [line for line in self._queries.batches(BatchQuery())
                if line.held_on is not None and line.held_on <= today]

    def _rows(self, lines: list[BatchLine]) -> list[BatchRow]:
        tallies = self._queries.tallies(line.id for line in lines)
        # one with a title of its own is not called by its questionnaire, which then need not be read
        named = {line.id: self._instruments.get(line.instrument, line.version)
                 for line in lines if not line.title.strip()}
        return [batch_row(line, named.get(line.id), tallies.get(line.id, BatchTally())) for line in lines]
