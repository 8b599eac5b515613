"""The rates that rest on journals, class observations and questionnaires: I2 to I6, I8 and I9 (domain handbook 4.2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from math import gcd

from plcdesk.domain.changes import Row
from plcdesk.domain.findings import Case
from plcdesk.domain.form_facts import FormFact
from plcdesk.domain.forms import LessonKind
from plcdesk.domain.ids import Id
from plcdesk.domain.instruments import Item, Occasion, Text
from plcdesk.domain.programme import Period
from plcdesk.insights.measure import Ground, Measure, month_of, share, span


def able_to_facilitate(ground: Ground) -> Iterator[Measure]:
    """I2 for each month with journals: of all target teachers at its end, those whose latest journal shows it.

    A journal without all three ratings does not.
    """
    by_month: dict[Period, list[FormFact]] = defaultdict(list)
    for form in ground.forms("J"):
        if form.held_on is not None and form.person_id is not None:
            by_month[month_of(form.held_on)].append(form)
    for month, forms in sorted(by_month.items()):
        assert month.ends_on is not None
        teachers = ground.teachers(min(month.ends_on, ground.today))
        cases = []
        for form in ground.latest(forms):
            if form.person_id in teachers:
                able = ground.meets(form, "able") is True
                cases.append(Case(Row("form", form.form_id), int(able), 1, able, form.held_on))
        yield Measure("I2", sum(case.counted for case in cases), len(teachers), len(cases), tuple(cases), month)


def strategy_use(ground: Ground) -> Iterator[Measure]:
    """I3: Yes on S1 and the strategy named in S2, of those who answered S1 at the end."""
    def counts(form: FormFact) -> bool | None:
        said = ground.score(form, "S1")
        return None if said is None else said == 1 and (form.form_id, "S2") in ground.form_facts.told

    yield share("I3", ground.latest(ground.forms("M", occasion=Occasion.END)), counts)


def engagement(ground: Ground) -> Iterator[Measure]:
    """I4: sums over all sweeps of a kind of lesson, never a mean of lessons; the gain is relative to the first."""
    forms = {form.form_id: form for form in ground.forms("D")}
    sums: dict[LessonKind, list[Case]] = {LessonKind.CONVENTIONAL: [], LessonKind.MODULE: []}
    counted: dict[Id, list[int]] = defaultdict(lambda: [0, 0])
    for sweep in ground.form_facts.sweeps:
        counted[sweep.form_id][0] += sweep.engaged
        counted[sweep.form_id][1] += sweep.present
    for key, (engaged, present) in counted.items():
        form = forms.get(key)
        if form is not None and form.lesson is not None:
            sums[form.lesson].append(Case(Row("form", form.form_id), engaged, present, True, form.held_on))
    totals = []
    for kind, name in ((LessonKind.CONVENTIONAL, "I4:konvensional"), (LessonKind.MODULE, "I4:modul")):
        cases = tuple(sorted(sums[kind], key=lambda case: case.row.id))
        engaged, present = sum(case.numerator for case in cases), sum(case.denominator for case in cases)
        totals.append(Measure(name, engaged, present, len(cases), cases, span(forms[Id(case.row.id)] for case in cases)))
    before, after = totals
    # over one base for both kinds, so that the counts stay whole: with equal bases they are the students themselves
    common = gcd(before.denominator, after.denominator) or 1
    base = before.numerator * after.denominator // common
    gain = after.numerator * before.denominator // common - base
    if not (before.denominator and after.denominator):
        gain = base = 0
    yield Measure("I4", gain, base, before.n + after.n, before.cases + after.cases)
    yield from totals


def technology(ground: Ground) -> Iterator[Measure]:
    """I5a and I5b after the workshop, and I5c, the mean of the two rates."""
    forms = ground.latest(ground.forms("U", occasion=Occasion.END))

    chat = share("I5a", forms, lambda form: ground.meets(form, "wa"))
    classroom = share("I5b", forms, lambda form: ground.meets(form, "classroom"))
    yield chat
    yield classroom
    common = gcd(chat.denominator, classroom.denominator) or 1
    added = (chat.numerator * classroom.denominator + classroom.numerator * chat.denominator) // common
    base = 2 * chat.denominator * classroom.denominator // common
    yield Measure("I5c", added, base, min(chat.n, classroom.n), period=span(forms))


def motivation(ground: Ground) -> Iterator[Measure]:
    """I6: 4 or more on both M11 and M12, of those who answered both at the end."""
    forms = ground.latest(ground.forms("M", occasion=Occasion.END))
    yield share("I6", forms, lambda form: ground.meets(form, "motivated"))


def obstacles(ground: Ground) -> Iterator[Measure]:
    """I8: for each obstacle those who ticked it, of those who answered the question (None of these included)."""
    forms = ground.latest(ground.forms("M", occasion=Occasion.END))
    versions = {(form.instrument, form.version) for form in forms} or {
        key for key in ground.form_facts.instruments if key[0] == "M"}
    items = [item for key in sorted(versions) if key in ground.form_facts.instruments
             for item in (ground.form_facts.instruments[key].item("H"),) if item is not None]
    names = {tick.code: tick.label for item in items for tick in item.ticks if not tick.exclusive}
    answers = {code for item in items for code in item.codes}
    for code, name in names.items():
        def counts(form: FormFact, code: str = code) -> bool | None:
            ticked = ground.form_facts.scores.get(form.form_id, {}).keys() & answers
            return code in ticked if ticked else None

        yield share(f"I8:{code}", forms, counts, name)


def baseline(ground: Ground) -> Iterator[Measure]:
    """I9: No on V1 and V2, Yes on V3 in the needs survey."""
    forms = ground.latest(ground.forms("V"))
    known = [ground.form_facts.instruments[key] for key in sorted(ground.form_facts.instruments) if key[0] == "V"]
    for code, wanted in (("V1", 0), ("V2", 0), ("V3", 1)):
        item = known[-1].item(code) if known else None

        def counts(form: FormFact, code: str = code, wanted: int = wanted) -> bool | None:
            score = ground.score(form, code)
            return None if score is None else score == wanted

        yield share(f"I9:{code}", forms, counts, _with_answer(item, wanted) if item is not None else code)


def _with_answer(item: Item, score: int) -> Text:
    """The words of an item and of the answer that is counted: a share of "No" must not read as one of "Yes"."""
    option = item.scale.by_score(score) if item.scale is not None else None
    said = option.label if option is not None else Text(str(score), str(score))
    return Text(f"{item.label.id}: {said.id}", f"{item.label.en}: {said.en}")
