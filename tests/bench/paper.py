"""Minutes as a teacher prints them: two pages, two photos."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from PIL import Image

from plcdesk import bootstrap
from plcdesk.paths import Paths
from plcdesk.services.papers import PaperKind
from plcdesk.settings import Settings
from tests.bench.report import Line
from tests.bench.timing import median, once

PHOTOS = 2


def lines(runs: int) -> Iterator[Line]:
    """The first PDF of a run brings the library with it; the later ones are what the second print costs."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        desk = bootstrap.open_sample(Paths(folder / "sample", folder / "state"), Settings())
        try:
            held = max(desk.meetings.rows(), key=lambda row: len(desk.photos.of(row.id)))
            for number in range(PHOTOS - len(desk.photos.of(held.id))):
                picture = folder / f"{number}.jpg"
                Image.effect_noise((2400, 1800), 40).convert("RGB").save(picture)
                desk.photos.attach(held.id, picture)
            made: list[bytes] = []
            first = once(lambda: made.append(desk.papers.pdf(PaperKind.MINUTES, held.id)))
            later = median(lambda: desk.papers.pdf(PaperKind.MINUTES, held.id), runs)
            pages = len(pypdfium2.PdfDocument(made[0]))
        finally:
            desk.close()
    what = f"minutes PDF ({pages} pages, {PHOTOS} photos)"
    yield Line(what, first, 0.5, "s", against="the first one of a run, library included")
    yield Line(what, later, 0.5, "s", against="the next ones")
