"""Learning groups: who belongs to them and when they meet."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from plcdesk.domain.changes import Changes, Loaded, Problem
from plcdesk.domain.checks import check_group, check_slot
from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import Attendance, Meeting, planned_dates
from plcdesk.domain.names import sort_key
from plcdesk.domain.people import (
    Group,
    GroupKind,
    GroupStatus,
    Hours,
    Member,
    Person,
    PersonStatus,
    Slot,
    member_id,
)
from plcdesk.domain.programme import Period, School
from plcdesk.services.records import Made, Records

LOOK_AHEAD = timedelta(weeks=60)
"""How far ahead the next meeting of a schedule is looked for."""


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group in a list; `members` counts those of today, `next_on` is its next planned date."""

    id: Id
    name: str
    kind: GroupKind
    status: GroupStatus
    school_id: Id | None
    school: str
    members: int
    chair: str
    facilitator: str
    next_on: date | None


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A membership with its person."""

    member: Loaded[Member]
    person: Person


@dataclass(frozen=True, slots=True)
class GroupDetail:
    """All there is about a group; members of today stand before former ones, each by name."""

    loaded: Loaded[Group]
    school: School | None
    members: tuple[MemberRow, ...]
    slots: tuple[Loaded[Slot], ...]


def covers(period: Period, day: date) -> bool:
    """Whether `day` lies within a from-to; open ends are open."""
    return (period.starts_on is None or period.starts_on <= day) and (period.ends_on is None or day <= period.ends_on)


def next_date(slots: Iterable[Slot], after: date) -> date | None:
    """The first planned date of these schedules later than `after`."""
    until = after + min(LOOK_AHEAD, date.max - after)
    dates = [day for slot in slots for day in planned_dates(slot, until) if day > after]
    return min(dates, default=None)


class Groups:
    """The groups of the programme."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def rows(self, school_id: Id | None = None) -> list[GroupRow]:
        """All groups (of one school), by school and name."""
        today = self._records.today()
        schools = self._records.school_names()
        names = self._records.names()
        counts: dict[Id | None, int] = {}
        for member in self._records.all(Member):
            if covers(member.period, today):
                counts[member.group_id] = counts.get(member.group_id, 0) + 1
        slots: dict[Id | None, list[Slot]] = {}
        for slot in self._records.all(Slot):
            slots.setdefault(slot.group_id, []).append(slot)
        found = [
            GroupRow(
                group.id, group.name, group.kind, group.status, group.school_id, _name(schools, group.school_id),
                counts.get(group.id, 0), _name(names, group.chair_id), _name(names, group.facilitator_id),
                next_date(slots.get(group.id, []), today - timedelta(days=1)),
            )
            for group in self._records.all(Group)
            if school_id is None or group.school_id == school_id
        ]
        return sorted(found, key=lambda row: (row.school, row.name.casefold(), row.id))

    def detail(self, group_id: Id) -> GroupDetail | None:
        """Everything about one group; None when it is gone."""
        loaded = self._records.load(Group, group_id)
        if loaded is None:
            return None
        today = self._records.today()
        people = {person.id: person for person in self._records.all(Person)}
        members = [
            MemberRow(member, people[member.record.person_id])
            for member in self._records.load_all(Member, group_id=group_id)
            if member.record.person_id in people
        ]
        members.sort(key=lambda row: (not covers(row.member.record.period, today), sort_key(row.person.name)))
        slots = self._records.load_all(Slot, group_id=group_id)
        slots.sort(key=lambda slot: (slot.record.period.starts_on or date.max, slot.record.id))
        school = self._records.get(School, loaded.record.school_id) if loaded.record.school_id else None
        return GroupDetail(loaded, school, tuple(members), tuple(slots))

    def add(self, name: str, kind: GroupKind = GroupKind.SCHOOL, school_id: Id | None = None, *,
            facilitator_id: Id | None = None, chair_id: Id | None = None) -> Made:
        """A new group; a cross-school one has no school and lives in the programme's space."""
        group = Group(name=name.strip(), kind=kind, school_id=school_id, facilitator_id=facilitator_id,
                      chair_id=chair_id)
        return Made(group.id, self._records.save(group))

    def default(self) -> Group | None:
        """The group a new meeting is most likely of: one the user facilitates, else one they are in, else the first."""
        groups = sorted(self._records.all(Group), key=lambda group: (group.kind is not GroupKind.SCHOOL, group.id))
        me = self._records.me()
        if me is not None:
            mine = {member.group_id for member in self._records.all(Member, person_id=me)}
            groups.sort(key=lambda group: (group.facilitator_id != me, group.id not in mine))
        return groups[0] if groups else None

    def members_on(self, group_id: Id, day: date) -> list[Person]:
        """The members of a group on a day, by name: joined, not yet left, not on leave or moved away."""
        people = {person.id: person for person in self._records.all(Person)}
        found = [
            people[member.person_id]
            for member in self._records.all(Member, group_id=group_id)
            if member.person_id in people and covers(member.period, day)
        ]
        active = [person for person in found if person.status is PersonStatus.ACTIVE]
        return sorted(active, key=lambda person: sort_key(person.name))

    def add_members(self, group_id: Id, person_ids: Iterable[Id], since: date | None = None) -> Changes:
        """Take people into the group; those who left come back, those who are in stay as they are."""
        changed: list[tuple[Member, Loaded[Member] | None]] = []
        today = self._records.today()
        for person_id in dict.fromkeys(person_ids):
            loaded = self._records.load(Member, member_id(group_id, person_id))
            if loaded is None:
                changed.append((new_member(group_id, person_id, since), None))
            elif not covers(loaded.record.period, today):
                back = loaded.record.period._replace(ends_on=None)
                changed.append((dataclasses.replace(loaded.record, period=back), loaded))
        return self._records.save_all(changed)

    def remove_member(self, group_id: Id, person_id: Id, on: date | None = None) -> Changes:
        """Someone leaves the group on a day (today); who was never marked at a meeting of it is simply taken out."""
        loaded = self._records.load(Member, member_id(group_id, person_id))
        if loaded is None:
            return Changes()
        meetings = {meeting.id for meeting in self._records.all(Meeting, group_id=group_id)}
        if not any(mark.meeting_id in meetings for mark in self._records.all(Attendance, person_id=person_id)):
            return self._records.delete(loaded.record)
        left = loaded.record.period._replace(ends_on=on or self._records.today())
        return self._records.save(dataclasses.replace(loaded.record, period=left), loaded)

    def add_slot(self, group_id: Id, first: date, starts: time | None = None, ends: time | None = None, *,
                 weeks: int = 1, venue: str = "", last: date | None = None) -> Made:
        """A fixed meeting time: every `weeks` weeks from `first` on."""
        slot = Slot(group_id=group_id, period=Period(first, last), weeks=weeks, hours=Hours(starts, ends), venue=venue)
        return Made(slot.id, self._records.save(slot))

    def problems(self, record: Group | Slot) -> list[Problem]:
        """What needs attention in a group or a schedule."""
        return check_group(record) if isinstance(record, Group) else check_slot(record)


def new_member(group_id: Id, person_id: Id, since: date | None = None) -> Member:
    """A membership with the identity every laptop gives it."""
    return Member(id=member_id(group_id, person_id), group_id=group_id, person_id=person_id, period=Period(since))


def _name(names: Mapping[Id, str], key: Id | None) -> str:
    return names.get(key, "") if key is not None else ""
