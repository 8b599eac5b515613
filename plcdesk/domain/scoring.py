"""How answers become figures: one pure function with exact arithmetic (domain handbook 3, "Scoring"; 3.2, 3.4, 3.5, 3.7, 3.8).

Every figure is a `Fraction`, so that 72.5 stays 72.5 and a category is decided on the unrounded value; rounding (half
up) happens only where a figure is written out. A blank answer, a deliberate non-answer and a score that is not on the
item's scale are never a number here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from plcdesk.domain.forms import Counted, Rated, Sweep, Talker
from plcdesk.domain.instruments import AnswerKind, Dimension, Instrument, Item, Method, Rule, Text

Values = Mapping[str, int | Fraction]
"""The score of each rated item; in a joint score the mean over the raters."""


@dataclass(frozen=True, slots=True)
class DimensionScore:
    """A scored dimension.

    `asked` items have a score to give, `rated` of them have one, `total` is their sum after reversal. `mean` is None
    when too few are rated ("not enough data"). `highest` is the scale's maximum, None where the items' scales differ.
    """

    dimension: Dimension
    rated: int
    asked: int
    total: Fraction
    mean: Fraction | None
    highest: int | None

    @property
    def nilai(self) -> Fraction | None:
        """The mean over the scale's maximum, × 100."""
        return self.mean / self.highest * 100 if self.mean is not None and self.highest else None


@dataclass(frozen=True, slots=True)
class Score:
    """The figures of a form.

    `mean` is the mean of the dimension means (equal weights) and, like `nilai` (0 to 100, unrounded) and `category`,
    None when there is not enough data or the instrument has none. `rules` tells yes, no or None (not all is rated).
    `enough` is whether there is enough data: for a nilai where the instrument has one, else in every scored dimension.
    """

    dimensions: tuple[DimensionScore, ...]
    mean: Fraction | None
    nilai: Fraction | None
    category: Text | None
    rules: dict[str, bool | None]
    enough: bool


def score(instrument: Instrument, rated: Mapping[str, Rated], items: Sequence[Item] | None = None) -> Score:
    """The figures of one form; `items` are those that were asked (all of the instrument unless given)."""
    return Scorer(instrument, items).score(rated)


def joint(instrument: Instrument, ratings: Sequence[Mapping[str, Rated]], items: Sequence[Item] | None = None) -> Score:
    """The figures over several raters: each item's mean over those who rated it, then as for one (handbook 3.5)."""
    return Scorer(instrument, items).joint(ratings)


