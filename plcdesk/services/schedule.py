"""The schedule: what was planned, against what was held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import Meeting, MeetingStatus, meeting_id, planned_dates
from plcdesk.domain.people import Group, Hours, Slot
from plcdesk.domain.queries import MeetingQuery
from plcdesk.services.meeting_views import ScheduleRow, ScheduleState
from plcdesk.services.records import Records

if TYPE_CHECKING:
    from plcdesk.storage.meeting_queries import MeetingLine
    from plcdesk.storage.queries import Queries

STATES = {
    MeetingStatus.PLANNED: ScheduleState.PLANNED, MeetingStatus.ONGOING: ScheduleState.GOING,
    MeetingStatus.HELD: ScheduleState.HELD, MeetingStatus.CANCELLED: ScheduleState.CANCELLED,
}
NEAR = timedelta(weeks=6)
"""How far from today a planned date is offered for recording."""


class Planned(NamedTuple):
    """A planned date of a schedule."""

    slot_id: Id
    planned_on: date


class Schedule:
    """The planned dates of all groups."""

    def __init__(self, records: Records, queries: Queries) -> None:
        self._records = records
        self._queries = queries

    def rows(self, since: date, until: date, group_id: Id | None = None) -> list[ScheduleRow]:
        """Every planned date from `since` to `until`, and whatever was held in that time, by date."""
        today, label = self._records.today(), self._records.label()
        planned = {meeting_id(slot.id, day): (slot, day) for slot, day in self._dates(since, until, group_id)}
        there = {line.id: line for line in self._queries.meetings(
            MeetingQuery(group_id=group_id, since=since, until=until), today)}
        moved = tuple(planned.keys() - there.keys())
        if moved:
            there |= {line.id: line for line in self._queries.meetings(MeetingQuery(ids=moved), today)}
        groups = {group.id: group for group in self._records.all(Group)}
        found = [_recorded(line, since, until, label) for line in there.values()]
        for key, (slot, day) in planned.items():
            group = groups.get(slot.group_id) if slot.group_id is not None else None
            if key not in there and group is not None:
                state = ScheduleState.MISSED if day < today else ScheduleState.PLANNED
                found.append(ScheduleRow(group.id, group.name, slot.id, day, slot.hours, slot.venue, None, state,
                                         label=label))
        return sorted(found, key=lambda row: (row.planned_on, row.group, row.meeting_id or ""))

    def next_slot(self, group_id: Id | None = None) -> Planned | None:
        """The planned date nearest to today that has no record yet; a future one counts as twice as far.

        What was held last week is recorded before next week's meeting is prepared.
        """
        today = self._records.today()
        near = {meeting_id(slot.id, day): Planned(slot.id, day)
                for slot, day in self._dates(today - NEAR, today + NEAR, group_id)}
        there = {meeting.id for meeting in self._records.all(Meeting, id=list(near))}
        free = [planned for key, planned in near.items() if key not in there]
        return min(free, key=lambda planned: (_distance(planned.planned_on, today), planned), default=None)

    def _dates(self, since: date, until: date, group_id: Id | None) -> Iterator[tuple[Slot, date]]:
        slots: Iterable[Slot] = self._records.all(Slot)
        for slot in slots:
            if group_id is None or slot.group_id == group_id:
                for day in planned_dates(slot, until):
                    if since <= day:
                        yield slot, day


def _recorded(line: MeetingLine, since: date, until: date, label: str) -> ScheduleRow:
    planned = line.planned_on if line.planned_on is not None and since <= line.planned_on <= until else None
    return ScheduleRow(
        line.group_id, line.group, line.slot_id, planned or line.held_on or until, Hours(line.starts, line.ends),
        line.venue, line.id, STATES[line.status], line.reason, line.title, line.kind, line.number, label,
    )


def _distance(day: date, today: date) -> int:
    return (today - day).days if day <= today else 2 * (day - today).days
