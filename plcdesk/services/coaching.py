"""Coaching: visits planned every two weeks, cycles of three parts, and the commitment that opens the next one.

Domain handbook 3.3; needs N18, N19, N71. That a visit or cycle took place is known to the school; what was said is a
form of instrument C that stays on this computer unless it is shared.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from plcdesk.domain.changes import Changes, Problem, Row
from plcdesk.domain.checks import check_cycle
from plcdesk.domain.coaching import Cycle, Visit, VisitState, VisitStatus, visit_id
from plcdesk.domain.forms import Answer, Form
from plcdesk.domain.ids import Id
from plcdesk.domain.modules import Module
from plcdesk.domain.names import sort_key
from plcdesk.domain.people import TEACHING, Person, PersonStatus
from plcdesk.domain.programme import Programme
from plcdesk.services.coaching_views import (
    Commitment,
    CycleDetail,
    CycleRow,
    TeacherRow,
    TeacherState,
    VisitCounts,
    VisitRow,
    VisitStanding,
)
from plcdesk.services.form_views import FormFilter
from plcdesk.services.forms import Forms
from plcdesk.services.records import Made, Records

INSTRUMENT = "C"
COMMITMENT, FOLLOW_UP = "C18", "C19"
"""The items of instrument C that name the next commitment and the day to look at it again."""
FORTNIGHT = 2


class Coaching:
    """Visits and cycles."""

    def __init__(self, records: Records, forms: Forms) -> None:
        self._records = records
        self._forms = forms

    # visits

    def visits(self, school_id: Id | None = None) -> list[VisitRow]:
        """The visits by planned day; the undated last."""
        found = self._records.all(Visit, **({"school_id": school_id} if school_id else {}))
        cycles: dict[Id, int] = defaultdict(int)
        for cycle in self._records.all(Cycle):
            if cycle.visit_id is not None:
                cycles[cycle.visit_id] += 1
        schools, names, today = self._records.school_names(), self._records.names(), self._records.today()
        rows = []
        for visit in found:
            standing = _standing(visit, today)
            late = (today - visit.planned_on).days if standing is VisitStanding.OVERDUE and visit.planned_on else 0
            rows.append(VisitRow(
                visit.id, visit.school_id, schools.get(visit.school_id or Id(""), ""), visit.planned_on,
                visit.state.done_on, standing, visit.mentor_id, names.get(visit.mentor_id or Id(""), ""), visit.topic,
                visit.state.reason or "", cycles[visit.id], late))
        return sorted(rows, key=lambda row: (row.planned_on or row.done_on or date.max, row.school, row.id))

    def counts(self, visits: Iterable[VisitRow] | None = None) -> VisitCounts:
        """How many of the visits planned up to today were done, and how many are overdue; of all visits unless told."""
        today = self._records.today()
        found = self.visits() if visits is None else visits
        rows = [row for row in found if row.planned_on is not None and row.planned_on <= today]
        return VisitCounts(sum(row.standing is VisitStanding.DONE for row in rows), len(rows),
                           sum(row.standing is VisitStanding.OVERDUE for row in rows))

    def plan(self, school_ids: Iterable[Id], first: date, count: int = 6, weeks: int = FORTNIGHT,
             mentor_id: Id | None = None) -> Changes:
        """Plan `count` visits to each school, `weeks` apart; a day that is planned already stays as it is."""
        made = []
        for school in school_ids:
            for index in range(count):
                day = first + timedelta(weeks=weeks * index)
                key = visit_id(school, day)
                if self._records.get(Visit, key) is None:
                    made.append((Visit(id=key, school_id=school, planned_on=day,
                                       mentor_id=mentor_id or self._records.me()), None))
        return self._records.save_all(made)

    def set_visit(self, visit: Id, status: VisitStatus, on: date | None = None, reason: str = "") -> Changes:
        """Say that a visit was done (today unless told), did not take place, or is only planned."""
        loaded = self._records.need(Visit, visit)
        done = (on or self._records.today()) if status is VisitStatus.DONE else None
        state = VisitState(status, done, reason.strip() or None)
        return self._records.save(dataclasses.replace(loaded.record, state=state), loaded)

    # teachers and their cycles

    def teachers(self, school_id: Id | None = None) -> list[TeacherRow]:
        """The teachers of the programme or of a school, by school and name, with where their coaching stands."""
        cycles: dict[Id, list[Cycle]] = defaultdict(list)
        for cycle in self._records.all(Cycle):
            if cycle.person_id is not None:
                cycles[cycle.person_id].append(cycle)
        agreed = self._commitments([cycle for found in cycles.values() for cycle in found])
        schools, today = self._records.school_names(), self._records.today()
        ends = [programme.period.ends_on for programme in self._records.all(Programme) if programme.period.ends_on]
        waits_until = max(ends, default=today)
        rows = []
        for person in self._records.all(Person):
            wanted = person.role in TEACHING and person.status is not PersonStatus.MOVED
            if (wanted or cycles[person.id]) and school_id in (None, person.school_id):
                rows.append(_teacher_row(person, schools, sorted(cycles[person.id], key=_order), agreed,
                                         today if today <= waits_until else None))
        return sorted(rows, key=lambda row: (row.school, sort_key(row.name), row.id))

    def cycles(self, person_id: Id) -> list[CycleRow]:
        """A teacher's cycles, the first one first."""
        found = sorted(self._records.all(Cycle, person_id=person_id), key=_order)
        names = self._records.names()
        here = {form.cycle_id for form in self._records.all(Form, cycle_id=[cycle.id for cycle in found])}
        return [CycleRow(cycle.id, number, cycle.step, cycle.before_on, cycle.lesson_on, cycle.after_on,
                         names.get(cycle.mentor_id or Id(""), ""), cycle.id in here)
                for number, cycle in enumerate(found, 1)]

    def start(self, person_id: Id, visit: Id | None = None) -> Made:
        """Begin a cycle with a teacher: the activity for the school and the private form for the pair, in one save.

        Where the teacher's last cycle is not complete it is opened instead. Raises UserError when the teacher is gone.
        """
        person = self._records.need(Person, person_id).record
        going = [cycle for cycle in self._records.all(Cycle, person_id=person_id) if not cycle.complete]
        if going:
            return Made(max(going, key=_order).id, Changes())
        cycle = Cycle(school_id=person.school_id, person_id=person_id, visit_id=visit, mentor_id=self._records.me())
        form = self._conversation(cycle)
        return Made(cycle.id, self._records.save_all([(cycle, None), (form, None)]))

    def converse(self, cycle_id: Id) -> Made:
        """The conversation of a cycle that has none on this computer: a new private form."""
        cycle = self._records.need(Cycle, cycle_id).record
        form = self._conversation(cycle)
        return Made(form.id, self._records.save(form))

    def detail(self, cycle_id: Id) -> CycleDetail | None:
        """One cycle with its conversation, the last commitment and what belongs to it; None when it is gone."""
        loaded = self._records.load(Cycle, cycle_id)
        if loaded is None:
            return None
        cycle, names = loaded.record, self._records.names()
        mine = sorted(self._records.all(Cycle, person_id=cycle.person_id), key=_order)
        place = next((index for index, one in enumerate(mine) if one.id == cycle.id), 0)
        forms = self._records.all(Form, cycle_id=cycle.id)
        filled = self._forms.load(forms[0].id) if forms else None
        before = self._commitments(mine[:place])
        last = next((before[one.id] for one in reversed(mine[:place]) if one.id in before), None)
        module = filled.form.module_id if filled is not None else None
        lessons = self._forms.rows(FormFilter(instrument="D", person_id=cycle.person_id, since=cycle.lesson_on,
                                              until=cycle.lesson_on)) if cycle.lesson_on and cycle.person_id else []
        return CycleDetail(
            loaded, place + 1, names.get(cycle.person_id or Id(""), ""), names.get(cycle.mentor_id or Id(""), ""),
            self._records.school_names().get(cycle.school_id or Id(""), ""), filled, last,
            self._records.get(Module, module) if module else None, tuple(lessons))

    def problems(self, cycle: Cycle) -> list[Problem]:
        """What needs attention in the days of a cycle."""
        return check_cycle(cycle, self._records.today())

    def delete(self, cycle_id: Id) -> Changes:
        """Move a cycle and its conversation to the Trash."""
        return self._records.delete(Row("cycle", cycle_id))

    def _conversation(self, cycle: Cycle) -> Form:
        """The private form of a cycle; kept apart from what the school may see."""
        return self._forms.fresh(INSTRUMENT, private=True, school_id=cycle.school_id, cycle_id=cycle.id,
                                 person_id=cycle.person_id, rater_id=cycle.mentor_id)

    def _commitments(self, cycles: list[Cycle]) -> dict[Id, Commitment]:
        """The commitments of these cycles that are on this computer."""
        by_id = {cycle.id: cycle for cycle in cycles}
        forms = {form.id: form for form in self._records.all(Form, cycle_id=list(by_id))} if by_id else {}
        said: dict[Id, dict[str, str]] = defaultdict(dict)
        for answer in self._records.all(Answer, form_id=list(forms), item=[COMMITMENT, FOLLOW_UP]) if forms else ():
            cycle = forms[answer.form_id].cycle_id if answer.form_id is not None else None
            if cycle is not None and answer.rated.evidence:
                said[cycle][answer.item] = answer.rated.evidence
        return {key: Commitment(key, told[COMMITMENT], by_id[key].follow_on or _day(told.get(FOLLOW_UP)))
                for key, told in said.items() if told.get(COMMITMENT)}


