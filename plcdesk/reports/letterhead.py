"""Kop surat: who writes, in the sizes of official letters, a logo at the left, a double closing line."""

from __future__ import annotations

from reportlab.lib.colors import black
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Image

from plcdesk.domain.papers import Letterhead
from plcdesk.reports.flow import capped
from plcdesk.reports.fonts import clean, width_of
from plcdesk.reports.pictures import picture
from plcdesk.reports.styles import Look

# Permendagri 1/2023: the government's line to the unit's line as 3 : 4.
_OFFICE = 12.0
_UNIT = 16.0
_ADDRESS = 9.0
_LOGO = 22 * mm
_GAP = 4 * mm
_HIGHEST = 160.0
_TO_RULE = 6.0
_UNDER_RULE = 9.0
# A line too long even beside the logo is shrunk so far, then wrapped.
_LEAST = 0.62


class LetterheadBlock(Flowable):
    """The lines centred on the sheet (beside the logo where they are too long for that), closed by a double line."""

    def __init__(self, letterhead: Letterhead, look: Look, *, scale: float = 1.0) -> None:
        super().__init__()
        self._lines = [clean(line) for line in letterhead.lines if clean(line)]
        self._unit = unit_line(self._lines, clean(letterhead.unit))
        self._look, self._scale = look, scale
        side = _LOGO * scale
        self._logo: Image | None = None
        if letterhead.logo:
            self._logo = picture(letterhead.logo, side, side, grey=look.save_ink)
        self._set: list[tuple[Flowable, float]] = []

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Set every line as large as its rank and the width allow."""
        side = self._logo.drawWidth + _GAP * self._scale if self._logo else 0.0
        sizes = [self._size(index) for index in range(len(self._lines))]
        longest = max((width_of(text, size, bold=index == self._unit)
                       for index, (text, size) in enumerate(zip(self._lines, sizes, strict=True))), default=0.0)
        # Text is centred on the sheet; only where the logo would be in its way does it move aside.
        inset = (side, side) if longest <= width - 2 * side else (side, 0.0)
        room = width - sum(inset)
        shrink = min(1.0, max(_LEAST, (room - 1) / longest)) if longest else 1.0
        self._inset = inset[0]
        self._set = []
        for index, (text, size) in enumerate(zip(self._lines, sizes, strict=True)):
            line = self._look.text(text, bold=index == self._unit, size=size * shrink, align="center")
            line.style = line.style.clone("kop", leading=size * shrink * 1.2)
            self._set.append((line, line.wrap(room, height)[1]))
        self._text_height = sum(part for _, part in self._set)
        self._top = max(self._text_height, self._logo.drawHeight if self._logo else 0.0)
        self.width, self.height = width, self._top + (_TO_RULE + _UNDER_RULE) * self._scale
        return self.width, self.height

    def draw(self) -> None:
        """Logo, lines, and the thick line over the thin one."""
        canvas = self.canv
        y = self.height - (self._top - self._text_height) / 2
        for line, height in self._set:
            y -= height
            line.drawOn(canvas, self._inset, y)
        if self._logo:
            self._logo.drawOn(canvas, 0, self.height - self._top + (self._top - self._logo.drawHeight) / 2)
        foot = _UNDER_RULE * self._scale
        canvas.saveState()
        canvas.setStrokeColor(black)
        canvas.setLineWidth(2)
        canvas.line(0, foot + 2.5, self.width, foot + 2.5)
        canvas.setLineWidth(0.6)
        canvas.line(0, foot, self.width, foot)
        canvas.restoreState()

    def _size(self, index: int) -> float:
        if index == self._unit:
            return _UNIT * self._scale
        return (_OFFICE if index < self._unit else _ADDRESS) * self._scale


def unit_line(lines: list[str], unit: str) -> int:
    """Which line names the unit: the one with the school's name, else the last in capitals, else the first."""
    named = [index for index, line in enumerate(lines) if unit and unit.casefold() in line.casefold()]
    if named:
        return named[0]
    capitals = [index for index, line in enumerate(lines) if line.isupper() and any(sign.isalpha() for sign in line)]
    return capitals[-1] if capitals else 0


def letterhead_story(letterhead: Letterhead | None, look: Look, width: float, *, shown: bool,
                     scale: float = 1.0) -> list[Flowable]:
    """The block, or nothing where it is switched off or empty."""
    if not shown or letterhead is None or not any(clean(line) for line in letterhead.lines):
        return []
    return [capped(LetterheadBlock(letterhead, look, scale=scale), width, _HIGHEST)]
