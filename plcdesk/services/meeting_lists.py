"""Lists of meetings, filtered and counted in the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import MeetingKind, MeetingStatus
from plcdesk.domain.queries import MeetingQuery
from plcdesk.services.meeting_views import MeetingRow

if TYPE_CHECKING:
    from plcdesk.storage.meeting_queries import MeetingLine
    from plcdesk.storage.queries import Queries


@dataclass(frozen=True, slots=True)
class MeetingFilter:
    """Which meetings to list; an empty part asks nothing. `text` is looked for in titles and group names."""

    text: str = ""
    group_id: Id | None = None
    school_id: Id | None = None
    kind: MeetingKind | None = None
    status: MeetingStatus | None = None
    since: date | None = None
    until: date | None = None


class MeetingLists:
    """The lists, each row with the programme's word for a learning group."""

    def __init__(self, queries: Queries, today: Callable[[], date], label: Callable[[], str]) -> None:
        self._queries = queries
        self._today = today
        self._label = label

    def rows(self, wanted: MeetingFilter, limit: int | None = None, offset: int = 0) -> list[MeetingRow]:
        """The meetings that pass the filter, newest first; `limit` of them from the one at `offset` on."""
        return self._of(_query(wanted), limit, offset)

    def count(self, wanted: MeetingFilter) -> int:
        """How many meetings pass the filter."""
        return self._queries.count_meetings(_query(wanted))

    def row(self, meeting_id: Id) -> MeetingRow | None:
        """One meeting as the list shows it; None when it is gone."""
        return next(iter(self._of(MeetingQuery(ids=(meeting_id,)), None)), None)

    def unfinished(self) -> list[MeetingRow]:
        """Meetings begun, or planned for a day that is past, newest first."""
        today = self._today()
        begun = self._of(MeetingQuery(statuses=(MeetingStatus.ONGOING, MeetingStatus.PLANNED), until=today), None)
        return [row for row in begun if row.status is MeetingStatus.ONGOING or _day(row) < today]

    def _of(self, query: MeetingQuery, limit: int | None, offset: int = 0) -> list[MeetingRow]:
        label = self._label()
        return [_row(line, label) for line in self._queries.meetings(query, self._today(), limit, offset)]


def _query(wanted: MeetingFilter) -> MeetingQuery:
    statuses = (wanted.status,) if wanted.status is not None else None
    return MeetingQuery(text=wanted.text, group_id=wanted.group_id, school_id=wanted.school_id, kind=wanted.kind,
                        statuses=statuses, since=wanted.since, until=wanted.until)


def _row(line: MeetingLine, label: str) -> MeetingRow:
    return MeetingRow(
        line.id, line.group_id, line.group, line.kind, line.title, line.held_on or line.planned_on, line.starts,
        line.ends, line.status, line.number, line.attended, line.due, line.blank, line.open_actions, label,
    )


def _day(row: MeetingRow) -> date:
    return row.held_on or date.max
