"""What it costs that a save is remembered for ever, against the same rows put into a plain table."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from plcdesk.domain.ids import Id, derived
from plcdesk.domain.meetings import Attendance, Meeting, Presence, When, attendance_id
from plcdesk.domain.people import Group, Member, Person, member_id
from plcdesk.domain.programme import Programme, School
from plcdesk.storage.storage import Storage
from tests.bench.plain import Plain
from tests.bench.report import Line
from tests.bench.timing import once

PEOPLE, MEETINGS = 20, 30


def lines() -> Iterator[Line]:
    """Twenty marks in one save, for thirty meetings, alternated with plain inserts of the same rows."""
    with tempfile.TemporaryDirectory() as place:
        storage = Storage.open(Path(place) / "ours.db", create=True)
        people, meetings = _begin(storage)
        core, orm = Plain(Path(place) / "core.db", "attendance"), Plain(Path(place) / "orm.db", "attendance")
        ours, by_core, by_orm = [], [], []
        for meeting in meetings:
            marks = [Attendance(id=attendance_id(meeting, person), meeting_id=meeting, person_id=person,
                                presence=Presence.PRESENT) for person in people]
            ours.append(once(lambda marks=marks: _save(storage, marks, people[0])))
            rows = [core.row(mark) for mark in marks]
            by_core.append(once(lambda rows=rows: core.insert(rows)))
            by_orm.append(once(lambda rows=rows: orm.add(rows)))
        storage.close()
    took, plain, mapped = (statistics.median(times) for times in (ours, by_core, by_orm))
    yield Line("save an attendance of 20 rows", took * 1000, 50, "ms", against="median of 30")
    yield Line("save an attendance of 20 rows", took / mapped, 3, "x", against=f"plain SQLAlchemy ORM {mapped * 1000:.1f} ms")
    yield Line("save an attendance of 20 rows", took / plain, 3, "x", against=f"plain SQLAlchemy Core {plain * 1000:.1f} ms")


def _begin(storage: Storage) -> tuple[list[Id], list[Id]]:
    school, group = derived("bench", "school"), derived("bench", "group")
    people = [derived("bench", "person", index) for index in range(PEOPLE)]
    meetings = [derived("bench", "meeting", index) for index in range(MEETINGS)]
    with storage.unit() as unit:
        unit.save(Programme(name="Program KBP"))
        unit.save(School(id=school, name="SD Melati 01"))
        unit.save(Group(id=group, school_id=school, name="KBP Melati"))
        for index, person in enumerate(people):
            unit.save(Person(id=person, name=f"Guru {index}", school_id=school))
            unit.save(Member(id=member_id(group, person), group_id=group, person_id=person))
        for index, meeting in enumerate(meetings):
            day = date(2025, 1, 6) + timedelta(weeks=index)
            unit.save(Meeting(id=meeting, group_id=group, when=When(day, time(13), time(14, 30))))
    return people, meetings


def _save(storage: Storage, records: list[Any], by: Id) -> None:
    with storage.unit(by) as unit:
        for record in records:
            unit.save(record)
