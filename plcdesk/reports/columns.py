"""Widths of columns in which no word of a head is parted."""

from __future__ import annotations

from collections.abc import Sequence

from plcdesk.reports.fonts import width_of
from plcdesk.reports.styles import Look

PADDING = 9.0
"""What a cell needs beside its text, in points."""


def needed(text: str, look: Look, *, bold: bool = True) -> float:
    """So wide that no word of `text` is parted in a cell, in points."""
    return max((width_of(word, look.cell, bold=bold) for word in text.split()), default=0.0) + PADDING


def line_needed(text: str, look: Look) -> float:
    """So wide that `text` stands on one line in a cell, in points."""
    return width_of(text, look.cell) + PADDING


def shared(weights: Sequence[float], least: Sequence[float], width: float) -> list[float]:
    """The width by weight; a column that needs more takes it from those with the most to spare, as long as any has."""
    widths = [width * weight / sum(weights) for weight in weights]
    for at, need in enumerate(least):
        while widths[at] < need - 0.01:
            spare, widest = max((widths[one] - least[one], one) for one in range(len(widths)))
            if spare <= 0.01:
                break
            moved = min(need - widths[at], spare)
            widths[at], widths[widest] = widths[at] + moved, widths[widest] - moved
    return widths
