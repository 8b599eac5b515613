"""The instruments of the program and those made in the programme."""

from __future__ import annotations

from plcdesk.services.records import Records


class Instruments:
    """The instruments of the program and those made in the programme."""

    def __init__(self, records: Records) -> None:
        self._records = records
