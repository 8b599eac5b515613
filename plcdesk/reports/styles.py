"""Sizes, distances and greys of paper, in points."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from reportlab.lib.colors import Color, HexColor, black, white
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph

from plcdesk.reports.fonts import BOLD, REGULAR, markup

BODY = 11.0
LEADING = 1.3
CELL = 9.5

BARE: tuple[tuple[object, ...], ...] = (
    # Even an empty cell sets a font, and ReportLab's own would be the one that is not embedded.
    ("FONTNAME", (0, 0), (-1, -1), REGULAR), ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
)
"""A table without lines and paddings: only a way to put things beside each other."""

_ALIGNMENTS = {"left": TA_LEFT, "center": TA_CENTER, "right": TA_RIGHT}


@dataclass(frozen=True, slots=True)
class Look:
    """The type size of running text and the colours; `save_ink` leaves out fills and colours pictures grey."""

    save_ink: bool = False
    body: float = BODY

    @property
    def cell(self) -> float:
        """The size in tables: a little smaller than running text, never under 9 points at the normal size."""
        return self.body * CELL / BODY

    @property
    def fill(self) -> Color:
        """Behind the head of a table."""
        return white if self.save_ink else HexColor(0xE9EEF4)

    @property
    def line(self) -> Color:
        """Lines of tables."""
        return HexColor(0x8A8A8A) if self.save_ink else HexColor(0x5B6673)

    @property
    def quiet(self) -> Color:
        """Text that steps back: captions, footers."""
        return HexColor(0x555555)

    def text(self, text: str, *, bold: bool = False, size: float | None = None, align: str = "left",
             before: float = 0, after: float = 0, indent: float = 0, hang: float = 0, quiet: bool = False) -> Paragraph:
        """A paragraph of any text; `hang` is how far its first line stands left of the rest."""
        style = _style(size or self.body, bold, align, before, after, indent, hang, self.quiet if quiet else black)
        return Paragraph(markup(text), style)

    def rich(self, prepared: str, *, size: float | None = None, align: str = "left", before: float = 0,
             after: float = 0, indent: float = 0, hang: float = 0) -> Paragraph:
        """As `text`, for pieces already made by `markup`."""
        return Paragraph(prepared, _style(size or self.body, False, align, before, after, indent, hang, black))

    def in_cell(self, text: str, *, bold: bool = False, align: str = "left") -> Paragraph:
        """A paragraph in table size."""
        return self.text(text, bold=bold, align=align, size=self.cell)


@functools.lru_cache(maxsize=256)
def _style(size: float, bold: bool, align: str, before: float, after: float, indent: float, hang: float,
           colour: Color) -> ParagraphStyle:
    return ParagraphStyle(
        "paper", fontName=BOLD if bold else REGULAR, fontSize=size, leading=size * LEADING, alignment=_ALIGNMENTS[align],
        spaceBefore=before, spaceAfter=after, leftIndent=indent, firstLineIndent=-hang, textColor=colour,
        splitLongWords=1, allowWidows=0, allowOrphans=0, bulletFontName=REGULAR, underlineWidth=0.6, underlineOffset=-1.5,
    )
