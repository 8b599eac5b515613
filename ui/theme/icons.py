"""Icons: one drawing each, coloured by a token and rendered at the size and density that is asked for."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "icons"
SIZE = 20


@cache
def drawing(name: str) -> str:
    """The drawing of an icon as SVG text. Raises FileNotFoundError for a name that is not bundled."""
    return (FOLDER / f"{name}.svg").read_text(encoding="utf-8")


def coloured(name: str, colour: str) -> bytes:
    """The drawing with its lines in `colour` (#RRGGBB)."""
    return drawing(name).replace("currentColor", colour).encode()


@cache
def pixmap(name: str, colour: str, size: int = SIZE, ratio: float = 1.0, gap: int = 0) -> QPixmap:
    """The icon at `size` pixels for a screen of `ratio` device pixels each; `gap` leaves room at its right side."""
    side = round(size * ratio)
    picture = QPixmap(QSize(round((size + gap) * ratio), side))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(coloured(name, colour))).render(painter, QRectF(0, 0, side, side))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


@cache
def icon(name: str, colour: str, size: int = SIZE, ratio: float = 1.0, gap: int = 0) -> QIcon:
    """The icon for a button, sharp at the given density and at 1; `gap` keeps it off the button's words."""
    made = QIcon(pixmap(name, colour, size, 1.0, gap))
    if ratio != 1.0:
        made.addPixmap(pixmap(name, colour, size, ratio, gap))
    return made
