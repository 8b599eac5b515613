"""Merging long text by paragraphs: what one side changed is taken, what both changed is left to a person."""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple


class _Edit(NamedTuple):
    first: int
    last: int
    paragraphs: tuple[str, ...]


def merge(base: str, one: str, other: str) -> str | None:
    """The text that holds the changes of both sides since `base`; None where both changed the same place.

    Symmetric in its sides; a side equal to `base` yields the other side; no paragraph that either side typed is
    missing from the result.
    """
    if one == other:
        return one
    before = base.split("\n")
    edits = _united(_edits(before, one), _edits(before, other))
    if edits is None:
        return None
    result: list[str] = []
    position = 0
    for edit in edits:
        result += before[position:edit.first]
        result += edit.paragraphs
        position = edit.last
    return "\n".join(result + before[position:])


def _edits(before: list[str], text: str) -> list[_Edit]:
    after = text.split("\n")
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [_Edit(i1, i2, tuple(after[j1:j2])) for tag, i1, i2, j1, j2 in codes if tag != "equal"]


def _united(one: list[_Edit], other: list[_Edit]) -> list[_Edit] | None:
    edits = sorted({*one, *other})
    for former, latter in pairwise(edits):
        if latter.first < former.last:
            return None
        touching = latter.first == former.last
        if touching and (former.first == former.last or latter.first == latter.last):
            return None  # an insertion right at the edge of the other side's change: the order would be a guess
    return edits
