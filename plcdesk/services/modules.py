"""Teaching material, its versions, rounds and reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plcdesk.services.forms import Forms
from plcdesk.services.records import Records

if TYPE_CHECKING:
    from plcdesk.storage.blobs import Blobs


class Modules:
    """Teaching material, its versions, rounds and reviews."""

    def __init__(self, records: Records, forms: Forms, blobs: Blobs) -> None:
        self._records = records
        self._forms = forms
        self._blobs = blobs
