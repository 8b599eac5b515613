"""An instrument as plain data and back: the shape of the resource files and of a programme's own editions.

TOML and JSON share it (resources/instruments/README.md tells it in full): ``code``, ``version``, ``about``, ``title`` and the like at
the top, then lists of ``scale``, ``dimension``, ``item``, ``category`` and ``rule``. Words stand as ``id`` and ``en``.
An item names its scale by code; a scale that the data does not hold itself is looked up among those of the program.
What is not known here is refused, because leaving it out could change what an answer means.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from plcdesk.domain.checks import LONG
from plcdesk.domain.instruments import (
    About,
    AnswerKind,
    Category,
    Dimension,
    Instrument,
    Item,
    Method,
    Occasion,
    Option,
    Rule,
    Scale,
    Scoring,
    Text,
    Tick,
)
from plcdesk.importers.instrument_table import Fault, Table


class NotReadable(ValueError):
    """The data is no instrument that this program knows; `faults` say where and why."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(f"{fault.path}: {fault.reason}" for fault in faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Shared:
    """What several instruments have in common: scales and sets of level descriptors, by code."""

    scales: Mapping[str, Scale] = field(default_factory=dict)
    anchors: Mapping[str, tuple[Text, ...]] = field(default_factory=dict)


NOTHING_SHARED = Shared()


def instrument_from(data: Mapping[str, Any], shared: Shared = NOTHING_SHARED) -> Instrument:
    """The instrument that `data` describes. Raises NotReadable with every fault that was found."""
    faults: list[Fault] = []
    table = Table(data, "", faults)
    scales = dict(shared.scales)
    scales.update((scale.code, scale) for scale in map(_scale, table.tables("scale")))
    dimensions = tuple(Dimension(part.text("code"), _words(part), part.flag("scored", True))
                       for part in table.tables("dimension"))
    items = tuple(_item(part, scales, shared.anchors) for part in table.tables("item"))
    made = Instrument(
        table.text("code"), table.number("version", 0), _inner(table, "title"),
        table.choice("about", About, About.SHEET), dimensions, items, _scoring(table),
        _inner(table, "note", required=False), table.flag("anonymous", False), table.flag("private", False),
        table.number("sweeps", 0, required=False),
    )
    table.nothing_else()
    if faults:
        raise NotReadable(faults)
    return made


def shared_from(data: Mapping[str, Any]) -> Shared:
    """The scales and sets of descriptors of the file that all instruments share. Raises NotReadable."""
    faults: list[Fault] = []
    table = Table(data, "", faults)
    scales = tuple(map(_scale, table.tables("scale")))
    anchors = {part.text("code"): tuple(map(_words, part.tables("level"))) for part in table.tables("anchors")}
    table.nothing_else()
    if faults:
        raise NotReadable(faults)
    return Shared({scale.code: scale for scale in scales}, anchors)


def data_of(instrument: Instrument) -> dict[str, Any]:
    """The data that describes `instrument`, with every scale it uses; `instrument_from` makes it again."""
    scoring, scales = instrument.scoring, {item.scale.code: item.scale for item in instrument.items if item.scale}
    data: dict[str, Any] = {"code": instrument.code, "version": instrument.version,
                            "title": instrument.title._asdict(), "about": instrument.about.value}
    if instrument.note != Text("", ""):
        data["note"] = instrument.note._asdict()
    data |= {key: True for key in ("anonymous", "private") if getattr(instrument, key)}
    if instrument.sweeps:
        data["sweeps"] = instrument.sweeps
    data |= {"method": scoring.method.value, "minimum_share": _plain(scoring.minimum_share)}
    data["scale"] = [_scale_data(scale) for scale in scales.values()]
    data["dimension"] = [_short({"code": one.code, **one.label._asdict(), "scored": one.scored}, scored=True)
                         for one in instrument.dimensions]
    data["item"] = [_item_data(item) for item in instrument.items]
    data["category"] = [{"at_least": _plain(one.at_least), **one.label._asdict()} for one in scoring.categories]
    data["rule"] = [_short({"code": rule.code, **rule.label._asdict(), "at_least": _plain(rule.at_least),
                            "items": list(rule.items), "dimensions": list(rule.dimensions)})
                    for rule in scoring.rules]
    return data


