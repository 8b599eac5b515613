"""People: who they are, what they agreed to, and finding them by three letters."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from plcdesk.domain.changes import Changes, Loaded, Problem
from plcdesk.domain.checks import check_numbers, check_person
from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import ATTENDED, Action, Attendance, Meeting, MeetingStatus
from plcdesk.domain.names import matches, pseudonym, search_key, sort_key
from plcdesk.domain.people import (
    Consent,
    ConsentKind,
    Group,
    Member,
    Person,
    PersonContact,
    PersonNumber,
    PersonStatus,
    Role,
    RoleHeld,
    consent_id,
    contact_id,
    member_id,
    number_id,
)
from plcdesk.domain.programme import Period
from plcdesk.domain.roster import PersonDraft
from plcdesk.services.groups import new_member
from plcdesk.services.records import Made, Records

ALIASES = {
    Role.TEACHER: "Guru", Role.FACILITATOR: "Guru", Role.PRINCIPAL: "Kepala Sekolah", Role.MENTOR: "Pendamping",
    Role.STUDENT: "Mahasiswa", Role.SUPERVISOR: "Pengawas", Role.PARENT: "Orang Tua",
    Role.COMMUNITY: "Tokoh Masyarakat", Role.OPERATOR: "Operator",
}
"""What a pseudonym begins with: data of the programme, whatever the language of the screen."""


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """Which people to list; an empty part asks nothing."""

    text: str = ""
    school_id: Id | None = None
    group_id: Id | None = None
    role: Role | None = None
    status: PersonStatus | None = None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person in a list; `groups` are names."""

    id: Id
    name: str
    alias: str
    role: Role | None
    school_id: Id | None
    school: str
    teaches: str
    status: PersonStatus
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Membership:
    """A membership with its group."""

    member: Loaded[Member]
    group: Group


@dataclass(frozen=True, slots=True)
class PersonDetail:
    """All there is about a person. `numbers` is None without a school; `attended` of `due` counts marks of held
    meetings."""

    loaded: Loaded[Person]
    numbers: Loaded[PersonNumber] | None
    contact: Loaded[PersonContact]
    consents: Mapping[ConsentKind, Loaded[Consent]]
    roles_held: tuple[Loaded[RoleHeld], ...]
    memberships: tuple[Membership, ...]
    attended: int
    due: int
    open_actions: int
    is_me: bool


class Added(NamedTuple):
    """What adding many names did: the new people, the names that were there already, the changes."""

    ids: tuple[Id, ...]
    known: tuple[str, ...]
    changes: Changes


