"""What it costs that a save is remembered for ever, against the same rows put into a plain table."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Table, create_engine, event, insert
from sqlalchemy.orm import DeclarativeBase, Session

from plcdesk.domain.ids import Id, derived
from plcdesk.domain.meetings import Attendance, Meeting, Presence, When, attendance_id
from plcdesk.domain.people import Group, Member, Person, member_id
from plcdesk.domain.programme import Programme, School
from plcdesk.storage.columns import columns_of
from plcdesk.storage.schema import metadata
from plcdesk.storage.storage import Storage
from tests.bench.report import Line
from tests.bench.timing import once

PEOPLE, MEETINGS = 20, 30


def lines() -> Iterator[Line]:
    """Twenty marks in one save, for thirty meetings, alternated with plain inserts of the same rows."""
    with tempfile.TemporaryDirectory() as place:
        storage = Storage.open(Path(place) / "ours.db", create=True)
        people, meetings = _begin(storage)
        core, orm = _Plain(Path(place) / "core.db"), _Plain(Path(place) / "orm.db")
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


class _Base(DeclarativeBase):
    pass


class _Mark(_Base):
    """The attendance table as a program without a log would have it."""

    __table__: Table = metadata.tables["attendance"].to_metadata(_Base.metadata)


class _Plain:
    """A database with the plain table, kept as safely as ours."""

    def __init__(self, path: Path) -> None:
        self._engine: Engine = create_engine(f"sqlite:///{path}")

        @event.listens_for(self._engine, "connect")
        def configure(connection: Any, _record: Any) -> None:
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
                connection.execute(f"PRAGMA {pragma}").close()

        _Base.metadata.create_all(self._engine)

    def row(self, record: Attendance) -> dict[str, Any]:
        """The columns of a record."""
        row: dict[str, Any] = {"id": record.id}
        for name, field in columns_of("attendance").fields.items():
            row.update(zip(field.names, field.of_value(getattr(record, name)), strict=True))
        return row

    def insert(self, rows: list[dict[str, Any]]) -> None:
        """All rows by one statement."""
        with self._engine.begin() as connection:
            connection.execute(insert(_Mark.__table__), rows)

    def add(self, rows: list[dict[str, Any]]) -> None:
        """All rows as mapped objects."""
        with Session(self._engine) as session:
            session.add_all([_Mark(**row) for row in rows])
            session.commit()
