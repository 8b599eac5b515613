"""What filled forms look like to those who show them: list rows, the whole form, reports, comparisons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from plcdesk.domain.changes import Changes, Loaded, Problem, Row
from plcdesk.domain.fields import mark
from plcdesk.domain.forms import Answer, Form, FormState, Mode, Rated, Sweep, View, answer_id
from plcdesk.domain.ids import Id
from plcdesk.domain.instruments import About, AnswerKind, Dimension, Instrument, Item, Text
from plcdesk.domain.meetings import MeetingKind
from plcdesk.domain.partners import PartnerRole
from plcdesk.domain.queries import FormQuery
from plcdesk.domain.scoring import Score, engagement, missing, teacher_talk
from plcdesk.services import meeting_views
from plcdesk.words import Words

UNKNOWN = mark("This computer does not have the instrument of this form yet. The answers can be read; "
               "receive a bundle from the laptop that made it to go on.")


@dataclass(frozen=True, slots=True, kw_only=True)
class FormFilter(FormQuery):
    """Which forms to list; "" or nothing asks nothing.

    `text`: each word stands in what the form is about, who it is about, who filled it, or the instrument's title.
    """

    text: str = ""
    abouts: frozenset[About] = frozenset()


class MeetingName(NamedTuple):
    """What a meeting is called, in parts."""

    title: str
    kind: MeetingKind
    number: int | None
    held_on: date | None
    group: str
    label: str

    def heading(self, w: Words) -> str:
        """What the meeting is called."""
        return meeting_views.heading(w, self.title, self.kind, self.number, self.held_on, self.label)


class FormRow(NamedTuple):
    """A form in a list. `done` of `total` asked items have an answer; `nilai` is unrounded, 0 to 100.

    `subject` is what the form is about as far as the programme's own words go; `heading` says it whole.
    """

    id: Id
    instrument: str
    version: int
    title: Text
    about: About
    known: bool
    subject: str
    meeting: MeetingName | None
    person_id: Id | None
    person: str
    meeting_id: Id | None
    module_id: Id | None
    module: str
    module_version: int | None
    school_id: Id | None
    batch_id: Id | None
    cycle_id: Id | None
    interview_id: Id | None
    second_of: Id | None
    held_on: date | None
    starts: time | None
    classroom: str
    lesson: str
    rater_id: Id | None
    rater: str
    view: View
    respondent: str
    number: int | None
    seconds: int | None
    mode: Mode
    done: int
    total: int
    state: FormState
    private: bool
    nilai: Decimal | None
    category: Text | None

    def heading(self, w: Words) -> str:
        """What the form is about: the meeting, person, module or respondent; else its instrument."""
        if self.about is About.MEETING and self.meeting is not None:
            return self.meeting.heading(w)
        if self.about is About.SHEET and not self.person and self.respondent in set(PartnerRole):
            return w(PartnerRole(self.respondent).label)  # type: ignore[call-arg]
        if self.subject:
            return self.subject
        if self.meeting is not None:
            return self.meeting.heading(w)
        return w("Sheet {n}", n=self.number) if self.number is not None else self.title.to(w.language)


@dataclass(frozen=True)
class Filled:
    """A whole form.

    `known` is False when this computer does not have the instrument version: `instrument` is then made from the answers
    and the form can only be read. `asked` are the items asked on this occasion of this respondent; `answers` holds every
    answer, `rated` those that say something.
    """

    loaded: Loaded[Form]
    instrument: Instrument
    known: bool
    asked: tuple[Item, ...]
    answers: Mapping[str, Loaded[Answer]]
    sweeps: tuple[Loaded[Sweep], ...]
    score: Score
    row: FormRow
    names: Mapping[Id, str]
    differing: frozenset[tuple[Row, str]]

    @property
    def form(self) -> Form:
        """The form itself."""
        return self.loaded.record

    @property
    def read_only(self) -> bool:
        """Whether nothing can be answered here."""
        return not self.known

    @cached_property
    def rated(self) -> dict[str, Rated]:
        """The answers that say something, by code."""
        return {code: answer.record.rated for code, answer in self.answers.items() if not answer.record.rated.blank}

    @cached_property
    def missing(self) -> tuple[Item, ...]:
        """The items without any answer."""
        return missing(self.asked, self.rated)

    @property
    def total(self) -> int:
        """How many items are asked."""
        return len(self.asked)

    @property
    def done(self) -> int:
        """How many of them have an answer."""
        return self.total - len(self.missing)

    @property
    def engagement(self) -> tuple[int, int]:
        """(Σ engaged, Σ present) over the sweeps."""
        return engagement(sweep.record for sweep in self.sweeps)

    @property
    def talk(self) -> tuple[int, int]:
        """(sweeps at which the teacher talked, sweeps at which it was noted who did)."""
        return teacher_talk(sweep.record for sweep in self.sweeps)

    def held(self, code: str) -> Loaded[Answer]:
        """What to hand back to `Forms.answer`: the answer as it was loaded, or that there was none."""
        return self.answers.get(code) or nothing_yet(self.form.id, code)

    def name(self, person_id: Id | None) -> str:
        """The display name of a person, empty for nobody."""
        return self.names.get(person_id, "") if person_id is not None else ""


@dataclass(frozen=True, slots=True)
class FormReport:
    """How a form stands: `done` of `total` items, those without an answer, and what needs attention.

    The field of a problem is that of the form, or ``answers/<code>``.
    """

    done: int
    total: int
    missing: tuple[Item, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Finished:
    """What finishing a form found and wrote."""

    report: FormReport
    changes: Changes = field(default_factory=Changes)


class AgreementRow(NamedTuple):
    """One item as two raters answered it; `code` names the choice where an item has several."""

    item: Item
    first: Rated
    second: Rated
    code: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two forms side by side. The counts are over the items with a level that both rated (I20)."""

    rows: tuple[AgreementRow, ...]
    rated: int
    equal: int
    within_one: int
    kappa: Fraction | None


@dataclass(frozen=True, slots=True)
class SelfAndOther:
    """What a person says of themselves beside what an observer saw in the same month; `first` of a row is the self."""

    self_id: Id | None
    other_id: Id | None
    rows: tuple[AgreementRow, ...]


def nothing_yet(form_id: Id, code: str) -> Loaded[Answer]:
    """An answer that was not there when the form was loaded."""
    return Loaded(Answer(id=answer_id(form_id, code), form_id=form_id, item=code))


def rows_of(items: Sequence[Item], first: Mapping[str, Rated], second: Mapping[str, Rated]) -> tuple[AgreementRow, ...]:
    """The items with both answers; of an item with several choices a row for each that was ticked."""
    found = []
    for item in items:
        for code in item.codes:
            one, other = first.get(code, Rated()), second.get(code, Rated())
            if item.kind is not AnswerKind.MANY or not (one.blank and other.blank):
                found.append(AgreementRow(item, one, other, code))
    return tuple(found)


def stand_in(code: str, version: int, about: About, rated: Mapping[str, Rated]) -> Instrument:
    """An instrument that this computer does not have, made from the answers to it, so that none of them is hidden."""
    items = tuple(
        Item(item, AnswerKind.NUMBER if said.score is not None else AnswerKind.TEXT, Text(item, item), "")
        for item, said in sorted(rated.items()))
    return Instrument(code, version, Text(code, code), about, (Dimension("", Text("", ""), scored=False),), items)
