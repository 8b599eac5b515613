"""The indicators of the programme: computed from the records as they are, kept until the next write."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING, Any

from plcdesk.domain.changes import Changes
from plcdesk.domain.fields import mark
from plcdesk.domain.findings import Finding
from plcdesk.domain.ids import Id
from plcdesk.domain.indicators import INDICATORS, Facts, Scope
from plcdesk.domain.programme import Period
from plcdesk.insights.compute import compute
from plcdesk.insights.population import routine_span
from plcdesk.services.records import Records
from plcdesk.words import Words

if TYPE_CHECKING:
    from plcdesk.storage.storage import Storage

_TABLES = frozenset({"person", "group", "member", "slot", "meeting", "attendance", "talk_turn", "school"})


class Indicators:
    """What came of the meetings, for the programme, a school or a group."""

    def __init__(self, storage: Storage, records: Records) -> None:
        self._storage = storage
        self._records = records
        self._found: dict[tuple[Any, ...], list[Finding]] = {}
        records.on_change(self._forget)

    def all(self, school_id: Id | None = None, group_id: Id | None = None, since: date | None = None,
            until: date | None = None) -> list[Finding]:
        """Every indicator of the scope. Without dates: from the month of the first routine meeting to the last."""
        today = self._records.today()
        key = (school_id, group_id, since, until, today)
        if key not in self._found:
            scope, facts = Scope(school_id, group_id), self._facts(since, until)
            self._found[key] = compute(facts, scope, self._window(facts, scope, since, until), today)
        return list(self._found[key])

    def one(self, indicator: str, school_id: Id | None = None, group_id: Id | None = None,
            since: date | None = None, until: date | None = None) -> Finding:
        """One indicator of the scope. Raises KeyError for one that is not computed yet."""
        if indicator not in INDICATORS:
            raise KeyError(indicator)
        found = self.all(school_id, group_id, since, until)
        return next(finding for finding in found if finding.id == indicator)

    def monthly(self, indicator: str, school_id: Id | None = None, group_id: Id | None = None,
                since: date | None = None, until: date | None = None) -> list[Finding]:
        """One indicator month by month over the window, for a curve; months without a base are in it."""
        scope, facts = Scope(school_id, group_id), self._facts(since, until)
        window, today = self._window(facts, scope, since, until), self._records.today()
        return [compute(facts, scope, month, today, [indicator])[0] for month in months(window)]

    def window(self, school_id: Id | None = None, group_id: Id | None = None, since: date | None = None,
               until: date | None = None) -> Period:
        """The period looked at: the dates given, else whole months from the first routine meeting to the last one.

        What is planned after today does not stretch it.
        """
        return self._window(self._facts(since, until), Scope(school_id, group_id), since, until)

    def _window(self, facts: Facts, scope: Scope, since: date | None, until: date | None) -> Period:
        today = self._records.today()
        first, last = routine_span(facts, scope, today)
        begin = since or (first or today).replace(day=1)
        return Period(begin, until or max(begin, min(today, month_end(last or today))))

    @staticmethod
    def told(finding: Finding, w: Words) -> str:
        """A finding in a line: ``93,8% · 60 dari 64 pertemuan``."""
        if finding.value is None:
            return w(mark("No data yet"))
        return f"{w.percent(finding.numerator, finding.denominator)} · {w(finding.words, **finding.values)}"

    @classmethod
    def as_json(cls, finding: Finding, w: Words) -> dict[str, Any]:
        """A finding for machines: ``id, label, numerator, denominator, value, unit, n, period, words``."""
        starts, ends = finding.period
        return {
            "id": finding.id, "label": w(finding.label), "numerator": finding.numerator,
            "denominator": finding.denominator, "value": None if finding.value is None else float(finding.value),
            "unit": finding.unit, "n": finding.n,
            "period": {"from": starts and starts.isoformat(), "to": ends and ends.isoformat()},
            "words": cls.told(finding, w),
        }

    def _facts(self, since: date | None, until: date | None) -> Facts:
        from plcdesk.storage.facts import read_facts

        return read_facts(self._storage.db, since, until)

    def _forget(self, changes: Changes) -> None:
        if changes.tables & _TABLES:
            self._found = {}


def month_end(day: date) -> date:
    """The last day of that month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def months(window: Period) -> list[Period]:
    """The window cut at the ends of months."""
    starts, ends = window
    found = []
    while starts is not None and ends is not None and starts <= ends:
        last = min(month_end(starts), ends)
        found.append(Period(starts, last))
        starts = date.fromordinal(last.toordinal() + 1)
    return found
