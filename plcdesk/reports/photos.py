"""Photos with captions, two in a row."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.platypus import Flowable, Table

from plcdesk.domain.papers import PaperPhoto
from plcdesk.reports.flow import Centred, Stack, capped
from plcdesk.reports.fonts import clean
from plcdesk.reports.pictures import picture
from plcdesk.reports.styles import BARE, Look
from plcdesk.words import Words

_GAP = 12.0
# Upright pictures must not push the caption off the page.
_TALLEST = 200.0
# With its caption, on the lowest sheet there is.
_HIGHEST = 380.0


def photo_table(photos: Sequence[PaperPhoto], look: Look, words: Words, width: float) -> Table:
    """Two pictures in a row, each over its caption; a row is never split."""
    side = (width - _GAP) / 2
    cells: list[Flowable | str] = [_cell(photo, number, look, words, side) for number, photo in enumerate(photos, 1)]
    if len(cells) % 2:
        cells.append("")
    rows = [[cells[index], "", cells[index + 1]] for index in range(0, len(cells), 2)]
    return Table(rows, [side, _GAP, side], style=[
        *BARE, ("ALIGN", (0, 0), (-1, -1), "CENTER"), ("BOTTOMPADDING", (0, 0), (-1, -1), 14),
    ])


def _cell(photo: PaperPhoto, number: int, look: Look, words: Words, side: float) -> Flowable:
    image = picture(photo.data, side, _TALLEST, grey=look.save_ink)
    made = image or look.text(words("This photo cannot be read."), quiet=True, align="center")
    caption = words("Photo {n}. {caption}", n=number, caption=clean(photo.caption)).strip()
    return capped(Stack([Centred(made, side), look.text(caption, size=look.cell, before=4, align="center")]), side, _HIGHEST)
