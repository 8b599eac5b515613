"""Meetings and all that is recorded at them (domain handbook 1.4, 5; needs N20, N38, N41, N42, N61, N64, N68)."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import NamedTuple

from plcdesk.domain.fields import Choice, coupled, key, mark, once, paragraphs, record, same_as, value
from plcdesk.domain.ids import Id, derived
from plcdesk.domain.people import Slot


class MeetingKind(Choice):
    """What sort of gathering; only ROUTINE counts for attendance rates (I1)."""

    ROUTINE = "rutin", mark("Learning group meeting")
    TRAINING = "pelatihan", mark("Training or workshop")
    CROSS = "antar_sekolah", mark("Cross-school meeting")
    PARENTS = "forum_orang_tua", mark("Parents' forum")
    FOCUS = "fgd", mark("Focus group discussion")


class MeetingStatus(Choice):
    """Where a meeting stands."""

    PLANNED = "dijadwalkan", mark("Scheduled")
    ONGOING = "berlangsung", mark("Under way")
    HELD = "terlaksana", mark("Held")
    CANCELLED = "dibatalkan", mark("Cancelled")


class Focus(Choice):
    """What a meeting is mainly about (domain handbook 3.13)."""

    RESULTS = "hasil_belajar", mark("Analysis of learning results")
    STRATEGY = "strategi", mark("Teaching strategies")
    MODULES = "perangkat", mark("Review of teaching material")
    SHARING = "praktik_baik", mark("Sharing good practice")
    REFLECTION = "refleksi", mark("Reflection")
    COORDINATION = "koordinasi", mark("Coordination")


class Presence(Choice):
    """The six marks of the attendance list; the value is the key and the letter on screen."""

    PRESENT = "H", mark("Present")
    LATE = "T", mark("Late")
    EXCUSED = "I", mark("Excused")
    SICK = "S", mark("Sick")
    DUTY = "D", mark("On duty elsewhere")
    ABSENT = "A", mark("Absent without notice")


ATTENDED = frozenset({Presence.PRESENT, Presence.LATE})
"""The marks that count as attended in I1b."""


class ActionStatus(Choice):
    """Where a follow-up stands."""

    OPEN = "belum", mark("Open")
    GOING = "proses", mark("In progress")
    DONE = "selesai", mark("Done")
    POSTPONED = "ditunda", mark("Postponed")
    DROPPED = "dibatalkan", mark("Dropped")


class When(NamedTuple):
    """Date, start and end of a meeting, written together."""

    held_on: date | None = None
    starts: time | None = None
    ends: time | None = None


class State(NamedTuple):
    """Status and, for a cancelled meeting, the reason."""

    status: MeetingStatus | None = MeetingStatus.PLANNED
    reason: str | None = None


class Guest(NamedTuple):
    """Name and role of someone who is not a member of the group."""

    guest_name: str | None = None
    guest_role: str | None = None


class Outcome(NamedTuple):
    """Status of a follow-up and the day it was done."""

    status: ActionStatus | None = ActionStatus.OPEN
    done_on: date | None = None


@record("meeting", space=same_as("group_id"), label=mark("Meeting"))
class Meeting:
    """One gathering of a group. One started from a slot has the id of that slot and planned date."""

    id: Id = key()
    group_id: Id | None = once(refers="group", parent=True)
    slot_id: Id | None = once(refers="slot")
    planned_on: date | None = once()
    kind: MeetingKind = value(MeetingKind.ROUTINE, label=mark("Kind"))
    title: str = value("", label=mark("Title"), searchable=True)
    when: When = coupled(When, label=mark("Date and time"))
    venue: str = value("", label=mark("Place"))
    chair_id: Id | None = value(None, label=mark("Chair of the meeting"), refers="person")
    facilitator_id: Id | None = value(None, label=mark("Facilitator"), refers="person")
    notetaker_id: Id | None = value(None, label=mark("Note-taker"), refers="person")
    focus: Focus | None = value(None, label=mark("Focus"))
    evidence: str = value("", label=mark("Student data discussed"), searchable=True)
    opening: str = paragraphs(label=mark("Opening"))
    closing: str = paragraphs(label=mark("Closing"))
    state: State = coupled(State, label=mark("Status"))
    letter_number: str = value("", label=mark("Letter number"))
    disturbed: int | None = value(None, label=mark("Minutes lost or outside working hours"))

    @property
    def held(self) -> bool:
        """Whether the meeting took place and its record is finished."""
        return self.state.status is MeetingStatus.HELD

    @property
    def cancelled(self) -> bool:
        """Whether the meeting was called off."""
        return self.state.status is MeetingStatus.CANCELLED


@record("agenda_item", space=same_as("meeting_id"), label=mark("Agenda item"))
class AgendaItem:
    """One topic: planned minutes, who leads it, and what was said."""

    id: Id = key()
    meeting_id: Id | None = once(refers="meeting", parent=True)
    rank: str = value("a", label=mark("Order"))
    topic: str = value("", label=mark("Topic"), searchable=True)
    minutes: int | None = value(None, label=mark("Length in minutes"))
    lead_id: Id | None = value(None, label=mark("Led by"), refers="person")
    discussion: str = paragraphs(label=mark("Discussion"))


@record("attendance", space=same_as("meeting_id"), label=mark("Attendance"))
class Attendance:
    """One person at one meeting; a member's id is derived from both, a guest's is random."""

    id: Id = key()
    meeting_id: Id | None = once(refers="meeting", parent=True)
    person_id: Id | None = once(refers="person")
    guest: Guest = coupled(Guest, label=mark("Guest"))
    presence: Presence | None = value(None, label=mark("Attendance"))
    note: str = value("", label=mark("Note"))


@record("talk_turn", space=same_as("meeting_id"), label=mark("Talk turns"))
class TalkTurn:
    """What one person contributed at one meeting: times spoken, shared practice, led a part (I1a, I14)."""

    id: Id = key()
    meeting_id: Id | None = once(refers="meeting", parent=True)
    person_id: Id | None = once(refers="person")
    turns: int | None = value(None, label=mark("Times spoken"))
    shared: bool = value(False, label=mark("Shared practice"))
    led: bool = value(False, label=mark("Led a part"))


@record("decision", space=same_as("meeting_id"), label=mark("Decision"))
class Decision:
    """One thing that was decided."""

    id: Id = key()
    meeting_id: Id | None = once(refers="meeting", parent=True)
    rank: str = value("a", label=mark("Order"))
    text: str = value("", label=mark("Decision"), searchable=True, long=True)


@record("action", space=same_as("meeting_id", "round_id"), label=mark("Follow-up"))
class Action:
    """A follow-up agreed at a meeting or from a module's round: who does what until when, and how one can tell."""

    id: Id = key()
    meeting_id: Id | None = once(refers="meeting", parent=True)
    rank: str = value("a", label=mark("Order"))
    what: str = value("", label=mark("Activity"), searchable=True)
    owner_id: Id | None = value(None, label=mark("Responsible"), refers="person")
    due_on: date | None = value(None, label=mark("Due"))
    measure: str = value("", label=mark("Measure of success"))
    outcome: Outcome = coupled(Outcome, label=mark("Status"))
    result: str = value("", label=mark("Result"))
    round_id: Id | None = once(refers="round", parent=True)

    @property
    def is_open(self) -> bool:
        """Whether it still waits for someone."""
        return self.outcome.status in {ActionStatus.OPEN, ActionStatus.GOING, ActionStatus.POSTPONED}


