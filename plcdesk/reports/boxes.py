"""Bordered parts with labelled texts: written, or with room for the pen (coaching forms, what was agreed)."""

from __future__ import annotations

from reportlab.platypus import CondPageBreak, Flowable, Spacer, Table

from plcdesk.domain.sheets import Box, Part
from plcdesk.reports.blocks import EMPTY, in_pieces, running_text
from plcdesk.reports.pen import RuledLines, TickLine
from plcdesk.reports.styles import BARE, Look

_ROOM = 130.0
"""So much room (points) must be free where a long box begins, so that its title never stands alone."""
_WHOLE = 0.5
"""A box up to this share of the page goes to the next page as a whole."""
_SIDE = 7.0


def box_story(box: Box, look: Look, width: float, page: float) -> list[Flowable]:
    """The title in a filled line, the parts below; `page` is the height of an empty page in points.

    A longer box is parted between its parts and repeats its title; a label stays with the first lines of its text.
    """
    inner = width - 2 * _SIDE
    rows: list[list[Flowable]] = [[look.text(box.title, bold=True)]]
    held: list[tuple[object, ...]] = []
    for part in box.parts:
        held.append(("NOSPLIT", (0, len(rows)), (0, len(rows) + 1)))
        rows.append([look.text(part.label, bold=True, size=look.cell)])
        for flowable in _content(part, look, inner):
            rows += in_pieces([flowable], [inner])
    style: list[tuple[object, ...]] = [
        *BARE, ("BOX", (0, 0), (-1, -1), 0.8, look.line), ("BACKGROUND", (0, 0), (-1, 0), look.fill),
        ("LEFTPADDING", (0, 0), (-1, -1), _SIDE), ("RIGHTPADDING", (0, 0), (-1, -1), _SIDE),
        ("TOPPADDING", (0, 0), (-1, -1), 2.5), ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5),
        ("BOTTOMPADDING", (0, -1), (-1, -1), 7), *held,
        # where the page ends the box is closed, and opened again under its title
        ("LINEBELOW", (0, "splitlast"), (-1, "splitlast"), 0.8, look.line),
    ]
    table = Table(rows, [width], style=style, repeatRows=1)
    height = table.wrap(width, page)[1]
    if height <= page * _WHOLE:
        table = Table(rows, [width], style=style, splitByRow=0)
    return [CondPageBreak(min(_ROOM, height)), table, Spacer(0, look.body * 0.7)]


def _content(part: Part, look: Look, width: float) -> list[Flowable]:
    written = running_text(part.text, look)
    if written:
        return written
    if part.choices:
        return [TickLine(part.choices, look, width)]
    return [RuledLines(width, part.lines) if part.lines else look.text(EMPTY)]
