"""Putting the WHERE of a list together from the parts that are asked for, and dates in and out of their columns."""

from __future__ import annotations

from datetime import date
from typing import Any

from plcdesk.storage.sql import listed


class Where:
    """Conditions with their parameters; what is None asks nothing."""

    def __init__(self) -> None:
        self._clauses: list[str] = []
        self.parameters: list[Any] = []

    def equal(self, column: str, value: Any) -> None:
        """The column has this value."""
        self.on(f"{column} = ?", value)

    def on(self, clause: str, value: Any) -> None:
        """A condition with one parameter."""
        if value is not None:
            self._clauses.append(clause)
            self.parameters.append(value)

    def among(self, column: str, values: Any) -> None:
        """The column has one of these values."""
        if values is not None:
            self.on(f"{column} IN (SELECT value FROM json_each(?))", listed(values))

    def text(self, text: str, *columns: str) -> None:
        """Each word typed stands in one of the columns."""
        for word in text.split():
            pattern = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
            self._clauses.append("(" + " OR ".join(f"{column} LIKE ? ESCAPE '\\'" for column in columns) + ")")
            self.parameters.extend([pattern] * len(columns))

    def __str__(self) -> str:
        return " WHERE " + " AND ".join(self._clauses) if self._clauses else ""


def iso(day: date | None) -> str | None:
    """A date as its column holds it."""
    return day.isoformat() if day is not None else None


def day_in(column: str | None) -> date | None:
    """The date that a column holds."""
    return date.fromisoformat(column) if column is not None else None
