"""Type: the bundled fonts and the sizes everything is set in."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "fonts"
FILES = ("NotoSans-Regular.ttf", "NotoSans-SemiBold.ttf")
FAMILIES = ["Segoe UI", "Noto Sans"] if sys.platform == "win32" else ["Noto Sans"]

SIZES = {
    "title": (24, True), "title-short": (20, True), "section": (18, True), "subsection": (16, True),
    "body": (15, False), "strong": (15, True), "help": (13, False), "help-strong": (13, True), "tile-number": (32, True),
}  # fmt: skip
"""Size in pixels at text size 100 %, and whether semibold."""


@cache
def register() -> None:
    """Make the bundled fonts known to Qt, once; a missing file leaves the system's font."""
    for name in FILES:
        QFontDatabase.addApplicationFont(str(FOLDER / name))


def font(kind: str, scale: float) -> QFont:
    """The font of a kind of text (a key of `SIZES`) at a text scale."""
    size, strong = SIZES[kind]
    made = QFont(FAMILIES)
    made.setPixelSize(round(size * scale))
    if strong:
        made.setWeight(QFont.Weight.DemiBold)
    return made
