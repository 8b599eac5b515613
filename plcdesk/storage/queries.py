"""The lists that pages show: filtered, sorted and counted in the database."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import ActionStatus
from plcdesk.domain.modules import ModuleRow
from plcdesk.domain.people import PersonStatus, Role
from plcdesk.domain.queries import ModuleQuery
from plcdesk.storage import meeting_queries, module_queries
from plcdesk.storage.engine import Database
from plcdesk.storage.filters import Where, day_in, iso
from plcdesk.storage.meeting_queries import MeetingLine as MeetingLine
from plcdesk.storage.meeting_queries import MeetingQuery as MeetingQuery
from plcdesk.storage.sql import fetch


class ActionLine(NamedTuple):
    """A follow-up in a list, with its meeting and group or, one of a module's round, with that module."""

    id: Id
    what: str
    owner_id: Id | None
    owner: str
    due_on: date | None
    status: ActionStatus
    done_on: date | None
    meeting_id: Id | None
    meeting_on: date | None
    group_id: Id | None
    group: str
    school_id: Id | None
    round_id: Id | None
    module_id: Id | None
    module: str


@dataclass(frozen=True, slots=True)
class ActionQuery:
    """Which follow-ups: None or "" asks nothing. `due_before`: the due day lies before it."""

    text: str = ""
    group_id: Id | None = None
    school_id: Id | None = None
    owner_id: Id | None = None
    meeting_id: Id | None = None
    statuses: tuple[ActionStatus, ...] | None = None
    due_before: date | None = None


class PersonLine(NamedTuple):
    """A person in a list; `groups` are the names of the groups they are in, whatever the day."""

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
class PersonQuery:
    """Which people: None or "" asks nothing."""

    text: str = ""
    school_id: Id | None = None
    group_id: Id | None = None
    role: Role | None = None
    status: PersonStatus | None = None


class Queries:
    """Named lists; each call sees one state of the database and is safe from any thread."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def meetings(self, query: MeetingQuery, today: date, limit: int | None = None, offset: int = 0) -> list[MeetingLine]:
        """The meetings, newest first; undated ones before all."""
        with self._db.read() as connection:
            return meeting_queries.lines(connection, query, limit, offset, today)

    def count_meetings(self, query: MeetingQuery) -> int:
        """How many meetings the query finds."""
        with self._db.read() as connection:
            return meeting_queries.count(connection, query)

    def actions(self, query: ActionQuery, limit: int | None = None, offset: int = 0) -> list[ActionLine]:
        """The follow-ups: unfinished before finished, then by due day (those without one last), then in their order."""
        where = Where()
        where.equal("m.group_id", query.group_id)
        where.equal("coalesce(g.school_id, o.school_id)", query.school_id)
        where.equal("a.owner_id", query.owner_id)
        where.equal("a.meeting_id", query.meeting_id)
        where.among("coalesce(a.status, 'belum')",
                    [status.value for status in query.statuses] if query.statuses is not None else None)
        where.on("a.due_on < ?", iso(query.due_before))
        where.text(query.text, "a.what", "p.name", "coalesce(o.title, '')")
        with self._db.read() as connection:
            rows = fetch(
                connection,
                "SELECT a.id, a.what, a.owner_id, coalesce(p.name, ''), a.due_on, a.status, a.done_on, a.meeting_id, "
                "coalesce(m.held_on, m.planned_on), m.group_id, coalesce(g.name, ''), coalesce(g.school_id, o.school_id), "
                "a.round_id, o.id, coalesce(o.title, '') "
                "FROM action a LEFT JOIN person p ON p.id = a.owner_id LEFT JOIN meeting m ON m.id = a.meeting_id "
                'LEFT JOIN "group" g ON g.id = m.group_id LEFT JOIN round r ON r.id = a.round_id '
                f'LEFT JOIN module o ON o.id = r.module_id{where} '
                "ORDER BY coalesce(a.status, '') IN ('selesai', 'dibatalkan'), a.due_on IS NULL, a.due_on, a.rank, a.id "
                "LIMIT ? OFFSET ?", *where.parameters, -1 if limit is None else limit, offset)
        return [ActionLine(*row[:4], day_in(row[4]), ActionStatus(row[5]) if row[5] is not None else ActionStatus.OPEN,  # type: ignore[call-arg]
                           day_in(row[6]), row[7], day_in(row[8]), *row[9:]) for row in rows]

    def modules(self, query: ModuleQuery) -> list[ModuleRow]:
        """The teaching material, by code and title."""
        return module_queries.modules(self._db, query)

    def people(self, query: PersonQuery) -> list[PersonLine]:
        """The people, by school and name as written."""
        where = Where()
        where.equal("p.school_id", query.school_id)
        where.equal("p.role", query.role.value if query.role is not None else None)
        where.equal("p.status", query.status.value if query.status is not None else None)
        where.on("p.id IN (SELECT person_id FROM member WHERE group_id = ?)", query.group_id)
        where.text(query.text, "p.name", "p.alias")
        groups: dict[str, list[str]] = defaultdict(list)
        with self._db.read() as connection:
            for person, name in fetch(connection, 'SELECT b.person_id, g.name FROM member b JOIN "group" g '
                                                  "ON g.id = b.group_id ORDER BY g.name, g.id"):
                groups[person].append(name)
            rows = fetch(
                connection, "SELECT p.id, p.name, p.alias, p.role, p.school_id, coalesce(s.name, ''), p.teaches, p.status "
                            f"FROM person p LEFT JOIN school s ON s.id = p.school_id{where} "
                            "ORDER BY coalesce(s.name, ''), p.name, p.id", *where.parameters)
        return [PersonLine(*row[:3], Role(row[3]) if row[3] is not None else None, *row[4:7], PersonStatus(row[7]),  # type: ignore[call-arg]
                           tuple(groups.get(row[0], ()))) for row in rows]
