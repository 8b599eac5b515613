"""What stands in a version of an instrument, as lines a person can read and compare (history, differing entries)."""

from __future__ import annotations

from collections.abc import Iterator

from plcdesk.domain.instruments import Instrument, Text
from plcdesk.importers.instrument_shape import NotReadable, from_json
from plcdesk.words import Words


def outline(definition: str, w: Words) -> str:
    """The words and numbers of an edition, one item a line; what a newer program wrote is named as such."""
    try:
        made = from_json(definition)
    except NotReadable:
        return w("From a newer version")
    return "\n".join(_lines(made, w))


def _lines(made: Instrument, w: Words) -> Iterator[str]:
    yield _both(made.title)
    if any(made.note):
        yield _both(made.note)
    for dimension in made.dimensions:
        yield _both(dimension.label)
        for item in made.in_dimension(dimension.code):
            extra = [f"{number} {_both(anchor)}" for number, anchor in enumerate(item.anchors, 1)]
            extra += [_both(tick.label) for tick in item.ticks]
            extra += [w("Counts the other way round")] if item.reversed else []
            yield " · ".join([f"{item.code} {_both(item.label)}", *extra])
    if made.scoring.categories:
        yield " · ".join(f"{_both(one.label)} {w.number(one.at_least, 1 if one.at_least % 1 else 0)}"
                         for one in made.scoring.categories)
    yield w.percent(int(made.scoring.minimum_share * 1000), 1000)


def _both(text: Text) -> str:
    return f"{text.id} / {text.en}"
