"""Interviews and focus group discussions by the guides W and WF (domain handbook 3.11; needs N36, N42).

Nobody is interviewed without consent: an interview of a person begins only when their consent is on record.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from plcdesk.domain.changes import Loaded
from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import mark
from plcdesk.domain.forms import Form, Hour
from plcdesk.domain.ids import Id
from plcdesk.domain.names import matches
from plcdesk.domain.notes import Interview, Quote, TalkKind
from plcdesk.domain.people import REFUSED, Consent, ConsentAnswer, Consented, ConsentKind, Person, consent_id
from plcdesk.services.form_views import FormFilter, FormRow
from plcdesk.services.forms import Forms
from plcdesk.services.instruments import Instruments
from plcdesk.services.records import Made, Records

GUIDES = {TalkKind.INTERVIEW: "W", TalkKind.FOCUS: "WF"}
"""The guide of each kind of talk."""


class ConsentMissing(UserError):
    """The person did not agree, or was not asked yet (`answer` None); nothing was stored."""

    def __init__(self, text: str, answer: ConsentAnswer | None, name: str) -> None:
        super().__init__(text, name=name)
        self.answer = answer


@dataclass(frozen=True, slots=True)
class InterviewFilter:
    """Which talks; None or "" asks nothing."""

    text: str = ""
    kind: TalkKind | None = None
    school_id: Id | None = None
    person_id: Id | None = None
    private: bool | None = None


@dataclass(frozen=True, slots=True)
class InterviewRow:
    """A talk in a list: `done` of `total` questions have notes."""

    id: Id
    kind: TalkKind
    speaker: str
    person_id: Id | None
    school_id: Id | None
    school: str
    held_on: date | None
    venue: str
    private: bool
    done: int
    total: int
    quotes: int


@dataclass(frozen=True, slots=True)
class InterviewDetail:
    """One talk: `form_id` holds the notes by the guide; `consent` what the person says now, None without a person."""

    loaded: Loaded[Interview]
    form_id: Id | None
    person: str
    school: str
    consent: Loaded[Consent] | None

    @property
    def interview(self) -> Interview:
        """The record."""
        return self.loaded.record

    @property
    def speaker(self) -> str:
        """Whom it was with: the pseudonym, else the name."""
        return self.interview.speaker or self.person

    @property
    def withdrawn(self) -> bool:
        """Whether the person no longer agrees to interview notes."""
        return self.consent is not None and self.consent.record.answer.answer in REFUSED


class Interviews:
    """Talks; private unless shared."""

    def __init__(self, records: Records, instruments: Instruments, forms: Forms) -> None:
        self._records, self._instruments, self._forms = records, instruments, forms

    def rows(self, wanted: InterviewFilter | None = None) -> list[InterviewRow]:
        """The talks that pass the filter, the newest first."""
        wanted = wanted or InterviewFilter()
        schools = self._records.school_names()
        forms = self._forms_by_interview()
        quotes: dict[Id | None, int] = {}
        for quote in self._records.all(Quote):
            quotes[quote.interview_id] = quotes.get(quote.interview_id, 0) + 1
        found = []
        for talk in self._records.all(Interview):
            row = self._row(talk, schools, forms.get(talk.id), quotes.get(talk.id, 0))
            if _passes(row, wanted):
                found.append(row)
        return sorted(found, key=lambda row: (row.held_on or date.min, row.id), reverse=True)

    def detail(self, interview_id: Id) -> InterviewDetail | None:
        """One talk; None when it is gone."""
        loaded = self._records.load(Interview, interview_id)
        if loaded is None:
            return None
        talk = loaded.record
        forms = self._records.all(Form, interview_id=interview_id)
        return InterviewDetail(
            loaded, min((form.id for form in forms), default=None),
            self._records.names().get(talk.person_id or Id(""), ""),
            self._records.school_names().get(talk.school_id or Id(""), ""),
            self.consent(talk.person_id) if talk.person_id is not None else None,
        )

    def consent(self, person_id: Id, kind: ConsentKind = ConsentKind.INTERVIEW) -> Loaded[Consent]:
        """What a person answered; a fresh record when nobody asked yet."""
        key = consent_id(person_id, kind)
        return self._records.load(Consent, key) or Loaded(Consent(id=key, person_id=person_id, kind=kind))

    def start(self, kind: TalkKind, *, person_id: Id | None = None, speaker: str = "", held_on: date | None = None,
              school_id: Id | None = None, consent_on: date | None = None) -> Made:
        """A new talk with its empty guide, in one save.

        `consent_on` is the day on which the person agreed and is stored with it. Raises ConsentMissing when the
        person did not agree or was not asked, and UserError without a person and a pseudonym; nothing is stored then.
        """
        if person_id is None and not speaker.strip():
            raise UserError(mark("Nobody is named yet. Nothing was stored. Choose a person, or enter a pseudonym."))
        consent = self._agreed(person_id, consent_on) if person_id is not None else None
        if school_id is None and person_id is not None:
            school_id = self._records.need(Person, person_id).record.school_id
        day, me = held_on or self._records.today(), self._records.me()
        talk = Interview(kind=kind, person_id=person_id, speaker=speaker.strip(), held_on=day, school_id=school_id,
                         interviewer_id=me)
        guide = self._instruments.current(GUIDES[kind])
        form = Form(instrument=guide.code, version=guide.version, private=True, school_id=school_id,
                    interview_id=talk.id, person_id=person_id, rater_id=me, hour=Hour(day))
        saved = [(talk, None), (form, None), *([consent] if consent is not None else [])]
        return Made(talk.id, self._records.save_all(saved))

    def refusal(self, person_id: Id) -> ConsentMissing | None:
        """Why an interview of this person may not begin; None when they agreed."""
        answer = self.consent(person_id).record.answer.answer
        if answer is ConsentAnswer.YES:
            return None
        return ConsentMissing(_MISSING[answer], answer, self._records.names().get(person_id, ""))

    def _agreed(self, person_id: Id, day: date | None) -> tuple[Consent, Loaded[Consent]] | None:
        """The consent to store, None when it is on record already."""
        refusal = self.refusal(person_id)
        if refusal is None:
            return None
        if day is None:
            raise refusal
        loaded = self.consent(person_id)
        return dataclasses.replace(loaded.record, answer=Consented(ConsentAnswer.YES, day)), loaded

    def _row(self, talk: Interview, schools: Mapping[Id, str], form: FormRow | None, quotes: int) -> InterviewRow:
        name = self._records.names().get(talk.person_id or Id(""), "")
        return InterviewRow(
            talk.id, talk.kind, talk.speaker or name, talk.person_id, talk.school_id,
            schools.get(talk.school_id or Id(""), ""), talk.held_on, talk.venue, talk.private,
            form.done if form is not None else 0, form.total if form is not None else 0, quotes,
        )

    def _forms_by_interview(self) -> dict[Id | None, FormRow]:
        parents = {form.id: form.interview_id for form in self._records.all(Form, instrument=list(GUIDES.values()))}
        if not parents:
            return {}
        return {parents[row.id]: row for row in self._forms.rows(FormFilter(ids=tuple(parents)))}


_MISSING = {
    None: mark("{name} was not asked yet whether interview notes may be taken. Nothing was stored. Ask first, then "
               "record the consent here."),
    ConsentAnswer.NO: mark("{name} does not agree to interview notes. Nothing was stored. Start only when {name} "
                           "agrees after all, and record it here."),
    ConsentAnswer.WITHDRAWN: mark("{name} withdrew the consent to interview notes. Nothing was stored. Start only when "
                                  "{name} agrees again, and record it here."),
}


def _passes(row: InterviewRow, wanted: InterviewFilter) -> bool:
    text = wanted.text.strip()
    return (
        (not text or matches(text, row.speaker) or text.casefold() in f"{row.venue} {row.school}".casefold())
        and wanted.kind in (None, row.kind)
        and wanted.school_id in (None, row.school_id)
        and wanted.person_id in (None, row.person_id)
        and wanted.private in (None, row.private)
    )