def to_json(instrument: Instrument) -> str:
    """The instrument as an edition keeps it; the same instrument always gives the same text."""
    return json.dumps(data_of(instrument), ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Instrument:
    """The instrument that an edition keeps. Raises NotReadable, also for what a newer program wrote."""
    if len(text) > LONG:
        raise NotReadable([Fault("", f"longer than {LONG} characters")])
    try:
        data = json.loads(text, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError):  # an exponent beyond all bounds is an ArithmeticError
        raise NotReadable([Fault("", "this is no JSON")]) from None
    if not isinstance(data, dict):
        raise NotReadable([Fault("", "a table is expected")])
    return instrument_from(data)


def _scoring(table: Table) -> Scoring:
    categories = tuple(Category(part.decimal("at_least"), _words(part)) for part in table.tables("category"))
    rules = tuple(Rule(part.text("code"), _words(part), part.decimal("at_least"), part.texts("items"),
                       part.texts("dimensions")) for part in table.tables("rule"))
    return Scoring(table.choice("method", Method, Method.NONE, required=False),
                   table.decimal("minimum_share", Decimal("0.75")), categories, rules)


def _item(table: Table, scales: Mapping[str, Scale], anchors: Mapping[str, tuple[Text, ...]]) -> Item:
    occasions = table.choices("occasions", Occasion)
    return Item(
        table.text("code"), table.choice("kind", AnswerKind, AnswerKind.LEVEL, required=False), _words(table),
        table.text("dimension"), table.named("scale", scales), _anchors(table, anchors),
        tuple(Tick(part.text("code"), _words(part), part.flag("exclusive", False)) for part in table.tables("ticks")),
        table.flag("reversed", False), table.number("correct", None, required=False), table.flag("minimal", False),
        frozenset(occasions), frozenset(table.texts("skip_for")),
    )


def _anchors(table: Table, known: Mapping[str, tuple[Text, ...]]) -> tuple[Text, ...]:
    if isinstance(table.peek("anchors"), str):
        return table.named("anchors", known) or ()
    return tuple(map(_words, table.tables("anchors")))


def _scale(table: Table) -> Scale:
    options = tuple(_option(part) for part in table.tables("options"))
    return Scale(table.text("code"), options, _inner(table, "skip"), table.text("skip_key", "0"))


def _option(table: Table) -> Option:
    score = table.number("score", 0)
    return Option(score, table.text("key", str(score)), _words(table))


def _words(table: Table) -> Text:
    return Text(table.text("id"), table.text("en"))


def _inner(table: Table, key: str, *, required: bool = True) -> Text:
    inner = table.table(key, required=required)
    return _words(inner) if inner is not None else Text("", "")


def _scale_data(scale: Scale) -> dict[str, Any]:
    options = [{"score": one.score, "key": one.key, **one.label._asdict()} for one in scale.options]
    return {"code": scale.code, "skip": scale.skip._asdict(), "skip_key": scale.skip_key, "options": options}


def _item_data(item: Item) -> dict[str, Any]:
    return _short({
        "code": item.code, "kind": item.kind.value, "dimension": item.dimension, **item.label._asdict(),
        "scale": item.scale.code if item.scale else None, "anchors": [anchor._asdict() for anchor in item.anchors],
        "ticks": [_short({"code": tick.code, **tick.label._asdict(), "exclusive": tick.exclusive})
                  for tick in item.ticks],
        "reversed": item.reversed, "correct": item.correct, "minimal": item.minimal,
        "occasions": sorted(one.value for one in item.occasions), "skip_for": sorted(item.skip_for),
    }, kind=AnswerKind.LEVEL.value)


def _short(data: dict[str, Any], **usual: Any) -> dict[str, Any]:
    """Without what is as usual: lists that are empty, False, None, and the values named."""
    return {key: item for key, item in data.items()
            if not (item == usual[key] if key in usual else item is None or item is False or item == [])}


def _plain(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)
