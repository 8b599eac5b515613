"""What is wrong with an entry, as `Problem` values beside their fields; pure, and never a reason not to keep it."""

from __future__ import annotations

import re
from datetime import date

from plcdesk.domain.changes import Problem
from plcdesk.domain.coaching import Cycle
from plcdesk.domain.fields import Kind, mark, spec_of
from plcdesk.domain.meetings import Action, Meeting, MeetingKind, MeetingStatus, When
from plcdesk.domain.people import Group, Person, PersonNumber, Slot
from plcdesk.domain.programme import Period, Programme, School, Stage

SHORT = 200
"""The longest text of a one-line field, in characters."""
LONG = 100_000
"""The longest text of a many-line field, in characters (a commit may carry 1 MB)."""


def too_long(record: object) -> list[Problem]:
    """Texts longer than their field has room for."""
    found = []
    for spec in spec_of(record).fields.values():
        kind = spec.parts[0].kind
        text = getattr(record, spec.name) if spec.couple is None else None
        most = SHORT if kind is Kind.TEXT else LONG
        if kind in {Kind.TEXT, Kind.LONG} and isinstance(text, str) and len(text) > most:
            found.append(Problem(spec.name, mark("Use at most {n} characters"), {"n": most}))
    return found


def check_meeting(meeting: Meeting, today: date) -> list[Problem]:
    """Title, date and time of a meeting. A routine meeting has a default title, other kinds need one."""
    found = too_long(meeting)
    if meeting.kind is not MeetingKind.ROUTINE and not meeting.title.strip():
        found.append(Problem("title", mark("Enter the meeting title")))
    planned = meeting.state.status in {MeetingStatus.PLANNED, MeetingStatus.CANCELLED}
    return found + check_when(meeting.when, today, planned=planned)


def check_when(when: When, today: date, *, planned: bool = False) -> list[Problem]:
    """Date and hours of a meeting; a planned one may lie ahead."""
    found = []
    if when.held_on is None:
        found.append(Problem("when", mark("Enter the meeting date")))
    elif when.held_on > today and not planned:
        found.append(Problem(
            "when", mark("The meeting date must be today or earlier. To plan ahead, choose Schedule."),
        ))
    if when.starts is not None and when.ends is not None and when.ends <= when.starts:
        found.append(Problem("when", mark("End time must be after start time")))
    return found


def check_action(action: Action) -> list[Problem]:
    """A follow-up needs an activity and someone who does it."""
    found = too_long(action)
    if not action.what.strip():
        found.append(Problem("what", mark("Enter what is to be done")))
    if action.owner_id is None:
        found.append(Problem("owner_id", mark("Choose who is responsible for the follow-up")))
    return found


def check_period(period: Period) -> list[Problem]:
    """An end is not before its beginning."""
    starts, ends = period
    if starts is not None and ends is not None and ends < starts:
        return [Problem("period", mark("The last date must not be before the first"))]
    return []


def check_person(person: Person) -> list[Problem]:
    """A person needs a name."""
    found = too_long(person) + check_period(person.period)
    if not person.name.strip():
        found.append(Problem("name", mark("Enter the name")))
    return found


def check_cycle(cycle: Cycle, today: date) -> list[Problem]:
    """The parts of a coaching cycle have taken place when they bear a day."""
    days = {"before_on": cycle.before_on, "lesson_on": cycle.lesson_on, "after_on": cycle.after_on}
    return [Problem(field, mark("This day is still to come. Enter the day on which it took place."))
            for field, day in days.items() if day is not None and day > today]


def check_numbers(numbers: PersonNumber) -> list[Problem]:
    """Warnings only: the shapes of NIP and NUPTK (domain handbook 6); spaces are ignored."""
    found = too_long(numbers)
    if numbers.nip and not re.fullmatch(r"\d{18}", numbers.nip.replace(" ", "")):
        found.append(Problem("nip", mark("An NIP has 18 digits. Check the number.")))
    if numbers.nuptk and not re.fullmatch(r"\d{16}", numbers.nuptk.replace(" ", "")):
        found.append(Problem("nuptk", mark("A NUPTK has 16 digits. Check the number.")))
    return found


def check_school(school: School) -> list[Problem]:
    """A school needs a name; the shape of an NPSN is a warning only."""
    found = too_long(school)
    if not school.name.strip():
        found.append(Problem("name", mark("Enter the school name")))
    if school.npsn and not re.fullmatch(r"[0-9A-Z]\d{7}", school.npsn.replace(" ", "")):
        found.append(Problem("npsn", mark("An NPSN has 8 digits. Check the number.")))
    return found


def check_programme(programme: Programme) -> list[Problem]:
    """A programme needs a name."""
    found = too_long(programme) + check_period(programme.period)
    if not programme.name.strip():
        found.append(Problem("name", mark("Enter the programme name")))
    return found


def check_stage(stage: Stage) -> list[Problem]:
    """A stage needs a name and dates in order."""
    found = too_long(stage) + check_period(stage.period)
    if not stage.name.strip():
        found.append(Problem("name", mark("Enter the name")))
    began, ended = stage.actual
    if began is not None and ended is not None and ended < began:
        found.append(Problem("actual", mark("The last date must not be before the first")))
    return found


def check_group(group: Group) -> list[Problem]:
    """A group needs a name."""
    found = too_long(group)
    if not group.name.strip():
        found.append(Problem("name", mark("Enter the group name")))
    return found


def check_slot(slot: Slot) -> list[Problem]:
    """A schedule needs a first date, whole weeks between meetings and hours in order."""
    found = too_long(slot) + check_period(slot.period)
    if slot.period.starts_on is None:
        found.append(Problem("period", mark("Enter the first date")))
    if slot.weeks < 1 or slot.weeks > 52:
        found.append(Problem("weeks", mark("Enter 1 to 52 weeks")))
    starts, ends = slot.hours
    if starts is not None and ends is not None and ends <= starts:
        found.append(Problem("hours", mark("End time must be after start time")))
    return found
