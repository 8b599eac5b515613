"""Agreement of two raters: a programme that claims its rubric is used alike must not be told more than is true."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plcdesk.domain.agreement import agreement, weighted_kappa

LEVELS = st.integers(1, 4)
PAIRS = st.lists(st.tuples(LEVELS, LEVELS), max_size=30)


def table(*rows: str) -> list[tuple[int, int]]:
    """Pairs from a table of counts: row = level of the first rater, column = level of the second."""
    return [(first, second) for first, row in enumerate(rows, 1) for second, count in enumerate(row.split(), 1)
            for _ in range(int(count))]


def test_a_table_worked_out_by_hand() -> None:
    """20 items, four of them one level apart: observed 4/20. The first rater gave 5, 8, 5 and 2 times the levels 1 to 4,
    the second 5, 7, 5 and 3 times, so expected is (5·26 + 8·16 + 5·20 + 2·34) / 400 = 426/400 and kappa 1 − 80/426."""
    found = agreement(table("4 1 0 0", "1 6 1 0", "0 0 4 1", "0 0 0 2"))
    assert (found.rated, found.equal, found.within_one) == (20, 16, 20)
    assert found.kappa == Fraction(173, 213)


@pytest.mark.parametrize(("pairs", "kappa"), [
    ([(1, 1), (4, 4)], Fraction(1)),
    ([(1, 4), (4, 1)], Fraction(-1)),
    ([(1, 1), (1, 2), (2, 1), (2, 2)], Fraction(0)),
    ([(1, 2), (2, 3), (3, 4)], Fraction(2, 11)),
    ([(3, 3), (3, 3)], None),
    ([], None),
])
def test_small_tables(pairs: list[tuple[int, int]], kappa: Fraction | None) -> None:
    assert weighted_kappa(pairs) == kappa


def test_two_levels_apart_is_no_near_miss() -> None:
    found = agreement([(1, 3), (2, 2), (3, 4)])
    assert (found.rated, found.equal, found.within_one) == (3, 1, 2)


@given(PAIRS)
def test_bounds_and_order(pairs: list[tuple[int, int]]) -> None:
    found = agreement(pairs)
    assert 0 <= found.equal <= found.within_one <= found.rated == len(pairs)
    assert found == agreement(reversed(pairs)) == agreement([(second, first) for first, second in pairs])
    if found.kappa is None:
        assert len({level for pair in pairs for level in pair}) <= 1
    else:
        assert -1 <= found.kappa <= 1
        assert (found.kappa == 1) == (found.equal == found.rated)
        assert found.kappa == weighted_kappa([(5 - first, 5 - second) for first, second in pairs])
