"""An instrument on paper, to be filled in by pen (domain handbook 5, "Angket/rubrik kosong").

Code and version stand at the foot of each page; the words of a scale head each table and repeat on every page.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer, Table

from plcdesk.domain.instruments import About, AnswerKind, Instrument, Item, Scale
from plcdesk.domain.papers import PaperOptions
from plcdesk.domain.sheets import BlankForm, Box, Part
from plcdesk.reports.blocks import heading, title
from plcdesk.reports.boxes import box_story
from plcdesk.reports.document import Footer, Margins, Sheet, make_pdf, sheet_of
from plcdesk.reports.flow import Tail
from plcdesk.reports.fonts import width_of
from plcdesk.reports.instrument_tables import rubric, scale_table, sweep_table
from plcdesk.reports.letterhead import letterhead_story
from plcdesk.reports.pen import BOX, LINE, RuledLines, TickBox, TickLine
from plcdesk.reports.signatures import signature_block
from plcdesk.reports.styles import BARE, Look
from plcdesk.words import Words

_MARGINS = Margins(top=15 * mm, bottom=25 * mm, left=20 * mm, right=15 * mm)
"""Narrower than those of letters: what is filled in is not bound, and boxes need room."""
_WRITTEN = 3
"""So many lines for an answer in words."""
_NOTED = 4
"""So many lines for what an observer notes beside the levels."""
SEEN = frozenset({About.MEETING, About.LEADER, About.LESSON, About.MODULE})
"""Filled in by somebody who looks on: "not observed" is an answer, and what was seen is written down."""


def make_blank(form: BlankForm, options: PaperOptions, words: Words) -> bytes:
    """The PDF of an empty form; three-part questions, sweeps and choices as the instrument has them."""
    plain = sheet_of(options)
    sheet, look = Sheet(plain.width, plain.height, _MARGINS), Look(options.save_ink, body=10.5)
    instrument, language = form.instrument, words.language
    story: list[Flowable] = [
        *letterhead_story(form.letterhead, look, sheet.text_width, shown=options.letterhead),
        *title(instrument.title.to(language), [*form.below, instrument.note.to(language)], look),
        *_head(form, look, sheet.text_width), Spacer(0, 6),
        *_parts(form, look, sheet, words),
    ]
    if instrument.sweeps:
        story += _sweeps(instrument, look, sheet.text_width, words)
    if instrument.about in SEEN:
        story += [*heading(words("Evidence and notes"), look, room=LINE * _NOTED), RuledLines(sheet.text_width, _NOTED)]
    if options.signatures and form.signatures is not None:
        block = signature_block(form.signatures, look, words, sheet.text_width, sheet.text_height * 0.7)
        while isinstance(story[-1], Spacer):
            story.pop()
        story.append(Tail(story.pop(), block, full=sheet.text_height, gap=look.body * 1.8))
    code = words("{code}, version {n}", code=instrument.code, n=str(instrument.version))
    return make_pdf(story, sheet, Footer(f"{code} · {instrument.title.to(language)}"), options, words,
                    instrument.title.to(language))


def _head(form: BlankForm, look: Look, width: float) -> list[Flowable]:
    """Two columns of labels with a line behind each, then what is ticked."""
    cells = [[look.text(f"{label}:"), RuledLines(width, 1)] for label in form.heading]
    if len(cells) % 2:
        cells.append([look.text(""), Spacer(0, LINE)])
    rows = [[*left, "", *right] for left, right in zip(cells[::2], cells[1::2], strict=True)]
    gap = 14.0
    labels = [min(width * 0.24, max((width_of(f"{label}:", look.body) for label in column), default=0.0) + 6)
              for column in (form.heading[::2], form.heading[1::2])]
    lines = (width - gap - sum(labels)) / 2
    story: list[Flowable] = [Table(rows, [labels[0], lines, gap, labels[1], lines],
                                   style=[*BARE, ("VALIGN", (0, 0), (-1, -1), "BOTTOM")])]
    for label, choices in form.choices:
        wide = min(width * 0.3, width_of(f"{label}:", look.body) + 10)
        ticks = TickLine([("", choice) for choice in choices], look, width - wide)
        story += [Spacer(0, 7), Table([[look.text(f"{label}:"), ticks]], [wide, width - wide],
                                      style=[*BARE, ("VALIGN", (0, 0), (-1, -1), "MIDDLE")])]
    return story


def _parts(form: BlankForm, look: Look, sheet: Sheet, words: Words) -> list[Flowable]:
    """The dimensions, each under its name; the talks of a coaching cycle in boxes."""
    instrument, language, width = form.instrument, words.language, sheet.text_width
    asked = instrument.asked(form.occasion, form.role)
    story: list[Flowable] = []
    for dimension in instrument.dimensions:
        items = [item for item in asked if item.dimension == dimension.code]
        name = dimension.label.to(language)
        if items and instrument.about is About.CYCLE and not dimension.scored:
            story += box_story(Box(name, tuple(_part(item, form, language) for item in items)), look, width, sheet.text_height)
        elif items:
            story += heading(name, look, room=105) if len(instrument.dimensions) > 1 else []
            story += _items(instrument, items, look, width, words)
    return story


def _part(item: Item, form: BlankForm, language: str) -> Part:
    lines = 1 if item.kind is not AnswerKind.TEXT or item.code in form.short else 2
    choices = tuple((option.key, option.label.to(language)) for option in item.scale.options) if item.scale else ()
    return Part(f"{item.code}  {item.label.to(language)}", "", lines, choices)


def _items(instrument: Instrument, items: Iterable[Item], look: Look, width: float, words: Words) -> list[Flowable]:
    story: list[Flowable] = []
    seen = instrument.about in SEEN

    def alike(item: Item) -> tuple[Scale | None, bool]:
        return item.scale, bool(item.anchors)

    for (scale, anchored), group in itertools.groupby(items, key=alike):
        members = list(group)
        if scale is None:
            for item in members:
                story += _free(item, look, width, words)
        elif anchored:
            table = rubric(scale, members, look, width, words, evidence=instrument.about is About.MODULE)
            story += [CondPageBreak(95), table, Spacer(0, 6)]
        else:
            story += [CondPageBreak(60), scale_table(scale, members, look, width, words, skip=seen), Spacer(0, 6)]
    return story


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
    """The table of the interval counts under its name."""
    return [*heading(words("Engagement sweeps"), look, room=110),
            look.text(words("Every three minutes from minute 5: count who is present and who is engaged."),
                      size=look.cell, quiet=True, after=4), sweep_table(instrument, look, width, words), Spacer(0, 6)]
