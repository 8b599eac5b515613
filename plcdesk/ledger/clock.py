"""A hybrid clock: stamps that grow with every save and roughly follow the wall clock.

Stamps order what is shown and break ties for the shown value; no stamp ever decides what is kept or accepted.
"""

from __future__ import annotations

from collections.abc import Callable

COUNTER_BITS = 16
AHEAD = 48 * 3_600_000
"""Milliseconds another clock may be ahead of ours and still be followed; also the step back taken as a correction."""


def milliseconds(hlc: int) -> int:
    """The wall time in a stamp, in milliseconds since 1970 (UTC)."""
    return hlc >> COUNTER_BITS


class Clock:
    """Gives stamps. `now` returns milliseconds since 1970 (UTC); `last` is the newest stamp already used here."""

    def __init__(self, now: Callable[[], int], last: int = 0) -> None:
        self._now = now
        self._last = last

    def now(self) -> int:
        """The wall clock in milliseconds since 1970, kept within what a stamp can hold."""
        return min(max(self._now(), 0), 2**46)

    def tick(self) -> int:
        """A new stamp, larger than every one before, unless the wall clock was set back by more than 48 hours."""
        wall = self.now()
        if milliseconds(self._last) - wall > AHEAD:
            self._last = wall << COUNTER_BITS
        else:
            self._last = max(self._last + 1, wall << COUNTER_BITS)
        return self._last

    def suspect(self, hlc: int) -> bool:
        """Whether a stamp lies more than 48 hours ahead of this computer's clock."""
        return milliseconds(hlc) > self.latest()

    def latest(self) -> int:
        """The wall time, in milliseconds since 1970, up to which stamps from elsewhere are not suspect."""
        return self.now() + AHEAD

    def witness(self, hlc: int) -> bool:
        """Take note of a stamp from elsewhere. Returns False, and follows it not, when it is suspect."""
        if self.suspect(hlc):
            return False
        self._last = max(self._last, hlc)
        return True
