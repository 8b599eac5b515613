"""Indicators on forms: a figure in a report must be the one that counting by hand gives."""

from datetime import date
from decimal import Decimal

import pytest

from plcdesk.domain.chat import Category
from plcdesk.domain.facts import Facts, PersonFact, Scope
from plcdesk.domain.form_facts import CycleFact, FormFact, FormFacts, ModuleFact, SweepFact, TallyFact
from plcdesk.domain.forms import LessonKind, View
from plcdesk.domain.ids import Id
from plcdesk.domain.instruments import (
    About,
    AnswerKind,
    Dimension,
    Instrument,
    Item,
    Occasion,
    Option,
    Rule,
    Scale,
    Scoring,
    Text,
    Tick,
)
from plcdesk.domain.modules import ModuleFocus, ModuleStatus
from plcdesk.domain.people import PersonStatus, Role
from plcdesk.domain.programme import Period
from plcdesk.insights.compute import compute_forms
from plcdesk.insights.measure import Ground

WORDS = Text("kata", "word")
FIVE = Scale("five", tuple(Option(score, str(score), WORDS) for score in range(1, 6)), WORDS)
SEP, DEC, TODAY = date(2024, 9, 20), date(2024, 12, 16), date(2025, 1, 6)
ALL, OPEN = Scope(), Period()


def instrument(code: str, items: str, *rules: Rule, dimension: str = "d") -> Instrument:
    return Instrument(code, 1, WORDS, About.SHEET, (Dimension(dimension, WORDS),),
                      tuple(Item(item, AnswerKind.LEVEL, WORDS, dimension, FIVE) for item in items.split()),
                      Scoring(rules=rules))


OBSTACLES = Instrument(
    "M", 1, WORDS, About.SHEET, (Dimension("d", WORDS),),
    (Item("M11", AnswerKind.LEVEL, WORDS, "d", FIVE), Item("M12", AnswerKind.LEVEL, WORDS, "d", FIVE),
     Item("H", AnswerKind.MANY, WORDS, "d", ticks=(Tick("H1", WORDS), Tick("H2", WORDS), Tick("H0", WORDS, True)))),
    Scoring(rules=(Rule("motivated", WORDS, Decimal(4), ("M11", "M12")),)))
INSTRUMENTS = {one.key: one for one in (
    instrument("J", "F1 F2 F3", Rule("able", WORDS, Decimal(3), ("F1", "F2", "F3"))),
    instrument("U", "U1 U2", Rule("wa", WORDS, Decimal(4), ("U1",)), Rule("classroom", WORDS, Decimal(4), ("U2",))),
    instrument("V", "V1 V2 V3"), instrument("D", "D1"),
    instrument("P", "P1.1 P1.2", dimension="P1"), OBSTACLES)}


def person(index: int, school: str = "s") -> PersonFact:
    return PersonFact(Id(f"p{index}"), Role.TEACHER, PersonStatus.ACTIVE, Id(school), Period())


def form(key: str, code: str, person: int | None = None, on: date = DEC, occasion: Occasion | None = None,
         lesson: LessonKind | None = None, rater: str | None = None, subject: str = "", school: str = "s",
         view: View = View.OTHER) -> FormFact:
    return FormFact(Id(key), code, 1, Id(school), None if person is None else Id(f"p{person}"), rater and Id(rater), on,
                    view, occasion, None, lesson, subject)


def found(facts: FormFacts, people: int = 4, scope: Scope = ALL, asked: Period = OPEN) -> dict:
    ground = Ground(Facts(people=tuple(person(index) for index in range(people))), facts, scope, asked, Period(), TODAY)
    result = {}
    for finding in compute_forms(ground):
        result.setdefault(finding.id, []).append(finding)
    return result


def test_able_needs_all_three_in_the_latest_journal_of_the_month():
    facts = FormFacts(instruments=INSTRUMENTS, forms=(
        form("a", "J", 0, date(2024, 9, 5)), form("b", "J", 0, date(2024, 9, 25)), form("c", "J", 1, SEP),
        form("d", "J", 2, SEP), form("e", "J", 0, DEC), form("f", "J", 99, SEP)),
        scores={"a": {"F1": 4, "F2": 4, "F3": 4}, "b": {"F1": 4, "F2": 2, "F3": 4}, "c": {"F1": 3, "F2": 3, "F3": 3},
                "d": {"F1": 4, "F2": 4}, "e": {"F1": 3, "F2": 4, "F3": 3}, "f": {"F1": 4, "F2": 4, "F3": 4}})
    months = found(facts)["I2"]
    assert [(one.period.starts_on, one.numerator, one.denominator, one.n) for one in months] == [
        (date(2024, 9, 1), 1, 4, 3), (date(2024, 12, 1), 1, 4, 1)], "all teachers are the base, not only who wrote"