@record("attachment", space=same_as("meeting_id"), label=mark("Photo"))
class Attachment:
    """A photo of a meeting; the file lies beside the database under its SHA-256 (need N28, N64)."""

    id: Id = key()
    meeting_id: Id | None = once(refers="meeting", parent=True)
    sha256: str = once("")
    media_type: str = once("image/jpeg")
    size: int | None = once()
    rank: str = value("a", label=mark("Order"))
    caption: str = value("", label=mark("Caption"), searchable=True)


def meeting_id(slot: Id, planned_on: date) -> Id:
    """The identity of the meeting of a slot on its planned date."""
    return derived("meeting", slot, planned_on.isoformat())


def attendance_id(meeting: Id, person: Id) -> Id:
    """The identity of a member's attendance."""
    return derived("attendance", meeting, person)


def talk_turn_id(meeting: Id, person: Id) -> Id:
    """The identity of a person's contribution to a meeting."""
    return derived("talk_turn", meeting, person)


def planned_dates(slot: Slot, until: date) -> list[date]:
    """The dates a slot plans, first to last, none after `until`."""
    first, last = slot.period
    if first is None or slot.weeks < 1:
        return []
    stop = min(until, last) if last is not None else until
    step = timedelta(weeks=slot.weeks)
    return [first + step * index for index in range(max(0, (stop - first) // step + 1))]


def rank_between(before: str, after: str) -> str:
    """An order key between two others (either may be empty: the edge). Keys compare as text.

    Digits are ``0-9a-z``; a key never ends in ``0``, so there is always room in front of it.
    """
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    result = ""
    position = 0
    while True:
        low = digits.index(before[position]) if position < len(before) else 0
        high = digits.index(after[position]) if position < len(after) else len(digits)
        if high - low > 1:
            return result + digits[(low + high) // 2]
        result += digits[low]
        if high != low:
            after = ""
        position += 1
