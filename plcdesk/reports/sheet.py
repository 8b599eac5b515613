"""Papers of blocks: set one under the other, signatures at the end (domain handbook 5)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from reportlab.platypus import CondPageBreak, Flowable, Spacer, Table

from plcdesk.domain.papers import PaperOptions
from plcdesk.domain.sheets import Bars, Block, Box, Facts, Grid, Heading, Prose, Remark, SheetPaper
from plcdesk.reports.blocks import EMPTY, facts, headed_table, heading, ruled_table, running_text, subheading, title
from plcdesk.reports.boxes import box_story
from plcdesk.reports.charts import bar_charts
from plcdesk.reports.columns import line_needed, needed, shared
from plcdesk.reports.document import Footer, Sheet, make_pdf, sheet_of
from plcdesk.reports.flow import Stack, Tail
from plcdesk.reports.fonts import clean, markup
from plcdesk.reports.letterhead import letterhead_story
from plcdesk.reports.signatures import signature_block
from plcdesk.reports.styles import Look
from plcdesk.words import Words

_ALIGN = {"l": "left", "c": "center", "r": "right", "w": "left"}
_UNDER = {Prose: 96.0, Box: 150.0}
"""So much room (points) must be free under a heading, by what follows it."""
_PAGE = re.compile(rb"/Type\s*/Page\b")
"""One of these stands in a PDF for each page; the list of pages is called otherwise."""
_SHORT = 0.3
"""A last block up to this share of the page goes with the signatures as a whole, headings and all."""


def make_sheet(paper: SheetPaper, options: PaperOptions, words: Words) -> bytes:
    """The PDF of a paper of blocks."""
    sheet, look = sheet_of(options), Look(options.save_ink)
    story: list[Flowable] = [
        *letterhead_story(paper.letterhead, look, sheet.text_width, shown=options.letterhead),
        *title(paper.title, paper.below, look),
    ]
    if options.signatures and paper.signatures is not None and paper.blocks:
        block = signature_block(paper.signatures, look, words, sheet.text_width, sheet.text_height * 0.7)
        at = _last(paper.blocks)
        story += _story(paper.blocks[:at], look, sheet)
        before, end = _end(_story(paper.blocks[at:], look, sheet), sheet)
        story += [*before, Tail(end, block, full=sheet.text_height, gap=look.body * 1.8)]
    else:
        story += _story(paper.blocks, look, sheet)
    return make_pdf(story, sheet, Footer(paper.footer or paper.title), options, words, paper.title)


def make_one_page(paper: Callable[[int], SheetPaper], sizes: Sequence[int], options: PaperOptions, words: Words) -> bytes:
    """The PDF of a paper that is to stand on one page: `paper` is asked for it with one of `sizes` after the other, the
    number of lines it may spend on what can be shortened, until it fits. The last one is taken as it comes."""
    pdf = b""
    for size in sizes:
        pdf = make_sheet(paper(size), options, words)
        if len(_PAGE.findall(pdf)) <= 1:
            break
    return pdf


def _last(blocks: Sequence[Block]) -> int:
    """Where the last block begins, with the headings above it."""
    at = max(0, len(blocks) - 1)
    while at and isinstance(blocks[at - 1], Heading):
        at -= 1
    return at


def _end(story: list[Flowable], sheet: Sheet) -> tuple[list[Flowable], Flowable]:
    """What the signatures keep company with: the last block with its headings, of a long one its last part."""
    while len(story) > 1 and isinstance(story[-1], Spacer):
        story.pop()
    parts = [part for part in story if not isinstance(part, CondPageBreak)]
    whole = Stack(parts)
    if whole.wrap(sheet.text_width, sheet.text_height)[1] <= sheet.text_height * _SHORT:
        return [], whole
    return story[:-1], story[-1]


def _story(blocks: Sequence[Block], look: Look, sheet: Sheet) -> list[Flowable]:
    story: list[Flowable] = []
    names: list[Heading] = []
    for block in blocks:
        if isinstance(block, Heading):
            names.append(block)
            continue
        story += _headed(names, block, look, sheet) if names else _set(block, look, sheet)
        names = []
    return story + [part for name in names for part in _name(name, look)]


def _headed(names: Sequence[Heading], block: Block, look: Look, sheet: Sheet) -> list[Flowable]:
    """A block under one or more headings, none of which stays behind at the end of a page."""
    first, more = names[0], names[1:]
    width = sheet.text_width
    if isinstance(block, Grid) and not first.small:
        between = [part for name in more for part in subheading(name.text, look)]
        return [*headed_table(first.text, _grid(block, look, width), look, width, between), _space(look)]
    if isinstance(block, Bars):
        # a chart cannot be parted: its names go with it
        charts = bar_charts(block, width, look)
        together = [part for name in names for part in _name(name, look)[1:]]
        return [_space(look), Stack([*together, charts[0]]), *charts[1:], _space(look)]
    room = _UNDER.get(type(block), 62.0) + 40 * len(more)
    story = subheading(first.text, look) if first.small else heading(first.text, look, room=room)
    return [*story, *(part for name in more for part in _name(name, look)), *_set(block, look, sheet)]


def _name(name: Heading, look: Look) -> list[Flowable]:
    return subheading(name.text, look) if name.small else heading(name.text, look)


def _set(block: Block, look: Look, sheet: Sheet) -> list[Flowable]:
    width = sheet.text_width
    if isinstance(block, Heading):
        return _name(block, look)
    if isinstance(block, Facts):
        return [facts(block.pairs, look, width), _space(look)] if block.pairs else []
    if isinstance(block, Prose):
        return [*subheading(block.label, look), *(running_text(block.text, look) or [look.text(EMPTY)]), _space(look)]
    if isinstance(block, Remark):
        return [look.text(block.text, size=look.cell, quiet=True, before=2, after=4)]
    if isinstance(block, Grid):
        return [_grid(block, look, width), _space(look)]
    if isinstance(block, Bars):
        return [*bar_charts(block, width, look), _space(look)]
    return box_story(block, look, width, sheet.text_height)


def _space(look: Look) -> Spacer:
    return Spacer(0, look.body * 0.5)


def _grid(grid: Grid, look: Look, width: float) -> Table:
    rows = [[_cell(cell, _ALIGN[grid.align[at]], look) for at, cell in enumerate(row)] for row in grid.rows]
    least = [needed(text, look) for text in grid.head]
    for at, align in enumerate(grid.align):
        if align == "c":
            # codes and counts are short and stay in one piece
            least[at] = max([least[at], *(min(needed(row[at], look, bold=False), 60.0) for row in grid.rows)])
        if align == "w":
            least[at] = max([least[at], *(line_needed(row[at], look) for row in grid.rows)])
    return ruled_table(grid.head, rows, shared(grid.weights, least, width), width, look)


def _cell(text: str, align: str, look: Look) -> Flowable:
    lines = [markup(line) for line in text.splitlines() if clean(line)]
    return look.rich("<br/>".join(lines) or EMPTY, align=align, size=look.cell)
