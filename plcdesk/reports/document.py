"""The sheet, its margins and footer, and the way from flowables to the bytes of a PDF.

The same paper gives the same bytes on every run: no times, no random identifiers.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.lib.units import cm, mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from plcdesk.domain.papers import Orientation, PaperOptions, PaperSize
from plcdesk.reports.fonts import BOLD, REGULAR, clean, register_fonts, width_of
from plcdesk.reports.styles import LEADING, Look
from plcdesk.words import Words

SIZES = {PaperSize.A4: (210 * mm, 297 * mm), PaperSize.F4: (215 * mm, 330 * mm)}
"""Width and height of an upright sheet in points; F4 as Indonesian offices cut it."""

_LANGUAGES = {"id": "id-ID", "en": "en-GB"}
_FOOTER_SIZE = 8.5
_FOOTER_HEIGHT = 17 * mm


@dataclass(frozen=True, slots=True)
class Margins:
    """White edges in points; the left one is wide enough to bind."""

    top: float = 2.5 * cm
    bottom: float = 3 * cm
    left: float = 3 * cm
    right: float = 2.5 * cm


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of paper with its margins, in points."""

    width: float
    height: float
    margins: Margins = Margins()

    @property
    def text_width(self) -> float:
        """Room for text from margin to margin."""
        return self.width - self.margins.left - self.margins.right

    @property
    def text_height(self) -> float:
        """Room for text from the top margin to the bottom one."""
        return self.height - self.margins.top - self.margins.bottom

    def frame(self) -> Frame:
        """The box that text flows into."""
        return Frame(self.margins.left, self.margins.bottom, self.text_width, self.text_height, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Footer:
    """What stands at the foot of every page: `text`, and the page's number (`lonely`: of a single page too)."""

    text: str = ""
    counted: bool = True
    lonely: bool = True


def sheet_of(options: PaperOptions) -> Sheet:
    """The sheet that the options ask for."""
    width, height = SIZES[options.paper]
    if options.orientation is Orientation.LANDSCAPE:
        width, height = height, width
    return Sheet(width, height)


def make_pdf(story: Sequence[Flowable], sheet: Sheet, footer: Footer, options: PaperOptions, words: Words, title: str,
             *, template: PageTemplate | None = None) -> bytes:
    """Set the flowables on as many pages as they need and return the PDF."""
    register_fonts()
    out = io.BytesIO()
    paper = BaseDocTemplate(
        out, pagesize=(sheet.width, sheet.height), leftMargin=sheet.margins.left, rightMargin=sheet.margins.right,
        topMargin=sheet.margins.top, bottomMargin=sheet.margins.bottom, title=clean(title), creator="PLC Desk",
        author="PLC Desk", lang=_LANGUAGES[words.language], invariant=1, initialFontName=REGULAR, displayDocTitle=1,
    )
    paper.addPageTemplates([template or PageTemplate("text", [sheet.frame()])])
    draw = functools.partial(_draw_footer, sheet=sheet, footer=footer, draft=options.draft, words=words)
    paper.build(list(story), canvasmaker=functools.partial(_CountingCanvas, footer=draw))
    return out.getvalue()


class _CountingCanvas(Canvas):
    """Keeps every page until the last, so that each footer knows how many there are."""

    def __init__(self, *args: Any, footer: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._footer = footer
        self._kept: list[dict[str, Any]] = []

    def showPage(self) -> None:
        """Lay the page aside."""
        self._kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Write all pages, each with its footer."""
        kept = self._kept
        for number, page in enumerate(kept, 1):
            self.__dict__.update(page)
            self._footer(self, number, len(kept))
            super().showPage()
        super().save()


def _draw_footer(canvas: Canvas, number: int, count: int, *, sheet: Sheet, footer: Footer, draft: bool,
                 words: Words) -> None:
    counted = footer.counted and (count > 1 or footer.lonely)
    if not (counted or draft or footer.text):
        return
    left, right = sheet.margins.left, sheet.width - sheet.margins.right
    look = Look()
    canvas.saveState()
    canvas.setStrokeColor(look.quiet)
    canvas.setFillColor(look.quiet)
    canvas.setLineWidth(0.4)
    canvas.line(left, _FOOTER_HEIGHT + 13, right, _FOOTER_HEIGHT + 13)
    if counted:
        page = words("Page {page} of {pages}", page=str(number), pages=str(count))
        canvas.setFont(REGULAR, _FOOTER_SIZE)
        canvas.drawRightString(right, _FOOTER_HEIGHT, page)
        right -= width_of(page, _FOOTER_SIZE) + 12
    if draft:
        mark = words("DRAFT")
        canvas.setFont(BOLD, _FOOTER_SIZE)
        canvas.drawString(left, _FOOTER_HEIGHT, mark)
        left += width_of(mark, _FOOTER_SIZE, bold=True) + 8
    _draw_text(canvas, footer.text, left, right - left, look)
    canvas.restoreState()


def _draw_text(canvas: Canvas, text: str, left: float, room: float, look: Look) -> None:
    """One line, by the same fallback as running text; what does not fit the line is left out."""
    line = look.text(text, size=_FOOTER_SIZE, quiet=True)
    # its first line may stand alone, else a long text would run on below the page's number
    line.style = line.style.clone("footer", allowOrphans=1, allowWidows=1)
    line.wrap(room, sheet_height := _FOOTER_SIZE * LEADING)
    first = (line.split(room, sheet_height) or [line])[0]
    _, height = first.wrap(room, sheet_height)
    first.drawOn(canvas, left, _FOOTER_HEIGHT + _FOOTER_SIZE * 1.06 - height)
