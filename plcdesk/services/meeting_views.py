"""What a meeting looks like to those who show it: list rows, the whole record, the report at its end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time

from plcdesk.domain.changes import Changes, Loaded, Problem, Row
from plcdesk.domain.fields import Choice, mark
from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import Action, AgendaItem, Decision, Meeting, MeetingKind, MeetingStatus
from plcdesk.domain.people import Group, Hours
from plcdesk.domain.programme import School
from plcdesk.services.attendance import AttendanceCounts, AttendanceRow, TurnRow
from plcdesk.services.photos import Photo
from plcdesk.words import Words


class ScheduleState(Choice):
    """Where a planned date stands."""

    PLANNED = "dijadwalkan", mark("Scheduled")
    GOING = "berlangsung", mark("Under way")
    HELD = "terlaksana", mark("Held")
    CANCELLED = "dibatalkan", mark("Cancelled")
    MISSED = "belum_dicatat", mark("Not recorded")


def heading(w: Words, title: str, kind: MeetingKind, number: int | None, day: date | None, label: str = "KBP") -> str:
    """What a meeting is called: its own title, else `KBP meeting no. 12`, else its kind and date."""
    if title.strip():
        return title.strip()
    if kind is MeetingKind.ROUTINE:
        if number is None:
            return w("{label} meeting", label=label)
        return w("{label} meeting no. {n}", label=label, n=number)
    return f"{w(kind.label)}, {w.day(day)}" if day is not None else w(kind.label)


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting in a list.

    `number` is its place in the group, `due` the lines of its attendance list, `blank` those without a mark,
    `label` the programme's word for a learning group.
    """

    id: Id
    group_id: Id | None
    group: str
    kind: MeetingKind
    title: str
    held_on: date | None
    starts: time | None
    ends: time | None
    status: MeetingStatus
    number: int | None
    attended: int
    due: int
    blank: int
    open_actions: int
    label: str = "KBP"

    def heading(self, w: Words) -> str:
        """What the meeting is called."""
        return heading(w, self.title, self.kind, self.number, self.held_on, self.label)


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """A planned date of a group, or a meeting without a schedule (then `slot_id` is None)."""

    group_id: Id | None
    group: str
    slot_id: Id | None
    planned_on: date
    hours: Hours
    venue: str
    meeting_id: Id | None
    state: ScheduleState
    reason: str = ""
    title: str = ""
    kind: MeetingKind = MeetingKind.ROUTINE
    number: int | None = None
    label: str = "KBP"

    def heading(self, w: Words) -> str:
        """What the meeting is, or will be, called."""
        return heading(w, self.title, self.kind, self.number, self.planned_on, self.label)


@dataclass(frozen=True, slots=True)
class MeetingDetail:
    """All there is about a meeting; see the fields of `Meetings.detail`."""

    loaded: Loaded[Meeting]
    number: int | None
    group: Group | None
    school: School | None
    attendance: tuple[AttendanceRow, ...]
    counts: AttendanceCounts
    agenda: tuple[Loaded[AgendaItem], ...]
    decisions: tuple[Loaded[Decision], ...]
    actions: tuple[Loaded[Action], ...]
    last: Meeting | None
    last_open: tuple[Loaded[Action], ...]
    turns: tuple[TurnRow, ...]
    photos: tuple[Photo, ...]
    names: Mapping[Id, str]
    next_on: date | None
    previous_id: Id | None
    next_id: Id | None
    differing: frozenset[tuple[Row, str]]
    label: str = "KBP"

    @property
    def meeting(self) -> Meeting:
        """The meeting itself."""
        return self.loaded.record

    def heading(self, w: Words) -> str:
        """What the meeting is called."""
        record = self.loaded.record
        return heading(w, record.title, record.kind, self.number, record.when.held_on, self.label)

    def name(self, person_id: Id | None) -> str:
        """The display name of a person, empty for nobody."""
        return self.names.get(person_id, "") if person_id is not None else ""


@dataclass(frozen=True, slots=True)
class FinishReport:
    """How a meeting stands at its end: `blanks` are the names without a mark, `problems` name what needs attention.

    The field of a problem is that of the meeting, or `actions/<id>/<field>` for one of its follow-ups.
    """

    present: int
    blanks: tuple[str, ...]
    decisions: int
    actions: int
    problems: tuple[Problem, ...]
    changes: Changes = field(default_factory=Changes)


def day_order(meeting: Meeting) -> tuple[date, time, Id]:
    """The place of a meeting among those of its group."""
    when = meeting.when
    return when.held_on or meeting.planned_on or date.max, when.starts or time.min, meeting.id


def number_in(meetings: Iterable[Meeting], meeting: Meeting) -> int | None:
    """The place of a meeting among the group's meetings of its kind that were not cancelled, from 1."""
    if meeting.cancelled:
        return None
    place = day_order(meeting)
    return 1 + sum(
        not other.cancelled and other.kind is meeting.kind and day_order(other) < place for other in meetings
    )
