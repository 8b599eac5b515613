"""Charts as drawings: horizontal bars with the value beside each (ux 3: order, hatch and outline of the colours)."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.colors import HexColor, white
from reportlab.platypus import Flowable

from plcdesk.domain.sheets import Bar, Bars
from plcdesk.reports.fonts import REGULAR, printable, width_of
from plcdesk.reports.styles import Look

_BAR, _STEP, _SIZE, _LEADING = 11.0, 19.0, 9.0, 10.5
_AXIS = 16.0
_MOST = 24
"""So many bars in one chart: a chart cannot be parted between pages."""
_INK, _FILL, _PAPER = HexColor(0x17212B), HexColor(0x10325A), HexColor(0x8A949E)


def bar_charts(chart: Bars, width: float, look: Look) -> list[Flowable]:
    """Bars on one axis, in as many charts as pages may need; a missing figure is a hatched stub, never a zero."""
    label_width = min(width * 0.42, max((width_of(bar.label, _SIZE) for bar in chart.bars), default=0) + 8)
    value_width = max((width_of(bar.text, _SIZE) for bar in chart.bars), default=0) + 10
    pairs = [(bar, _lines(bar.label, label_width - 6)) for bar in chart.bars]
    step = _STEP + (_LEADING - 6 if any(len(lines) > 1 for _, lines in pairs) else 0)
    widths = label_width, width - label_width - value_width, width
    return [_Chart(pairs[at:at + _MOST], chart, widths, step, look.save_ink) for at in range(0, len(pairs), _MOST)]


class _Chart(Flowable):
    """Drawn on the page itself: ReportLab's own drawings name a font that is not embedded."""

    def __init__(self, pairs: Sequence[tuple[Bar, list[str]]], chart: Bars, widths: tuple[float, float, float],
                 step: float, save_ink: bool) -> None:
        super().__init__()
        self._pairs, self._marks, self._step, self._save_ink = pairs, chart.marks, step, save_ink
        self._label, self._room, self._wide = widths

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """The width it was made for, a step for each bar and the axis."""
        self.width, self.height = self._wide, self._step * len(self._pairs) + _AXIS
        return self.width, self.height

    def draw(self) -> None:
        """Draw the axis and the bars."""
        canvas = self.canv
        canvas.setStrokeColor(_PAPER)
        canvas.setFillColor(_INK)
        canvas.setLineWidth(0.4)
        canvas.setFont(REGULAR, 7.5)
        for place, text in self._marks:
            x = self._label + self._room * float(place)
            canvas.line(x, _AXIS - 3, x, self.height)
            canvas.drawCentredString(x, 3, text)
        for index, (bar, lines) in enumerate(self._pairs):
            self._draw_bar(bar, lines, self.height - self._step * (index + 0.5))

    def _draw_bar(self, bar: Bar, lines: Sequence[str], middle: float) -> None:
        canvas = self.canv
        length = self._room * (float(bar.share) if bar.share is not None else 0.12)
        y = middle - _BAR / 2
        if bar.share is None:
            self._hatch(y, length)
        else:
            canvas.setStrokeColor(_INK)
            canvas.setLineWidth(0.8)
            canvas.setFillColor(white if self._save_ink else _FILL)
            canvas.rect(self._label, y, max(length, 0.6), _BAR, fill=1)
        canvas.setFillColor(_INK)
        canvas.setFont(REGULAR, _SIZE)
        for row, line in enumerate(lines):
            canvas.drawString(0, middle + _LEADING * (len(lines) / 2 - row - 1) + 2.4, line)
        canvas.drawString(self._label + length + 4, y + 2, bar.text)

    def _hatch(self, y: float, width: float) -> None:
        canvas = self.canv
        canvas.setStrokeColor(_PAPER)
        canvas.setFillColor(white)
        canvas.setLineWidth(0.6)
        canvas.rect(self._label, y, width, _BAR, fill=1)
        at = self._label
        while at + _BAR * 0.6 < self._label + width:
            canvas.line(at, y, at + _BAR * 0.6, y + _BAR)
            at += 4.0


def _lines(text: str, room: float) -> list[str]:
    """One line or two; what does not fit two ends in an ellipsis."""
    words = printable(text).split()
    first = ""
    while words and width_of(f"{first} {words[0]}".strip(), _SIZE) <= room:
        first = f"{first} {words.pop(0)}".strip()
    if not words:
        return [first]
    rest = " ".join(words)
    return [line for line in (first, _fitted(rest, room)) if line]


def _fitted(text: str, room: float) -> str:
    if width_of(text, _SIZE) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if width_of(text[:middle] + "…", _SIZE) <= room else (low, middle - 1)
    return text[:low].rstrip() + "…"
