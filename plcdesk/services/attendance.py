"""Who came to a meeting, and what they contributed."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from plcdesk.domain.changes import Changes, Loaded
from plcdesk.domain.fields import mark as msgid
from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import (
    ATTENDED,
    Attendance,
    Guest,
    Meeting,
    Presence,
    TalkTurn,
    attendance_id,
    talk_turn_id,
)
from plcdesk.domain.names import sort_key
from plcdesk.domain.people import Person
from plcdesk.services.groups import Groups
from plcdesk.services.records import Made, Records

GUEST_ROLES = (
    msgid("Parent"), msgid("School supervisor"), msgid("Community figure"), msgid("Principal"), msgid("Mentor"),
    msgid("Teacher"),
)
"""What a guest may be, offered beside free text."""


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    """One line of the attendance list; `role` is a source text, or a guest's own word.

    Someone not marked yet has a fresh record with the identity every laptop derives.
    """

    meeting_id: Id
    row_id: Id
    person_id: Id | None
    name: str
    role: str
    guest: bool
    loaded: Loaded[Attendance]

    @property
    def presence(self) -> Presence | None:
        """The mark; None while it is blank."""
        return self.loaded.record.presence

    @property
    def note(self) -> str:
        """The note beside the mark."""
        return self.loaded.record.note


@dataclass(frozen=True, slots=True)
class AttendanceCounts:
    """How many have which mark."""

    present: int = 0
    late: int = 0
    excused: int = 0
    sick: int = 0
    duty: int = 0
    absent: int = 0
    blank: int = 0

    @property
    def attended(self) -> int:
        """Present and late together."""
        return self.present + self.late

    @property
    def total(self) -> int:
        """All lines of the list."""
        return self.attended + self.excused + self.sick + self.duty + self.absent + self.blank


@dataclass(frozen=True, slots=True)
class TurnRow:
    """What one person who was there contributed."""

    person_id: Id
    name: str
    loaded: Loaded[TalkTurn]


class Marked(NamedTuple):
    """How many blanks were filled, and the changes."""

    people: int
    changes: Changes


def count_marks(rows: Iterable[AttendanceRow]) -> AttendanceCounts:
    """The totals under the list."""
    marks = [row.presence for row in rows]
    return AttendanceCounts(*[marks.count(presence) for presence in (*Presence, None)])


class AttendanceLists:
    """The attendance lists of the meetings."""

    def __init__(self, records: Records, groups: Groups) -> None:
        self._records = records
        self._groups = groups

    def rows(self, meeting: Meeting) -> tuple[AttendanceRow, ...]:
        """The list of a meeting: members due on its day and known people marked, by name; guests at the end."""
        marks = {loaded.record.id: loaded for loaded in self._records.load_all(Attendance, meeting_id=meeting.id)}
        day = meeting.when.held_on or meeting.planned_on or self._records.today()
        due = self._groups.members_on(meeting.group_id, day) if meeting.group_id is not None else []
        people = {person.id: person for person in due}
        members = set(people)
        guests = []
        for loaded in marks.values():
            person_id = loaded.record.person_id
            person = self._records.get(Person, person_id) if person_id and person_id not in people else None
            if person is not None:
                people[person.id] = person
            elif person_id is None:
                guests.append(_guest_row(meeting.id, loaded))
        rows = [_person_row(meeting.id, person, marks, person.id in members) for person in people.values()]
        rows.sort(key=lambda row: (row.guest, sort_key(row.name)))
        return (*rows, *sorted(guests, key=lambda row: row.row_id))

    def mark(self, row: AttendanceRow, presence: Presence | None) -> Changes:
        """Set or clear the mark of one line."""
        return self._change(row, presence=presence)

    def note(self, row: AttendanceRow, text: str) -> Changes:
        """Write the note of one line."""
        return self._change(row, note=text.strip())

    def mark_all_present(self, meeting_id: Id) -> Marked:
        """Mark everyone present whose mark is blank, in one save; marks already there stay."""
        meeting = self._records.need(Meeting, meeting_id).record
        blanks = [row for row in self.rows(meeting) if row.presence is None]
        changed = [(dataclasses.replace(row.loaded.record, presence=Presence.PRESENT), row.loaded) for row in blanks]
        return Marked(len(blanks), self._records.save_all(changed))

    def add_guest(self, meeting_id: Id, name: str, role: str = "") -> Made:
        """Someone from outside who was there; `role` is a source text of GUEST_ROLES or the user's own word."""
        guest = Attendance(
            meeting_id=meeting_id, guest=Guest(name.strip(), role.strip() or None), presence=Presence.PRESENT,
        )
        return Made(guest.id, self._records.save(guest))

    def add_person(self, meeting_id: Id, person_id: Id) -> Made:
        """Someone of the programme who is not a member of the group but was there."""
        key = attendance_id(meeting_id, person_id)
        loaded = self._records.load(Attendance, key)
        record = loaded.record if loaded else Attendance(id=key, meeting_id=meeting_id, person_id=person_id)
        return Made(key, self._records.save(dataclasses.replace(record, presence=Presence.PRESENT), loaded))

    def remove(self, row: AttendanceRow) -> Changes:
        """Take a line out of the list (a member's line becomes blank)."""
        return self._records.delete(row.loaded.record) if self._records.get(Attendance, row.row_id) else Changes()

    def turns(self, meeting_id: Id, rows: Iterable[AttendanceRow]) -> tuple[TurnRow, ...]:
        """The contributions of those present at a meeting (absent people have no line)."""
        there = {loaded.record.id: loaded for loaded in self._records.load_all(TalkTurn, meeting_id=meeting_id)}
        found = []
        for row in rows:
            if row.person_id is None or row.presence not in ATTENDED:
                continue
            key = talk_turn_id(meeting_id, row.person_id)
            fresh = TalkTurn(id=key, meeting_id=meeting_id, person_id=row.person_id)
            found.append(TurnRow(row.person_id, row.name, there.get(key) or Loaded(fresh)))
        return tuple(found)

    def turn(self, loaded: Loaded[TalkTurn], **fields: Any) -> Changes:
        """Write `turns`, `shared` or `led` of one person."""
        return self._records.save(dataclasses.replace(loaded.record, **fields), loaded)

    def _change(self, row: AttendanceRow, **fields: Any) -> Changes:
        return self._records.save(dataclasses.replace(row.loaded.record, **fields), row.loaded)


def _person_row(meeting_id: Id, person: Person, marks: dict[Id, Loaded[Attendance]], member: bool) -> AttendanceRow:
    key = attendance_id(meeting_id, person.id)
    loaded = marks.get(key) or Loaded(Attendance(id=key, meeting_id=meeting_id, person_id=person.id))
    role = person.role.label if person.role is not None else ""
    return AttendanceRow(meeting_id, key, person.id, person.name, role, not member, loaded)


def _guest_row(meeting_id: Id, loaded: Loaded[Attendance]) -> AttendanceRow:
    guest = loaded.record.guest
    return AttendanceRow(
        meeting_id, loaded.record.id, None, guest.guest_name or "", guest.guest_role or "", True, loaded,
    )
