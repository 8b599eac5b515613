"""What the lists of people, groups and schools show."""

from __future__ import annotations

from dataclasses import dataclass

from plcdesk.domain.ids import Id
from plcdesk.domain.people import GroupStatus, PersonStatus
from plcdesk.domain.programme import School
from plcdesk.services.groups import GroupRow
from plcdesk.services.people import PersonRow
from plcdesk.words import Words
from ui.widgets.two_line_list import Line


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """A school with an identity of its own, as lists want it."""

    id: Id
    school: School


def person_line(row: PersonRow, w: Words) -> Line:
    """A person: name; role, school, class; a pill for who is away."""
    parts = [w(row.role.label) if row.role is not None else "", row.school, row.teaches]
    away = row.status is not PersonStatus.ACTIVE
    return Line(row.name or "—", " · ".join(part for part in parts if part),
                w(row.status.label) if away else "", "warning" if away else "neutral")


def group_line(row: GroupRow, w: Words) -> Line:
    """A group: name; members and the next date; a pill for one that is not simply active."""
    members = w.plural("{n} member", "{n} members", row.members)
    following = w("next {date}", date=w.short(row.next_on)) if row.next_on else ""
    special = row.status is not GroupStatus.ACTIVE
    return Line(row.name or "—", " · ".join(part for part in (members, following) if part),
                w(row.status.label) if special else "", "info" if special else "neutral")


def school_line(row: SchoolRow, w: Words) -> Line:
    """A school: name; city or region, NPSN."""
    school = row.school
    parts = [school.city or school.region, f"NPSN {school.npsn}" if school.npsn else ""]
    return Line(school.name or "—", " · ".join(part for part in parts if part))
