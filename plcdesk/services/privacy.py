"""Consent, pseudonyms and the erasing of personal data."""

from __future__ import annotations

from plcdesk.services.people import People
from plcdesk.services.records import Records


class Privacy:
    """Consent, pseudonyms and the erasing of personal data."""

    def __init__(self, records: Records, people: People) -> None:
        self._records = records
        self._people = people
