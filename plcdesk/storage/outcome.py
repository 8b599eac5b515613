"""What a projection did to the visible records; the raw material of `Changes` and of a receipt's report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from plcdesk.domain.changes import Changes, Row
from plcdesk.domain.ids import Id


@dataclass(slots=True)
class Outcome:
    """Adds up over the batches of one transaction."""

    before: dict[Row, bool] = field(default_factory=dict)
    """Touched records: visible before the transaction?"""
    after: dict[Row, bool] = field(default_factory=dict)
    """Touched records: visible now?"""
    known: dict[tuple[Row, str], bool] = field(default_factory=dict)
    """Entries that differed before the transaction."""
    differing: dict[Row, tuple[str, ...]] = field(default_factory=dict)
    """Touched records with entries that differ now."""
    commits: list[int] = field(default_factory=list)
    unfit: int = 0
    """Values that do not fit their column (a later version may have written them); shown as empty."""
    unknown: int = 0
    """Ops on tables this version does not know."""

    def note(self, table: str, row: str, before: bool, after: bool) -> None:
        """Take note of one touched record."""
        address = Row(table, Id(row))
        self.before.setdefault(address, before)
        self.after[address] = after

    def note_differing(self, table: str, row: str, before: Iterable[str], now: Iterable[str]) -> None:
        """Take note of the differing fields of one touched record before and now."""
        address = Row(table, Id(row))
        if address not in self.differing:
            for name in before:
                self.known[address, name] = True
        self.differing[address] = tuple(now)

    def changes(self) -> Changes:
        """The answer to the one who saved."""
        return Changes(frozenset(self.after), tuple(self.commits))

    def opened(self) -> list[tuple[Row, str]]:
        """Entries that differ now and did not before."""
        return [(row, name) for row, names in self.differing.items() for name in names
                if (row, name) not in self.known]
