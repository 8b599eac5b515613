"""Rows of a list, read once for each question and kept until something changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from plcdesk.domain.ids import Id
from plcdesk.services.meeting_lists import MeetingFilter
from plcdesk.services.meeting_views import MeetingRow
from ui.widgets.query import PAGE, Query, id_of

if TYPE_CHECKING:
    from plcdesk.services.desk import Desk


class CachedSource:
    """A `RowSource` over a service that filters; `sorts` gives what a column sorts by, empty values sort last."""

    def __init__(self, read: Callable[[Query], Sequence[Any]],
                 sorts: Mapping[str, Callable[[Any], Any]] | None = None) -> None:
        self._read = read
        self._sorts = sorts or {}
        self._query: Query | None = None
        self._rows: Sequence[Any] = ()

    def forget(self) -> None:
        """Read anew at the next question."""
        self._query = None

    def count(self, query: Query) -> int:
        """How many rows pass."""
        return len(self._matching(query))

    def page(self, query: Query, offset: int, limit: int) -> Sequence[Any]:
        """Some of them."""
        return self._matching(query)[offset:offset + limit]

    def position(self, query: Query, row_id: object) -> int | None:
        """Where one of them stands."""
        return next((at for at, row in enumerate(self._matching(query)) if id_of(row) == row_id), None)

    def _matching(self, query: Query) -> Sequence[Any]:
        if query != self._query:
            self._rows = self._sorted(self._read(query), query)
            self._query = query
        return self._rows

    def _sorted(self, rows: Sequence[Any], query: Query) -> Sequence[Any]:
        by = self._sorts.get(query.sort or "")
        if by is None:
            return rows
        filled = [row for row in rows if by(row) not in (None, "")]
        empty = [row for row in rows if by(row) in (None, "")]
        return sorted(filled, key=by, reverse=query.descending) + empty


class MeetingSource:
    """Meetings, newest first, read from the top as far as they are looked at: ten years are 16 000 rows."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._query: Query | None = None
        self._count = 0
        self._rows: list[MeetingRow] = []

    def forget(self) -> None:
        """Read anew at the next question."""
        self._query = None

    def follow(self, meeting: Id) -> None:
        """Take over what became of one meeting; where its place may have changed, read anew."""
        at = next((at for at, row in enumerate(self._rows) if row.id == meeting), None)
        row = self._desk.meetings.row(meeting)
        if at is None or row is None or self._query is None or self._query.filtered or _place(row) != _place(
                self._rows[at]):
            self.forget()
        else:
            self._rows[at] = row

    def count(self, query: Query) -> int:
        """How many meetings pass."""
        self._turn_to(query)
        return self._count

    def page(self, query: Query, offset: int, limit: int) -> Sequence[MeetingRow]:
        """Some of them."""
        self._turn_to(query)
        limit = min(limit, self._count - offset)
        if query.sort == "oldest":
            return list(reversed(self._desk.meetings.rows(_filter(query), limit, self._count - offset - limit)))
        if offset > len(self._rows):
            # a jump far down: what lies between is nobody's question yet
            return self._desk.meetings.rows(_filter(query), limit, offset)
        self._read_to(offset + limit)
        return self._rows[offset:offset + limit]

    def position(self, query: Query, row_id: object) -> int | None:
        """Where one of them stands; looked for further and further down."""
        self._turn_to(query)
        begin = 0
        while begin < self._count:
            self._read_to(max(PAGE, begin + 1))
            for at in range(begin, len(self._rows)):
                if self._rows[at].id == row_id:
                    return at
            begin = len(self._rows)
            if begin < self._count:
                self._read_to(begin * 4)
        return None

    def _turn_to(self, query: Query) -> None:
        if query != self._query:
            self._query, self._rows = query, []
            self._count = self._desk.meetings.count(_filter(query))

    def _read_to(self, wanted: int) -> None:
        wanted = min(wanted, self._count)
        if len(self._rows) >= wanted or self._query is None:
            return
        if self._query.sort == "oldest":
            self._rows = list(reversed(self._desk.meetings.rows(_filter(self._query))))
        else:
            more = max(PAGE, wanted) - len(self._rows)
            self._rows += self._desk.meetings.rows(_filter(self._query), more, len(self._rows))
        if len(self._rows) < wanted:
            self._count = len(self._rows)  # something went between counting and reading


def _filter(query: Query) -> MeetingFilter:
    return MeetingFilter(text=query.text.strip(), group_id=query.choices.get("group"),
                         kind=query.choices.get("kind"), status=query.choices.get("status"))


def _place(row: MeetingRow) -> tuple[object, ...]:
    """What decides where a meeting stands, and the numbers of its neighbours."""
    return row.held_on, row.starts, row.group_id, row.kind, row.number
