"""The lists that pages show: filtered, sorted and counted in the database."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import ActionStatus
from plcdesk.domain.modules import ModuleRow
from plcdesk.domain.queries import ActionQuery, MeetingQuery, ModuleQuery
from plcdesk.storage import meeting_queries, module_queries
from plcdesk.storage.engine import Database
from plcdesk.storage.filters import Where, day_in, iso
from plcdesk.storage.meeting_queries import MeetingLine
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
