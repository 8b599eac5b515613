"""What an indicator came out at, with the counts it rests on and the records behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from plcdesk.domain.changes import Row
from plcdesk.domain.programme import Period

FEW = 5
"""Below so many cases a share says little and is marked (domain handbook 4.1)."""


@dataclass(frozen=True, slots=True)
class Case:
    """One record behind a figure: its own counts and whether it stands in the numerator."""

    row: Row
    numerator: int
    denominator: int
    counted: bool
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One indicator in one scope and period.

    `value` is exact (for a percentage 93.75, not 93.8) and None without a base; rounding belongs to the display.
    `words` is an English source text with the places ``{numerator}`` and ``{denominator}``; `values` fills them.
    `n` counts the teachers (I1a, I1b) or the planned meetings (I12) the figure rests on.
    """

    id: str
    label: str
    numerator: int
    denominator: int
    value: Decimal | None
    unit: str
    n: int
    period: Period
    words: str
    values: Mapping[str, Any] = field(default_factory=dict)
    cases: tuple[Case, ...] = ()

    @property
    def few(self) -> bool:
        """Whether so few cases stand behind it that it is marked."""
        return 0 < self.n < FEW
