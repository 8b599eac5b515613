"""Consent, and the erasing of personal data (domain handbook 3.13, 6; needs N36, N89)."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from plcdesk.domain.changes import Changes, Loaded, Row
from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import SPECS, FieldSpec, Kind, Part, Policy, mark, spec_of
from plcdesk.domain.ids import Id
from plcdesk.domain.instruments import InstrumentEdition
from plcdesk.domain.names import plain_name
from plcdesk.domain.people import (
    REFUSED,
    Consent,
    ConsentAnswer,
    ConsentKind,
    Person,
    PersonContact,
    PersonNumber,
    consent_id,
    contact_id,
    number_id,
)
from plcdesk.services.people import People
from plcdesk.services.records import Records

_UNTOLD = (Person, Consent, PersonNumber, PersonContact, InstrumentEdition)
"""Kinds whose texts are handled otherwise or name nobody."""
SHORTEST = 3
"""Letters and digits of a word that may be looked for; fewer stand in half of all texts."""


class Erasure(NamedTuple):
    """What erasing a person's data would do: the pseudonym that takes the name's place, the records that mention the
    name (by table), whether numbers or contacts go, and how many records keep counting under the pseudonym."""

    name: str
    alias: str
    mentions: Mapping[str, int]
    details: bool
    kept: int


class Privacy:
    """What people agreed to, and what is left of them when they ask to be forgotten."""

    def __init__(self, records: Records, people: People) -> None:
        self._records = records
        self._people = people

    def answer(self, person_id: Id | None, kind: ConsentKind) -> ConsentAnswer | None:
        """What a person answered to one kind of use; None where nobody asked."""
        found = self._records.get(Consent, consent_id(person_id, kind)) if person_id is not None else None
        return found.answer.answer if found is not None else None

    def refused(self, kind: ConsentKind) -> frozenset[Id]:
        """The people who said no, or took their yes back."""
        return frozenset(consent.person_id for consent in self._records.all(Consent, kind=kind)
                         if consent.person_id is not None and consent.answer.answer in REFUSED)

    def preview(self, person_id: Id) -> Erasure:
        """What `erase` would do. Raises UserError when the person is gone or their data is erased already."""
        person = self._records.need(Person, person_id).record
        mentions = Counter(spec_of(record).table for record, _ in self._mentions(person))
        self._need_something(person, mentions)
        kept = 0
        for spec in SPECS.values():
            for field in spec.fields.values():
                if field.refers == "person" and spec.table not in ("person_number", "person_contact"):
                    kept += len(self._records.all(spec.cls, **{field.parts[0].name: person_id}))
        details = any(self._records.get(SPECS[row.table].cls, row.id) is not None for row in _details(person_id))
        return Erasure(person.name, person.alias or self._people.new_alias(person), dict(mentions), details, kept)

    def erase(self, person_id: Id) -> Changes:
        """Put the pseudonym in the place of the name everywhere, in texts too, and remove numbers and contacts.

        Attendance, forms and everything else that is counted stays, under the pseudonym. One save, which can be undone
        as long as the history keeps it. Done again it reaches what another computer still sent with the name. Raises
        UserError when the person is gone or their data is erased already.
        """
        loaded = self._records.need(Person, person_id)
        person = loaded.record
        alias = person.alias or self._people.new_alias(person)
        mentions = list(self._mentions(person, alias))
        self._need_something(person, mentions)
        with self._records.writing() as unit:
            unit.save(dataclasses.replace(person, name=alias, alias=alias, teaches="", age_band=None), loaded)
            for row in _details(person_id):
                if self._records.get(SPECS[row.table].cls, row.id) is not None:
                    unit.delete(row)
            for record, source in mentions:
                unit.save(record, source)
        return unit.changes

    def _need_something(self, person: Person, mentions: Collection[object]) -> None:
        left = mentions or any(self._records.get(SPECS[row.table].cls, row.id) is not None for row in _details(person.id))
        if person.alias and person.name == person.alias and not left:
            raise UserError(mark("The personal data of {name} is erased already. Nothing was changed."),
                            name=person.name)

    def _names(self, person: Person) -> set[str]:
        """What the person is called in texts: the name, or those that an erasure took away."""
        found = {person.name}
        if person.alias and person.name == person.alias:
            lines = self._records.history(Row("person", person.id), limit=1000)
            found = {str(line.old) for line in lines if line.field == "name" and line.new == person.alias and line.old} - found
        return {name for full in found for name in (full.strip(), plain_name(full)) if name}

    def former_names(self, person: Person) -> re.Pattern[str] | None:
        """What finds the names of a person in texts; of one whose data is erased, those they had before. None where no
        name is known any more."""
        names = self._names(person)
        return _pattern(names) if names else None

    def typed(self, person: Person, words: Iterable[str]) -> re.Pattern[str] | None:
        """What finds words that were typed by somebody who knows more than the history; None where there are none. A name of
        several words is found without its titles too; where one word is left without them, others may be called so.

        Raises UserError for one of fewer than three letters, and for a part of the pseudonym, which stays.
        """
        alias = person.alias or self._people.new_alias(person)
        wanted = {" ".join(word.split()) for word in words} - {""}
        for word in sorted(wanted):
            if _letters(word) < SHORTEST:
                raise UserError(mark("“{word}” is too short to be looked for. Nothing was changed. Type at least {n} letters."),
                                word=word, n=SHORTEST)
            if _pattern({word}).search(alias):
                raise UserError(mark("“{word}” is part of the pseudonym. Nothing was changed. Type the former name."), word=word)
        plain = {name for name in map(plain_name, wanted) if " " in name and _letters(name) >= SHORTEST and not
                 _pattern({name}).search(alias)}
        return _pattern(wanted | plain) if wanted else None

    def _mentions(self, person: Person, alias: str = "") -> Iterator[tuple[Any, Loaded[Any]]]:
        """The records that hold the person's name in a text, each with the alias in its place, and as loaded."""
        pattern = self.former_names(person)
        if pattern is None:
            return
        for spec in SPECS.values():
            if spec.cls in _UNTOLD:
                continue
            fields = [field for field in spec.fields.values() if _changeable(field)]
            rows: list[Loaded[Any]] = self._records.load_all(spec.cls) if fields else []
            for loaded in rows:
                changed = {}
                for field in fields:
                    before = getattr(loaded.record, field.name)
                    after = _replaced(field, before, pattern, alias)
                    if after != before:
                        changed[field.name] = after
                if changed:
                    yield dataclasses.replace(loaded.record, **changed), loaded