class Scorer:
    """What `score` does, prepared once for many forms of one instrument version with the same items asked."""

    def __init__(self, instrument: Instrument, items: Sequence[Item] | None = None) -> None:
        self._scoring = instrument.scoring
        self._method = instrument.scoring.method
        self._least = Fraction(instrument.scoring.minimum_share)
        asked = instrument.items if items is None else items
        self._ranges = {item.code: (item.scale.lowest, item.scale.highest) for item in asked if item.scale is not None}
        self._items = {item.code: item for item in asked if _has_score(item, self._method)}
        parts = ((dimension, tuple(code for code, item in self._items.items() if item.dimension == dimension.code))
                 for dimension in instrument.dimensions if dimension.scored)
        self._dimensions = tuple((dimension, codes) for dimension, codes in parts if codes)
        self._codes = tuple(code for _, codes in self._dimensions for code in codes)
        self._highest = {codes: self._one_highest(codes) for codes in (self._codes, *(part for _, part in self._dimensions))}
        self._turned = {code: sum(self._ranges[code]) for code, item in self._items.items() if item.reversed}
        self._cutoffs = sorted(((Fraction(category.at_least), category.label) for category in self._scoring.categories),
                               key=lambda pair: pair[0], reverse=True)

    def score(self, rated: Mapping[str, Rated]) -> Score:
        """The figures of one form."""
        values: dict[str, int] = {}
        skipped = set()
        for code, rating in rated.items():
            if rating.skipped:
                skipped.add(code)
            elif rating.score is not None and self._valid(code, rating.score):
                values[code] = rating.score
        return self._score(values, skipped)

    def joint(self, ratings: Sequence[Mapping[str, Rated]]) -> Score:
        """The figures over several raters."""
        values: dict[str, Fraction] = {}
        skipped: set[str] = set()
        for code in self._ranges:
            given = [rating for rated in ratings if (rating := rated.get(code)) is not None]
            scores = [rating.score for rating in given
                      if rating.score is not None and not rating.skipped and self._valid(code, rating.score)]
            if scores:
                values[code] = Fraction(sum(scores), len(scores))
            elif any(rating.skipped for rating in given):
                skipped.add(code)
        return self._score(values, skipped)

    def _one_highest(self, codes: tuple[str, ...]) -> int | None:
        """The highest score of these items; None where their scales differ, as their sums then have no common measure."""
        maxima = {self._ranges[code][1] for code in codes}
        return maxima.pop() if len(maxima) == 1 else None

    def _valid(self, code: str, score: int) -> bool:
        """Whether this is a score of an asked item, on its scale."""
        bounds = self._ranges.get(code)
        return bounds is not None and bounds[0] <= score <= bounds[1]

    def _score(self, values: Values, skipped: set[str]) -> Score:
        dimensions = tuple(self._dimension(dimension, codes, values, skipped) for dimension, codes in self._dimensions)
        applying = [found for found in dimensions if found.asked]
        means = [found.mean for found in applying if found.mean is not None]
        full = bool(means) and len(means) == len(applying)
        none = self._method is Method.NONE
        mean = _mean(means) if full and not none else None
        nilai = self._nilai(values, skipped, mean)
        rules = {rule.code: _rule(rule, values, dimensions) for rule in self._scoring.rules}
        return Score(dimensions, mean, nilai, self._category(nilai), rules, full if none else nilai is not None)

    def _dimension(self, dimension: Dimension, codes: tuple[str, ...], values: Values, skipped: set[str],
                   ) -> DimensionScore:
        sums = self._sums(codes, values, skipped)
        return DimensionScore(dimension, sums.rated, sums.asked, Fraction(sums.total),
                              Fraction(sums.total, sums.base) if sums.enough else None, self._highest[codes])

    def _sums(self, codes: tuple[str, ...], values: Values, skipped: set[str]) -> _Sums:
        """What the items add up to. A blank leaves sum and base; so does one that was skipped, which in a list of parts
        does not apply, and among knowledge items is not right."""
        rated = [code for code in codes if code in values]
        total = sum([self._counted(code, values[code]) for code in rated])
        asked, seen, base = len(codes), len(rated), len(rated)
        if skipped and self._method is Method.TOTAL:
            asked -= sum(code in skipped for code in codes)
        if self._method is Method.CORRECT:
            seen, base = seen + sum(code in skipped for code in codes), len(codes)
        return _Sums(len(rated), asked, total, base, bool(rated) and seen * self._least.denominator
                     >= asked * self._least.numerator)

    def _counted(self, code: str, value: int | Fraction) -> int | Fraction:
        """A score as it counts: turned round for a reversed item, right or wrong for a knowledge item."""
        if self._method is Method.CORRECT:
            return int(value == self._items[code].correct)
        turned = self._turned.get(code)
        return turned - value if turned is not None else value

    def _nilai(self, values: Values, skipped: set[str], mean: Fraction | None) -> Fraction | None:
        if self._method is Method.DIMENSIONS:
            highest = self._highest[self._codes]
            return Fraction(mean.numerator * 100, mean.denominator * highest) if mean is not None and highest else None
        sums = self._sums(self._codes, values, skipped)
        if self._method is Method.NONE or not sums.enough:
            return None
        if self._method is Method.CORRECT:
            return Fraction(sums.total * 100, sums.base)
        possible = sum(self._ranges[code][1] for code in self._codes if code in values)
        return Fraction(sums.total * 100, possible) if possible else None

    def _category(self, nilai: Fraction | None) -> Text | None:
        if nilai is None:
            return None
        return next((label for at_least, label in self._cutoffs if nilai >= at_least), None)


