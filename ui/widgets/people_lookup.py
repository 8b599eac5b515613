"""People as the fields that choose a person look them up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from plcdesk.domain.ids import Id
from plcdesk.domain.people import Person
from ui.widgets.person_field import Option

if TYPE_CHECKING:
    from plcdesk.services.desk import Desk


class Lookup:
    """Everybody in the programme, the members of `group_id` first."""

    def __init__(self, desk: Desk, group_id: Id | None = None) -> None:
        self._desk = desk
        self.group_id = group_id

    def find(self, text: str, limit: int) -> Sequence[Option]:
        """People whose names match; for an empty text the group's members."""
        rows = self._desk.people.find(text, group_id=self.group_id, limit=limit)
        schools = {row.school for row in rows}
        return [Option(row.id, row.name, row.school if len(schools) > 1 else "") for row in rows]

    def name(self, person: Id) -> str:
        """The display name of one person, empty when unknown."""
        found = self._desk.records.get(Person, person)
        return found.name if found is not None else ""
