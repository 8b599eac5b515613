"""An instrument on paper, to be filled in by pen (domain handbook 5, "Angket/rubrik kosong").

Code and version stand at the foot of each page; the words of a scale head each table and repeat on every page.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table

from plcdesk.domain.instruments import AnswerKind, Instrument, Item, Scale
from plcdesk.domain.papers import PaperOptions
from plcdesk.domain.sheets import BlankForm
from plcdesk.reports.blocks import heading, ruled_table, title
from plcdesk.reports.document import Footer, Margins, Sheet, make_pdf, sheet_of
from plcdesk.reports.flow import Stack
from plcdesk.reports.fonts import width_of
from plcdesk.reports.letterhead import letterhead_story
from plcdesk.reports.pen import BOX, LINE, RuledLines, TickBox
from plcdesk.reports.styles import BARE, Look
from plcdesk.words import Words

_MARGINS = Margins(top=15 * mm, bottom=25 * mm, left=20 * mm, right=15 * mm)
"""Narrower than those of letters: what is filled in is not bound, and boxes need room."""
_WRITTEN = 3
"""So many lines for an answer in words."""


def make_blank(form: BlankForm, options: PaperOptions, words: Words) -> bytes:
    """The PDF of an empty form; three-part questions, sweeps and choices as the instrument has them."""
    plain = sheet_of(options)
    sheet, look = Sheet(plain.width, plain.height, _MARGINS), Look(options.save_ink, body=10.5)
    instrument, language = form.instrument, words.language
    asked = instrument.asked(form.occasion, form.role)
    story: list[Flowable] = [
        *letterhead_story(form.letterhead, look, sheet.text_width, shown=options.letterhead),
        *title(instrument.title.to(language), [instrument.note.to(language)], look),
        _head(form.heading, look, sheet.text_width), Spacer(0, 6),
    ]
    for dimension in instrument.dimensions:
        items = [item for item in asked if item.dimension == dimension.code]
        if items:
            name = dimension.label.to(language)
            story += heading(name, look, room=90) if len(instrument.dimensions) > 1 else []
            story += _items(items, look, sheet.text_width, words)
    if instrument.sweeps:
        story += _sweeps(instrument, look, sheet.text_width, words)
    code = words("{code}, version {n}", code=instrument.code, n=str(instrument.version))
    return make_pdf(story, sheet, Footer(f"{code} · {instrument.title.to(language)}"), options, words,
                    instrument.title.to(language))


def _head(labels: Sequence[str], look: Look, width: float) -> Table:
    """Two columns of labels with a line behind each."""
    cells = [[look.text(f"{label}:"), RuledLines(width, 1)] for label in labels]
    if len(cells) % 2:
        cells.append([look.text(""), Spacer(0, LINE)])
    rows = [[*left, "", *right] for left, right in zip(cells[::2], cells[1::2], strict=True)]
    gap = 10.0
    label, line = (width - gap) * 0.19, (width - gap) * 0.31
    return Table(rows, [label, line, gap, label, line], style=[*BARE, ("VALIGN", (0, 0), (-1, -1), "BOTTOM")])


def _items(items: Iterable[Item], look: Look, width: float, words: Words) -> list[Flowable]:
    story: list[Flowable] = []
    for (scale, anchored), group in itertools.groupby(items, key=lambda item: (item.scale, bool(item.anchors))):
        members = list(group)
        if scale is None:
            for item in members:
                story += _free(item, look, width, words)
        elif anchored:
            story += [_rubric(scale, members, look, width, words), Spacer(0, 6)]
        else:
            story += [_scale(scale, members, look, width, words), Spacer(0, 6)]
    return story


def _scale(scale: Scale, items: Sequence[Item], look: Look, width: float, words: Words) -> Table:
    """One row an item, one box an option."""
    language = words.language
    head = ["", words("Statement"), *(option.label.to(language) for option in scale.options)]
    rows: list[list[Flowable]] = [
        [look.in_cell(item.code, align="center"), look.in_cell(item.label.to(language)),
         *(TickBox(option.key) for option in scale.options)] for item in items]
    columns = [max(42.0, _longest_word(text, look)) for text in head[2:]]
    return ruled_table(head, rows, [30, width - 30 - sum(columns), *columns], width, look,
                       extra=[("VALIGN", (0, 1), (-1, -1), "MIDDLE")])


def _rubric(scale: Scale, items: Sequence[Item], look: Look, width: float, words: Words) -> Table:
    """One row an item; each level with its box and its description."""
    language = words.language
    head = ["", words("Indicator"), *(f"{option.key}  {option.label.to(language)}" for option in scale.options),
            scale.skip.to(language)]
    small = look.cell - 1
    rows: list[list[Flowable]] = []
    for item in items:
        levels = [Stack([TickBox(option.key), look.text(anchor.to(language), size=small, align="center", before=2)])
                  for option, anchor in zip(scale.options, item.anchors, strict=True)]
        rows.append([look.in_cell(item.code, align="center"), look.in_cell(item.label.to(language)), *levels,
                     TickBox(scale.skip_key)])
    last = max(46.0, _longest_word(head[-1], look))
    each = (width - 26 - 92 - last) / len(scale.options)
    return ruled_table(head, rows, [26, 92, *[each] * len(scale.options), last], width, look)


def _longest_word(text: str, look: Look) -> float:
    """So wide that no word of a head is parted, in points."""
    return max((width_of(word, look.cell, bold=True) for word in text.split()), default=0) + 11


def _free(item: Item, look: Look, width: float, words: Words) -> list[Flowable]:
    """Words, a number, a day, or choices to tick."""
    language = words.language
    name = look.text(f"{item.code}  {item.label.to(language)}", before=6, after=2)
    if item.kind is AnswerKind.MANY:
        rows = [[TickBox(str(number % 10), centred=False), look.in_cell(tick.label.to(language))]
                for number, tick in enumerate(item.ticks, 1)]
        half = (len(rows) + 1) // 2
        pairs = [[*left, *right] for left, right in itertools.zip_longest(
            rows[:half], rows[half:], fillvalue=[Spacer(0, 0), Spacer(0, 0)])]
        column = width / 2
        table = Table(pairs, [BOX + 8, column - BOX - 8] * 2, style=[
            *BARE, ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("BOTTOMPADDING", (0, 0), (-1, -1), 4)])
        return [KeepTogether([name, look.text(words("You may tick several"), size=look.cell, quiet=True, after=3),
                              table]), Spacer(0, 4)]
    lines = _WRITTEN if item.kind is AnswerKind.TEXT else 1
    room = width if item.kind is AnswerKind.TEXT else width * 0.4
    return [KeepTogether([name, RuledLines(room, lines)]), Spacer(0, 4)]


def _sweeps(instrument: Instrument, look: Look, width: float, words: Words) -> list[Flowable]:
    """The table of the interval counts, one line a sweep."""
    head = [words("Sweep"), words("Minute"), words("Students present"), words("Engaged"), words("Active (optional)"),
            words("Teacher talks"), words("Students talk"), words("Both"), words("Silence")]
    rows: list[list[Flowable]] = [
        [look.in_cell(str(number), align="center"), look.in_cell(str(5 + 3 * (number - 1)), align="center"),
         *(Spacer(0, BOX) for _ in range(3)), *(TickBox() for _ in range(4))]
        for number in range(1, instrument.sweeps + 1)]
    table = ruled_table(head, rows, [42, 42, 60, 60, 60, 50, 50, 50, 50], width, look,
                        extra=[("VALIGN", (0, 1), (-1, -1), "MIDDLE")])
    return [*heading(words("Engagement sweeps"), look, room=110),
            look.text(words("Every three minutes from minute 5: count who is present and who is engaged."),
                      size=look.cell, quiet=True, after=4), table]
