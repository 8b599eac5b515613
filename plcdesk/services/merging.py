"""What it takes to let one record stand for another: every reference to it, followed to the end.

A field that can change is changed. A field that is written once makes a new record, under the id that is derived from
what it now refers to, and so do the records that were written once to refer to that one, and so on.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from plcdesk.domain.changes import Loaded, Row
from plcdesk.domain.fields import SPECS, FieldSpec, Policy, RecordSpec, spec_of
from plcdesk.domain.forms import Answer, Form, Sweep, answer_id, second_id, sweep_id
from plcdesk.domain.ids import Id, derived
from plcdesk.domain.meetings import Attendance, TalkTurn, attendance_id, talk_turn_id
from plcdesk.domain.modules import Author, author_id
from plcdesk.domain.people import (
    Consent,
    ConsentAnswer,
    Consented,
    Member,
    PersonContact,
    PersonNumber,
    SamePerson,
    consent_id,
    contact_id,
    member_id,
    number_id,
)
from plcdesk.domain.programme import Period
from plcdesk.services.records import Records

_IDS: Mapping[type, Callable[[Any], Id]] = {
    Attendance: lambda line: attendance_id(line.meeting_id, line.person_id),
    TalkTurn: lambda line: talk_turn_id(line.meeting_id, line.person_id),
    Member: lambda member: member_id(member.group_id, member.person_id),
    Consent: lambda consent: consent_id(consent.person_id, consent.kind),
    PersonNumber: lambda numbers: number_id(numbers.person_id),
    PersonContact: lambda contact: contact_id(contact.person_id),
    Author: lambda author: author_id(author.module_id, author.person_id),
    Answer: lambda answer: answer_id(answer.form_id, answer.item),
}
"""The kinds whose id says what they are about."""


@dataclass(slots=True)
class Touched:
    """A record that refers to one that is replaced: as loaded, and by which fields to what."""

    loaded: Loaded[Any]
    links: dict[str, Row] = field(default_factory=dict)
    remade: bool = False


class Replacement:
    """All that follows from letting the record `kept` stand for `gone` (of the same kind). Reads, writes nothing."""

    def __init__(self, records: Records, gone: Row, kept: Id) -> None:
        self._new: dict[Row, Any] = {}
        self._ids = {gone: kept}
        self.touched: dict[Row, Touched] = {}
        targets = [gone]
        for target in targets:
            for spec, link in referring(target.table):
                naming: list[Loaded[Any]] = records.load_all(spec.cls, **{link.name: target.id})
                for loaded in naming:
                    row = Row(spec.table, loaded.record.id)
                    found = self.touched.setdefault(row, Touched(loaded))
                    found.links[link.name] = target
                    if link.policy is Policy.ONCE and not found.remade:
                        found.remade = True
                        targets.append(row)

    def changed(self) -> Iterator[tuple[Any, Loaded[Any]]]:
        """The records that only change a field, each beside what was loaded."""
        for row, found in self.touched.items():
            if not found.remade:
                yield self._linked(row), found.loaded

    def remade(self) -> list[tuple[Any, Any]]:
        """The records to leave and what takes their place; what others of them belong to comes first."""
        return [(self.touched[row].loaded.record, self._new[row]) for row in self._in_order()]

    def _in_order(self) -> list[Row]:
        for row, found in self.touched.items():
            if found.remade:
                self._record(row)
        return list(self._new)

    def _record(self, row: Row) -> Any:
        if row not in self._new:
            old, made = self.touched[row].loaded.record, self._linked(row)
            self._new[row] = dataclasses.replace(made, id=_new_id(old, made))
        return self._new[row]

    def _linked(self, row: Row) -> Any:
        found = self.touched[row]
        return dataclasses.replace(found.loaded.record, **{name: self._id(to) for name, to in found.links.items()})

    def _id(self, row: Row) -> Id:
        if row in self._ids:
            return self._ids[row]
        found: Id = self._record(row).id
        return found


def referring(table: str) -> Iterator[tuple[RecordSpec, FieldSpec]]:
    """The fields of all kinds of records that name one of `table`; decisions about duplicates stay what they were."""
    for spec in SPECS.values():
        if spec.cls is not SamePerson:
            yield from ((spec, link) for link in spec.fields.values() if link.refers == table)


def meet(kept: Any, lost: Any) -> Any:
    """One record of two about the same: what is kept wins; what it leaves empty comes from the other.

    A mark of attendance goes with its note; a membership lasts as long as either; of two answers to a question about
    consent the later one holds, without dates the refusal.
    """
    if isinstance(kept, Author):
        return kept
    if isinstance(kept, Attendance) and None not in (kept.presence, lost.presence):
        return dataclasses.replace(kept, note=kept.note or (lost.note if kept.presence is lost.presence else ""))
    if isinstance(kept, Member):
        return dataclasses.replace(kept, period=_both(kept.period, lost.period))
    if isinstance(kept, Consent) and kept.answer.answer and lost.answer.answer:
        return dataclasses.replace(kept, answer=_holds(kept.answer, lost.answer))
    blanks = {spec.name: getattr(lost, spec.name) for spec in spec_of(kept).fields.values()
              if spec.policy is not Policy.ONCE and getattr(kept, spec.name) == spec.default}
    return dataclasses.replace(kept, **blanks)


def _holds(one: Consented, other: Consented) -> Consented:
    if one.answered_on and other.answered_on and one.answered_on != other.answered_on:
        return max(one, other, key=lambda said: said.answered_on or date.min)
    return other if one.answer is ConsentAnswer.YES else one


def _both(one: Period, other: Period) -> Period:
    starts = min(one.starts_on, other.starts_on) if one.starts_on and other.starts_on else None
    ends = max(one.ends_on, other.ends_on) if one.ends_on and other.ends_on else None
    return Period(starts, ends)


def _new_id(old: Any, made: Any) -> Id:
    if type(made) in _IDS:
        return _IDS[type(made)](made)
    if isinstance(made, Sweep) and made.number is not None and made.form_id is not None:
        return sweep_id(made.form_id, made.number)
    if isinstance(made, Form) and old.second_of is not None and old.id == second_id(old.second_of):
        return second_id(made.second_of)  # type: ignore[arg-type]
    return derived("merged", old.id)
