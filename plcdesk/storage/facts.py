"""Plain rows for the indicators: only the columns that are counted, of records that are not deleted."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection

from plcdesk.domain.facts import (
    AttendanceFact,
    Facts,
    GroupFact,
    MeetingFact,
    MembershipFact,
    PersonFact,
    SlotFact,
    TurnFact,
)
from plcdesk.domain.meetings import MeetingKind, MeetingStatus, Presence
from plcdesk.domain.people import GroupKind, PersonStatus, Role
from plcdesk.domain.programme import Period
from plcdesk.storage.engine import Database
from plcdesk.storage.filters import Where, day_in, iso
from plcdesk.storage.sql import fetch

_ROLES: dict[str | None, Role | None] = {role.value: role for role in Role} | {None: None}
_PRESENCES: dict[str | None, Presence | None] = {mark.value: mark for mark in Presence} | {None: None}
_STATES: dict[str | None, MeetingStatus | None] = {item.value: item for item in MeetingStatus} | {None: None}


def read_facts(db: Database, since: date | None = None, until: date | None = None) -> Facts:
    """Everything the indicators need, from one state of the database.

    `since` and `until` (both included) limit meetings by the day held, else planned, and with them attendance and
    turns; undated meetings drop out when either is given. People, groups, memberships and slots come whole.
    """
    with db.read() as connection:
        meetings = _meetings(connection, since, until)
        inside = None if since is None and until is None else {fact.meeting_id for fact in meetings}
        return Facts(
            people=tuple(PersonFact(row[0], _ROLES[row[1]], PersonStatus(row[2]), row[3], _period(row[4:]))  # type: ignore[call-arg]
                         for row in fetch(connection, "SELECT id, role, status, school_id, starts_on, ends_on "
                                                      "FROM person ORDER BY id")),
            groups=tuple(GroupFact(row[0], GroupKind(row[1]), row[2])  # type: ignore[call-arg]
                         for row in fetch(connection, 'SELECT id, kind, school_id FROM "group" ORDER BY id')),
            memberships=tuple(MembershipFact(row[0], row[1], _period(row[2:])) for row in fetch(
                connection, "SELECT group_id, person_id, starts_on, ends_on FROM member "
                            "WHERE group_id IS NOT NULL AND person_id IS NOT NULL ORDER BY id")),
            meetings=meetings,
            attendance=tuple(AttendanceFact(meeting, person, _PRESENCES[presence]) for meeting, person, presence in
                             connection.exec_driver_sql(
                                 "SELECT meeting_id, person_id, presence FROM attendance WHERE person_id IS NOT NULL "
                                 "AND meeting_id IS NOT NULL ORDER BY id") if inside is None or meeting in inside),
            turns=tuple(TurnFact(meeting, person) for meeting, person in fetch(
                connection, "SELECT meeting_id, person_id FROM talk_turn WHERE person_id IS NOT NULL "
                            "AND meeting_id IS NOT NULL AND (turns > 0 OR shared = 1 OR led = 1) ORDER BY id")
                if inside is None or meeting in inside),
            slots=tuple(SlotFact(row[0], row[1], _period(row[2:4]), row[4]) for row in fetch(
                connection, "SELECT id, group_id, starts_on, ends_on, weeks FROM slot WHERE group_id IS NOT NULL ORDER BY id")),
        )


def _meetings(connection: Connection, since: date | None, until: date | None) -> tuple[MeetingFact, ...]:
    where = Where()
    where.on("coalesce(held_on, planned_on) >= ?", iso(since))
    where.on("coalesce(held_on, planned_on) <= ?", iso(until))
    rows = fetch(connection, "SELECT id, group_id, kind, status, held_on, slot_id, planned_on FROM meeting"
                             f"{where} ORDER BY id", *where.parameters)
    return tuple(MeetingFact(row[0], row[1], MeetingKind(row[2]), _STATES[row[3]], day_in(row[4]), row[5], day_in(row[6]))  # type: ignore[call-arg]
                 for row in rows)


def _period(columns: tuple[Any, ...]) -> Period:
    return Period(day_in(columns[0]), day_in(columns[1]))
