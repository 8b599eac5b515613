"""Sharing: a private form, interview or quote becomes a record of its school or of the programme.

A record lives in one space for good, so sharing is a copy under a derived id and the deletion of the private one, in one
save (sync 3.1; domain handbook 6). The copy starts a history of its own: nothing of the private one is in it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from plcdesk.domain.changes import Loaded, Row
from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import SPECS, mark, spec_of
from plcdesk.domain.forms import Answer, Form, Sweep, answer_id, shared_id, sweep_id
from plcdesk.domain.ids import Id, derived
from plcdesk.domain.notes import Interview, Permission, Quote
from plcdesk.domain.people import REFUSED, Consent, ConsentKind, consent_id
from plcdesk.domain.programme import Programme, School
from plcdesk.services.records import Made, Records

if TYPE_CHECKING:
    from plcdesk.storage.form_queries import FormQueries


@dataclass(frozen=True, slots=True)
class Audience:
    """Who would see a record when it is shared: a school or the programme by name, and the known computers that hold
    what is shared there, by name. Whoever joins there later sees it too."""

    place: str
    people: tuple[str, ...]


class _Copy(NamedTuple):
    """A private record beside what takes its place."""

    old: Any
    new: Any


class Sharing:
    """Moves private records with all that belongs to them into the open."""

    def __init__(self, records: Records, forms: FormQueries) -> None:
        self._records = records
        self._forms = forms

    def audience(self, row: Row) -> Audience:
        """Who would see the record. Raises UserError when it is gone."""
        record = self._need(row)
        school = self._records.get(School, record.school_id) if record.school_id is not None else None
        if school is not None:
            return Audience(school.name, tuple(self._forms.held_by(school.space)))
        programme = next(iter(self._records.all(Programme)), None)
        return Audience(programme.name if programme is not None else "", tuple(self._forms.held_by(None)))

    def why_not(self, row: Row) -> UserError | None:
        """Why the record may not be shared; None when it may. Writes nothing."""
        try:
            self._check(self._need(row))
        except UserError as error:
            return error
        return None

    def share(self, row: Row) -> Made:
        """Share a private record with its parts, in one save. Returns the id of the shared one.

        Of the quotes of an interview only those that may be quoted go along; the others stay private beside it. Raises
        UserError when the record may not be shared; nothing was changed then.
        """
        record = self._need(row)
        self._check(record)
        copies = list(self._copies(record))
        with self._records.writing() as unit:
            unit.delete(row)
            for copy in copies:
                # beside what is there already, when it was shared before and edited by others since: never over it
                beside = unit.current(spec_of(copy.new).table, copy.new.id)
                unit.save(copy.new, Loaded(copy.new) if beside is not None else None)
        return Made(copies[0].new.id, unit.changes)

    def _need(self, row: Row) -> Any:
        spec = SPECS[row.table]
        if spec.cls not in (Form, Interview, Quote):
            raise ValueError(f"{row.table} is never private")
        return self._records.need(spec.cls, row.id).record

    def _check(self, record: Any) -> None:
        if not record.private:
            raise UserError(mark("This is shared already. Nothing was changed."))
        interview = self._interview(record)
        if interview is not None and interview.private and not isinstance(record, Quote | Interview):
            raise UserError(mark("This belongs to a private interview. Nothing was shared. Share the interview instead."))
        first = self._records.get(Form, record.second_of) if isinstance(record, Form) and record.second_of else None
        if first is not None and first.private:
            raise UserError(mark("This is the second entry of a private form. Nothing was shared. Share that form."))
        if isinstance(record, Quote):
            self._check_quote(record, interview)
        elif interview is not None and self._against(interview.person_id, ConsentKind.INTERVIEW):
            raise UserError(mark("The person interviewed does not agree to the use of the notes. "
                                 "Nothing was shared. See Consent on the page of that person."))
        parts = {Row(spec_of(copy.old).table, copy.old.id) for copy in self._copies(record)}
        if any(entry.row in parts for entry in self._records.differing()):
            raise UserError(mark("Some entries of this differ and wait for a decision. Nothing was shared. "
                                 "Decide them first."))

    def _check_quote(self, quote: Quote, interview: Interview | None) -> None:
        if quote.permission is not Permission.GIVEN:
            raise UserError(mark("There is no permission to quote this. Nothing was shared. Ask the person, "
                                 "then set the permission."))
        if not self._quotable(quote, interview):
            raise UserError(mark("The person does not agree to be quoted. Nothing was shared. "
                                 "See Consent on the page of that person."))

    def _quotable(self, quote: Quote, interview: Interview | None) -> bool:
        person = quote.person_id or (interview.person_id if interview is not None else None)
        return quote.permission is Permission.GIVEN and not self._against(person, ConsentKind.QUOTE)

    def _against(self, person_id: Id | None, kind: ConsentKind) -> bool:
        consent = self._records.get(Consent, consent_id(person_id, kind)) if person_id is not None else None
        return consent is not None and consent.answer.answer in REFUSED

    def _interview(self, record: Any) -> Interview | None:
        """The interview that a record is or belongs to."""
        if isinstance(record, Interview):
            return record
        return self._records.get(Interview, record.interview_id) if record.interview_id is not None else None

    def _copies(self, record: Any) -> Iterator[_Copy]:
        """The record first, then all that belongs to it."""
        if isinstance(record, Form):
            yield from self._form(record, {})
        elif isinstance(record, Quote):
            interview = self._interview(record)
            # the shared quote must not point at what the others never get
            yield _shared(record, {"interview_id": None} if interview is not None and interview.private else {})
        else:
            copy = _shared(record, {})
            yield copy
            for form in self._records.all(Form, interview_id=record.id):
                yield from self._form(form, {"interview_id": copy.new.id})
            for quote in self._records.all(Quote, interview_id=record.id):
                yield self._quote(quote, record, copy.new.id)

    def _form(self, form: Form, links: dict[str, Id]) -> Iterator[_Copy]:
        copy = _shared(form, links)
        yield copy
        to = copy.new.id
        for answer in self._records.all(Answer, form_id=form.id):
            yield _Copy(answer, dataclasses.replace(answer, id=answer_id(to, answer.item), form_id=to))
        for sweep in self._records.all(Sweep, form_id=form.id):
            made = sweep_id(to, sweep.number) if sweep.number is not None else shared_id(sweep.id)
            yield _Copy(sweep, dataclasses.replace(sweep, id=made, form_id=to))
        for second in self._records.all(Form, second_of=form.id):
            yield from self._form(second, links | {"second_of": to})

    def _quote(self, quote: Quote, interview: Interview, to: Id) -> _Copy:
        if not quote.private or self._quotable(quote, interview):
            return _shared(quote, {"interview_id": to})
        kept = derived("kept", quote.id)
        return _Copy(quote, dataclasses.replace(quote, id=kept, interview_id=to))


def _shared(record: Any, links: dict[str, Any]) -> _Copy:
    return _Copy(record, dataclasses.replace(record, id=shared_id(record.id), private=False, **links))
