"""How far two raters of the same thing agree (domain handbook 4.2, I20); pure and exact."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Agreement:
    """`rated` = items that both rated, `equal` of them alike, `within_one` at most one level apart; `kappa` as in
    `weighted_kappa`."""

    rated: int
    equal: int
    within_one: int
    kappa: Fraction | None


def agreement(pairs: Iterable[tuple[int, int]]) -> Agreement:
    """How the scores of two raters, item by item, agree."""
    both = list(pairs)
    apart = [abs(first - second) for first, second in both]
    return Agreement(len(both), apart.count(0), sum(gap <= 1 for gap in apart), weighted_kappa(both))


def weighted_kappa(pairs: Iterable[tuple[int, int]]) -> Fraction | None:
    """Cohen's weighted kappa with linear weights: 1 = alike throughout, 0 = no better than by chance.

    Two ratings disagree by the number of levels between them, w(i, j) = |i − j|, and
    kappa = 1 − Σ w·observed ÷ Σ w·expected, where the expected share of (i, j) is the product of how often the first
    rater gave i and the second gave j. Formula: J. Cohen, Weighted kappa, Psychological Bulletin 70 (1968), 213-220;
    linear weights: D. V. Cicchetti and T. Allison, American Journal of EEG Technology 11 (1971), 101-109.

    None without pairs, and where no disagreement was to be expected (both gave one and the same level throughout):
    then the measure says nothing.
    """
    both = list(pairs)
    observed = sum(abs(first - second) for first, second in both)
    expected = sum(abs(first - second) for first, _ in both for _, second in both)
    # shares: observed / n and expected / n², hence the factor n
    return 1 - Fraction(len(both) * observed, expected) if expected else None
