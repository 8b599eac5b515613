"""Charts as drawings: horizontal bars with the value beside each (ux 3: order, hatch and outline of the colours)."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import HexColor, white

from plcdesk.domain.sheets import Bar, Bars
from plcdesk.reports.fonts import REGULAR, printable, width_of
from plcdesk.reports.styles import Look

_BAR, _STEP, _SIZE, _LEADING = 11.0, 19.0, 9.0, 10.5
_AXIS = 16.0
_MOST = 24
"""So many bars in one drawing: a drawing cannot be parted between pages."""
_INK, _FILL, _PAPER = HexColor(0x17212B), HexColor(0x10325A), HexColor(0x8A949E)


def bar_charts(chart: Bars, width: float, look: Look) -> list[Drawing]:
    """Bars on one axis, in as many drawings as pages may need; a missing figure is a hatched stub, never a zero."""
    most = width * 0.42
    label_width = min(most, max((width_of(bar.label, _SIZE) for bar in chart.bars), default=0) + 8)
    value_width = max((width_of(bar.text, _SIZE) for bar in chart.bars), default=0) + 10
    labels = [_lines(bar.label, label_width - 6) for bar in chart.bars]
    step = _STEP + (_LEADING - 6 if any(len(lines) > 1 for lines in labels) else 0)
    pairs = list(zip(chart.bars, labels, strict=True))
    return [_drawing(pairs[at:at + _MOST], chart, (label_width, value_width, width), step, look)
            for at in range(0, len(pairs), _MOST)]


def _drawing(pairs: Sequence[tuple[Bar, list[str]]], chart: Bars, widths: tuple[float, float, float], step: float,
             look: Look) -> Drawing:
    label_width, value_width, width = widths
    room = width - label_width - value_width
    height = step * len(pairs) + _AXIS
    drawing = Drawing(width, height)
    for place, text in chart.marks:
        x = label_width + room * float(place)
        drawing.add(Line(x, _AXIS - 3, x, height, strokeColor=_PAPER, strokeWidth=0.4))
        drawing.add(String(x, 3, text, fontName=REGULAR, fontSize=7.5, textAnchor="middle", fillColor=_INK))
    for index, (bar, lines) in enumerate(pairs):
        middle = height - step * index - step / 2
        for row, line in enumerate(lines):
            y = middle + _LEADING * (len(lines) / 2 - row - 1) + 2.4
            drawing.add(String(0, y, line, fontName=REGULAR, fontSize=_SIZE, fillColor=_INK))
        y = middle - _BAR / 2
        length = room * (float(bar.share) if bar.share is not None else 0.12)
        if bar.share is None:
            _hatched(drawing, label_width, y, length)
        else:
            drawing.add(Rect(label_width, y, max(length, 0.6), _BAR, strokeColor=_INK, strokeWidth=0.8,
                             fillColor=white if look.save_ink else _FILL))
        drawing.add(String(label_width + length + 4, y + 2, bar.text, fontName=REGULAR, fontSize=_SIZE, fillColor=_INK))
    return drawing


def _hatched(drawing: Drawing, x: float, y: float, width: float) -> None:
    drawing.add(Rect(x, y, width, _BAR, strokeColor=_PAPER, strokeWidth=0.6, fillColor=white))
    step = 4.0
    at = x
    while at + _BAR * 0.6 < x + width:
        drawing.add(Line(at, y, at + _BAR * 0.6, y + _BAR, strokeColor=_PAPER, strokeWidth=0.5))
        at += step


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
