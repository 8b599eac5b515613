"""Scoring: the figure on a report must be the one that a headmaster gets with pencil and paper."""

import dataclasses
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plcdesk.domain.forms import Counted, Rated, Talker
from plcdesk.domain.instruments import (
    About,
    AnswerKind,
    Category,
    Dimension,
    Instrument,
    Item,
    Method,
    Option,
    Rule,
    Scale,
    Scoring,
    Text,
    Tick,
)
from plcdesk.domain.scoring import (
    answered,
    engagement,
    exact,
    joint,
    missing,
    missing_minimal,
    score,
    teacher_talk,
)


def scale(lowest: int, highest: int) -> Scale:
    return Scale("s", tuple(Option(n, str(n), Text("", "")) for n in range(lowest, highest + 1)), Text("", ""))


RUB4, CMP3, BS = scale(1, 4), scale(0, 2), scale(0, 1)
CATEGORIES = tuple(Category(Decimal(at_least), Text(label, label)) for at_least, label in (
    ("61", "Cukup"), ("91", "Sangat baik"), ("0", "Perlu pembinaan"), ("76", "Baik")))
ABLE = Rule("able", Text("", ""), Decimal(3), items=("A1", "A2", "A3"))
AIW = Rule("aiw", Text("", ""), Decimal("3.0"), dimensions=("A", "B"))


def level(code: str, *, on: Scale = RUB4, **fields: object) -> Item:
    return Item(code, AnswerKind.LEVEL, Text("", ""), code[0], on, **fields)  # type: ignore[arg-type]


def instrument(*items: Item, method: Method = Method.DIMENSIONS, rules: tuple[Rule, ...] = ()) -> Instrument:
    codes = dict.fromkeys(item.dimension for item in items)
    return Instrument("X", 1, Text("", ""), About.MEETING, tuple(Dimension(code, Text(code, code)) for code in codes),
                      items, Scoring(method, Decimal("0.75"), CATEGORIES, rules))


TWO = instrument(*(level(f"{part}{n}") for part in "AB" for n in (1, 2, 3, 4)), rules=(ABLE, AIW))
"""Two dimensions of four items."""
CODES = [item.code for item in TWO.items]


def said(**scores: int) -> dict[str, Rated]:
    return {code: Rated(number) for code, number in scores.items()}


def all_of(number: int, codes: list[str] = CODES) -> dict[str, Rated]:
    return {code: Rated(number) for code in codes}


RATINGS = st.dictionaries(st.sampled_from(CODES), st.one_of(
    st.integers(1, 4).map(Rated), st.just(Rated(skipped=True)), st.just(Rated(evidence="Catatan"))))
FULL = st.fixed_dictionaries({code: st.integers(1, 4).map(Rated) for code in CODES})


def test_a_form_worked_out_by_hand() -> None:
    found = score(TWO, said(A1=3, A2=4, A3=2, A4=3, B1=2, B2=2, B3=3) | {"B4": Rated(skipped=True)})
    first, second = found.dimensions
    assert (first.rated, first.asked, first.total, first.mean) == (4, 4, 12, 3)
    assert (second.rated, second.asked, second.total, second.mean) == (3, 4, 7, Fraction(7, 3))
    assert found.mean == (3 + Fraction(7, 3)) / 2
    assert found.nilai == Fraction(200, 3)
    assert (found.category, found.enough) == (Text("Cukup", "Cukup"), True)
    assert first.nilai == 75


def test_dimensions_weigh_the_same_however_many_items_they_have() -> None:
    short = instrument(*(level(f"A{n}") for n in range(1, 7)), level("B1"))
    found = score(short, all_of(4, [f"A{n}" for n in range(1, 7)]) | said(B1=2))
    assert found.mean == 3


@pytest.mark.parametrize("blank", [None, Rated(skipped=True), Rated(evidence="Hanya catatan"), Rated(7), Rated(0), Rated()])
def test_what_is_no_score_leaves_sum_and_count(blank: Rated | None) -> None:
    rated = all_of(4) | ({"A4": blank} if blank is not None else {})
    if blank is None:
        del rated["A4"]
    found = score(TWO, rated).dimensions[0]
    assert (found.rated, found.total, found.mean) == (3, 12, 4)


def test_a_skipped_answer_counts_for_nothing_even_with_a_score_left_in_it() -> None:
    assert score(TWO, all_of(4) | {"A1": Rated(1, skipped=True)}).dimensions[0].total == 12


def test_fewer_than_three_quarters_is_not_enough_data() -> None:
    enough = score(TWO, all_of(3, ["A1", "A2", "A3", *CODES[4:]]))
    assert enough.enough
    assert enough.nilai == 75
    few = score(TWO, all_of(3, ["A1", "A2", *CODES[4:]]))
    assert [part.mean for part in few.dimensions] == [None, 3]
    assert (few.mean, few.nilai, few.category, few.enough) == (None, None, None, False)


