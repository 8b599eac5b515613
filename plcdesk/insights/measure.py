"""What the form indicators have in common: the counts of one figure, and who is in a scope and a period."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from plcdesk.domain.changes import Row
from plcdesk.domain.facts import Facts, Scope
from plcdesk.domain.findings import Case
from plcdesk.domain.form_facts import FormFact, FormFacts
from plcdesk.domain.ids import Id
from plcdesk.domain.instruments import Occasion, Rule
from plcdesk.domain.months import first_day, last_day
from plcdesk.domain.programme import Period
from plcdesk.insights.population import covers, target_teachers


@dataclass(frozen=True, slots=True)
class Measure:
    """The counts of one figure; `name` names the member of a family (a `Text` or a `Choice`)."""

    id: str
    numerator: int
    denominator: int
    n: int
    cases: tuple[Case, ...] = ()
    period: Period | None = None
    name: Any = None


@dataclass(frozen=True, slots=True)
class Ground:
    """The facts of one scope: `asked` is the period asked for (open where none was), `window` the one of the
    routine meetings."""

    facts: Facts
    form_facts: FormFacts
    scope: Scope
    asked: Period
    window: Period
    today: date
    _teachers: dict[date, frozenset[Id]] = field(default_factory=dict)

    def teachers(self, on: date) -> frozenset[Id]:
        """N on a day: the target teachers of the scope."""
        if on not in self._teachers:
            self._teachers[on] = frozenset(one.person_id for one in target_teachers(self.facts, self.scope, on))
        return self._teachers[on]

    def ends(self) -> date:
        """The last day looked at."""
        return min(self.asked.ends_on or self.today, self.today)

    def inside(self, school: Id | None, person: Id | None = None, group: Id | None = None) -> bool:
        """Whether something of this school, person or group belongs to the scope."""
        if self.scope.group_id is not None:
            if group is not None:
                return group == self.scope.group_id
            return person is not None and any(one.group_id == self.scope.group_id and one.person_id == person
                                              for one in self.facts.memberships)
        if self.scope.school_id is None:
            return True
        if group is not None:
            school = next((one.school_id for one in self.facts.groups if one.group_id == group), None)
        return school == self.scope.school_id

    def in_time(self, day: date | None) -> bool:
        """Whether a day lies in the period asked for; an unknown day does where no period was asked for."""
        return covers(self.asked, day) if day is not None else self.asked == Period()

    def forms(self, *codes: str, occasion: Occasion | None = None) -> list[FormFact]:
        """The forms of these instruments in scope and period; of a questionnaire those of an occasion."""
        return [form for form in self.form_facts.forms
                if form.instrument in codes and (occasion is None or form.occasion is occasion)
                and self.in_time(form.held_on) and self.inside(form.school_id, form.person_id)]

    def latest(self, forms: Iterable[FormFact]) -> list[FormFact]:
        """One form for each person, the latest; forms without a person all stay."""
        found: dict[Id, FormFact] = {}
        for form in sorted(forms, key=lambda form: (form.held_on or date.min, form.form_id)):
            found[form.person_id or form.form_id] = form
        return list(found.values())

    def score(self, form: FormFact, item: str) -> int | None:
        """The score of an item of a form; None where it was left out."""
        return self.form_facts.scores.get(form.form_id, {}).get(item)

    def rule(self, form: FormFact, code: str) -> Rule | None:
        """A rule of the instrument version that was filled; None where it has none, or is not known here."""
        instrument = self.form_facts.instruments.get((form.instrument, form.version))
        return next((rule for rule in instrument.scoring.rules if rule.code == code), None) if instrument else None

    def meets(self, form: FormFact, code: str) -> bool | None:
        """Whether every item of a rule reaches its level; None while one of them has no score."""
        rule = self.rule(form, code)
        scores = [self.score(form, item) for item in rule.items] if rule is not None else []
        if rule is None or None in scores:
            return None
        return all(score is not None and score >= rule.at_least for score in scores)


def share(key: str, forms: Iterable[FormFact], counts: Callable[[FormFact], bool | None], name: Any = None) -> Measure:
    """The share of forms for which `counts` is true among those for which it is not None."""
    cases = []
    answered = []
    for form in forms:
        found = counts(form)
        if found is not None:
            cases.append(Case(Row("form", form.form_id), int(found), 1, found, form.held_on))
            answered.append(form)
    return Measure(key, sum(case.counted for case in cases), len(cases), len(cases), tuple(cases), span(answered), name)


def span(forms: Iterable[FormFact]) -> Period | None:
    """From the first to the last day of these forms; None where none bears a day."""
    days = [form.held_on for form in forms if form.held_on is not None]
    return Period(min(days), max(days)) if days else None


def month_of(day: date) -> Period:
    """The month of a day."""
    return Period(first_day(day), last_day(day))