class _Sums(NamedTuple):
    """Items rated, items that apply, the sum of their scores, what the mean divides by, whether enough are rated."""

    rated: int
    asked: int
    total: int | Fraction
    base: int
    enough: bool


def _mean(figures: Sequence[Fraction]) -> Fraction:
    """The mean, over one common denominator: quicker than adding one by one."""
    common = math.lcm(*(figure.denominator for figure in figures))
    return Fraction(sum(figure.numerator * (common // figure.denominator) for figure in figures), common * len(figures))


def _rule(rule: Rule, values: Values, dimensions: Sequence[DimensionScore]) -> bool | None:
    """Whether every one of the rule's items and dimension means reaches it; None when one is missing."""
    means = {found.dimension.code: found.mean for found in dimensions}
    found = [*(values.get(code) for code in rule.items), *(means.get(code) for code in rule.dimensions)]
    known = [value for value in found if value is not None]
    if not found or len(known) < len(found):
        return None
    return min(known) >= Fraction(rule.at_least)


def answered(item: Item, rated: Mapping[str, Rated]) -> bool:
    """Whether something was said to an item: a score, words, a ticked choice, or a deliberate non-answer."""
    own = rated.get(item.code)
    if own is not None and own.skipped:
        return True
    if item.kind is AnswerKind.MANY:
        return any(code in rated and rated[code].score for code in item.codes)
    if item.kind in (AnswerKind.TEXT, AnswerKind.DATE):
        return own is not None and bool(own.evidence)
    return own is not None and own.score is not None


def missing(items: Iterable[Item], rated: Mapping[str, Rated]) -> tuple[Item, ...]:
    """The items without any answer, in order."""
    return tuple(item for item in items if not answered(item, rated))


def missing_minimal(instrument: Instrument, rated: Mapping[str, Rated]) -> tuple[Item, ...]:
    """The items of the minimal set that are absent (lowest score) or not rated: a module that lacks one cannot become
    final (handbook 3.7)."""
    return tuple(item for item in instrument.items if item.minimal and not _present(item, rated.get(item.code)))


def engagement(sweeps: Iterable[Counted | Sweep]) -> tuple[int, int]:
    """(Σ engaged, Σ present) over the sweeps with both counts (handbook 3.4, I4): pool these sums, never the ratios."""
    pairs = [(one.engaged, one.present) for one in map(_count_of, sweeps)]
    full = [(engaged, present) for engaged, present in pairs if engaged is not None and present is not None]
    return sum(engaged for engaged, _ in full), sum(present for _, present in full)


def teacher_talk(sweeps: Iterable[Counted | Sweep]) -> tuple[int, int]:
    """(sweeps at which the teacher talked, sweeps at which it was noted who talked): the teacher's share (3.4)."""
    talkers = [one.talker for one in map(_count_of, sweeps) if one.talker is not None]
    return talkers.count(Talker.TEACHER), len(talkers)


def exact(figure: Fraction) -> Decimal:
    """The figure as a decimal of 28 digits, for writing it out; one that ends there (72.5) is exact."""
    return Decimal(figure.numerator) / Decimal(figure.denominator)


def _count_of(sweep: Counted | Sweep) -> Counted:
    return sweep.counted if isinstance(sweep, Sweep) else sweep


def _present(item: Item, rating: Rated | None) -> bool:
    least = item.scale.lowest if item.scale is not None else 0
    return rating is not None and not rating.skipped and rating.score is not None and rating.score > least


def _has_score(item: Item, method: Method) -> bool:
    """Whether an item counts towards a figure."""
    if item.kind is not AnswerKind.LEVEL or item.scale is None:
        return False
    return method is not Method.CORRECT or item.correct is not None