def test_engagement_is_a_ratio_of_sums_and_the_gain_is_relative():
    facts = FormFacts(instruments=INSTRUMENTS, forms=(
        form("k1", "D", 0, lesson=LessonKind.CONVENTIONAL), form("k2", "D", 1, lesson=LessonKind.CONVENTIONAL),
        form("m1", "D", 0, lesson=LessonKind.MODULE), form("m2", "D", 1, lesson=LessonKind.MODULE),
        form("x", "D", 1)),
        sweeps=(SweepFact("k1", 10, 9), SweepFact("k2", 90, 41), SweepFact("m1", 10, 9), SweepFact("m2", 90, 61),
                SweepFact("x", 50, 50)))
    result = found(facts)
    assert (result["I4:konvensional"][0].numerator, result["I4:konvensional"][0].denominator) == (50, 100)
    assert (result["I4:modul"][0].numerator, result["I4:modul"][0].denominator) == (70, 100)
    assert result["I4"][0].value == 40, "the mean of the lessons' own gains would say otherwise"


def test_without_a_conventional_lesson_there_is_no_gain():
    facts = FormFacts(forms=(form("m", "D", 0, lesson=LessonKind.MODULE),), sweeps=(SweepFact("m", 10, 5),))
    result = found(facts)
    assert result["I4"][0].value is None
    assert result["I4:modul"][0].value == 50


def test_technology_is_the_mean_of_two_rates_with_their_own_bases():
    scores = {f"u{index}": {"U1": 4 if index < 8 else 1} for index in range(10)}
    for index in range(4):
        scores[f"u{index}"]["U2"] = 5 if index < 3 else 2
    facts = FormFacts(instruments=INSTRUMENTS, scores=scores, forms=tuple(
        form(f"u{index}", "U", index, occasion=Occasion.END) for index in range(10)))
    result = found(facts, people=10)
    assert (result["I5a"][0].numerator, result["I5a"][0].denominator) == (8, 10)
    assert (result["I5b"][0].numerator, result["I5b"][0].denominator) == (3, 4)
    assert result["I5c"][0].value == Decimal("77.5")


def test_who_answered_half_of_the_question_is_in_no_base():
    facts = FormFacts(instruments=INSTRUMENTS, scores={"a": {"M11": 5, "M12": 4}, "b": {"M11": 5}, "c": {
        "M11": 3, "M12": 5}}, forms=tuple(form(key, "M", index, occasion=Occasion.END)
                                          for index, key in enumerate("abc")))
    motivated = found(facts)["I6"][0]
    assert (motivated.numerator, motivated.denominator) == (1, 2)


def test_obstacles_do_not_sum_to_a_hundred_and_none_counts_as_an_answer():
    facts = FormFacts(instruments=INSTRUMENTS, scores={
        "a": {"H1": 1, "H2": 1}, "b": {"H1": 1}, "c": {"H0": 1}, "d": {"M11": 4}},
        forms=tuple(form(key, "M", index, occasion=Occasion.END) for index, key in enumerate("abcd")))
    result = found(facts)
    assert [(result[key][0].numerator, result[key][0].denominator) for key in ("I8:H1", "I8:H2")] == [(2, 3), (1, 3)]
    assert "I8:H0" not in result


def test_the_start_of_the_programme_is_not_mixed_into_its_end():
    facts = FormFacts(instruments=INSTRUMENTS, scores={"a": {"M11": 5, "M12": 5}, "b": {"M11": 1, "M12": 1}},
                      forms=(form("a", "M", 0, occasion=Occasion.END), form("b", "M", 1, occasion=Occasion.START)))
    assert found(facts)["I6"][0].denominator == 1


