"""Whether an instrument can be filled and scored: what a publication waits for, in the user's words.

`Problem.field` is the path to the entry in the shape of `instrument_shape` (``item.3.en``, ``category.1.at_least``), so
a form can jump to it and a file's line can be found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from plcdesk.domain.changes import Problem
from plcdesk.domain.fields import mark
from plcdesk.domain.instruments import AnswerKind, Instrument, Item, Method, Rule, Scale, Text

MOST_ITEMS, MOST_TEXT, MOST_OPTIONS, MOST_SWEEPS = 200, 500, 9, 60
TOP = Decimal(100)

_CODE = re.compile(r"[A-Za-z][A-Za-z0-9]{0,7}")
_ITEM_CODE = re.compile(r"[A-Za-z][A-Za-z0-9.\-]{0,11}")

MISSING = {"id": mark("{what}: the Indonesian words are missing"), "en": mark("{what}: the English words are missing")}
TOO_LONG = {"id": mark("{what}: the Indonesian words are longer than {n} characters"),
            "en": mark("{what}: the English words are longer than {n} characters")}
UNTITLED = {"id": mark("The Indonesian title is missing"), "en": mark("The English title is missing")}


def problems_of(instrument: Instrument) -> list[Problem]:
    """Everything that keeps an instrument from being published, in the order in which it stands in the form."""
    return [*clashes_of(instrument), *_head(instrument), *_dimensions(instrument), *_scales(instrument),
            *(found for place, item in enumerate(instrument.items) for found in _item(instrument, item, place)),
            *_scoring(instrument)]


def clashes_of(instrument: Instrument) -> list[Problem]:
    """What must not stand even in a draft: codes that are no codes or stand twice, and far too many items."""
    found = []
    if not _CODE.fullmatch(instrument.code):
        found.append(Problem("code", mark("The code {code} must begin with a letter and have at most 8 letters or digits"),
                             {"code": instrument.code}))
    if len(instrument.items) > MOST_ITEMS:
        found.append(Problem("item", mark("There are more than {n} items"), {"n": MOST_ITEMS}))
    for place, item in enumerate(instrument.items):
        found += [Problem(f"item.{place}.code", mark("{code} cannot be the code of an item"), {"code": code})
                  for code in dict.fromkeys((item.code, *item.codes)) if not _ITEM_CODE.fullmatch(code)]
    # an answer is kept under a code, so a choice may not share one with an item
    codes = [(f"item.{place}.code", code) for place, item in enumerate(instrument.items)
             for code in dict.fromkeys((item.code, *item.codes))]
    found += _twice(codes)
    found += _twice((f"dimension.{place}.code", one.code) for place, one in enumerate(instrument.dimensions))
    found += _twice((f"rule.{place}.code", one.code) for place, one in enumerate(instrument.scoring.rules))
    return found


def is_bounded(instrument: Instrument) -> bool:
    """Whether a draft keeps within what this program makes, so that one from elsewhere can be shown, scored, printed."""
    scales = [item.scale for item in instrument.items if item.scale is not None]
    return (not clashes_of(instrument) and 0 <= instrument.sweeps <= MOST_SWEEPS
            and all(1 <= len(scale.options) <= MOST_OPTIONS for scale in scales))


def problems_of_scale(scale: Scale, place: int) -> Iterator[Problem]:
    """What is wrong with the scale that stands in this place (from 0) of its file."""
    where, code = f"scale.{place}", {"code": scale.code}
    if len(scale.options) < 2:
        yield Problem(f"{where}.options", mark("The scale {code} needs at least two answers"), code)
    if len(scale.options) > MOST_OPTIONS:
        yield Problem(f"{where}.options", mark("The scale {code} has more than {n} answers"),
                      {**code, "n": MOST_OPTIONS})
    yield from _words(f"{where}.skip", scale.code, scale.skip)
    for number, option in enumerate(scale.options):
        yield from _words(f"{where}.options.{number}", f"{scale.code} {option.score}", option.label)
        if len(option.key) != 1 or not option.key.isprintable() or option.key.isspace():
            yield Problem(f"{where}.options.{number}.key", mark("{key} cannot be the key of an answer"),
                          {"key": option.key})
    if any(count > 1 for count in Counter(option.score for option in scale.options).values()):
        yield Problem(f"{where}.options", mark("Two answers of the scale {code} have the same score"), code)
    if any(count > 1 for count in Counter([scale.skip_key, *(one.key for one in scale.options)]).values()):
        yield Problem(f"{where}.options", mark("Two answers of the scale {code} have the same key"), code)


def _head(instrument: Instrument) -> Iterator[Problem]:
    for language, text in zip(("id", "en"), instrument.title, strict=True):
        if not text.strip():
            yield Problem(f"title.{language}", UNTITLED[language])
        elif len(text) > MOST_TEXT:
            yield Problem(f"title.{language}", TOO_LONG[language], {"what": instrument.code, "n": MOST_TEXT})
    if bool(instrument.note.id.strip()) != bool(instrument.note.en.strip()):
        yield from _words("note", instrument.code, instrument.note)
    if instrument.version < 1:
        yield Problem("version", mark("A version is numbered from 1"))
    if not 0 <= instrument.sweeps <= MOST_SWEEPS:
        yield Problem("sweeps", mark("The number of engagement sweeps lies between 0 and {n}"), {"n": MOST_SWEEPS})
    if not instrument.items:
        yield Problem("item", mark("There is no item yet. Add at least one."))


def _dimensions(instrument: Instrument) -> Iterator[Problem]:
    for place, dimension in enumerate(instrument.dimensions):
        where = f"dimension.{place}"
        yield from _words(where, dimension.code, dimension.label)
        items = instrument.in_dimension(dimension.code)
        if not items:
            yield Problem(where, mark("Part {code} has no item"), {"code": dimension.code})
        steps = {item.scale.highest for item in items if item.scale and item.scale.options}
        if dimension.scored and instrument.scoring.method is Method.DIMENSIONS and len(steps) > 1:
            yield Problem(where, mark("Part {code} is scored, but its items have different numbers of answers"),
                          {"code": dimension.code})


def _scales(instrument: Instrument) -> Iterator[Problem]:
    seen: dict[str, Scale] = {}
    for item in instrument.items:
        if item.scale is None or seen.get(item.scale.code) == item.scale:
            continue
        if item.scale.code in seen:
            yield Problem("scale", mark("The scale {code} stands twice with different answers"),
                          {"code": item.scale.code})
        else:
            yield from problems_of_scale(item.scale, len(seen))
        seen.setdefault(item.scale.code, item.scale)


def _item(instrument: Instrument, item: Item, place: int) -> Iterator[Problem]:
    where, code = f"item.{place}", {"code": item.code}
    yield from _words(where, item.code, item.label)
    if all(dimension.code != item.dimension for dimension in instrument.dimensions):
        yield Problem(f"{where}.dimension", mark("{code} belongs to no part"), code)
    if item.kind is AnswerKind.LEVEL and item.scale is None:
        yield Problem(f"{where}.scale", mark("{code} has no scale"), code)
    if item.kind is not AnswerKind.LEVEL and (item.scale or item.reversed or item.anchors or item.correct is not None):
        yield Problem(f"{where}.kind", mark("{code} has no levels, so it has no scale and cannot be reversed"), code)
    if item.kind is AnswerKind.MANY and len(item.ticks) < 2:
        yield Problem(f"{where}.ticks", mark("{code} needs at least two choices"), code)
    if item.kind is not AnswerKind.MANY and item.ticks:
        yield Problem(f"{where}.ticks", mark("{code} has choices that nobody can tick"), code)
    for number, tick in enumerate(item.ticks):
        yield from _words(f"{where}.ticks.{number}", tick.code, tick.label)
    yield from _levels(instrument, item, where)


def _levels(instrument: Instrument, item: Item, where: str) -> Iterator[Problem]:
    options = item.scale.options if item.scale else ()
    if item.anchors and len(item.anchors) != len(options):
        yield Problem(f"{where}.anchors", mark("{code}: there must be a description for each of the {n} levels, or none"),
                      {"code": item.code, "n": len(options)})
    for number, anchor in enumerate(item.anchors):
        yield from _words(f"{where}.anchors.{number}", f"{item.code} · {number + 1}", anchor)
    scored = any(dimension.code == item.dimension and dimension.scored for dimension in instrument.dimensions)
    if item.correct is not None and item.correct not in {option.score for option in options}:
        yield Problem(f"{where}.correct", mark("{code}: the right answer is none of its answers"), {"code": item.code})
    elif (instrument.scoring.method is Method.CORRECT and item.kind is AnswerKind.LEVEL and scored
          and item.correct is None):
        yield Problem(f"{where}.correct", mark("{code} has no right answer"), {"code": item.code})


def _scoring(instrument: Instrument) -> Iterator[Problem]:
    scoring = instrument.scoring
    if not 0 <= scoring.minimum_share <= 1:
        yield Problem("minimum_share", mark("The share that must be rated lies between 0% and 100%"))
    before: Decimal | None = None
    for place, category in enumerate(scoring.categories):
        where = f"category.{place}"
        yield from _words(where, str(category.at_least), category.label)
        if not 0 <= category.at_least <= TOP:
            yield Problem(f"{where}.at_least", mark("A cut-off lies between 0 and 100"))
        elif before is not None and category.at_least >= before:
            yield Problem(f"{where}.at_least", mark("The cut-offs must go down: {lower} stands after {upper}"),
                          {"lower": category.at_least, "upper": before})
        before = category.at_least
    if before:
        yield Problem(f"category.{len(scoring.categories) - 1}.at_least", mark("The lowest category must begin at 0"))
    for place, rule in enumerate(scoring.rules):
        yield from _rule(instrument, rule, f"rule.{place}")


def _rule(instrument: Instrument, rule: Rule, where: str) -> Iterator[Problem]:
    yield from _words(where, rule.code, rule.label)
    if not rule.items and not rule.dimensions:
        yield Problem(where, mark("The rule {code} names no item"), {"code": rule.code})
    items = {item.code: item for item in instrument.items}
    known = {"items": set(items), "dimensions": {one.code for one in instrument.dimensions}}
    for key, names in (("items", rule.items), ("dimensions", rule.dimensions)):
        for name in names:
            if name not in known[key]:
                yield Problem(f"{where}.{key}", mark("The rule {code} names {name}, which is not here"),
                              {"code": rule.code, "name": name})
    reach = [item.scale.highest for item in instrument.items if item.scale and item.scale.options
             and (item.code in rule.items or item.dimension in rule.dimensions)]
    if reach and rule.at_least > min(reach):
        yield Problem(f"{where}.at_least", mark("The rule {code} asks for {level}, which no answer reaches"),
                      {"code": rule.code, "level": rule.at_least})


def _words(where: str, what: str, text: Text) -> Iterator[Problem]:
    for language, words in zip(("id", "en"), text, strict=True):
        if not words.strip():
            yield Problem(f"{where}.{language}", MISSING[language], {"what": what})
        elif len(words) > MOST_TEXT:
            yield Problem(f"{where}.{language}", TOO_LONG[language], {"what": what, "n": MOST_TEXT})


def _twice(codes: Iterable[tuple[str, str]]) -> list[Problem]:
    seen: set[str] = set()
    found = []
    for where, code in codes:
        if code in seen:
            found.append(Problem(where, mark("The code {code} stands twice"), {"code": code}))
        seen.add(code)
    return found
