"""The rates that rest on chats, modules, coaching, rubrics and training: I7, I10, I11, I15 to I17 and I20."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from plcdesk.domain.changes import Row
from plcdesk.domain.chat import Category
from plcdesk.domain.coaching import VisitStatus
from plcdesk.domain.findings import Case
from plcdesk.domain.form_facts import FormFact, ModuleFact
from plcdesk.domain.forms import Rated, View
from plcdesk.domain.ids import Id
from plcdesk.domain.instruments import Occasion
from plcdesk.domain.modules import ModuleFocus, ModuleStatus
from plcdesk.domain.programme import Period
from plcdesk.domain.scoring import joint
from plcdesk.insights.measure import Ground, Measure, month_of, share, span

PRODUCED = frozenset({ModuleStatus.REVIEWED, ModuleStatus.REVISED, ModuleStatus.FINAL})
ENOUGH_BEHAVIOURS = 4
"""So many of the behaviours of R3 make one who shows them (handbook 8.2)."""


def chat_pattern(ground: Ground) -> Iterator[Measure]:
    """I7: messages of each kind over all coded ones; those not coded stand apart, over all messages."""
    tallies = [tally for tally in ground.form_facts.tallies
               if ground.inside(None, group=tally.group_id) and ground.in_time(tally.month)]
    months = [tally.month for tally in tallies]
    period = Period(min(months), month_of(max(months)).ends_on) if months else None
    sums = {kind: sum(tally.messages for tally in tallies if tally.category is kind) for kind in Category}
    everything = sum(sums.values())
    coded = everything - sums[Category.UNCODED]
    for kind in Category:
        base = everything if kind is Category.UNCODED else coded
        cases = tuple(Case(Row("chat_tally", tally.tally_id), tally.messages, tally.messages, tally.category is kind,
                           tally.month) for tally in tallies if tally.category is kind)
        yield Measure(f"I7:{kind.value}", sums[kind], base, base, cases, period, kind)


def modules(ground: Ground) -> Iterator[Measure]:
    """I10: modules reviewed, revised or final; of these by focus and those that answer a local problem."""
    known = [module for module in ground.form_facts.modules if ground.inside(module.school_id)]
    made = [module for module in known if module.status in PRODUCED]
    yield _modules("I10", made, known)
    for focus in ModuleFocus:
        yield _modules(f"I10:{focus.value}", [one for one in made if one.focus is focus], made, focus)
    yield _modules("I10:lokal", [module for module in made if module.local], made, "Based on a local problem")


def _modules(key: str, counted: list[ModuleFact], base: list[ModuleFact], name: object = None) -> Measure:
    chosen = {module.module_id for module in counted}
    cases = tuple(Case(Row("module", module.module_id), int(module.module_id in chosen), 1,
                       module.module_id in chosen) for module in base)
    return Measure(key, len(counted), len(base), len(base), cases, name=name)


def authentic_work(ground: Ground) -> Iterator[Measure]:
    """I11: newest versions that meet the rule of the handbook, 3.5, over the reviewers; and first versions."""
    reviews: dict[Id, list[FormFact]] = defaultdict(list)
    for form in ground.forms("A"):
        if form.version_id is not None:
            reviews[form.version_id].append(form)
    for key, index in (("I11", -1), ("I11:v1", 0)):
        cases, used = [], []
        for module in ground.form_facts.modules:
            forms = reviews[module.versions[index]] if module.versions else []
            met = _meets(ground, forms)
            if met is not None:
                cases.append(Case(Row("module", module.module_id), int(met), 1, met, forms[0].held_on))
                used += forms
        yield Measure(key, sum(case.counted for case in cases), len(cases), len(cases), tuple(cases), span(used))


def _meets(ground: Ground, forms: list[FormFact]) -> bool | None:
    newest = max((form.version for form in forms), default=0)
    instrument = ground.form_facts.instruments.get(("A", newest))
    if instrument is None:
        return None
    ratings = [{item: Rated(score) for item, score in ground.form_facts.scores.get(form.form_id, {}).items()}
               for form in forms if form.version == newest]
    return joint(instrument, ratings).rules.get("aiw")


def coaching(ground: Ground) -> Iterator[Measure]:
    """I15: target teachers with a complete cycle; and visits done of those planned up to today."""
    complete = {cycle.person_id: cycle for cycle in ground.form_facts.cycles
                if cycle.ended_on is not None and ground.in_time(cycle.ended_on)}
    teachers = ground.teachers(ground.ends())
    cases = tuple(Case(Row("person", person), int(person in complete), 1, person in complete)
                  for person in sorted(teachers))
    yield Measure("I15", sum(case.counted for case in cases), len(teachers), len(teachers), cases)
    visits = [visit for visit in ground.form_facts.visits if ground.inside(visit.school_id)
              and visit.planned_on is not None and visit.planned_on <= ground.today and ground.in_time(visit.planned_on)]
    done = tuple(Case(Row("visit", visit.visit_id), int(visit.status is VisitStatus.DONE), 1,
                      visit.status is VisitStatus.DONE, visit.planned_on) for visit in visits)
    yield Measure("I15:kunjungan", sum(case.counted for case in done), len(done), len(done), done)


def profile(ground: Ground) -> Iterator[Measure]:
    """I16: the sum of the ratings of each dimension of P in the first and in the last month it was observed."""
    forms = [form for form in ground.forms("P") if form.held_on is not None and form.view is not View.SELF]
    months = sorted({month_of(form.held_on) for form in forms if form.held_on is not None})
    for month in dict.fromkeys(months[:1] + months[-1:]):
        seen = [form for form in forms if form.held_on is not None and month_of(form.held_on) == month]
        known = [ground.form_facts.instruments[key] for key in sorted({(one.instrument, one.version) for one in seen})
                 if key in ground.form_facts.instruments]
        for dimension in known[-1].dimensions if known else ():
            items = {item.code for one in known for item in one.in_dimension(dimension.code)}
            cases = []
            for form in seen:
                scores = [score for item, score in ground.form_facts.scores.get(form.form_id, {}).items()
                          if item in items]
                if scores:
                    cases.append(Case(Row("form", form.form_id), sum(scores), len(scores), True, form.held_on))
            yield Measure(f"I16:{dimension.code}", sum(case.numerator for case in cases),
                          sum(case.denominator for case in cases), len(cases), tuple(cases), month, dimension.label)


def training(ground: Ground) -> Iterator[Measure]:
    """I17: correct answers before and after (level 2); participants who show four of six behaviours (level 3)."""
    for occasion in Occasion:
        forms = ground.latest(ground.forms("R2", occasion=occasion))
        cases = []
        for form in forms:
            right = total = 0
            instrument = ground.form_facts.instruments.get((form.instrument, form.version))
            for item in instrument.items if instrument is not None else ():
                if item.correct is not None and ground.score(form, item.code) is not None:
                    total += 1
                    right += ground.score(form, item.code) == item.correct
            cases.append(Case(Row("form", form.form_id), right, total, True, form.held_on))
        yield Measure(f"I17:{occasion.value}", sum(case.numerator for case in cases),
                      sum(case.denominator for case in cases), len(cases), tuple(cases), span(forms), occasion)

    def shown(form: FormFact) -> bool | None:
        rule = ground.rule(form, "shown")
        scores = [score for item in rule.items for score in (ground.score(form, item),)
                  if score is not None] if rule is not None else []
        return sum(score >= rule.at_least for score in scores) >= ENOUGH_BEHAVIOURS if rule and scores else None

    observed = [form for form in ground.forms("R3") if form.view is not View.SELF] or ground.forms("R3")
    yield share("I17:perilaku", ground.latest(observed), shown)


def agreement(ground: Ground) -> Iterator[Measure]:
    """I20: items rated by two raters of the same thing with an equal level; and within one level."""
    rated: dict[tuple[str, int, str], list[FormFact]] = defaultdict(list)
    for form in ground.forms("P", "F", "D", "A", "K", "L", "LP"):
        if form.view is not View.SELF and form.subject.strip("|"):
            rated[form.instrument, form.version, form.subject].append(form)
    equal, near, pairs = [], [], 0
    for forms in rated.values():
        for one, other in combinations(forms, 2):
            if one.rater_id is not None and one.rater_id == other.rater_id:
                continue
            first, second = (ground.form_facts.scores.get(form.form_id, {}) for form in (one, other))
            both = sorted(first.keys() & second.keys())
            pairs += bool(both)
            row, day = Row("form", one.form_id), one.held_on
            equal.append(Case(row, sum(first[item] == second[item] for item in both), len(both), True, day))
            near.append(Case(row, sum(abs(first[item] - second[item]) <= 1 for item in both), len(both), True, day))
    for key, cases in (("I20", equal), ("I20:1", near)):
        yield Measure(key, sum(case.numerator for case in cases), sum(case.denominator for case in cases), pairs,
                      tuple(cases))
