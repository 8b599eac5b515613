"""The records as tables for other programs: one CSV file a record kind."""

from __future__ import annotations

import csv
import dataclasses
import re
from pathlib import Path
from typing import Any

from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import SPECS, FieldSpec, Kind, Part, RecordSpec, encode, mark, spec_of
from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import Attendance
from plcdesk.domain.names import plain_name
from plcdesk.domain.notes import Permission, Quote
from plcdesk.domain.people import REFUSED, Consent, ConsentKind, Person
from plcdesk.domain.stewardship import STATEMENTS
from plcdesk.services.records import Records

PERSONAL = frozenset({"person_number", "person_contact"})
"""Tables that a pseudonymised export leaves out whole."""
_WORDS = frozenset({Kind.TEXT, Kind.LONG})
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export_csv(records: Records, folder: Path, *, pseudonyms: bool = False) -> list[Path]:
    """Write the records into `folder` (made when missing), replacing tables written there before.

    With `pseudonyms` names of people become their pseudonyms, in free text too, names of guests go, what is declared
    sensitive is left out, and so is what may not leave this computer (`Withheld`). Raises UserError when the folder
    cannot be written, or someone has no pseudonym.
    """
    mask = Mask(records.all(Person)) if pseudonyms else None
    withheld = Withheld(records) if pseudonyms else None
    files = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for spec in SPECS.values():
            if spec.table in STATEMENTS or (mask is not None and spec.table in PERSONAL):
                continue
            file = folder / f"{spec.table}.csv"
            rows: list[Any] = records.all(spec.cls)
            _write(file, spec, rows if withheld is None else withheld.without(rows), mask)
            files.append(file)
    except OSError as error:
        raise UserError(mark("{name} cannot be written. Nothing was saved. Choose another place."),
                        name=str(folder)) from error
    return files


class Withheld:
    """What a research export leaves out: private records, quotes without permission, everything of people who did not
    agree to it, and what belongs to any of these (domain handbook 3.13, 6)."""

    def __init__(self, records: Records) -> None:
        self._people = {consent.person_id for consent in records.all(Consent, kind=ConsentKind.RESEARCH)
                        if consent.answer.answer in REFUSED}
        self._gone: set[tuple[str, Id]] = {("person", person) for person in self._people if person is not None}

    def without(self, rows: list[Any]) -> list[Any]:
        """The rows that may go; kinds come in the order of their declaration, wholes before their parts."""
        kept = []
        for record in rows:
            if self._is_withheld(record):
                self._gone.add((spec_of(record).table, record.id))
            else:
                kept.append(record)
        return kept

    def _is_withheld(self, record: Any) -> bool:
        if isinstance(record, Quote) and record.permission is not Permission.GIVEN:
            return True
        if getattr(record, "private", False) or getattr(record, "person_id", None) in self._people - {None}:
            return True
        return (isinstance(record, Person) and record.id in self._people) or any(
            (field.refers, getattr(record, field.name)) in self._gone for field in spec_of(record).parents)


class Mask:
    """Puts pseudonyms in the place of names.

    Full names, with and without titles, become the pseudonym; so does a single word of a name that only one person
    bears, and one that several bear becomes ``***``. Masking too much is meant: free text is where names slip through.
    """

    def __init__(self, people: list[Person]) -> None:
        if any(person.name and not person.alias for person in people):
            raise UserError(mark("Some people have no pseudonym yet. Nothing was exported. Give them one first."))
        self.aliases = {person.id: person.alias for person in people}
        self._found: dict[str, str] = {}
        for person in people:
            for word in plain_name(person.name).split():
                if len(word) > 2:
                    same = self._found.get(word, person.alias) == person.alias
                    self._found[word] = person.alias if same else "***"
        for person in people:
            self._found |= {name: person.alias for name in (person.name, plain_name(person.name)) if name}
        longest_first = sorted(self._found, key=lambda name: (-len(name), name))
        names = "|".join(re.escape(name) for name in longest_first)
        self._names = re.compile(rf"(?<!\w)(?:{names})(?!\w)") if names else re.compile(r"(?!)")

    def text(self, text: str) -> str:
        """The text without names."""
        return self._names.sub(lambda match: self._found[match[0]], text)


def _write(file: Path, spec: RecordSpec, rows: list[Any], mask: Mask | None) -> None:
    fields = [field for field in spec.fields.values() if not (mask is not None and field.sensitive)]
    # the mark in front lets Excel see that the file is UTF-8
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["id", *(part.name for field in fields for part in field.parts)])
        for record in rows:
            if mask is not None:
                record = _masked(record, mask)
            cells = [cell for field in fields for cell in _cells(field, getattr(record, field.name))]
            writer.writerow([safe(cell) for cell in (record.id, *cells)])


def _masked(record: Any, mask: Mask) -> Any:
    if isinstance(record, Person):
        return dataclasses.replace(record, name=mask.aliases[record.id])
    if isinstance(record, Attendance) and record.guest.guest_name:
        record = dataclasses.replace(record, guest=record.guest._replace(guest_name="***"))
    return dataclasses.replace(record, **{field.name: _masked_value(field, getattr(record, field.name), mask)
                                          for field in spec_of(record).fields.values()})


def _masked_value(field: FieldSpec, value: Any, mask: Mask) -> Any:
    if field.couple is None:
        return mask.text(value) if field.parts[0].kind in _WORDS and value else value
    return field.couple(*(mask.text(item) if part.kind in _WORDS and item else item
                          for part, item in zip(field.parts, value, strict=True)))


def _cells(field: FieldSpec, value: Any) -> list[str]:
    if field.couple is None:
        return [_cell(field.parts[0], value)]
    return [_cell(part, item) for part, item in zip(field.parts, value, strict=True)]


def _cell(part: Part, value: Any) -> str:
    data = encode(part, value)
    if data is None:
        return ""
    if isinstance(data, list):
        return " | ".join(data)
    return str(int(data)) if isinstance(data, bool) else str(data)


def safe(cell: str) -> str:
    """A cell that a spreadsheet shows as text: one that would start a formula gets an apostrophe in front."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
