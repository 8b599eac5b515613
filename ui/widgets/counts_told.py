"""How many records of each kind, in words."""

from __future__ import annotations

from collections.abc import Mapping

from plcdesk.words import Words
from ui.widgets.receipt_words import ORDER, counted, ordered

_OTHER = ""


def counts_told(w: Words, counts: Mapping[str, int]) -> list[str]:
    """["2 pertemuan", "5 tindak lanjut", "3 data lain"]: what people look for first stands first, the rest is added up."""
    found: dict[str, int] = {}
    for table, count in counts.items():
        if count > 0:
            key = table if table in ORDER else _OTHER
            found[key] = found.get(key, 0) + count
    return [counted(w, table, found[table]) for table in ordered(found)]
