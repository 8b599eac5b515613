"""Instruments: what is asked, on which scales and how answers count (domain handbook 3).

An instrument is data. Those of the program lie in ``resources/instruments/*.toml``; a programme's own ones are
`InstrumentEdition` records that hold the same shape. A version that has been published never changes: whoever edits
one makes the next version, and forms filled before keep theirs.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from plcdesk.domain.fields import PROGRAMME, Choice, coupled, key, mark, once, record, value
from plcdesk.domain.ids import Id, derived


class Text(NamedTuple):
    """The same words in both languages."""

    id: str
    en: str

    def to(self, language: str) -> str:
        """The words in ``id`` or ``en``."""
        return self.en if language == "en" else self.id


NO_TEXT = Text("", "")


class AnswerKind(enum.StrEnum):
    """What an item asks for."""

    LEVEL = "level"
    """One option of a scale: kept as its score."""
    MANY = "many"
    """Any number of choices: each ticked choice is an answer of its own (code of the choice, score 1)."""
    TEXT = "text"
    """Free words: kept as the answer's text, without a score."""
    NUMBER = "number"
    """A whole number from 0: kept as the score."""
    DATE = "date"
    """A day, kept as ISO text."""


class About(enum.StrEnum):
    """What a form of this instrument is about, hence on which page it is filled."""

    MEETING = "meeting"
    """A meeting, seen by an observer (P)."""
    LEADER = "leader"
    """A person leading a meeting (F)."""
    LESSON = "lesson"
    """A teacher's lesson, with engagement sweeps (D)."""
    CYCLE = "cycle"
    """A coaching cycle (C)."""
    MODULE = "module"
    """A version of a module (A, K, L)."""
    JOURNAL = "journal"
    """A person's month (J)."""
    SHEET = "sheet"
    """A respondent's sheet in a batch (M, V, U, R, O)."""
    INTERVIEW = "interview"
    """An interview or a focus group discussion (W)."""


class Method(enum.StrEnum):
    """How answers become a figure."""

    DIMENSIONS = "dimensions"
    """Mean of the dimension means, over the scale's maximum, × 100."""
    TOTAL = "total"
    """Sum over the highest possible sum of the items that apply, × 100."""
    CORRECT = "correct"
    """Share of correct answers, × 100."""
    NONE = "none"


class Occasion(Choice):
    """When a questionnaire is asked."""

    START = "awal", mark("At the start")
    END = "akhir", mark("At the end")


@dataclass(frozen=True, slots=True)
class Option:
    """One step of a scale: the score that is kept, the key that answers it, its words."""

    score: int
    key: str
    label: Text


@dataclass(frozen=True, slots=True)
class Scale:
    """A closed list of answers; `skip` names the deliberate non-answer (Not observed, Not answered)."""

    code: str
    options: tuple[Option, ...]
    skip: Text
    skip_key: str = "0"

    @property
    def lowest(self) -> int:
        """The smallest score."""
        return min(option.score for option in self.options)

    @property
    def highest(self) -> int:
        """The largest score."""
        return max(option.score for option in self.options)

    def by_key(self, pressed: str) -> Option | None:
        """The option that this key answers."""
        return next((option for option in self.options if option.key == pressed), None)

    def by_score(self, score: int | None) -> Option | None:
        """The option with this score."""
        return next((option for option in self.options if option.score == score), None)


@dataclass(frozen=True, slots=True)
class Tick:
    """One choice of a MANY item; an exclusive one (None of these) stands alone."""

    code: str
    label: Text
    exclusive: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is asked.

    `anchors` are the level descriptors, one for each option of the scale, or none. `correct` is the right score of a
    knowledge item. `occasions` and `skip_for` say when and for which respondent roles it is asked (empty: always,
    nobody is left out). `minimal` marks what a module must have before it can be final.
    """

    code: str
    kind: AnswerKind
    label: Text
    dimension: str
    scale: Scale | None = None
    anchors: tuple[Text, ...] = ()
    ticks: tuple[Tick, ...] = ()
    reversed: bool = False
    correct: int | None = None
    minimal: bool = False
    occasions: frozenset[Occasion] = frozenset()
    skip_for: frozenset[str] = frozenset()

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes under which answers to this item are kept."""
        return tuple(tick.code for tick in self.ticks) or (self.code,)


@dataclass(frozen=True, slots=True)
class Dimension:
    """A named part of an instrument; `scored` when it has a mean."""

    code: str
    label: Text
    scored: bool = True


@dataclass(frozen=True, slots=True)
class Category:
    """A judgement from this Nilai (included) upwards."""

    at_least: Decimal
    label: Text


@dataclass(frozen=True, slots=True)
class Rule:
    """A named yes-or-no: every one of `items` (or of the means of `dimensions`) is at least `at_least`."""

    code: str
    label: Text
    at_least: Decimal
    items: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scoring:
    """How answers count. `minimum_share` of a dimension's items must be rated, else there is not enough data."""

    method: Method = Method.NONE
    minimum_share: Decimal = Decimal("0.75")
    categories: tuple[Category, ...] = ()
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Instrument:
    """One version of an instrument, ready to be filled."""

    code: str
    version: int
    title: Text
    about: About
    dimensions: tuple[Dimension, ...]
    items: tuple[Item, ...]
    scoring: Scoring = field(default_factory=Scoring)
    note: Text = NO_TEXT
    anonymous: bool = False
    """Whether a sheet bears no name."""
    private: bool = False
    """Whether its forms stay on this computer unless they are shared."""
    sweeps: int = 0
    """How many engagement sweeps a form has by default (every three minutes)."""

    @property
    def key(self) -> tuple[str, int]:
        """Code and version, which every form names."""
        return self.code, self.version

    def item(self, code: str) -> Item | None:
        """The item under which an answer with this code stands (its own or that of one of its ticks)."""
        return next((item for item in self.items if code == item.code or code in item.codes), None)

    def in_dimension(self, code: str) -> tuple[Item, ...]:
        """The items of a dimension, in order."""
        return tuple(item for item in self.items if item.dimension == code)

    def asked(self, occasion: Occasion | None = None, role: str | None = None) -> tuple[Item, ...]:
        """The items that are asked on this occasion of a respondent with this role."""
        return tuple(item for item in self.items
                     if (not item.occasions or occasion is None or occasion in item.occasions)
                     and role not in item.skip_for)


class Published(NamedTuple):
    """When an edition was published; until then it is being edited and cannot be filled."""

    published_on: date | None = None


@record("instrument_edition", space=PROGRAMME, label=mark("Instrument"))
class InstrumentEdition:
    """A version of an instrument made in this programme; `definition` is JSON in the shape of the TOML files.

    The id is derived from code and version, so two laptops that edit the next version meet in one record and settle
    the difference.
    """

    id: Id = key()
    code: str = once("", label=mark("Code"))
    version: int | None = once(None, label=mark("Version"))
    title: str = value("", label=mark("Title"), searchable=True)
    definition: str = value("", label=mark("Content"), long=True)
    published: Published = coupled(Published, label=mark("Published"))


def edition_id(code: str, version: int) -> Id:
    """The identity of a version of an instrument."""
    return derived("instrument_edition", code, version)
