"""What stands where on the pages of a PDF, read back as another program reads it."""

import re
from dataclasses import dataclass

import pypdfium2


@dataclass(frozen=True)
class Line:
    """A stretch of text; the place is its lower left corner in points from the lower left of the page."""

    x: int
    y: int
    text: str


@dataclass(frozen=True)
class Page:
    """One page with its size in points."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    text: str

    def described(self) -> str:
        rows = [f"{line.x:4d} {line.y:4d}  {line.text}" for line in self.lines]
        return "\n".join([f"page {self.number}  {self.width:.0f} x {self.height:.0f}", *rows, ""])


def pages_of(pdf: bytes) -> list[Page]:
    """All pages; the text has one space where lines or words part."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_page(document, index) for index in range(len(document))]
    finally:
        document.close()


def fonts_of(pdf: bytes) -> set[bytes]:
    """The names of all fonts the file speaks of."""
    return set(re.findall(rb"/BaseFont\s*/([^\s/>]+)", pdf))


def _page(document: pypdfium2.PdfDocument, index: int) -> Page:
    page = document[index]
    layer = page.get_textpage()
    lines = []
    for rect in range(layer.count_rects()):
        left, bottom, right, top = layer.get_rect(rect)
        text = " ".join(layer.get_text_bounded(left, bottom, right, top).split())
        if text:
            lines.append(Line(round(left), round(bottom), text))
    width, height = page.get_size()
    whole = " ".join(layer.get_text_range().split())
    layer.close()
    page.close()
    return Page(index + 1, width, height, tuple(lines), whole)
