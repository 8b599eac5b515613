"""What a person fills in by pen: boxes to tick, lines to write on (domain handbook 5: boxes of 6 mm and more)."""

from __future__ import annotations

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from plcdesk.reports.fonts import REGULAR
from plcdesk.reports.styles import Look

BOX = 6.5 * mm
"""The side of a box to tick."""
LINE = 8.5 * mm
"""From one line for handwriting to the next."""


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
        x = (self.width - BOX) / 2 if self._centred else 0.0
        self.canv.setStrokeColorRGB(0.1, 0.1, 0.1)
        self.canv.setLineWidth(0.9)
        self.canv.rect(x, 0, BOX, BOX)
        self.canv.setFont(REGULAR, 7.5)
        self.canv.setFillColorRGB(0.35, 0.35, 0.35)
        self.canv.drawString(x + 1.6, BOX - 7.4, self._digit)


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
