"""How much room there is: size classes from the window's own size and the text scale, never from the screen."""

from __future__ import annotations

import enum

SHORT = 560
"""Below this height, at text size 100 %, rows and controls are 32 pixels high."""


class SizeClass(enum.Enum):
    """Width classes: least width, sidebar, list beside the detail (0: list or detail, not both), page margin."""

    L = (1500, 232, 360, 12)
    M = (1240, 208, 300, 12)
    S = (840, 184, 0, 8)
    XS = (0, 0, 0, 8)

    def __init__(self, least: int, sidebar: int, list_width: int, margin: int) -> None:
        self.least = least
        self.sidebar = sidebar
        self.list_width = list_width
        self.margin = margin

    @property
    def stacked(self) -> bool:
        """Whether list and detail take turns instead of standing side by side."""
        return self.list_width == 0


def classify(width: int, height: int, scale: float) -> tuple[SizeClass, bool]:
    """The size class of a window of these pixels at a text scale, and whether it is short."""
    effective = width / scale
    return next(size for size in SizeClass if effective >= size.least), height / scale < SHORT