class People:
    """The people of the programme."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def names(self) -> Mapping[Id, str]:
        """The display name of everybody by id."""
        return self._records.names()

    def rows(self, wanted: PeopleFilter | None = None) -> list[PersonRow]:
        """The people that pass the filter, by school and name (titles ignored); those without a school come last."""
        wanted = wanted or PeopleFilter()
        inside = None
        if wanted.group_id is not None:
            inside = {member.person_id for member in self._records.all(Member, group_id=wanted.group_id)}
        found = [row for row in self._all_rows() if _passes(row, wanted) and (inside is None or row.id in inside)]
        return sorted(found, key=lambda row: (not row.school, row.school, sort_key(row.name)))

    def detail(self, person_id: Id) -> PersonDetail | None:
        """Everything about one person; None when they are gone."""
        loaded = self._records.load(Person, person_id)
        if loaded is None:
            return None
        groups = {group.id: group for group in self._records.all(Group)}
        memberships = tuple(
            Membership(member, groups[member.record.group_id])
            for member in self._records.load_all(Member, person_id=person_id)
            if member.record.group_id in groups
        )
        lines = [line for line in self._records.all(Attendance, person_id=person_id) if line.presence is not None]
        named = {line.meeting_id for line in lines}
        held = {meeting.id for meeting in self._records.all(Meeting, id=named, status=MeetingStatus.HELD)}
        marks = [line.presence for line in lines if line.meeting_id in held]
        actions = [action for action in self._records.all(Action, owner_id=person_id) if action.is_open]
        return PersonDetail(
            loaded, self._numbers(loaded.record), self._contact(person_id), self._consents(person_id),
            tuple(self._records.load_all(RoleHeld, person_id=person_id)), memberships,
            sum(mark in ATTENDED for mark in marks), len(marks), len(actions), self._records.me() == person_id,
        )

    def add(self, name: str, role: Role | None = Role.TEACHER, school_id: Id | None = None,
            group_ids: Iterable[Id] = ()) -> Made:
        """A new person, taken into the groups in the same save."""
        person = Person(name=name.strip(), role=role, school_id=school_id)
        members = [(new_member(group, person.id), None) for group in group_ids]
        return Made(person.id, self._records.save_all([(person, None), *members]))

    def read_names(self, text: str) -> list[PersonDraft]:
        """The people of a pasted list as drafts; nothing is stored. Raises UserError for one that is too long."""
        from plcdesk.importers.names import parse_names

        return parse_names(text)

    def add_names(self, drafts: Sequence[PersonDraft | str], school_id: Id | None, group_id: Id | None = None,
                  ) -> Added:
        """Add the people of a list in one save; drafts that are not usable are left out.

        A name that is there already is not added a second time, only taken into the group.
        """
        known: list[str] = []
        ids: list[Id] = []
        changed: list[tuple[object, Loaded[object] | None]] = []
        there = {search_key(row.name): row.id for row in self._all_rows() if row.school_id == school_id}
        for text in drafts:
            draft = PersonDraft(text.strip()) if isinstance(text, str) else text
            key = search_key(draft.name)
            if not key or not draft.usable:
                continue
            if key in there:
                known.append(draft.name)
            else:
                person = Person(name=draft.name, role=draft.role or Role.TEACHER, school_id=school_id,
                                teaches=draft.teaches)
                there[key] = person.id
                ids.append(person.id)
                changed.append((person, None))
            if group_id is not None and self._records.get(Member, member_id(group_id, there[key])) is None:
                changed.append((new_member(group_id, there[key]), None))
        return Added(tuple(ids), tuple(known), self._records.save_all(changed))

    def similar(self, name: str, school_id: Id | None = None) -> PersonRow | None:
        """Someone whose name is the same but for titles, case and doubled letters; of the same school first."""
        key = search_key(name)
        found = [row for row in self._all_rows() if key and search_key(row.name) == key]
        return min(found, key=lambda row: (row.school_id != school_id, row.id), default=None)

    def find(self, text: str, *, group_id: Id | None = None, school_id: Id | None = None, limit: int = 8,
             ) -> list[PersonRow]:
        """People whose name has the typed beginnings; members of the group come first, then those of the school."""
        inside = {member.person_id for member in self._records.all(Member, group_id=group_id)} if group_id else set()
        found = [row for row in self._all_rows() if matches(text, row.name) or matches(text, row.alias)]
        found.sort(key=lambda row: (row.id not in inside, row.school_id != school_id, sort_key(row.name)))
        return found[:limit]

    def assign_aliases(self) -> Changes:
        """Give a pseudonym to everyone without one, in order of school and age of the entry; given ones stay."""
        schools = self._records.school_names()
        people = self._records.load_all(Person)
        taken = {person.record.alias for person in people}
        people.sort(key=lambda person: (schools.get(person.record.school_id or Id(""), "~"), person.record.id))
        index: dict[str, int] = {}
        changed: list[tuple[object, Loaded[object] | None]] = []
        for loaded in people:
            person = loaded.record
            if person.alias or person.role is None:
                continue
            prefix = ALIASES[person.role]
            while pseudonym(prefix, index.setdefault(prefix, 0)) in taken:
                index[prefix] += 1
            alias = pseudonym(prefix, index[prefix])
            taken.add(alias)
            changed.append((dataclasses.replace(person, alias=alias), loaded))  # type: ignore[arg-type]
        return self._records.save_all(changed)

    def new_alias(self, person: Person) -> str:
        """The pseudonym that the next person of this role would get."""
        taken = {one.alias for one in self._records.all(Person)}
        prefix, index = ALIASES[person.role or Role.TEACHER], 0
        while pseudonym(prefix, index) in taken:
            index += 1
        return pseudonym(prefix, index)

    def add_role_held(self, person_id: Id, role: str, *, group_id: Id | None = None, school_id: Id | None = None,
                      starts_on: date | None = None, ends_on: date | None = None) -> Made:
        """A duty with its dates."""
        held = RoleHeld(person_id=person_id, role=role, group_id=group_id, school_id=school_id,
                        period=Period(starts_on, ends_on))
        return Made(held.id, self._records.save(held))

    def problems(self, record: Person | PersonNumber) -> list[Problem]:
        """What needs attention in a person or their staff numbers."""
        return check_person(record) if isinstance(record, Person) else check_numbers(record)

    def _all_rows(self) -> list[PersonRow]:
        schools = self._records.school_names()
        groups = {group.id: group.name for group in self._records.all(Group)}
        inside: dict[Id | None, list[str]] = {}
        for member in self._records.all(Member):
            if member.group_id in groups:
                inside.setdefault(member.person_id, []).append(groups[member.group_id])
        return [
            PersonRow(
                person.id, person.name, person.alias, person.role, person.school_id,
                schools.get(person.school_id, "") if person.school_id else "", person.teaches, person.status,
                tuple(sorted(inside.get(person.id, []))),
            )
            for person in self._records.all(Person)
        ]

    def _numbers(self, person: Person) -> Loaded[PersonNumber] | None:
        found = self._records.load(PersonNumber, number_id(person.id))
        if found is not None or person.school_id is None:
            return found
        return Loaded(PersonNumber(id=number_id(person.id), person_id=person.id, school_id=person.school_id))

    def _contact(self, person_id: Id) -> Loaded[PersonContact]:
        found = self._records.load(PersonContact, contact_id(person_id))
        return found or Loaded(PersonContact(id=contact_id(person_id), person_id=person_id))

    def _consents(self, person_id: Id) -> dict[ConsentKind, Loaded[Consent]]:
        there = {loaded.record.id: loaded for loaded in self._records.load_all(Consent, person_id=person_id)}
        return {
            kind: there.get(consent_id(person_id, kind))
            or Loaded(Consent(id=consent_id(person_id, kind), person_id=person_id, kind=kind))
            for kind in ConsentKind
        }


def _passes(row: PersonRow, wanted: PeopleFilter) -> bool:
    text = wanted.text.strip()
    return (
        (not text or matches(text, row.name) or matches(text, row.alias) or text.casefold() in row.name.casefold())
        and (wanted.school_id is None or row.school_id == wanted.school_id)
        and (wanted.role is None or row.role is wanted.role)
        and (wanted.status is None or row.status is wanted.status)
    )

