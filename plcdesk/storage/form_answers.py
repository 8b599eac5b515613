"""The answers of a form packed into one text by the database: a thousand forms are then a thousand rows, not twenty."""

from __future__ import annotations

import functools

from plcdesk.domain.forms import Rated

FIELD, ANSWER = "\x1f", "\x1e"
"""What stands between the parts of an answer and between answers; one whose item holds either is asked by no instrument
and left out."""


def unpack(packed: str) -> dict[str, Rated]:
    """The answers as `FormQueries.answers` gives them, without their words: evidence is only told to be there."""
    found = {}
    for answer in packed.split(ANSWER) if packed else ():
        item, said = answer.split(FIELD, 1)
        rated = _said(said)
        if rated is not None:
            found[item] = rated
    return found


@functools.lru_cache(maxsize=1000)
def _said(text: str) -> Rated | None:
    """One answer; None for an empty one. Few different ones recur thousands of times in a list."""
    score, flags = text.split(FIELD)
    found = Rated(int(score) if score else None, "…" if int(flags) & 2 else None, bool(int(flags) & 1) or None)
    return None if found.blank else found
