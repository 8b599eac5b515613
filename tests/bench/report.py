"""What was measured beside what is to be reached, as a table a person can read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One figure. `value` and `budget` share `unit`; `against` says what a ratio (unit "x") was measured against."""

    what: str
    value: float
    budget: float
    unit: str
    more_is_better: bool = False
    against: str = ""

    @property
    def reached(self) -> bool:
        """Whether the budget is kept."""
        return self.value >= self.budget if self.more_is_better else self.value <= self.budget

    @property
    def share(self) -> float:
        """Measured over budget: below 1 is good, or above 1 where more is better."""
        return self.value / self.budget

    def verdict(self) -> str:
        """"reached", or by how much it was missed in per cent of the budget."""
        if self.reached:
            return "reached"
        return f"missed by {abs(self.share - 1):.0%}"

    def cells(self) -> tuple[str, ...]:
        """The line of the table."""
        sign = ">=" if self.more_is_better else "<="
        return (self.what, shown(self.value, self.unit), f"{sign} {shown(self.budget, self.unit)}", f"{self.share:.2f}",
                self.verdict(), self.against)


HEAD = ("what", "measured", "budget", "of budget", "", "measured against")


def shown(value: float, unit: str) -> str:
    """A figure with its unit, as precise as it deserves."""
    digits = 2 if unit == "x" or value < 10 else 1 if value < 100 else 0
    return f"{value:,.{digits}f} {unit}"


def table(lines: Iterable[Line]) -> str:
    """The whole table."""
    rows = [HEAD, *(line.cells() for line in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)