def test_the_baseline_counts_no_no_and_yes():
    facts = FormFacts(instruments=INSTRUMENTS, scores={"a": {"V1": 0, "V2": 1, "V3": 1}, "b": {"V1": 0, "V3": 0}},
                      forms=(form("a", "V", 0), form("b", "V", 1)))
    result = found(facts)
    assert [(result[f"I9:V{k}"][0].numerator, result[f"I9:V{k}"][0].denominator) for k in (1, 2, 3)] == [
        (2, 2), (0, 1), (1, 2)]


def test_chat_shares_leave_out_what_was_not_coded():
    facts = FormFacts(tallies=(
        TallyFact("1", "g", date(2024, 10, 1), Category.RESOURCES, 9),
        TallyFact("2", "g", date(2024, 11, 1), Category.CONSULTATION, 3),
        TallyFact("3", "g", date(2024, 11, 1), Category.UNCODED, 4)))
    result = found(facts)
    assert (result["I7:sumber"][0].numerator, result["I7:sumber"][0].denominator) == (9, 12)
    assert (result["I7:tidak_dikode"][0].numerator, result["I7:tidak_dikode"][0].denominator) == (4, 16)
    november = found(facts, asked=Period(date(2024, 11, 1), date(2024, 11, 30)))
    assert (november["I7:sumber"][0].numerator, november["I7:sumber"][0].denominator) == (0, 3)


def test_modules_count_from_the_review_on():
    facts = FormFacts(modules=tuple(
        ModuleFact(Id(f"m{index}"), Id("s"), focus, local, status, ()) for index, (focus, local, status) in enumerate((
            (ModuleFocus.PROJECT, True, ModuleStatus.FINAL), (ModuleFocus.DIFFERENTIATION, False, ModuleStatus.REVIEWED),
            (ModuleFocus.DIFFERENTIATION, True, ModuleStatus.DRAFT)))))
    result = found(facts)
    assert (result["I10"][0].numerator, result["I10"][0].denominator, result["I10"][0].value) == (2, 3, 2)
    assert [result[f"I10:{part}"][0].numerator for part in ("diferensiasi", "p5", "lain", "lokal")] == [1, 1, 0, 1]


def test_an_unfinished_cycle_covers_nobody():
    facts = FormFacts(cycles=(CycleFact("c1", "s", "p0", DEC), CycleFact("c2", "s", "p1", None),
                              CycleFact("c3", "s", "p0", DEC)))
    covered = found(facts)["I15"][0]
    assert (covered.numerator, covered.denominator) == (1, 4)


def test_the_profile_shows_the_first_and_the_last_month_as_sums():
    facts = FormFacts(instruments=INSTRUMENTS, forms=(form("a", "P", on=SEP), form("b", "P", on=date(2024, 10, 1)),
                                                      form("c", "P", on=DEC)),
                      scores={"a": {"P1.1": 2, "P1.2": 1}, "b": {"P1.1": 4}, "c": {"P1.1": 3}})
    shown = found(facts)["I16:P1"]
    assert [(one.numerator, one.denominator, one.value) for one in shown] == [(3, 2, Decimal("1.5")), (3, 1, 3)]


@pytest.mark.parametrize("second", [{"rater": "r1"}, {"subject": "other"}, {"view": View.SELF}])
def test_only_two_raters_of_one_thing_agree(second):
    one = form("a", "P", rater="r1", subject="m|")
    other = {"rater": "r2", "subject": "m|", "view": View.OTHER}
    facts = FormFacts(instruments=INSTRUMENTS, forms=(one, form("b", "P", **other)),
                      scores={"a": {"P1.1": 3, "P1.2": 4}, "b": {"P1.1": 3, "P1.2": 3}})
    assert [(found(facts)[key][0].numerator, found(facts)[key][0].denominator) for key in ("I20", "I20:1")] == [
        (1, 2), (2, 2)]
    alone = FormFacts(instruments=INSTRUMENTS, forms=(one, form("b", "P", **(other | second))), scores=facts.scores)
    assert found(alone)["I20"][0].denominator == 0


def test_a_school_sees_its_own_forms_only():
    facts = FormFacts(instruments=INSTRUMENTS, scores={"a": {"V1": 0}, "b": {"V1": 1}},
                      forms=(form("a", "V", 0), form("b", "V", 9, school="t")))
    assert found(facts)["I9:V1"][0].denominator == 2
    assert found(facts, scope=Scope(school_id=Id("s")))["I9:V1"][0].denominator == 1
