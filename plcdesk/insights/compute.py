"""From facts to findings, one indicator after the other, in whole numbers until the very end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal, localcontext

from plcdesk.domain.facts import Facts, Scope
from plcdesk.domain.findings import Finding
from plcdesk.domain.indicators import Unit, definition
from plcdesk.domain.programme import Period
from plcdesk.insights import form_rates, work_rates
from plcdesk.insights.measure import Ground, Measure
from plcdesk.insights.rates import Rate, active_teachers, attendance_rate, regularity

_RATES: dict[str, Callable[[Facts, Scope, Period, date], Rate]] = {
    "I1a": active_teachers, "I1b": attendance_rate, "I12": regularity,
}
_FAMILIES: tuple[Callable[[Ground], Iterator[Measure]], ...] = (
    form_rates.able_to_facilitate, form_rates.strategy_use, form_rates.engagement, form_rates.technology,
    form_rates.motivation, work_rates.chat_pattern, form_rates.obstacles, form_rates.baseline, work_rates.modules,
    work_rates.authentic_work, work_rates.coaching, work_rates.profile, work_rates.training, work_rates.agreement,
)


def compute(
    facts: Facts, scope: Scope, window: Period, today: date, ids: Iterable[str] = tuple(_RATES),
) -> list[Finding]:
    """The findings on meetings for `ids` in the order asked. Raises KeyError for one that rests on something else."""
    found = []
    for key in ids:
        rate = _RATES[key](facts, scope, window, today)
        found.append(_finding(Measure(key, rate.numerator, rate.denominator, rate.n, rate.cases, window), window))
    return found


def compute_forms(ground: Ground) -> list[Finding]:
    """The findings on forms, modules, coaching and chats, in the order of the handbook."""
    return [_finding(measure, measure.period or ground.window) for family in _FAMILIES for measure in family(ground)]


def _finding(measure: Measure, period: Period) -> Finding:
    indicator = definition(measure.id)
    numerator, denominator = measure.numerator, measure.denominator
    values = {"numerator": numerator, "denominator": denominator}
    if measure.name is not None:
        values["name"] = measure.name
    return Finding(
        measure.id, indicator.label, numerator, denominator, _value(indicator.unit, numerator, denominator),
        indicator.unit.value, measure.n, period, indicator.words, values, measure.cases,
    )


def _value(unit: Unit, numerator: int, denominator: int) -> Decimal | None:
    if unit is Unit.COUNT:
        return Decimal(numerator)
    found = percentage(numerator, denominator)
    return found if found is None or unit is Unit.PERCENT else (found / 100).normalize()


def percentage(numerator: int, denominator: int) -> Decimal | None:
    """The share in per cent, to 12 digits where it does not end sooner; None without a base."""
    if denominator == 0:
        return None
    with localcontext(prec=12):
        value = Decimal(100 * numerator) / denominator
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