def _teacher_row(person: Person, schools: Mapping[Id, str], cycles: list[Cycle], agreed: Mapping[Id, Commitment],
                 today: date | None) -> TeacherRow:
    """`today` is None after the programme has ended: nobody waits for another cycle then."""
    going = next((cycle for cycle in reversed(cycles) if not cycle.complete), None)
    last = next((agreed[cycle.id] for cycle in reversed(cycles) if cycle.id in agreed), None)
    days = [day for cycle in cycles for day in cycle.days.values() if day is not None]
    follow = (cycles[-1].follow_on or (last.follow_on if last is not None and last.cycle_id == cycles[-1].id else None)
              ) if cycles else None
    state = TeacherState.GOING if going else TeacherState.DONE if cycles else TeacherState.NEVER
    return TeacherRow(
        person.id, person.name, person.school_id, schools.get(person.school_id or Id(""), ""), state,
        sum(cycle.complete for cycle in cycles), going.id if going else None, going.step if going else None,
        max(days, default=None), follow,
        max(0, (today - follow).days) if going is None and follow is not None and today is not None else 0)


def _standing(visit: Visit, today: date) -> VisitStanding:
    if visit.state.status is VisitStatus.DONE:
        return VisitStanding.DONE
    if visit.state.status is VisitStatus.MISSED:
        return VisitStanding.MISSED
    if visit.planned_on is None or visit.planned_on > today:
        return VisitStanding.PLANNED
    return VisitStanding.DUE if visit.planned_on == today else VisitStanding.OVERDUE


def _order(cycle: Cycle) -> tuple[date, Id]:
    return cycle.begun_on or date.max, cycle.id


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None

