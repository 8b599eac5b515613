"""One person entered twice: finding the two, making them one, remembering that they are two (sync 3.4)."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from plcdesk.domain.changes import Changes, Loaded, Row
from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import Policy, mark, spec_of
from plcdesk.domain.ids import Id
from plcdesk.domain.likeness import Alike, Known, Why, alike, follow
from plcdesk.domain.meetings import Attendance
from plcdesk.domain.names import search_key, sort_key
from plcdesk.domain.people import (
    Consent,
    Person,
    PersonContact,
    PersonNumber,
    Sameness,
    SamePerson,
    contact_id,
    number_id,
    same_person_id,
)
from plcdesk.domain.programme import School
from plcdesk.services.duplicate_views import (
    Clash,
    Comparison,
    Counts,
    FieldPair,
    Held,
    Merged,
    Pair,
    PersonSide,
    filled,
)
from plcdesk.services.merging import Replacement, meet, referring
from plcdesk.services.records import Records


class Duplicates:
    """People who may be there twice. Nothing is merged by itself."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def candidates(self) -> list[Pair]:
        """The pairs to decide, the surest first. What was decided to be two people is not asked again."""
        people = {person.id: person for person in self._records.all(Person)}
        decided = {decision.id: decision for decision in self._records.all(SamePerson)}
        merged = [decision for decision in decided.values() if decision.verdict is Sameness.MERGED]
        found = [pair for pair in alike(self._known(people.values()))
                 if same_person_id(pair.one, pair.other) not in decided]
        found += _back(merged, people)
        away = self._away(merged, people)
        held = self._held({key for pair in (*found, *away) for key in (pair.one, pair.other)})
        found += [pair for pair in away if held[pair.other].total]
        sides = self._sides(held, people)
        pairs = [_pair(pair, sides, held) for pair in found]
        ranks = list(Why)
        return sorted(pairs, key=lambda pair: (ranks.index(pair.why), sort_key(pair.one.name), pair.one.id, pair.other.id))

    def resembling(self, names: Iterable[str]) -> int:
        """How many of these names somebody here has, but for titles, case and doubled letters: for new people whose
        school is not known yet. A single name says too little."""
        there = {search_key(person.name) for person in self._records.all(Person)}
        return sum(" " in key and key in there for key in map(search_key, names))

    def preview(self, keep_id: Id, gone_id: Id) -> Comparison:
        """What merging would do. Raises UserError when the person to keep is gone."""
        self._records.need(Person, keep_id)
        people = {person.id: person for person in self._records.all(Person, id=(keep_id, gone_id))}
        held = self._held({keep_id, gone_id})
        sides = self._sides(held, people)
        met = [(kept, made) for _, made in self._replacement(keep_id, gone_id).remade()
               if (kept := self._records.get(type(made), made.id)) is not None]
        after = _both(held[keep_id], held[gone_id])
        for kept, made in met:
            row = Row(spec_of(made).table, made.id)
            if isinstance(made, Attendance) and None not in (kept.presence, made.presence):
                after = after._replace(attendances=after.attendances - 1)
            elif row in held[keep_id].others:
                after = after._replace(others=after.others - 1)
        clashes = [clash for kept, made in met if (clash := _clash(kept, made)) is not None]
        return Comparison(sides[keep_id], sides[gone_id], tuple(self._fields(keep_id, gone_id)), after, tuple(clashes))

    def merge(self, keep_id: Id, gone_id: Id, picked: Mapping[str, Any] | None = None) -> Merged:
        """Make two people one, in one save: everything of `gone_id` moves to `keep_id`, whose other record goes to the
        Trash. `picked` names one of both values for each field in which they differ.

        Where both stand at one meeting, the mark of the kept one holds unless it is blank. Raises UserError when a value
        was not chosen, or when entries of what would move wait for a decision; nothing was changed then.
        """
        person = self._records.need(Person, keep_id)
        plan = self._replacement(keep_id, gone_id)
        remade = plan.remade()
        self._check(plan)
        values = self._values(keep_id, gone_id, picked or {})
        attendances = sum(isinstance(old, Attendance) and old.presence is not None for old, _ in remade)
        final = _valued(person.record, values)
        with self._records.writing() as unit:
            unit.save(final, person)
            # written anew although nothing differs: where the other laptop merges the other way round, what it deletes
            # then comes back as an entry to decide instead of being gone on both
            unit.settle(Row("person", keep_id), "", True)
            for _, made in remade:
                if isinstance(made, PersonNumber):
                    made = dataclasses.replace(made, school_id=final.school_id)
                there = self._records.load(type(made), made.id)
                if there is None:
                    unit.save(made)
                    continue
                unit.save(_valued(meet(there.record, made), values), there)
                unit.settle(Row(spec_of(made).table, made.id), "", True)
            for record, loaded in plan.changed():
                unit.save(record, loaded)
            for row in (*(Row(spec_of(old).table, old.id) for old, _ in remade), Row("person", gone_id)):
                unit.delete(row)
            for decision, before in self._decisions(keep_id, gone_id):
                unit.save(decision, before)
        return Merged(final.name, attendances, unit.changes)

    def different(self, one: Id, other: Id) -> Changes:
        """Remember that these are two people. One that had been merged away comes back, with what is still theirs."""
        decision, loaded = self._decision(one, other, Sameness.DIFFERENT)
        with self._records.writing() as unit:
            unit.save(decision, loaded)
            for key in (one, other):
                if self._records.get(Person, key) is None:
                    unit.settle(Row("person", key), "", True)
        return unit.changes

    def _known(self, people: Iterable[Person]) -> Iterator[Known]:
        numbers = {line.person_id: (line.nip, line.nuptk) for line in self._records.all(PersonNumber)}
        for person in people:
            if person.name != person.alias:  # their data is erased: a pseudonym is no name
                yield Known(person.id, person.name, person.school_id, numbers.get(person.id, ("", "")))

    def _away(self, merged: list[SamePerson], people: Mapping[Id, Person]) -> list[Alike]:
        """Who was merged away, beside who they were merged into."""
        gone = {key for decision in merged for key in (decision.person_id, decision.other_id)
                if key is not None and key not in people}
        targets = {key: follow(key, merged, people.__contains__) for key in gone}
        return [Alike(target, key, Why.MOVED) for key, target in sorted(targets.items()) if target is not None]

    def _held(self, keys: set[Id]) -> dict[Id, Held]:
        held = {key: Held() for key in keys}
        for spec, link in referring("person") if keys else ():
            rows: list[Any] = self._records.all(spec.cls, **{link.name: keys})
            for record in rows:
                held[getattr(record, link.name)].add(link, record)
        return held

    def _sides(self, held: Mapping[Id, Held], people: Mapping[Id, Person]) -> dict[Id, PersonSide]:
        schools = {school.id: school.name for school in self._records.all(School)}
        buried: dict[Id, Person] = {}
        if not held.keys() <= people.keys():
            buried = {person.id: person for person in self._records.buried(Person)}
        numbers = {line.person_id: line for line in self._records.all(PersonNumber, person_id=set(held))}
        found = {}
        for key, own in held.items():
            person = people.get(key) or buried.get(key) or Person(id=key, role=None)
            line = numbers.get(key, PersonNumber())
            found[key] = PersonSide(key, person.name, person.alias, person.role, person.school_id,
                                    schools.get(person.school_id or Id(""), ""), line.nip, line.nuptk, key in people,
                                    own.counts)
        return found

    def _fields(self, keep_id: Id, gone_id: Id) -> Iterator[FieldPair]:
        """The fields in which at least one of both says something."""
        pairs: tuple[tuple[type[Any], Id, Id], ...] = (
            (Person, keep_id, gone_id), (PersonNumber, number_id(keep_id), number_id(gone_id)),
            (PersonContact, contact_id(keep_id), contact_id(gone_id)))
        for cls, key, other_key in pairs:
            one, other = self._records.get(cls, key) or cls(id=key), self._records.get(cls, other_key)
            for spec in spec_of(cls).fields.values():
                if other is not None and spec.policy is not Policy.ONCE:
                    pair = FieldPair(spec_of(cls).table, spec, getattr(one, spec.name), getattr(other, spec.name))
                    if filled(pair.one) or filled(pair.other):
                        yield pair

    def _values(self, keep_id: Id, gone_id: Id, picked: Mapping[str, Any]) -> dict[str, Any]:
        values = {}
        for pair in self._fields(keep_id, gone_id):
            name = pair.spec.name
            if pair.differ and picked.get(name) not in (pair.one, pair.other):
                raise UserError(mark("The two records differ. Nothing was merged. Choose one value for each entry first."))
            values[name] = picked[name] if pair.differ else pair.settled
        return values

    def _replacement(self, keep_id: Id, gone_id: Id) -> Replacement:
        return Replacement(self._records, Row("person", gone_id), keep_id)

    def _check(self, plan: Replacement) -> None:
        rows = {row for row, found in plan.touched.items() if found.remade}
        if any(entry.row in rows and entry.field for entry in self._records.differing()):
            raise UserError(mark("Some entries of these two differ between computers and wait for a decision. "
                                 "Nothing was merged. Decide them first."))

    def _decisions(self, keep_id: Id, gone_id: Id) -> Iterator[tuple[SamePerson, Loaded[SamePerson] | None]]:
        """That the two are one; and that the kept one is not who the other was known not to be."""
        yield self._decision(keep_id, gone_id, Sameness.MERGED)
        for before in self._records.all(SamePerson, verdict=Sameness.DIFFERENT):
            if gone_id in (before.person_id, before.other_id):
                third = before.other_id if before.person_id == gone_id else before.person_id
                if third is not None and third != keep_id:
                    decision, loaded = self._decision(keep_id, third, Sameness.DIFFERENT)
                    if loaded is None:
                        yield decision, None

    def _decision(self, one: Id, other: Id, verdict: Sameness) -> tuple[SamePerson, Loaded[SamePerson] | None]:
        loaded = self._records.load(SamePerson, same_person_id(one, other))
        if loaded is not None:
            return dataclasses.replace(loaded.record, verdict=verdict), loaded
        first, second = sorted((one, other))
        return SamePerson(id=same_person_id(one, other), person_id=first, other_id=second, verdict=verdict), None


