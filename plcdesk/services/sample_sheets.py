"""How the sample's questionnaires are handed out and typed in, one sheet after the other."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from plcdesk.domain import forms
from plcdesk.domain.forms import Hour, Mode, Rated, View
from plcdesk.domain.ids import Id
from plcdesk.domain.instruments import Occasion
from plcdesk.services.sample_data import Batch, ident, moment
from plcdesk.services.sample_forms import filled, form_id


@dataclass(frozen=True, slots=True)
class Handout:
    """A questionnaire handed to some people on one day; `key` tells it from others of the same instrument."""

    code: str
    key: tuple[object, ...]
    title: str
    held_on: date
    expected: int
    keyed_by: Id
    occasion: Occasion | None = None
    school_id: Id | None = None
    meeting_id: Id | None = None
    hour: int = 14

    @property
    def id(self) -> Id:
        """The batch's identity."""
        return ident("batch", self.code, *self.key)

    def sheet(self, number: int) -> Id:
        """The identity of one of its sheets."""
        return form_id("sheet", self.id, number)

    def saves(self, sheets: list[Sheet]) -> Iterator[Batch]:
        """The batch when it is handed out, its sheets as they are typed in from paper, then the batch closed."""
        start = moment(self.held_on, self.hour)
        batch = forms.Batch(
            id=self.id, school_id=self.school_id, instrument=self.code, version=1, title=self.title,
            occasion=self.occasion, held_on=self.held_on, meeting_id=self.meeting_id, expected=self.expected,
        )
        yield Batch(start, self.keyed_by, (batch,))
        for place, sheet in enumerate(sheets, 1):
            yield Batch(start + timedelta(minutes=3 * place), self.keyed_by, tuple(filled(
                self.code, self.sheet(sheet.number), sheet.answers, view=View.SELF, batch_id=self.id,
                school_id=sheet.school_id or self.school_id, meeting_id=self.meeting_id, person_id=sheet.person_id,
                respondent=sheet.respondent, number=sheet.number, hour=Hour(self.held_on), mode=Mode.PAPER,
            )))
        yield Batch(start + timedelta(minutes=3 * len(sheets) + 5), self.keyed_by,
                    (dataclasses.replace(batch, closed=True),))


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one respondent answered."""

    number: int
    answers: Mapping[str, Rated]
    person_id: Id | None = None
    respondent: str = ""
    school_id: Id | None = None
