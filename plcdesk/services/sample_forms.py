"""How the sample fills in forms: a form with its answers, and figures spread without a chance generator."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from plcdesk.domain.forms import Answer, Form, FormState, Rated, answer_id
from plcdesk.domain.ids import Id
from plcdesk.services.sample_data import ident

T = TypeVar("T")
SKIPPED = Rated(skipped=True)
"""Deliberately not answered."""


def filled(code: str, form: Id, answers: Mapping[str, Rated], **fields: Any) -> Iterator[Any]:
    """A complete form of an instrument of the program, then its answers."""
    yield Form(id=form, instrument=code, version=1, **{"state": FormState.COMPLETE, **fields})
    for item, rated in answers.items():
        yield Answer(id=answer_id(form, item), form_id=form, item=item, rated=rated)


def form_id(*parts: object) -> Id:
    """The identity of a form of the sample."""
    return ident("form", *parts)


def level(score: int | str, evidence: str | None = None) -> Rated:
    """An answer on a scale."""
    return Rated(int(score), evidence)


def levels(items: Sequence[str], digits: str, notes: Mapping[str, str] | None = None) -> dict[str, Rated]:
    """Answers to `items` from one digit each, with the evidence where there is some."""
    found = notes or {}
    return {item: level(digit, found.get(item)) for item, digit in zip(items, digits, strict=True)}


def said(text: str) -> Rated:
    """An answer in words; none where the line was left empty."""
    return Rated(None, text) if text else SKIPPED


def numbered(prefix: str, last: int, first: int = 1) -> list[str]:
    """Item codes in a row: ``D1``, ``D2`` …"""
    return [f"{prefix}{number}" for number in range(first, last + 1)]


def spread(total: int, parts: int, turn: int = 0) -> list[int]:
    """`total` in `parts` as equal as whole numbers can be; the larger ones start at place `turn`."""
    each, rest = divmod(total, parts)
    return [each + ((place - turn) % parts < rest) for place in range(parts)]


def turn(*parts: object) -> int:
    """A number that looks like chance and is the same on every computer."""
    return zlib.crc32("|".join(map(str, parts)).encode())


def pick(choices: Sequence[T], *parts: object) -> T:
    """One of `choices`, the same on every computer."""
    return choices[turn(*parts) % len(choices)]


def around(usual: int, least: int, most: int, *parts: object) -> int:
    """A level near the usual one: mostly that, now and then one beside it."""
    return max(least, min(most, usual + (0, 0, 0, 1, 0, -1)[turn(*parts) % 6]))
