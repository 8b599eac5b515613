"""What the questionnaire service hands out: batches, sheets, differences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from plcdesk.domain.changes import Loaded
from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import mark
from plcdesk.domain.forms import Form, FormState, Rated
from plcdesk.domain.ids import Id
from plcdesk.domain.instruments import AnswerKind, Instrument, Item, Occasion, Option, Scale, Text, Tick
from plcdesk.words import Words

if TYPE_CHECKING:
    from plcdesk.storage.sheet_queries import BatchLine, BatchTally

DECIDED = "="
"""Begins the item of an answer on a second entry that holds what a difference was settled to."""
ANONYMOUS = mark("Anonymous")
TICKED = Scale("tick", (Option(1, "1", Text("Dicentang", "Ticked")),
                        Option(0, "0", Text("Tidak dicentang", "Not ticked"))),
               Text("Tidak dijawab", "Not answered"), "-")
"""How the two entries of one choice of a many-choice item are compared."""


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A batch in a list. `sheets` counts first entries, of them `partial`; `doubles` = sheets whose number or
    respondent stands twice; `seconds` = second entries; `open_differences` = their items that wait for a decision."""

    id: Id
    instrument: str
    version: int
    name: Text
    title: str
    school_id: Id | None
    school: str
    occasion: Occasion | None
    held_on: date | None
    meeting_id: Id | None
    expected: int | None
    closed: bool
    anonymous: bool = False
    sheets: int = 0
    partial: int = 0
    doubles: int = 0
    seconds: int = 0
    open_differences: int = 0

    def heading(self, w: Words) -> str:
        """What the batch is called: its own title, else the questionnaire and the occasion."""
        if self.title.strip():
            return self.title.strip()
        name = self.name.to(w.language)
        return f"{name} · {w(self.occasion.label)}" if self.occasion is not None else name


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A sheet of a batch. `done` of `total` items are answered or deliberately left out.

    `name` is the person's, `alias` the pseudonym; `double` = another sheet has this number, `again` = another sheet is
    from the same respondent; `drawn` = chosen for the second entry, `second` = that entry.
    """

    id: Id
    batch_id: Id
    number: int | None
    person_id: Id | None
    name: str
    alias: str
    respondent: str
    done: int
    total: int
    state: FormState
    double: bool = False
    again: bool = False
    drawn: bool = False
    second: Id | None = None
    second_done: bool = False
    open_differences: int = 0


@dataclass(frozen=True, slots=True)
class SheetToFill:
    """All that is needed to fill one sheet (or its second entry): only the answers of this very entry."""

    form: Loaded[Form]
    batch: BatchRow
    instrument: Instrument
    items: tuple[Item, ...]
    rated: Mapping[str, Rated]

    @property
    def blind(self) -> bool:
        """Whether this is a second entry."""
        return self.form.record.second_of is not None

    @property
    def number(self) -> int | None:
        """The number on the paper."""
        return self.form.record.number


@dataclass(frozen=True, slots=True)
class Difference:
    """Two entries of one item that differ; `item` is a choice of its own for a many-choice item."""

    item: Item
    first: Rated
    second: Rated


@dataclass(frozen=True, slots=True)
class EntryAgreement:
    """How far second entries agree with the first ones: sheets entered twice, items compared, equal from the start,
    still to decide."""

    sheets: int = 0
    items: int = 0
    equal: int = 0
    open: int = 0


class SheetThere(UserError):
    """There is such a sheet already; nothing was stored. `form_id` is the existing one."""

    def __init__(self, form_id: Id, text: str, **values: Any) -> None:
        super().__init__(text, **values)
        self.form_id = form_id


def asked_items(instrument: Instrument, occasion: Occasion | None, respondent: str) -> tuple[Item, ...]:
    """The items of a sheet in the order they are entered: free words come last (ux 5.6)."""
    found = instrument.asked(occasion, respondent or None)
    return tuple(sorted(found, key=lambda item: item.kind is AnswerKind.TEXT))


def asks_role(instrument: Instrument) -> bool:
    """Whether sheets bear a role: some items are not asked of everybody."""
    return any(item.skip_for for item in instrument.items)


def batch_row(line: BatchLine, instrument: Instrument | None, tally: BatchTally, open_differences: int = 0) -> BatchRow:
    """A batch in a list; without its instrument it is called by the code."""
    name = instrument.title if instrument is not None else Text(line.instrument, line.instrument)
    return BatchRow(
        line.id, line.instrument, line.version, name, line.title, line.school_id, line.school, line.occasion,
        line.held_on, line.meeting_id, line.expected, line.closed, instrument is not None and instrument.anonymous,
        tally.sheets, tally.partial, tally.doubles, tally.seconds, open_differences)


def ticked(item: Item, tick: Tick) -> Item:
    """One choice of a many-choice item as an item of its own, so that two entries of it can be compared."""
    label = Text(f"{item.label.id}: {tick.label.id}", f"{item.label.en}: {tick.label.en}")
    return Item(tick.code, AnswerKind.LEVEL, label, item.dimension, TICKED)
