"""What a person changes when they write their own version of an instrument: one small step each, pure.

Words are named by the paths that `Problem.field` has too: ``title.id``, ``note.en``, ``dimension.0.id``, ``item.3.en``,
``item.3.anchors.2.id``, ``item.3.ticks.1.en``; places are counted from 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from plcdesk.domain.instruments import AnswerKind, Dimension, Instrument, Item, Scoring, Text

T = TypeVar("T")

LANGUAGES = ("id", "en")
_NUMBERED = re.compile(r"(.*?)(\d+)")


def text_at(made: Instrument, path: str) -> str:
    """The words at a path; empty for a description of a level that nobody has written."""
    *place, language = path.split(".")
    text = _text(made, tuple(place))
    return text.id if language == "id" else text.en


def with_text(made: Instrument, path: str, words: str) -> Instrument:
    """With other words at a path. Levels are described all or none: the last description emptied takes all away."""
    *place, language = path.split(".")
    text = _text(made, tuple(place))._replace(**{language: words})
    if place[0] == "title":
        return replace(made, title=text)
    if place[0] == "note":
        return replace(made, note=text)
    at = int(place[1])
    if place[0] == "dimension":
        return replace(made, dimensions=_put(made.dimensions, at, replace(made.dimensions[at], label=text)))
    item = made.items[at]
    if len(place) == 2:
        item = replace(item, label=text)
    elif place[2] == "anchors":
        anchors = _put(anchors_of(item), int(place[3]), text)
        item = replace(item, anchors=anchors if any(map(any, anchors)) else ())
    else:
        item = replace(item, ticks=_put(item.ticks, int(place[3]), replace(item.ticks[int(place[3])], label=text)))
    return replace(made, items=_put(made.items, at, item))


def anchors_of(item: Item) -> tuple[Text, ...]:
    """The descriptions of the levels, empty ones where there are none."""
    return item.anchors or tuple(Text("", "") for _ in (item.scale.options if item.scale else ()))


def paths_of(made: Instrument) -> Iterator[str]:
    """The paths to all words of an instrument without their language."""
    yield "title"
    yield "note"
    yield from (f"dimension.{place}" for place in range(len(made.dimensions)))
    for place, item in enumerate(made.items):
        yield f"item.{place}"
        yield from (f"item.{place}.anchors.{number}" for number in range(len(item.anchors)))
        yield from (f"item.{place}.ticks.{number}" for number in range(len(item.ticks)))


def with_words_doubled(made: Instrument) -> Instrument:
    """Where one language is empty, the words of the other stand in for it."""
    for path in paths_of(made):
        for missing, there in (LANGUAGES, LANGUAGES[::-1]):
            words = text_at(made, f"{path}.{there}")
            if words.strip() and not text_at(made, f"{path}.{missing}").strip():
                made = with_text(made, f"{path}.{missing}", words)
    return made


def with_answer(made: Instrument, code: str, score: int | None) -> Instrument:
    """With another right answer of a knowledge item."""
    return replace(made, items=tuple(replace(item, correct=score) if item.code == code else item for item in made.items))


def reversed_item(made: Instrument, code: str, on: bool) -> Instrument:
    """Whether the levels of an item count the other way round."""
    return replace(made, items=tuple(replace(item, reversed=on) if item.code == code else item for item in made.items))


def with_new_item(made: Instrument, dimension: str) -> tuple[Instrument, str]:
    """With one item more at the end of a part, answered as the one before it; its code is given too."""
    there = made.in_dimension(dimension)
    like = there[-1] if there else made.items[-1] if made.items else None
    code = _free_code(made, like.code if like else f"{made.code}0")
    kind = like.kind if like and like.kind is not AnswerKind.MANY else AnswerKind.TEXT
    item = Item(code, kind, Text("", ""), dimension, like.scale if like and kind is AnswerKind.LEVEL else None,
                occasions=like.occasions if like else frozenset(), correct=like.correct if like else None)
    at = made.items.index(there[-1]) + 1 if there else len(made.items)
    return replace(made, items=(*made.items[:at], item, *made.items[at:])), code


def without_item(made: Instrument, code: str) -> Instrument:
    """Without an item; a part that is empty then goes too, and rules no longer name what is gone."""
    items = tuple(item for item in made.items if item.code != code)
    parts = {item.dimension for item in items}
    emptied = {item.dimension for item in made.items} - parts
    dimensions = tuple(one for one in made.dimensions if one.code not in emptied)
    return replace(made, items=items, dimensions=dimensions, scoring=_rules_for(made.scoring, items, dimensions))


def moved(made: Instrument, code: str, steps: int) -> Instrument:
    """With an item one place up (-1) or down (+1) within its part; at the end of it nothing changes."""
    item = made.item(code)
    if item is None:
        return made
    part = made.in_dimension(item.dimension)
    to = part.index(item) + steps
    if not 0 <= to < len(part):
        return made
    items, other = list(made.items), part[to]
    first, second = items.index(item), items.index(other)
    items[first], items[second] = other, item
    return replace(made, items=tuple(items))


def with_cut(made: Instrument, place: int, at_least: Decimal) -> Instrument:
    """With another cut-off of a category."""
    categories = made.scoring.categories
    changed = _put(categories, place, replace(categories[place], at_least=at_least))
    return replace(made, scoring=replace(made.scoring, categories=changed))


def with_share(made: Instrument, share: Decimal) -> Instrument:
    """With another share of a part's items that must be rated."""
    return replace(made, scoring=replace(made.scoring, minimum_share=share))


def _text(made: Instrument, place: tuple[str, ...]) -> Text:
    if place[0] in ("title", "note"):
        return made.title if place[0] == "title" else made.note
    at = int(place[1])
    if place[0] == "dimension":
        return made.dimensions[at].label
    item = made.items[at]
    if len(place) == 2:
        return item.label
    return anchors_of(item)[int(place[3])] if place[2] == "anchors" else item.ticks[int(place[3])].label


def _put(entries: tuple[T, ...], at: int, entry: T) -> tuple[T, ...]:
    return (*entries[:at], entry, *entries[at + 1:])


def _free_code(made: Instrument, like: str) -> str:
    found = _NUMBERED.fullmatch(like)
    stem = found[1] if found else like
    taken = {code for item in made.items for code in (item.code, *item.codes)}
    number = 1 + max((int(match[2]) for match in map(_NUMBERED.fullmatch, taken) if match and match[1] == stem),
                     default=0)
    return f"{stem}{number}"


def _rules_for(scoring: Scoring, items: tuple[Item, ...], dimensions: tuple[Dimension, ...]) -> Scoring:
    codes, parts = {item.code for item in items}, {one.code for one in dimensions}
    rules = (replace(rule, items=tuple(code for code in rule.items if code in codes),
                     dimensions=tuple(code for code in rule.dimensions if code in parts)) for rule in scoring.rules)
    return replace(scoring, rules=tuple(rule for rule in rules if rule.items or rule.dimensions))