def _back(merged: Iterable[SamePerson], people: Mapping[Id, Person]) -> list[Alike]:
    """Merged people who are both here: one came back by somebody's edit, or two laptops merged in both directions."""
    return [Alike(one, other, Why.MOVED) for decision in merged
            if (one := decision.person_id) is not None and (other := decision.other_id) is not None
            and one in people and other in people]


def _pair(found: Alike, sides: Mapping[Id, PersonSide], held: Mapping[Id, Held]) -> Pair:
    keep, gone = sorted((found.one, found.other), key=lambda key: (not sides[key].here, -held[key].total, key))
    moved = held[gone].total if found.why is Why.MOVED else 0
    return Pair(sides[keep], sides[gone], found.why, moved)


def _both(one: Held, other: Held) -> Counts:
    return Held(one.attendances | other.attendances, one.observations | other.observations,
                one.actions | other.actions, one.others | other.others).counts


def _clash(kept: Any, lost: Any) -> Clash | None:
    if isinstance(kept, Attendance):
        if kept.presence is None or lost.presence is None or kept.presence is lost.presence:
            return None
        meeting = Row("meeting", kept.meeting_id) if kept.meeting_id is not None else None
        return Clash(meeting, "", kept.presence, lost.presence)
    if isinstance(kept, Consent) and kept.answer.answer and lost.answer.answer:
        holds = meet(kept, lost).answer.answer
        if kept.answer.answer is not lost.answer.answer and kept.kind is not None:
            return Clash(None, kept.kind.label, holds, lost.answer.answer if holds is kept.answer.answer
                         else kept.answer.answer)
    return None


def _valued(record: Any, values: Mapping[str, Any]) -> Any:
    """The record with those of the values that are fields of its kind; work and places are no entries of a person."""
    if not isinstance(record, Person | PersonNumber | PersonContact):
        return record
    return dataclasses.replace(record, **{name: value for name, value in values.items()
                                          if name in spec_of(record).fields})
