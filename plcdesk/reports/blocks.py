"""Parts that papers share: titles, headings, colon-aligned facts, ruled tables, running text."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from reportlab.platypus import CondPageBreak, Flowable, Paragraph, Spacer, Table

from plcdesk.reports.fonts import clean, width_of
from plcdesk.reports.styles import BARE, Look

EMPTY = "–"
"""Printed where nothing was entered."""

# A row of a table that is longer than this (points) may be parted; on the lowest sheet there is room for two.
_LONGEST = 200.0
# Left and right of the text in a cell.
_SIDE = 4.0

# "- point", "* point", "1. point": the mark hangs left of the text.
_POINT = re.compile(r"^([-*•–]|\d{1,2}[.)])\s+(?=\S)")


def title(text: str, below: Sequence[str], look: Look) -> list[Flowable]:
    """The name of the paper with lines under it, centred."""
    rest = [look.text(line, align="center", size=look.body + 0.5) for line in below if clean(line)]
    return [look.text(text, bold=True, align="center", size=look.body + 3, after=1), *rest, Spacer(0, look.body * 0.8)]


def heading(text: str, look: Look, *, room: float = 62) -> list[Flowable]:
    """A heading that stays with what follows: it moves on unless `room` points are free under it."""
    return [CondPageBreak(room + look.body * 3),
            look.text(text, bold=True, before=look.body * 0.95, after=look.body * 0.3, size=look.body + 0.5)]


def facts(pairs: Sequence[tuple[str, str | Sequence[str]]], look: Look, width: float, *, indent: float = 0) -> Table:
    """``Label : value`` lines with the colons under each other; several values are numbered."""
    label_width = max(width_of(label, look.body) for label, _ in pairs) + 10 + indent
    colon = look.body * 0.9
    widths = [label_width, colon, width - label_width - colon]
    rows: list[list[Flowable]] = []
    for label, value in pairs:
        for index, line in enumerate(_values(value, look)):
            row = [look.text("" if index else label), look.text("" if index else ":"), line]
            rows += in_pieces(row, widths)
    return Table(rows, widths, hAlign="LEFT", style=[
        *BARE, ("LEFTPADDING", (0, 0), (0, -1), indent), ("BOTTOMPADDING", (0, 0), (-1, -1), look.body * 0.14),
    ])


def subheading(text: str, look: Look) -> list[Flowable]:
    """A heading inside a part."""
    return [CondPageBreak(62), look.text(text, bold=True, before=look.body * 0.6, after=look.body * 0.15)]


def numbered(items: Sequence[str], look: Look, *, size: float | None = None) -> list[Paragraph]:
    """A list ``1.``, ``2.``: the number hangs left of the text."""
    hang = (size or look.body) * (1.5 if len(items) < 10 else 2.1)
    return [hanging(f"{index}.", text, look, hang=hang, size=size) for index, text in enumerate(items, 1)]


def hanging(point: str, text: str, look: Look, *, hang: float, size: float | None = None, bold: bool = False,
            before: float = 0) -> Paragraph:
    """A paragraph whose first line starts with `point` in the margin of the rest."""
    line = look.text(text, indent=hang, hang=0, size=size, bold=bold, after=look.body * 0.18, before=before)
    return Paragraph(line.text, line.style.clone("hanging", bulletIndent=0, bulletFontName=line.style.fontName,
                                                 bulletFontSize=line.style.fontSize), bulletText=clean(point))


def running_text(text: str, look: Look, *, indent: float = 0) -> list[Flowable]:
    """What somebody typed, paragraph by paragraph; lines that begin like points hang."""
    parts: list[Flowable] = []
    for line in filter(None, (clean(part) for part in text.splitlines())):
        point = _POINT.match(line)
        if point:
            sign = "•" if point[1] in "-*•–" else point[1]
            made = hanging(sign, line[point.end():], look, hang=look.body * (1.2 if sign == "•" else 1.8))
            made.style = made.style.clone("point", leftIndent=made.style.leftIndent + indent, bulletIndent=indent)
            parts.append(made)
        else:
            parts.append(look.text(line, after=look.body * 0.4, indent=indent))
    return parts


def ruled_table(head: Sequence[str], rows: Sequence[Sequence[Flowable]], weights: Sequence[float], width: float,
                look: Look, *, padding: float = 3.2, open_after: int | None = None,
                extra: Sequence[tuple[object, ...]] = ()) -> Table:
    """A table with lines whose head repeats on each page; `weights` share out the width.

    No line stands after column `open_after`. A row stays whole on a page unless it is very long.
    """
    widths = [width * weight / sum(weights) for weight in weights]
    inner = [column - 2 * _SIDE for column in widths]
    cells: list[Sequence[Flowable]] = [[look.in_cell(text, bold=True, align="center") for text in head]]
    below = [0]
    for row in rows:
        cells += in_pieces(row, inner)
        below.append(len(cells) - 1)
    lines: list[tuple[object, ...]] = [("LINEBELOW", (0, row), (-1, row), 0.5, look.line) for row in below]
    lines += [("LINEAFTER", (column, 0), (column, -1), 0.5, look.line) for column in range(len(widths) - 1)
              if column != open_after]
    return Table(cells, widths, repeatRows=1, style=[
        *BARE, ("BOX", (0, 0), (-1, -1), 0.5, look.line), *lines,
        ("BACKGROUND", (0, 0), (-1, 0), look.fill), ("VALIGN", (0, 0), (-1, 0), "MIDDLE"),
        ("LEFTPADDING", (0, 0), (-1, -1), _SIDE), ("RIGHTPADDING", (0, 0), (-1, -1), _SIDE),
        ("TOPPADDING", (0, 0), (-1, 0), 3.6), ("BOTTOMPADDING", (0, 0), (-1, 0), 3.6),
        ("TOPPADDING", (0, 1), (-1, -1), padding), ("BOTTOMPADDING", (0, 1), (-1, -1), padding), *extra,
    ])


def headed_table(text: str, table: Table, look: Look, width: float, between: Sequence[Flowable] = ()) -> list[Flowable]:
    """A heading, perhaps a line, and a table of which at least the head and one row stand under the heading."""
    # The least height at which the table can be parted is that of its head and first row.
    tries = (height for height in range(40, int(_LONGEST), 10) if len(table.split(width, height)) > 1)
    whole = min(_LONGEST, table.wrap(width, _LONGEST)[1])
    room = next(tries, whole) + sum(part.wrap(width, _LONGEST)[1] + 4 for part in between)
    return [*heading(text, look, room=room), *between, table]


def in_pieces(row: Sequence[Flowable], widths: Sequence[float]) -> list[list[Flowable]]:
    """The row, or as many rows as it takes that none is too long to move to the next page as a whole."""
    columns = [_cut(cell, width) for cell, width in zip(row, widths, strict=True)]
    empty = Spacer(0, 0)
    return [list(piece) for piece in itertools.zip_longest(*columns, fillvalue=empty)]


def _cut(cell: Flowable, width: float) -> list[Flowable]:
    pieces, rest = [], cell
    while rest.wrap(width, _LONGEST)[1] > _LONGEST:
        parts = rest.split(width, _LONGEST)
        if len(parts) < 2:
            break
        pieces.append(parts[0])
        rest = parts[1]
    return [*pieces, rest]


def _values(value: str | Sequence[str], look: Look) -> list[Paragraph]:
    if isinstance(value, str):
        return [look.text(value if clean(value) else EMPTY)]
    return numbered(value, look) if value else [look.text(EMPTY)]