def test_items_that_were_not_asked_do_not_make_a_dimension_poor() -> None:
    asked = [item for item in TWO.items if item.code not in ("A3", "A4")]
    found = score(TWO, all_of(3, ["A1", "A2", *CODES[4:]]), asked)
    assert found.dimensions[0].asked == 2
    assert found.mean == 3
    assert score(TWO, all_of(3) | said(A3=1), asked).mean == 3


def test_reversed_items_are_turned_round_on_their_own_scale() -> None:
    turned = instrument(level("A1", reversed=True), level("A2"))
    assert score(turned, said(A1=1, A2=4)).mean == 4
    five = instrument(level("A1", on=scale(1, 5), reversed=True))
    assert score(five, said(A1=2)).mean == 4


@pytest.mark.parametrize(("nilai", "label"), [
    (Fraction(91) - Fraction(1, 10**9), "Baik"), (Fraction(91), "Sangat baik"), (Fraction(76), "Baik"),
    (Fraction(76) - Fraction(1, 10**9), "Cukup"), (Fraction(61), "Cukup"), (Fraction(60999, 1000), "Perlu pembinaan"),
    (Fraction(25), "Perlu pembinaan"),
])
def test_the_category_is_decided_on_the_unrounded_figure(nilai: Fraction, label: str) -> None:
    """90.999999999 is written 91,0 and still is "Baik". A scale of a thousand million steps makes such figures."""
    fine = instrument(level("A1", on=_Wide("w", (), Text("", ""))))
    found = score(fine, said(A1=int(nilai * 10**9)))
    assert (found.nilai, found.category) == (nilai, Text(label, label))


class _Wide(Scale):
    @property
    def lowest(self) -> int:
        return 0

    @property
    def highest(self) -> int:
        return 100 * 10**9


def test_half_a_point_stays_half_a_point() -> None:
    """72.5 is what the paper prints (I5c); a binary double or a rounded mean would make 72 of it."""
    ten = instrument(*(level(f"A{n}") for n in range(10)))
    rated = {f"A{n}": Rated(3 if n else 2) for n in range(10)}
    found = score(ten, rated)
    assert found.nilai == Fraction(145, 2)
    assert exact(found.nilai) == Decimal("72.5")
    assert exact(Fraction(200, 3)) == Decimal("66.66666666666666666666666667")


def test_dimensions_on_scales_of_different_length_have_no_common_figure() -> None:
    mixed = instrument(level("A1"), level("B1", on=scale(1, 5)))
    found = score(mixed, said(A1=4, B1=5))
    assert found.nilai is None
    assert [part.nilai for part in found.dimensions] == [100, 100]


class TestTotal:
    """Completeness (3.7): sum over twice the items that apply."""

    parts = instrument(*(level(f"L{n}", on=CMP3, minimal=n == 1) for n in range(1, 9)), method=Method.TOTAL)

    def test_what_does_not_apply_is_not_held_against_the_module(self) -> None:
        rated = all_of(2, [f"L{n}" for n in range(1, 7)]) | {"L7": Rated(0), "L8": Rated(skipped=True)}
        assert score(self.parts, rated).nilai == Fraction(12 * 100, 14)

    def test_what_was_not_looked_at_yet_is_neither_absent_nor_given(self) -> None:
        assert score(self.parts, all_of(1, [f"L{n}" for n in range(1, 7)])).nilai == 50
        assert score(self.parts, all_of(1, [f"L{n}" for n in range(1, 6)])).nilai is None

    def test_nothing_applies(self) -> None:
        assert score(self.parts, {f"L{n}": Rated(skipped=True) for n in range(1, 9)}).nilai is None

    @pytest.mark.parametrize(("rating", "lacking"), [
        (None, True), (Rated(0), True), (Rated(skipped=True), True), (Rated(1), False), (Rated(2), False)])
    def test_the_minimal_set(self, rating: Rated | None, lacking: bool) -> None:
        rated = {"L1": rating} if rating is not None else {}
        assert [item.code for item in missing_minimal(self.parts, rated)] == (["L1"] if lacking else [])


class TestKnowledge:
    """Training level 2 (3.8): right answers over all eight questions."""

    test = instrument(*(level(f"R{n}", on=BS, correct=n % 2) for n in range(8)), method=Method.CORRECT)

    def test_right_answers(self) -> None:
        rated = {f"R{n}": Rated(1) for n in range(8)}
        assert score(self.test, rated).nilai == 50

    def test_left_open_is_not_right(self) -> None:
        rated = {f"R{n}": Rated(n % 2) for n in range(7)} | {"R7": Rated(skipped=True)}
        assert score(self.test, rated).nilai == Fraction(700, 8)

    def test_a_sheet_half_typed_in_has_no_figure_yet(self) -> None:
        assert score(self.test, {f"R{n}": Rated(n % 2) for n in range(5)}).nilai is None
        assert score(self.test, {}).nilai is None


