"""The typefaces of paper, and how any text becomes markup that ReportLab can set with them.

ReportLab has no font fallback: text is cut into runs, each in the first face that has its signs. What neither face
has (Arabic letters, emoji) prints as an empty box, so that one sees that something stood there.
"""

from __future__ import annotations

import functools
import itertools
import sys
import unicodedata
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR = "PaperText"
BOLD = "PaperText-Bold"
SIGNS = "PaperSigns"

_FILES = {REGULAR: "NotoSans-Regular.ttf", BOLD: "NotoSans-Bold.ttf", SIGNS: "DejaVuSans.ttf"}

# Controls, invisible formatting signs (soft hyphens, direction marks, joiners) and lone surrogates print as nothing.
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})
_BOX = "□"


def resources_folder() -> Path:
    """The folder `resources`: beside the package, or where a frozen program unpacks its data."""
    frozen = getattr(sys, "_MEIPASS", None)
    root = Path(frozen) if frozen else Path(__file__).resolve().parents[2]
    return root / "resources"


@functools.cache
def register_fonts() -> None:
    """Make the faces known to ReportLab; further calls cost nothing."""
    folder = resources_folder() / "fonts"
    for name, file in _FILES.items():
        pdfmetrics.registerFont(TTFont(name, str(folder / file)))
    # Without this, Paragraph looks for a bold and an italic it would then miss.
    for name in _FILES:
        pdfmetrics.registerFontFamily(name, normal=name, bold=BOLD, italic=name, boldItalic=BOLD)


def clean(text: str) -> str:
    """`text` on one line, composed, without signs that cannot be printed."""
    spaced = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(sign for sign in spaced if unicodedata.category(sign) not in _UNSEEN and not _selector(sign))


def printable(text: str) -> str:
    """As `clean`, with a box for each sign that no face has."""
    register_fonts()
    known = _glyphs(REGULAR) | _glyphs(SIGNS)
    return "".join(sign if ord(sign) in known else _BOX for sign in clean(text))


def markup(text: str, *, bold: bool = False, underline: bool = False) -> str:
    """`text` as Paragraph markup that prints it letter by letter, whatever it contains."""
    pieces = []
    for face, run in itertools.groupby(printable(text), key=_face):
        escaped = escape("".join(run))
        pieces.append(escaped if face == REGULAR else f'<font name="{face}">{escaped}</font>')
    whole = "".join(pieces)
    if bold:
        whole = f'<font name="{BOLD}">{whole}</font>'
    return f"<u>{whole}</u>" if underline and whole else whole


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """How wide one line of `text` is at `size` points, in points."""
    total = 0.0
    for face, run in itertools.groupby(printable(text), key=_face):
        name = BOLD if bold and face == REGULAR else face
        total += pdfmetrics.stringWidth("".join(run), name, size)
    return total


def _face(sign: str) -> str:
    return REGULAR if ord(sign) in _glyphs(REGULAR) else SIGNS


@functools.cache
def _glyphs(name: str) -> frozenset[int]:
    return frozenset(pdfmetrics.getFont(name).face.charToGlyph)


def _selector(sign: str) -> bool:
    return 0xFE00 <= ord(sign) <= 0xFE0F
