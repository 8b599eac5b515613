"""Filled forms as lists show them: what each is about, how far it is, its Nilai."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from plcdesk.domain.ids import Id
from plcdesk.domain.instruments import About, Instrument, Text
from plcdesk.domain.partners import PartnerRole
from plcdesk.domain.queries import MeetingQuery
from plcdesk.services.asked import Asked, Askings
from plcdesk.services.form_views import FormFilter, FormRow, MeetingName
from plcdesk.services.instruments import Instruments
from plcdesk.storage.form_answers import unpack

if TYPE_CHECKING:
    from plcdesk.storage.form_queries import FormLine, FormQueries
    from plcdesk.storage.queries import Queries

Known = Mapping[tuple[str, int], Instrument | None]
"""The instruments by code and version; None for one that is not on this computer."""


class FormLists:
    """Lists of forms. What was worked out once for the same answers is kept, so a list after a save costs little."""

    def __init__(self, queries: Queries, forms: FormQueries, instruments: Instruments, today: Callable[[], date],
                 label: Callable[[], str]) -> None:
        self._queries = queries
        self._forms = forms
        self._instruments = instruments
        self._today = today
        self._label = label
        self._askings = Askings()

    def rows(self, wanted: FormFilter, limit: int | None = None, offset: int = 0) -> list[FormRow]:
        """The forms that pass the filter, newest first; `limit` of them from the one at `offset` on."""
        return [row for _, row in self._found(wanted, limit, offset)]

    def one(self, form_id: Id) -> tuple[FormLine, FormRow] | None:
        """One form as the list shows it, with what its references are called; None when it is gone."""
        return next(iter(self._found(FormFilter(ids=(form_id,)))), None)

    def _found(self, wanted: FormFilter, limit: int | None = None, offset: int = 0,
               ) -> list[tuple[FormLine, FormRow]]:
        lines = self._forms.forms(wanted)
        known = {key: self._instruments.get(*key) for key in {(line.instrument, line.version) for line in lines}}
        lines = [line for line in lines
                 if not wanted.abouts or _about(line, known[line.instrument, line.version]) in wanted.abouts]
        meetings = self._meetings(lines)
        pairs = [(line, _row(line, known[line.instrument, line.version], meetings)) for line in lines]
        words = wanted.text.casefold().split()
        if words:
            pairs = [(line, row) for line, row in pairs if all(word in _haystack(row) for word in words)]
        return self._counted(pairs[offset:None if limit is None else offset + limit], known)

    def asked(self, instrument: Instrument, line: FormLine) -> Asked:
        """What is asked in this form."""
        return self._askings.of(instrument, line.occasion, line.respondent, line.role)

    def _counted(self, pairs: list[tuple[FormLine, FormRow]], known: Known) -> list[tuple[FormLine, FormRow]]:
        """The rows with what their answers tell."""
        packed = self._forms.answers([line.id for line, _ in pairs])
        found = []
        for line, row in pairs:
            instrument, answers = known[line.instrument, line.version], packed.get(line.id, "")
            if instrument is None:
                said = len(unpack(answers))
                found.append((line, row._replace(done=said, total=said)))
            else:
                standing = self.asked(instrument, line).standing(answers)
                found.append((line, row._replace(**standing._asdict())))
        return found

    def _meetings(self, lines: Iterable[FormLine]) -> dict[Id, MeetingName]:
        ids = tuple({line.meeting_id for line in lines if line.meeting_id is not None})
        if not ids:
            return {}
        label = self._label()
        return {line.id: MeetingName(line.title, line.kind, line.number, line.held_on or line.planned_on, line.group, label)
                for line in self._queries.meetings(MeetingQuery(ids=ids), self._today())}


def _row(line: FormLine, instrument: Instrument | None, meetings: Mapping[Id, MeetingName]) -> FormRow:
    """The row without what its answers tell."""
    meeting = meetings.get(line.meeting_id) if line.meeting_id is not None else None
    about = _about(line, instrument)
    words = {
        About.MEETING: meeting.title or meeting.group if meeting is not None else "",
        About.MODULE: line.module, About.INTERVIEW: line.speaker or line.person,
    }
    respondent = "" if line.respondent in set(PartnerRole) else line.respondent
    return FormRow(
        line.id, line.instrument, line.version,
        instrument.title if instrument is not None else Text(line.instrument, line.instrument), about,
        instrument is not None, words.get(about, line.person) or respondent, meeting, line.person_id, line.person,
        line.meeting_id, line.module_id, line.module, line.module_version, line.school_id, line.batch_id, line.cycle_id,
        line.interview_id, line.second_of, line.held_on, line.starts, line.classroom or "", line.lesson or "",
        line.rater_id, line.rater, line.view, line.respondent, line.number, line.seconds, line.mode, 0, 0, line.state,
        line.private, None, None)


def _about(line: FormLine, instrument: Instrument | None) -> About:
    """What the form is about; of an instrument that is not here, as its references tell."""
    if instrument is not None:
        return instrument.about
    named = ((line.batch_id, About.SHEET), (line.interview_id, About.INTERVIEW), (line.cycle_id, About.CYCLE),
             (line.version_id, About.MODULE), (line.classroom or line.lesson, About.LESSON))
    found = next((about for value, about in named if value), None)
    if found is None:
        found = About.MEETING if line.meeting_id else About.JOURNAL
    return About.LEADER if found is About.MEETING and line.person_id else found


def _haystack(row: FormRow) -> str:
    meeting = (row.meeting.title, row.meeting.group) if row.meeting is not None else ()
    return " ".join((row.subject, *row.title, *meeting, row.person, row.module, row.rater, row.respondent, row.classroom,
                     row.lesson, row.instrument)).casefold()
