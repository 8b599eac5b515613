"""Papers of blocks: set one under the other, signatures at the end (domain handbook 5)."""

from __future__ import annotations

from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer, Table

from plcdesk.domain.papers import PaperOptions
from plcdesk.domain.sheets import Bars, Block, Box, Facts, Grid, Heading, Prose, Remark, SheetPaper
from plcdesk.reports.blocks import EMPTY, facts, headed_table, heading, ruled_table, running_text, subheading, title
from plcdesk.reports.charts import bars
from plcdesk.reports.document import Footer, Sheet, make_pdf, sheet_of
from plcdesk.reports.flow import Tail
from plcdesk.reports.fonts import clean, width_of
from plcdesk.reports.letterhead import letterhead_story
from plcdesk.reports.pen import RuledLines
from plcdesk.reports.signatures import signature_block
from plcdesk.reports.styles import BARE, Look
from plcdesk.words import Words

_ROOM = 130.0
"""So much room (points) must be free where a box begins, so that its title never stands alone."""
_ALIGN = {"l": "left", "c": "center", "r": "right"}


def make_sheet(paper: SheetPaper, options: PaperOptions, words: Words) -> bytes:
    """The PDF of a paper of blocks."""
    sheet, look = sheet_of(options), Look(options.save_ink)
    story: list[Flowable] = [
        *letterhead_story(paper.letterhead, look, sheet.text_width, shown=options.letterhead),
        *title(paper.title, paper.below, look),
    ]
    blocks = list(paper.blocks)
    while blocks:
        block = blocks.pop(0)
        if isinstance(block, Heading) and not block.small and blocks and isinstance(blocks[0], Grid):
            grid = blocks.pop(0)
            assert isinstance(grid, Grid)
            story += headed_table(block.text, _grid(grid, look, sheet.text_width), look, sheet.text_width)
        elif isinstance(block, Heading) and blocks and isinstance(blocks[0], Bars):
            # a chart is never parted from its name
            story.append(KeepTogether([*_set(block, look, sheet), *_set(blocks.pop(0), look, sheet)]))
        else:
            story += _set(block, look, sheet)
    if options.signatures and paper.signatures is not None:
        block_of = signature_block(paper.signatures, look, words, sheet.text_width, sheet.text_height * 0.7)
        last = story.pop() if story else Spacer(0, 0)
        story.append(Tail(last, block_of, full=sheet.text_height, gap=look.body * 1.8))
    return make_pdf(story, sheet, Footer(paper.footer or paper.title), options, words, paper.title)


def _set(block: Block, look: Look, sheet: Sheet) -> list[Flowable]:
    width = sheet.text_width
    if isinstance(block, Heading):
        return subheading(block.text, look) if block.small else heading(block.text, look)
    if isinstance(block, Facts):
        return [facts(block.pairs, look, width), Spacer(0, look.body * 0.4)] if block.pairs else []
    if isinstance(block, Prose):
        return [*subheading(block.label, look), *(running_text(block.text, look) or [look.text(EMPTY)])]
    if isinstance(block, Remark):
        return [look.text(block.text, size=look.cell, quiet=True, before=2, after=4)]
    if isinstance(block, Grid):
        return [_grid(block, look, width), Spacer(0, look.body * 0.5)]
    if isinstance(block, Bars):
        return [bars(block.bars, width, look), Spacer(0, look.body * 0.4)]
    return _box(block, look, width)


def _grid(grid: Grid, look: Look, width: float) -> Table:
    rows = [[look.in_cell(clean(cell) or EMPTY, align=_ALIGN[grid.align[at]]) for at, cell in enumerate(row)]
            for row in grid.rows]
    return ruled_table(grid.head, rows, _widths(grid, look, width), width, look)


def _widths(grid: Grid, look: Look, width: float) -> list[float]:
    """The widths by weight; a column whose head has a longer word takes what it needs from the widest ones."""
    widths = [width * weight / sum(grid.weights) for weight in grid.weights]
    least = [max((width_of(word, look.cell, bold=True) for word in text.split()), default=0) + 9 for text in grid.head]
    for at, need in enumerate(least):
        while widths[at] < need:
            spare, widest = max((widths[one] - least[one], one) for one in range(len(widths)))
            if spare <= 0:
                break
            moved = min(need - widths[at], spare)
            widths[at], widths[widest] = widths[at] + moved, widths[widest] - moved
    return widths


def _box(box: Box, look: Look, width: float) -> list[Flowable]:
    """The title in a filled line, the parts below; where a text is empty there are lines to write on."""
    rows: list[list[Flowable]] = [[look.text(box.title, bold=True)]]
    for label, text in box.parts:
        rows.append([look.text(label, bold=True, size=look.cell)])
        rows += [[line] for line in running_text(text, look)] or [[RuledLines(width - 14, box.lines)]]
    style: list[tuple[object, ...]] = [
        *BARE, ("BOX", (0, 0), (-1, -1), 0.8, look.line), ("BACKGROUND", (0, 0), (-1, 0), look.fill),
        ("LEFTPADDING", (0, 0), (-1, -1), 7), ("RIGHTPADDING", (0, 0), (-1, -1), 7),
        ("TOPPADDING", (0, 0), (-1, -1), 2.5), ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5),
        ("BOTTOMPADDING", (0, -1), (-1, -1), 7),
    ]
    return [CondPageBreak(_ROOM), Table(rows, [width], style=style, repeatRows=1), Spacer(0, look.body * 0.7)]
