"""From facts to findings, one indicator after the other, in whole numbers until the very end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal, localcontext

from plcdesk.domain.findings import Finding
from plcdesk.domain.indicators import INDICATORS, Facts, Scope
from plcdesk.domain.programme import Period
from plcdesk.insights.rates import Rate, active_teachers, attendance_rate, regularity

_RATES: dict[str, Callable[[Facts, Scope, Period, date], Rate]] = {
    "I1a": active_teachers, "I1b": attendance_rate, "I12": regularity,
}


def compute(
    facts: Facts, scope: Scope, window: Period, today: date, ids: Iterable[str] = tuple(_RATES),
) -> list[Finding]:
    """The findings for `ids` in the order asked. Raises KeyError for an indicator that is not computed yet."""
    return [_finding(key, _RATES[key](facts, scope, window, today), window) for key in ids]


def _finding(key: str, rate: Rate, window: Period) -> Finding:
    indicator = INDICATORS[key]
    return Finding(
        key, indicator.label, rate.numerator, rate.denominator, percentage(rate.numerator, rate.denominator),
        indicator.unit.value, rate.n, window, indicator.words,
        {"numerator": rate.numerator, "denominator": rate.denominator}, rate.cases,
    )


def percentage(numerator: int, denominator: int) -> Decimal | None:
    """The share in per cent, to 12 digits where it does not end sooner; None without a base."""
    if denominator == 0:
        return None
    with localcontext(prec=12):
        value = Decimal(100 * numerator) / denominator
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
