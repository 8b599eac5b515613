"""People as the fields that choose a person look them up."""

from __future__ import annotations

from typing import Any

from plcdesk.domain.ids import Id
from ui.widgets.person_field import Option


class Lookup:
    """Everybody of the programme, those of a school first."""

    def __init__(self, desk: Any) -> None:
        self._desk = desk
        self.school_id: Id | None = None

    def find(self, text: str, limit: int) -> list[Option]:
        """People whose name matches, best first."""
        rows = self._desk.people.find(text, school_id=self.school_id, limit=limit)
        return [Option(row.id, row.name, row.school) for row in rows]

    def name(self, person: Id) -> str:
        """The name of one person, empty when unknown."""
        found: str = self._desk.people.names().get(person, "")
        return found
