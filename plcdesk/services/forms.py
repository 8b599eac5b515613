"""Filled forms: start, answer, finish, share, compare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plcdesk.services.instruments import Instruments
from plcdesk.services.records import Records

if TYPE_CHECKING:
    from plcdesk.storage.queries import Queries


class Forms:
    """Filled forms: start, answer, finish, share, compare."""

    def __init__(self, records: Records, instruments: Instruments, queries: Queries) -> None:
        self._records = records
        self._instruments = instruments
        self._queries = queries
