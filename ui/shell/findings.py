"""What the search box offers for a text: pages, people, meetings, commands, each group short and in a fixed order."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from plcdesk.domain.fields import mark

MOST = 6
GROUPS = (mark("Recently opened"), mark("Pages"), mark("People"), mark("Meetings"), mark("Commands"))
"""Headings of the groups of the search box."""


@dataclass(frozen=True, slots=True)
class Found:
    """One line: what it is called, a remark, the keys that do the same, and what it does."""

    title: str
    remark: str
    keys: str
    act: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Group:
    """A heading (translated) and its lines."""

    label: str
    found: tuple[Found, ...]


def matching(text: str, offers: Iterable[Found]) -> tuple[Found, ...]:
    """The offers in whose title every word of `text` begins a word, those that begin with it first."""
    words = plain(text).split()
    hits = [offer for offer in offers if all(_begins(word, plain(offer.title)) for word in words)]
    return tuple(sorted(hits, key=lambda offer: not plain(offer.title).startswith(" ".join(words)))[:MOST])


def plain(text: str) -> str:
    """Without capitals and accents."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))


def _begins(word: str, title: str) -> bool:
    return any(part.startswith(word) for part in title.replace("(", " ").split())


def filled(groups: Sequence[Group]) -> tuple[Group, ...]:
    """The groups that have something."""
    return tuple(group for group in groups if group.found)
