"""The list of meetings with what was counted at each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, time
from typing import Any, NamedTuple

from sqlalchemy import Connection

from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import ActionStatus, MeetingKind, MeetingStatus, Presence
from plcdesk.domain.people import PersonStatus
from plcdesk.domain.queries import MeetingQuery
from plcdesk.storage.filters import Where, day_in, iso
from plcdesk.storage.sql import AMONG, fetch, fetch_one, listed

_DAY = "coalesce(m.held_on, m.planned_on)"
_PLACE = ("coalesce(m.held_on, m.planned_on, '9999-12-31')", "coalesce(m.starts, '00:00')", "m.id")
"""The order of a group's meetings; undated ones come last."""
_EXPECTED = (
    "SELECT 1 FROM member b JOIN person p ON p.id = b.person_id WHERE b.person_id = a.person_id AND b.group_id = m.group_id "
    "AND coalesce(m.held_on, m.planned_on, ?) BETWEEN coalesce(b.starts_on, '') AND coalesce(b.ends_on, '9999') "
    "AND p.status = ?"
)
"""The membership by which the person of mark `a` is expected at meeting `m` anyway."""
_ATTENDED = [Presence.PRESENT.value, Presence.LATE.value]
_OPEN = [ActionStatus.OPEN.value, ActionStatus.GOING.value, ActionStatus.POSTPONED.value]


class MeetingLine(NamedTuple):
    """A meeting in a list.

    `number` = its place among the group's meetings of its kind that were not cancelled; `due` = lines of its
    attendance list (members on its day, and everyone marked), of them `attended` and `blank`.
    """

    id: Id
    group_id: Id | None
    group: str
    school_id: Id | None
    school: str
    slot_id: Id | None
    planned_on: date | None
    kind: MeetingKind
    title: str
    held_on: date | None
    starts: time | None
    ends: time | None
    venue: str
    status: MeetingStatus
    reason: str
    number: int | None
    attended: int
    due: int
    blank: int
    decisions: int
    actions: int
    open_actions: int


def _where(query: MeetingQuery) -> Where:
    where = Where()
    where.among("m.id", query.ids)
    where.equal("m.group_id", query.group_id)
    where.equal("g.school_id", query.school_id)
    where.equal("m.kind", query.kind.value if query.kind is not None else None)
    where.among("coalesce(m.status, 'dijadwalkan')",
                [status.value for status in query.statuses] if query.statuses is not None else None)
    where.on(f"{_DAY} >= ?", iso(query.since))
    where.on(f"{_DAY} <= ?", iso(query.until))
    where.text(query.text, "m.title", "g.name")
    return where


def count(connection: Connection, query: MeetingQuery) -> int:
    """How many meetings the query finds."""
    where = _where(query)
    row = fetch_one(connection, f'SELECT count(*) FROM meeting m LEFT JOIN "group" g ON g.id = m.group_id{where}',
                    *where.parameters)
    return int(row[0]) if row is not None else 0


def lines(connection: Connection, query: MeetingQuery, limit: int | None, offset: int, today: date) -> list[MeetingLine]:
    """The meetings, newest first, undated ones before all. `today` stands in for the day of undated ones."""
    where = _where(query)
    rows = fetch(
        connection,
        "SELECT m.id, m.group_id, coalesce(g.name, ''), g.school_id, coalesce(s.name, ''), m.slot_id, m.planned_on, "
        "m.kind, m.title, m.held_on, m.starts, m.ends, m.venue, m.status, m.reason "
        'FROM meeting m LEFT JOIN "group" g ON g.id = m.group_id LEFT JOIN school s ON s.id = g.school_id'
        f"{where} ORDER BY {', '.join(f'{part} DESC' for part in _PLACE)} LIMIT ? OFFSET ?",
        *where.parameters, -1 if limit is None else limit, offset)
    counts = _Counts(connection, rows, today)
    return [_line(row, counts) for row in rows]


def _line(row: tuple[Any, ...], counts: _Counts) -> MeetingLine:
    meeting = row[0]
    attended, marked, due = counts.attendance(row)
    actions, still_open = counts.actions.get(meeting, (0, 0))
    return MeetingLine(
        *row[:6], day_in(row[6]), MeetingKind(row[7]), row[8], day_in(row[9]), _time(row[10]), _time(row[11]), row[12],  # type: ignore[call-arg]
        MeetingStatus(row[13]) if row[13] is not None else MeetingStatus.PLANNED, row[14] or "",  # type: ignore[call-arg]
        counts.numbers.get(meeting), attended, due, due - marked, counts.decisions.get(meeting, 0), actions, still_open)


def _time(text: str | None) -> time | None:
    return time.fromisoformat(text) if text is not None else None


class _Counts:
    """What was counted at the meetings of one page."""

    def __init__(self, connection: Connection, rows: list[tuple[Any, ...]], today: date) -> None:
        self._today = today.isoformat()
        page = listed(row[0] for row in rows)
        groups = listed({row[1] for row in rows if row[1] is not None})
        self.numbers: dict[str, int] = dict(fetch(
            connection, f"SELECT m.id, row_number() OVER (PARTITION BY m.group_id, m.kind ORDER BY {', '.join(_PLACE)}) "
                        "FROM meeting m WHERE coalesce(m.status, '') != 'dibatalkan' "
                        f"AND m.group_id IN {AMONG}", groups))
        self.decisions: dict[str, int] = dict(fetch(
            connection, f"SELECT meeting_id, count(*) FROM decision WHERE meeting_id IN {AMONG} GROUP BY meeting_id", page))
        self.actions: dict[str, tuple[int, int]] = {meeting: (number, still_open) for meeting, number, still_open in fetch(
            connection, f"SELECT meeting_id, count(*), count(*) FILTER (WHERE coalesce(status, '') IN {AMONG}) FROM action "
                        f"WHERE meeting_id IN {AMONG} GROUP BY meeting_id", listed(_OPEN), page)}
        self._marks: dict[str, Sequence[int]] = {meeting: numbers for meeting, *numbers in fetch(
            connection, f"SELECT a.meeting_id, count(*) FILTER (WHERE coalesce(a.presence, '') IN {AMONG}), "
                        f"count(a.presence), count(*) FILTER (WHERE NOT EXISTS ({_EXPECTED})) FROM attendance a JOIN meeting m ON m.id = a.meeting_id "
                        f"WHERE a.meeting_id IN {AMONG} AND (a.person_id IS NULL OR a.person_id IN (SELECT id FROM person)) "
                        "GROUP BY a.meeting_id",
            listed(_ATTENDED), self._today, PersonStatus.ACTIVE.value, page)}
        self._members: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        for group, person, starts, ends in fetch(
                connection, "SELECT b.group_id, b.person_id, coalesce(b.starts_on, ''), coalesce(b.ends_on, '9999') "
                            "FROM member b JOIN person p ON p.id = b.person_id AND p.status = ? "
                            f"WHERE b.group_id IN {AMONG}", PersonStatus.ACTIVE.value, groups):
            self._members[group].append((person, starts, ends))

    def attendance(self, row: tuple[Any, ...]) -> tuple[int, int, int]:
        """How many attended, how many have a mark, how many lines the list has."""
        attended, marked, others = self._marks.get(row[0], (0, 0, 0))
        day = row[9] or row[6] or self._today
        members = {person for person, starts, ends in self._members.get(row[1], ()) if starts <= day <= ends}
        return attended, marked, len(members) + others
