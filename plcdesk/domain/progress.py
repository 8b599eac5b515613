"""How long work tells where it is and hears that it should stop; free of any window."""

from __future__ import annotations

from collections.abc import Callable

from plcdesk.domain.errors import Cancelled


class Progress:
    """Steps of long work.

    `report(text, step, steps)` is called with an English source text and counts; `cancelled` may be set from
    another thread and is honoured at the next step.
    """

    def __init__(self, report: Callable[[str, int, int], None] | None = None) -> None:
        self._report = report
        self.cancelled = False

    def step(self, text: str, done: int = 0, total: int = 0) -> None:
        """Say what is being done (`done` of `total`; 0 of 0 when unknown). Raises Cancelled when asked to stop."""
        if self.cancelled:
            raise Cancelled
        if self._report is not None:
            self._report(text, done, total)
