"""Field notes."""

from __future__ import annotations

from plcdesk.services.forms import Forms
from plcdesk.services.records import Records


class Notes:
    """Field notes."""

    def __init__(self, records: Records, forms: Forms) -> None:
        self._records = records
        self._forms = forms
