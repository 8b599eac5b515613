"""Visits and coaching cycles."""

from __future__ import annotations

from plcdesk.services.forms import Forms
from plcdesk.services.records import Records


class Coaching:
    """Visits and coaching cycles."""

    def __init__(self, records: Records, forms: Forms) -> None:
        self._records = records
        self._forms = forms
