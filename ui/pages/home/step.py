"""One thing to do next, as the start page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from plcdesk.domain.ids import Id


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do next: why now, what, the verb, and what the verb does.

    `slot` starts a planned meeting; otherwise the verb goes to `page` and `record`.
    """

    key: str
    why: str
    what: str
    verb: str
    page: str = ""
    record: str | None = None
    slot: tuple[Id, date] | None = None
    tone: str = "info"