def _details(person_id: Id) -> tuple[Row, ...]:
    return Row("person_number", number_id(person_id)), Row("person_contact", contact_id(person_id))


def _as_typed(name: str) -> str:
    """The pattern of a name: one of several words in any case and spacing, a single word as it is ("Made", "made in")."""
    words = [re.escape(word) for word in name.split()]
    return "(?i:" + r"\s+".join(words) + ")" if len(words) > 1 else words[0]


def instead(pattern: re.Pattern[str], alias: str) -> Callable[[str, str, Any], Any]:
    """What puts the alias in the place of what matches in a value as the log holds it (of table, field); what `erase` leaves
    alone comes back as it is."""
    def replaced(table: str, name: str, data: Any) -> Any:
        spec = SPECS.get(table)
        field = spec.fields.get(name) if spec is not None and spec.cls not in _UNTOLD else None
        if field is None or not _changeable(field):
            return data
        if field.couple is None:
            return _text_replaced(field.parts[0], data, pattern, alias)
        if not isinstance(data, list) or len(data) != len(field.parts):
            return data  # of a newer version, which knows how to read it
        return [_text_replaced(part, item, pattern, alias) for part, item in zip(field.parts, data, strict=True)]

    return replaced


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    # an accent that is a sign of its own stands in texts that were pasted
    written = {unicodedata.normalize(form, name) for name in names for form in ("NFC", "NFD")}
    longest_first = sorted(written.union(names), key=lambda name: (-len(name), name))
    return re.compile("|".join(rf"(?<!\w){_as_typed(name)}(?!\w)" for name in longest_first))


def _letters(text: str) -> int:
    """Letters and digits: a telephone number can be looked for too."""
    return sum(map(str.isalnum, text))


def _changeable(field: FieldSpec) -> bool:
    return field.policy is not Policy.ONCE and any(part.kind in {Kind.TEXT, Kind.LONG} for part in field.parts)


def _replaced(field: FieldSpec, value: Any, pattern: re.Pattern[str], alias: str) -> Any:
    if field.couple is None:
        return _text_replaced(field.parts[0], value, pattern, alias)
    return field.couple(*(_text_replaced(part, item, pattern, alias) for part, item in zip(field.parts, value, strict=True)))


def _text_replaced(part: Part, value: Any, pattern: re.Pattern[str], alias: str) -> Any:
    return pattern.sub(lambda _: alias, value) if part.kind in {Kind.TEXT, Kind.LONG} and isinstance(value, str) else value
