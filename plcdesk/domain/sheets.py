"""Papers put together from a few kinds of blocks: observation report, coaching form, module review, questionnaire summary.

Services write every text in the document's language; the reports room sets the blocks under each other. Domain
handbook 5.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from plcdesk.domain.instruments import Instrument, Occasion
from plcdesk.domain.papers import Letterhead, SignatureBlock


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a part; `small` for a part of a part."""

    text: str
    small: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """``Label : value`` lines."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """What somebody wrote, under its label; a dash where nothing was written."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A line of explanation in quiet letters."""

    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: `weights` share out the width, `align` has one letter (l, c, r) for each column; w is l for
    what must not be parted between two lines, such as a code that two people compare.

    A line end in a cell begins a new line.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    weights: tuple[int, ...]
    align: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart: `share` between 0 and 1 (None: no figure, hatched), `text` stands at its end."""

    label: str
    share: Fraction | None
    text: str


PERCENTS = (Fraction(0), "0%"), (Fraction(1, 2), "50%"), (Fraction(1), "100%")
"""The axis of shares."""


@dataclass(frozen=True, slots=True)
class Bars:
    """Horizontal bars; `marks` are the figures under the axis, each with its place between 0 and 1."""

    bars: tuple[Bar, ...]
    marks: tuple[tuple[Fraction, str], ...] = PERCENTS


@dataclass(frozen=True, slots=True)
class Part:
    """A labelled text in a box. Where it is empty: `choices` (key and words) to tick, else `lines` to write on, else
    a dash."""

    label: str
    text: str = ""
    lines: int = 0
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """A bordered part with labelled texts."""

    title: str
    parts: tuple[Part, ...]


Block = Heading | Facts | Prose | Remark | Grid | Bars | Box


@dataclass(frozen=True, slots=True)
class SheetPaper:
    """A paper of blocks. `footer` stands at the foot of every page, `below` under the title."""

    title: str
    blocks: tuple[Block, ...]
    below: tuple[str, ...] = ()
    footer: str = ""
    letterhead: Letterhead | None = None
    signatures: SignatureBlock | None = None


@dataclass(frozen=True, slots=True)
class BlankForm:
    """An instrument to be filled in by pen: `heading` are the labels of the lines on top, `choices` those of what is
    ticked there, with the words to choose from.

    `occasion` and `role` leave out the items that are not asked then or of such a respondent.
    """

    instrument: Instrument
    heading: tuple[str, ...]
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()
    below: tuple[str, ...] = ()
    occasion: Occasion | None = None
    role: str | None = None
    short: frozenset[str] = frozenset()
    """Codes of items that one line is enough for."""
    letterhead: Letterhead | None = None
    signatures: SignatureBlock | None = None
