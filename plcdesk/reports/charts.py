"""Charts as drawings: horizontal bars with the value beside each (ux 3: order, hatch and outline of the colours)."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import HexColor, white

from plcdesk.domain.sheets import Bar
from plcdesk.reports.fonts import REGULAR, clean, width_of
from plcdesk.reports.styles import Look

_BAR, _STEP, _SIZE = 11.0, 19.0, 9.0
_INK, _FILL, _PAPER = HexColor(0x17212B), HexColor(0x10325A), HexColor(0x8A949E)


def bars(items: Sequence[Bar], width: float, look: Look) -> Drawing:
    """Bars on an axis from 0 to 100 %; a missing figure is a hatched stub, never a zero."""
    label_width = min(width * 0.42, max((width_of(clean(bar.label), _SIZE) for bar in items), default=0) + 8)
    value_width = max((width_of(bar.text, _SIZE) for bar in items), default=0) + 10
    room = width - label_width - value_width
    height = _STEP * len(items) + 16
    drawing = Drawing(width, height)
    for mark in (0, 50, 100):
        x = label_width + room * mark / 100
        drawing.add(Line(x, 13, x, height, strokeColor=_PAPER, strokeWidth=0.4))
        drawing.add(String(x, 3, f"{mark}%", fontName=REGULAR, fontSize=7.5, textAnchor="middle", fillColor=_INK))
    for index, bar in enumerate(items):
        y = height - _STEP * (index + 1) + (_STEP - _BAR) / 2
        drawing.add(String(0, y + 2, _fitted(clean(bar.label), label_width - 6), fontName=REGULAR, fontSize=_SIZE,
                           fillColor=_INK))
        length = room * float(bar.share) if bar.share is not None else 0.0
        if bar.share is None:
            _hatched(drawing, label_width, y, room * 0.12)
            length = room * 0.12
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


def _fitted(text: str, room: float) -> str:
    if width_of(text, _SIZE) <= room:
        return text
    while text and width_of(text + "…", _SIZE) > room:
        text = text[:-1]
    return text.rstrip() + "…"
