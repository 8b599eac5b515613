"""Reflection journals: who wrote one in which month, and how facilitation grew (domain handbook 3.2; need N18)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from plcdesk.domain.changes import Changes
from plcdesk.domain.forms import Answer, Form, FormState, Hour, Mode, Rated, View
from plcdesk.domain.ids import Id
from plcdesk.domain.instruments import Instrument
from plcdesk.domain.months import first_day, last_day, months_until
from plcdesk.domain.names import sort_key
from plcdesk.domain.people import Person, PersonStatus, Role
from plcdesk.domain.scoring import answered, score
from plcdesk.services.forms import Forms
from plcdesk.services.instruments import Instruments
from plcdesk.services.records import Made, Records

JOURNAL, FACILITATION = "J", "F"
SKILLS = ("F1", "F2", "F3")
"""The items that both instruments share: the journal in first person, the observer's form about the same person."""
ABLE = "able"
WRITERS = (Role.TEACHER, Role.FACILITATOR)
_MONTHS = 6


@dataclass(frozen=True, slots=True)
class JournalCell:
    """The journal of one person and month. `able`: all three skills at 3 or higher; None while not all are rated."""

    form_id: Id
    done: int
    total: int
    complete: bool
    able: bool | None


@dataclass(frozen=True, slots=True)
class JournalRow:
    """A teacher with the journals of the months shown."""

    id: Id
    name: str
    school_id: Id | None
    school: str
    cells: Mapping[date, JournalCell]


@dataclass(frozen=True, slots=True)
class JournalMatrix:
    """Teachers by months; `months` are first days, the oldest first."""

    months: tuple[date, ...]
    rows: tuple[JournalRow, ...]

    def written(self, month: date) -> int:
        """How many of the teachers have begun a journal for this month."""
        return sum(month in row.cells for row in self.rows)


@dataclass(frozen=True, slots=True)
class GrowthPoint:
    """The three skills in one month, as the person rates them and as an observer does; what was not rated is left
    out."""

    month: date
    own: Mapping[str, int]
    seen: Mapping[str, int]


class Journals:
    """Journals are forms of instrument J about a person and the month of their day."""

    def __init__(self, records: Records, instruments: Instruments, forms: Forms) -> None:
        self._records, self._instruments, self._forms = records, instruments, forms

    def matrix(self, school_id: Id | None = None, until: date | None = None, months: int = _MONTHS) -> JournalMatrix:
        """The teachers of a school (or all) and `months` months, the last one that of `until` (today's)."""
        shown = months_until(until or self._records.today(), months)
        schools = self._records.school_names()
        found = self._cells(JOURNAL, frozenset(shown))
        rows = [
            JournalRow(person.id, person.name, person.school_id, schools.get(person.school_id or Id(""), ""),
                       found.get(person.id, {}))
            for person in self._records.all(Person)
            if (school_id is None or person.school_id == school_id)
            and (person.id in found or (person.role in WRITERS and person.status is PersonStatus.ACTIVE))
        ]
        rows.sort(key=lambda row: (not row.school, row.school, sort_key(row.name)))
        return JournalMatrix(shown, tuple(rows))

    def months(self) -> tuple[date, ...]:
        """The months with a journal as their first days, the oldest first."""
        days = {form.hour.held_on for form in self._records.all(Form, instrument=JOURNAL)}
        return tuple(sorted({first_day(day) for day in days if day is not None}))

    def of(self, person_id: Id, month: date) -> Id | None:
        """The journal of a person and month; the one that counts when two laptops each began one."""
        found = self.all_of(person_id, month)
        return found[0] if found else None

    def all_of(self, person_id: Id, month: date) -> tuple[Id, ...]:
        """Every journal of a person and month: mostly one; of several the last one counts and stands first."""
        forms = [form for form in self._records.all(Form, instrument=JOURNAL, person_id=person_id)
                 if form.hour.held_on is not None and first_day(form.hour.held_on) == first_day(month)]
        return tuple(form.id for form in sorted(forms, key=_age, reverse=True))

    def start(self, person_id: Id, month: date, mode: Mode = Mode.SCREEN) -> Made:
        """The journal of a person and month: the one that is there (no changes), else a new one.

        Its day is today, or the last day of the month when that is over.
        """
        there = self.of(person_id, month)
        if there is not None:
            return Made(there, Changes())
        person = self._records.need(Person, person_id).record
        today = self._records.today()
        day = today if first_day(today) == first_day(month) else last_day(month)
        return self._forms.start(JOURNAL, person_id=person_id, rater_id=person_id, view=View.SELF, mode=mode,
                                 school_id=person.school_id, hour=Hour(day))

    def growth(self, person_id: Id) -> tuple[GrowthPoint, ...]:
        """The skills by month, the oldest month first; of several forms in a month the latest counts."""
        own: dict[date, dict[str, int]] = {}
        seen: dict[date, dict[str, int]] = {}
        forms = self._records.all(Form, instrument=[JOURNAL, FACILITATION], person_id=person_id)
        answers = self._answers(forms)
        for form in sorted(forms, key=_age):
            if form.hour.held_on is None or form.second_of is not None:
                continue
            rated = answers.get(form.id, {})
            skills = {code: rated[code].score for code in SKILLS if code in rated and rated[code].score is not None}
            if skills:
                side = own if form.view is View.SELF or form.instrument == JOURNAL else seen
                side[first_day(form.hour.held_on)] = skills  # type: ignore[assignment]
        return tuple(GrowthPoint(month, own.get(month, {}), seen.get(month, {})) for month in sorted({*own, *seen}))

    def _cells(self, code: str, months: frozenset[date]) -> dict[Id, dict[date, JournalCell]]:
        forms = [form for form in self._records.all(Form, instrument=code)
                 if form.hour.held_on is not None and first_day(form.hour.held_on) in months]
        answers = self._answers(forms)
        known: dict[int | None, Instrument | None] = {}
        found: dict[Id, dict[date, JournalCell]] = {}
        for form in sorted(forms, key=_age):
            if form.version not in known:
                known[form.version] = self._instruments.get(code, form.version or 0)
            instrument, rated = known[form.version], answers.get(form.id, {})
            if form.person_id is None or form.hour.held_on is None:
                continue
            cell = JournalCell(form.id, *_done(instrument, rated), form.state is FormState.COMPLETE,
                               score(instrument, rated).rules.get(ABLE) if instrument is not None else None)
            found.setdefault(form.person_id, {})[first_day(form.hour.held_on)] = cell
        return found

    def _answers(self, forms: Iterable[Form]) -> dict[Id, dict[str, Rated]]:
        ids = [form.id for form in forms]
        found: dict[Id, dict[str, Rated]] = {}
        for answer in self._records.all(Answer, form_id=ids) if ids else ():
            if answer.form_id is not None and not answer.rated.blank:
                found.setdefault(answer.form_id, {})[answer.item] = answer.rated
        return found


def _done(instrument: Instrument | None, rated: Mapping[str, Rated]) -> tuple[int, int]:
    if instrument is None:
        return len(rated), len(rated)
    items: Sequence = instrument.items
    return sum(answered(item, rated) for item in items), len(items)


def _age(form: Form) -> tuple[date, Id]:
    """The latest one counts (domain handbook 3.2)."""
    return form.hour.held_on or date.min, form.id