class TestRules:
    def test_able_needs_all_three(self) -> None:
        assert score(TWO, said(A1=3, A2=4, A3=3)).rules["able"] is True
        assert score(TWO, said(A1=3, A2=4, A3=2)).rules["able"] is False
        assert score(TWO, said(A1=3, A2=4)).rules["able"] is None
        assert score(TWO, said(A1=3, A2=4) | {"A3": Rated(skipped=True)}).rules["able"] is None

    def test_authentic_work_is_judged_on_the_mean_of_the_reviewers(self) -> None:
        one, other = all_of(3) | said(A1=2), all_of(3) | said(A1=4)
        assert score(TWO, one).rules["aiw"] is False
        assert joint(TWO, [one, other]).rules["aiw"] is True
        assert joint(TWO, [one, one | said(A1=3)]).rules["aiw"] is False

    def test_a_dimension_without_enough_data_decides_nothing(self) -> None:
        assert score(TWO, all_of(4, CODES[:4])).rules["aiw"] is None


def test_joint_counts_an_item_by_those_who_rated_it() -> None:
    found = joint(TWO, [all_of(2), {"A1": Rated(4), "A2": Rated(skipped=True)}, {}])
    assert found.dimensions[0].total == 3 + 2 + 2 + 2
    assert joint(TWO, []).enough is False


def test_answers_of_every_kind_are_told_from_blanks() -> None:
    many = Item("H", AnswerKind.MANY, Text("", ""), "H", ticks=(Tick("H1", Text("", "")), Tick("H0", Text("", ""), True)))
    words, number = Item("S2", AnswerKind.TEXT, Text("", ""), "S"), Item("U12n", AnswerKind.NUMBER, Text("", ""), "S")
    rated = {"H1": Rated(1), "S2": Rated(evidence="Diskusi"), "U12n": Rated(0), "A1": Rated(evidence="Hanya catatan")}
    assert [answered(item, rated) for item in (many, words, number, TWO.items[0])] == [True, True, True, False]
    assert missing((many, words, number), {"H": Rated(skipped=True)}) == (words, number)


def test_engagement_pools_the_counts() -> None:
    """Σe ÷ Σn: 30 of 40 and 5 of 10 are 70 %, not the mean of 75 and 50."""
    sweeps = [Counted(40, 30), Counted(10, 5, 2, Talker.TEACHER), Counted(20, None, None, Talker.STUDENTS), Counted()]
    assert engagement(sweeps) == (35, 50)
    assert teacher_talk(sweeps) == (1, 2)
    assert engagement([]) == (0, 0)


@given(RATINGS, st.randoms())
def test_the_order_of_answers_and_items_does_not_matter(rated: Mapping[str, Rated], random) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(rated.items())
    random.shuffle(shuffled)
    assert score(TWO, dict(shuffled)) == score(TWO, rated)
    backwards = dataclasses.replace(TWO, items=TWO.items[::-1])
    assert score(backwards, rated) == score(TWO, rated)


@given(RATINGS)
def test_bounds(rated: Mapping[str, Rated]) -> None:
    found = score(TWO, rated)
    for part in found.dimensions:
        assert (part.mean is None) == (part.rated < 3)
        assert part.mean is None or 1 <= part.mean <= 4
    assert found.enough == (found.nilai is not None) == (found.category is not None)
    assert found.nilai is None or 25 <= found.nilai <= 100


@given(FULL, st.sampled_from(CODES))
def test_a_higher_rating_never_lowers_the_figure(rated: dict[str, Rated], code: str) -> None:
    higher = rated | {code: Rated(min(4, (rated[code].score or 0) + 1))}
    before, after = score(TWO, rated).nilai, score(TWO, higher).nilai
    assert before is not None
    assert after is not None
    assert before <= after


@given(FULL)
def test_reversing_twice_is_no_change(rated: dict[str, Rated]) -> None:
    turned = dataclasses.replace(TWO, items=tuple(dataclasses.replace(item, reversed=True) for item in TWO.items))
    back = {code: Rated(5 - (one.score or 0)) for code, one in rated.items()}
    assert score(turned, back).dimensions == score(TWO, rated).dimensions


@given(FULL)
def test_the_figure_is_the_exact_one(rated: dict[str, Rated]) -> None:
    found = score(TWO, rated)
    means = [Fraction(sum(rated[code].score or 0 for code in codes), 4) for codes in (CODES[:4], CODES[4:])]
    assert found.nilai == sum(means) / 2 / 4 * 100


@given(FULL, st.integers(1, 4))
def test_raters_who_say_the_same_are_one_rater(rated: dict[str, Rated], raters: int) -> None:
    assert joint(TWO, [rated] * raters) == score(TWO, rated)
