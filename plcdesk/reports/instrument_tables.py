"""The tables of an empty instrument: items against the levels of a scale, each with a box to tick."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.platypus import Flowable, Paragraph, Spacer, Table

from plcdesk.domain.instruments import Instrument, Item, Option, Scale
from plcdesk.reports.blocks import ruled_table
from plcdesk.reports.columns import needed, shared
from plcdesk.reports.flow import Stack
from plcdesk.reports.pen import BOX, RuledLines, TickBox
from plcdesk.reports.styles import Look
from plcdesk.words import Words

_MIDDLE = ("VALIGN", (0, 1), (-1, -1), "MIDDLE")
_TALLEST = 260.0
"""A level's description may be so high (points), because a row with boxes cannot be parted."""


def scale_table(scale: Scale, items: Sequence[Item], look: Look, width: float, words: Words, *, skip: bool) -> Table:
    """One row an item, one box a level; `skip` adds a box for what was not observed."""
    language = words.language
    head = [words("No."), words("Statement"), *(option.label.to(language) for option in scale.options)]
    keys = [option.key for option in scale.options]
    if skip:
        head.append(scale.skip.to(language))
        keys.append(scale.skip_key)
    rows: list[list[Flowable]] = [
        [look.in_cell(item.code, align="center"), look.in_cell(item.label.to(language)),
         *(TickBox(key) for key in keys)] for item in items]
    least = [_code_width(items, look), 110.0, *(max(40.0, needed(text, look)) for text in head[2:])]
    wanted = [least[0], max(110.0, width - least[0] - sum(least[2:])), *least[2:]]
    return ruled_table(head, rows, shared(wanted, least, width), width, look, extra=[_MIDDLE])


def rubric(scale: Scale, items: Sequence[Item], look: Look, width: float, words: Words, *, evidence: bool) -> Table:
    """One row an item, each level with its box and its description; `evidence` adds a line to write under each."""
    language = words.language
    head = [words("No."), words("Indicator"),
            *(f"{option.key}  {option.label.to(language)}" for option in scale.options), scale.skip.to(language)]
    least = [_code_width(items, look), 62.0, *(max(40.0, needed(text, look)) for text in head[2:])]
    room = (width - least[0] - 88 - least[-1]) / len(scale.options)
    widths = shared([least[0], 88, *[max(room, 1.0)] * len(scale.options), least[-1]], least, width)
    rows: list[list[Flowable]] = []
    style: list[tuple[object, ...]] = []
    for item in items:
        levels = [_level(option, anchor.to(language), look, widths[at])
                  for at, (option, anchor) in enumerate(zip(scale.options, item.anchors, strict=True), 2)]
        rows.append([look.in_cell(item.code, align="center"), look.in_cell(item.label.to(language)), *levels,
                     TickBox(scale.skip_key)])
        if evidence:
            below = len(rows) + 1
            rows.append([Spacer(0, 0), look.in_cell(words("Evidence, page:")), RuledLines(width - sum(widths[:2]) - 9, 1),
                         *(Spacer(0, 0) for _ in range(len(head) - 3))])
            style += [("SPAN", (2, below), (-1, below)), ("NOSPLIT", (0, below - 1), (0, below)),
                      ("VALIGN", (0, below), (-1, below), "BOTTOM")]
    return ruled_table(head, rows, widths, width, look, extra=style)


def sweep_table(instrument: Instrument, look: Look, width: float, words: Words) -> Table:
    """The interval counts, one line a sweep."""
    head = [words("Sweep"), words("Minute"), words("Students present"), words("Engaged"), words("Active (optional)"),
            words("Teacher talks"), words("Students talk"), words("Both"), words("Silence")]
    rows: list[list[Flowable]] = [
        [look.in_cell(str(number), align="center"), look.in_cell(str(5 + 3 * (number - 1)), align="center"),
         *(Spacer(0, BOX) for _ in range(3)), *(TickBox() for _ in range(4))]
        for number in range(1, instrument.sweeps + 1)]
    widths = shared([42, 42, 60, 60, 60, 50, 50, 50, 50], [needed(text, look) for text in head], width)
    return ruled_table(head, rows, widths, width, look, extra=[_MIDDLE])


def _level(option: Option, anchor: str, look: Look, width: float) -> Flowable:
    return Stack([TickBox(option.key), _fitted(anchor, look, width - 8)])


def _fitted(anchor: str, look: Look, width: float) -> Paragraph:
    """The description in small type; one that is too long for a row that cannot be parted is set smaller, then cut."""
    for size in (look.cell - 1, 7.0, 6.0):
        text = look.text(anchor, size=size, align="center", before=2)
        if text.wrap(width, _TALLEST)[1] <= _TALLEST:
            return text
    return _fitted(anchor[:len(anchor) * 2 // 3].rstrip() + "…", look, width)


def _code_width(items: Sequence[Item], look: Look) -> float:
    return max(26.0, *(needed(item.code, look, bold=False) for item in items))
