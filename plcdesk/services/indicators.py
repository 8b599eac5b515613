"""The indicators of the programme: computed from the records as they are, kept until the next write."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from plcdesk.domain.changes import Changes
from plcdesk.domain.facts import Facts, Scope
from plcdesk.domain.fields import Choice, mark
from plcdesk.domain.findings import Finding
from plcdesk.domain.form_checks import allows
from plcdesk.domain.form_facts import FormFacts
from plcdesk.domain.ids import Id
from plcdesk.domain.indicators import INDICATORS, Unit
from plcdesk.domain.instruments import Instrument, Text
from plcdesk.domain.months import first_day, last_day
from plcdesk.domain.programme import Period
from plcdesk.insights.compute import compute, compute_forms
from plcdesk.insights.measure import Ground
from plcdesk.insights.population import routine_span
from plcdesk.services.instruments import Instruments
from plcdesk.services.records import Records
from plcdesk.words import Words

if TYPE_CHECKING:
    from plcdesk.storage.storage import Storage

_TABLES = frozenset({"person", "group", "member", "slot", "meeting", "attendance", "talk_turn", "school"})
_FORM_TABLES = _TABLES | {"form", "answer", "sweep", "batch", "chat_tally", "module", "module_version", "cycle", "visit",
                          "instrument_edition"}


class Indicators:
    """What came of it, for the programme, a school or a group."""

    def __init__(self, storage: Storage, records: Records, instruments: Instruments) -> None:
        self._storage = storage
        self._records = records
        self._instruments = instruments
        self._forms: dict[tuple[Any, ...], list[Finding]] = {}
        self._found: dict[tuple[Any, ...], list[Finding]] = {}
        records.on_change(self._forget)

    def all(self, school_id: Id | None = None, group_id: Id | None = None, since: date | None = None,
            until: date | None = None) -> list[Finding]:
        """Every indicator of the scope, in the order of the handbook. Without dates: those on meetings from the month of
        the first routine meeting to the last, the others over everything recorded."""
        today = self._records.today()
        key = (school_id, group_id, since, until, today)
        if key not in self._forms:
            scope, facts = Scope(school_id, group_id), self._facts(None, None)
            window = self.window(school_id, group_id, since, until)
            ground = Ground(facts, self._form_facts(), scope, Period(since, until), window, today)
            self._forms[key] = compute_forms(ground)
        found = self.on_meetings(school_id, group_id, since, until) + self._forms[key]
        return sorted(found, key=lambda finding: _place(finding.id))

    def on_meetings(self, school_id: Id | None = None, group_id: Id | None = None, since: date | None = None,
                    until: date | None = None) -> list[Finding]:
        """The indicators that rest on meetings alone (I1a, I1b, I12), which are quick to have."""
        today = self._records.today()
        key = (school_id, group_id, since, until, today)
        if key not in self._found:
            scope, facts = Scope(school_id, group_id), self._facts(since, until)
            self._found[key] = compute(facts, scope, self._window(facts, scope, since, until), today)
        return list(self._found[key])

    def one(self, indicator: str, school_id: Id | None = None, group_id: Id | None = None,
            since: date | None = None, until: date | None = None) -> Finding:
        """One indicator of the scope, of a monthly one the last month. Raises KeyError where there is none."""
        found = [finding for finding in self.all(school_id, group_id, since, until) if finding.id == indicator]
        if not found:
            raise KeyError(indicator)
        return found[-1]

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
        begin = since or first_day(first or today)
        return Period(begin, until or max(begin, min(today, last_day(last or today))))

    @staticmethod
    def told(finding: Finding, w: Words) -> str:
        """A finding in a line: ``93,8% · 60 dari 64 pertemuan``."""
        if finding.value is None:
            return w(mark("No data yet"))
        figure = w.percent(finding.numerator, finding.denominator)
        if finding.unit == Unit.COUNT:
            figure = w.number(finding.numerator)
        elif finding.unit == Unit.MEAN:
            hundredths, rest = divmod(finding.numerator * 100, finding.denominator)
            figure = w.number(Decimal(hundredths + (rest * 2 >= finding.denominator)).scaleb(-2), 2)
        return f"{figure} · {w(finding.words, **finding.values)}"

    @staticmethod
    def label(finding: Finding, w: Words) -> str:
        """What a finding is called, with its own name where it is one of a family."""
        name = finding.values.get("name")
        if isinstance(name, Text):
            name = name.to(w.language)
        elif name is not None:
            name = w(name.label if isinstance(name, Choice) else name)
        return w(finding.label, name=name) if name is not None else w(finding.label)

    @classmethod
    def as_json(cls, finding: Finding, w: Words) -> dict[str, Any]:
        """A finding for machines: ``id, label, numerator, denominator, value, unit, n, period, words``."""
        starts, ends = finding.period
        return {
            "id": finding.id, "label": cls.label(finding, w), "numerator": finding.numerator,
            "denominator": finding.denominator, "value": None if finding.value is None else float(finding.value),
            "unit": finding.unit, "n": finding.n,
            "period": {"from": starts and starts.isoformat(), "to": ends and ends.isoformat()},
            "words": cls.told(finding, w),
        }

    def _facts(self, since: date | None, until: date | None) -> Facts:
        from plcdesk.storage.facts import read_facts

        return read_facts(self._storage.db, since, until)

    def _form_facts(self) -> FormFacts:
        from plcdesk.storage.form_facts import read_form_facts

        found = read_form_facts(self._storage.db)
        keys = {(form.instrument, form.version) for form in found.forms}
        known = {instrument.key: instrument for instrument in self._instruments.all()}
        for code, version in keys - known.keys():
            instrument = self._instruments.get(code, version)
            if instrument is not None:
                known[code, version] = instrument
        return dataclasses.replace(found, instruments=known, scores=_on_scale(found, known))

    def _forget(self, changes: Changes) -> None:
        if changes.tables & _TABLES:
            self._found = {}
        if changes.tables & _FORM_TABLES:
            self._forms = {}


def _place(key: str) -> int:
    order = list(INDICATORS)
    family = key.split(":", 1)[0]
    return next(index for index, known in enumerate(order) if known.split(":", 1)[0] == family)


def _on_scale(facts: FormFacts, known: Mapping[tuple[str, int], Instrument]) -> dict[Id, dict[str, int]]:
    """The scores that their instrument can have: what no answer could be counts nowhere, and a form of an instrument that
    is not here is not judged."""
    items = {key: {code: item for item in instrument.items for code in (item.code, *item.codes)}
             for key, instrument in known.items()}
    found = {}
    for form in facts.forms:
        asked = items.get((form.instrument, form.version), {})
        found[form.form_id] = {code: score for code, score in facts.scores.get(form.form_id, {}).items()
                               if code in asked and allows(asked[code], score)}
    return found


def months(window: Period) -> list[Period]:
    """The window cut at the ends of months."""
    starts, ends = window
    found = []
    while starts is not None and ends is not None and starts <= ends:
        last = min(last_day(starts), ends)
        found.append(Period(starts, last))
        starts = date.fromordinal(last.toordinal() + 1)
    return found
