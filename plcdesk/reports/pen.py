"""What a person fills in by pen: boxes to tick, lines to write on (domain handbook 5: boxes of 6 mm and more)."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph

from plcdesk.reports.fonts import REGULAR, width_of
from plcdesk.reports.styles import Look

BOX = 6.5 * mm
"""The side of a box to tick."""
LINE = 8.5 * mm
"""From one line for handwriting to the next."""
_GAP, _APART = 5.0, 14.0


class TickBox(Flowable):
    """A box with a small digit in its corner; in the middle of the room it gets, or at its left."""

    def __init__(self, digit: str = "", *, centred: bool = True) -> None:
        super().__init__()
        self._digit, self._centred = digit, centred

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """All the width, one box high."""
        self.width, self.height = width, BOX
        return width, BOX

    def draw(self) -> None:
        """Draw the box."""
        _draw_box(self.canv, (self.width - BOX) / 2 if self._centred else 0.0, 0, self._digit)


class TickLine(Flowable):
    """Boxes with their words beside each other, in as many lines as it takes; `choices` are digit and words."""

    def __init__(self, choices: Sequence[tuple[str, str]], look: Look, width: float) -> None:
        super().__init__()
        self._wide = width
        self._places: list[tuple[float, float, str, Paragraph]] = []
        x, y = 0.0, 0.0
        for digit, words in choices:
            room = min(width_of(words, look.cell) + 1, width - BOX - _GAP)
            if x and x + BOX + _GAP + room > width:
                x, y = 0.0, y + BOX + 4
            text = look.in_cell(words)
            high = text.wrap(room, BOX)[1]
            self._places.append((x, y + max(0.0, high - BOX), digit, text))
            x, y = x + BOX + _GAP + room + _APART, y + max(0.0, high - BOX)
        self._high = y + BOX + 2

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """As high as its lines."""
        self.width, self.height = self._wide, self._high
        return self.width, self.height

    def draw(self) -> None:
        """Draw the boxes, each with its words to the right."""
        for x, down, digit, text in self._places:
            y = self._high - down - BOX
            _draw_box(self.canv, x, y, digit)
            text.drawOn(self.canv, x + BOX + _GAP, y + (BOX - min(text.height, BOX)) / 2)


class RuledLines(Flowable):
    """Empty lines to write on, dotted so that the pen finds them; they may be parted between pages."""

    def __init__(self, width: float, count: int) -> None:
        super().__init__()
        self._wide, self._count = width, count

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """So many lines."""
        self.width, self.height = min(self._wide, width), LINE * self._count
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """As many lines as fit here, the rest on the next page."""
        here = int(height // LINE)
        if here < 1 or here >= self._count:
            return []
        return [RuledLines(self._wide, here), RuledLines(self._wide, self._count - here)]

    def draw(self) -> None:
        """Draw the lines."""
        self.canv.setStrokeColor(Look().quiet)
        self.canv.setLineWidth(0.5)
        self.canv.setDash(1, 2)
        for index in range(self._count):
            y = self.height - LINE * (index + 1) + 1.5
            self.canv.line(0, y, self.width, y)
        self.canv.setDash()


def _draw_box(canvas: Canvas, x: float, y: float, digit: str) -> None:
    canvas.setStrokeColorRGB(0.1, 0.1, 0.1)
    canvas.setLineWidth(0.9)
    canvas.rect(x, y, BOX, BOX)
    if digit:
        canvas.setFont(REGULAR, 7.5)
        canvas.setFillColorRGB(0.35, 0.35, 0.35)
        canvas.drawString(x + 1.6, y + BOX - 7.4, digit)
