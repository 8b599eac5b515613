"""Building blocks that ReportLab lacks: things that stay together, and an end that is never left alone."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepInFrame

# What is taken over to the next page with a signature block: about two rows of a table, else one row or two lines.
_COMPANY = (48.0, 1.0)


class Stack(Flowable):
    """Flowables under each other that are never parted."""

    def __init__(self, parts: Sequence[Flowable]) -> None:
        super().__init__()
        self._parts = list(parts)
        self._heights: list[float] = []

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Width and height of all parts with the distances between them."""
        self._heights = [part.wrapOn(_canvas(self), width, height)[1] for part in self._parts]
        self.width, self.height = width, sum(self._heights) + sum(self._gaps())
        return self.width, self.height

    def draw(self) -> None:
        """Draw from top to bottom."""
        y = self.height
        for part, height, gap in zip(self._parts, self._heights, self._gaps(), strict=True):
            y -= gap + height
            part.drawOn(self.canv, 0, y)

    def _gaps(self) -> list[float]:
        gaps, after = [], 0.0
        for index, part in enumerate(self._parts):
            gaps.append(max(after, part.getSpaceBefore()) if index else 0.0)
            after = part.getSpaceAfter()
        return gaps


class Centred(Flowable):
    """A narrow thing in the middle of `width` points."""

    def __init__(self, inner: Flowable, width: float) -> None:
        super().__init__()
        self._inner, self._wide = inner, width

    def getSpaceBefore(self) -> float:
        """The distance that the inner thing asks for."""
        return float(self._inner.getSpaceBefore())

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """As high as the inner thing."""
        self._narrow, self.height = self._inner.wrap(self._wide, height)
        self.width = self._wide
        return self.width, self.height

    def draw(self) -> None:
        """Draw it in the middle."""
        self._inner.drawOn(self.canv, (self._wide - self._narrow) / 2, 0)


class Tail(Flowable):
    """`body` and under it `tail`, which is never split and never stands on a page without a piece of the body.

    `full` is the height of an empty page, in points.
    """

    def __init__(self, body: Flowable, tail: Flowable, *, full: float, gap: float = 6,
                 held: bool = False) -> None:
        super().__init__()
        self._body, self._tail, self._full, self._gap = body, tail, full, gap
        self._held = held
        self._body_height = self._tail_height = 0.0

    def getSpaceBefore(self) -> float:
        """The distance the body asks for."""
        return float(self._body.getSpaceBefore())

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Width and height of both."""
        self._body_height = self._body.wrapOn(_canvas(self), width, height)[1]
        self._tail_height = self._tail.wrapOn(_canvas(self), width, height)[1]
        self.width, self.height = width, self._body_height + self._gap + self._tail_height
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """The body up to the end of the page, and the rest of it with the tail."""
        self.wrap(width, height)
        if self._held:
            # The rest of a body that was cut on this very page: it goes to the next one as it is.
            self._held = False
            return []
        if self._body_height > height:
            return self._rest(self._body.splitOn(_canvas(self), width, height))
        for company in _COMPANY:
            parts = self._body.splitOn(_canvas(self), width, self._body_height - company)
            if len(parts) > 1:
                return self._rest(parts)
        return [self._body, self._tail] if self.height > self._full else []

    def draw(self) -> None:
        """Draw the body above the tail."""
        self._body.drawOn(self.canv, 0, self._tail_height + self._gap)
        self._tail.drawOn(self.canv, 0, 0)

    def _rest(self, parts: list[Flowable]) -> list[Flowable]:
        if not parts:
            return []
        return [*parts[:-1], Tail(parts[-1], self._tail, full=self._full, gap=self._gap, held=True)]


def capped(flowable: Flowable, width: float, most: float) -> Flowable:
    """`flowable`, shrunk as a whole where it would be higher than `most` points: what cannot be split must fit."""
    if flowable.wrap(width, most)[1] <= most:
        return flowable
    return KeepInFrame(width, most, [flowable], mode="shrink")


def _canvas(flowable: Flowable) -> Canvas | None:
    """The canvas it is being set on; none while only its height is asked for."""
    return getattr(flowable, "canv", None)
