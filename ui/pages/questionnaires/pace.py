"""How fast sheets are keyed, so that the rest can be told in minutes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

PAUSE = 60.0
"""A longer silence, in seconds, is a pause and no work."""


class Pace:
    """Counts the seconds between keystrokes and the sheets that were finished meanwhile."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._last: datetime | None = None
        self._seconds = 0.0
        self._sheets = 0

    def key(self) -> None:
        """Something was keyed."""
        now = self._clock()
        if self._last is not None:
            gap = (now - self._last).total_seconds()
            if 0 <= gap <= PAUSE:
                self._seconds += gap
        self._last = now

    def sheet(self) -> None:
        """A sheet was finished."""
        self.key()
        self._sheets += 1

    def minutes(self, sheets: int) -> int | None:
        """How many minutes so many sheets will take, at least one; None while nothing is known."""
        if not self._sheets or not self._seconds or sheets <= 0:
            return None
        return max(1, round(self._seconds / self._sheets * sheets / 60))
