"""The answers of a form packed into one text by the database: a thousand forms are then a thousand rows, not twenty."""

from __future__ import annotations

from plcdesk.domain.forms import Rated

FIELD, ANSWER = "\x1f", "\x1e"
"""What stands between the parts of an answer and between answers; item codes hold neither."""


def unpack(packed: str) -> dict[str, Rated]:
    """The answers as `FormQueries.answers` gives them, without their words: evidence is only told to be there."""
    found = {}
    for answer in packed.split(ANSWER) if packed else ():
        item, score, flags = answer.split(FIELD)
        said = Rated(int(score) if score else None, "…" if int(flags) & 2 else None, bool(int(flags) & 1) or None)
        if not said.blank:
            found[item] = said
    return found
