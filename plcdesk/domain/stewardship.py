"""What the stewards of a programme say about computers, and what they order to be erased.

A steward is the computer that began the programme, and every one that a steward named. These records are statements:
written once, never changed, kept as they are. Only one that a steward's computer wrote and signed has any effect.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from plcdesk.domain.changes import Row
from plcdesk.domain.fields import PROGRAMME, Choice, key, mark, once, record, school_of
from plcdesk.domain.ids import Id


class Act(Choice):
    """What a steward says of a computer."""

    ACCEPT = "accept", mark("accepted")
    CUT = "cut", mark("cut off")
    STEWARD = "steward", mark("named as steward")


@record("device_notice", space=PROGRAMME, label=mark("Word of a steward on a computer"))
class DeviceNotice:
    """A steward's word on a computer, which `device` names by its public key in hexadecimal.

    ``cut``: of its changes only those up to `upto` still count without a question; each entry is
    ``space/replica/number/hash`` of the newest commit of one of its feeds. ``accept``: it is trusted in `spaces`, and the
    notices named in `answers` no longer hold. ``steward``: it may do what a steward may.
    """

    id: Id = key()
    act: Act | None = once(None, label=mark("What is said"))
    device: str = once("", label=mark("Computer"))
    name: str = once("", label=mark("Name"))
    upto: tuple[str, ...] = once((), label=mark("Counts up to"))
    spaces: tuple[str, ...] = once((), label=mark("Where"))
    answers: tuple[str, ...] = once((), label=mark("Takes back"))
    reason: str = once("", label=mark("Reason"))
    said_on: date | None = once(None, label=mark("Date"))


@record("erasure", space=school_of("school_id"), label=mark("Order to erase"))
class Erasure:
    """An order to erase the values of `commits` (hashes in hexadecimal) of the space it is written in, on every computer;
    with `backups` also in the backups that lie on them."""

    id: Id = key()
    school_id: Id | None = once(refers="school", label=mark("School"))
    commits: tuple[str, ...] = once((), label=mark("Changes"))
    backups: bool = once(True, label=mark("In the backups too"))
    reason: str = once("", label=mark("Reason"))
    asked_on: date | None = once(None, label=mark("Date"))


STATEMENTS = frozenset({"device_notice", "erasure"})
"""Tables of statements: no list, search, Trash or export shows them, no undo takes them back."""


@dataclass(frozen=True, slots=True)
class Computer:
    """A computer whose work was met: public key (hexadecimal), the name it gives itself, its six words, and how far it is
    trusted here (``self``, ``accepted``, ``unknown``, ``blocked``, ``cut``).

    `by_steward`: a steward accepted it, for every computer. `last_told` is when it last told what it holds, `schools` are
    those it writes or is trusted for. `copied`: its data was copied and used twice. `after_cut` counts the changes held
    here that lie after the cut.
    """

    key: str
    label: str
    words: str
    trust: str
    steward: bool = False
    self: bool = False
    cut: bool = False
    cut_reason: str = ""
    cut_on: date | None = None
    by_steward: bool = False
    last_told: datetime | None = None
    schools: tuple[str, ...] = ()
    copied: bool = False
    after_cut: int = 0


class Occurrence(NamedTuple):
    """Where a word that was looked for stands: the record, the label of its field (source text; the name of a field of a
    newer version), a piece of the text around the word, and whether it is still in use and gets the pseudonym."""

    row: Row
    field: str
    text: str
    replaced: bool


@dataclass(frozen=True, slots=True)
class ErasurePlan:
    """What erasing for good would do.

    `commits` = changes whose values go, by the name of their space ("" = the programme); `private` such changes of this
    computer alone. `entries` are written anew because they share a change with what goes. `rows` go altogether. What stays
    readable elsewhere: `backups` of this computer (removed along with it unless somebody says otherwise), `parked`
    bundles that wait here, `exports` files in the folder of exports, and of course papers and sticks. `differing` entries
    of these records wait for a decision; both their values stay. `living` values still in use match what is looked for;
    they stay too. Of `person`, `words` were looked for besides the former names: `occurrences` tells where the first of them
    stand, `places` how many there are, and `replaced` how many values still in use get the pseudonym.
    """

    title: str
    numbers: frozenset[int]
    rows: frozenset[Row]
    lost: frozenset[tuple[Row, str]]
    commits: dict[str, int]
    private: int
    entries: int
    backups: tuple[Path, ...]
    parked: int
    exports: int
    differing: int
    living: int = 0
    person: Id | None = None
    words: tuple[str, ...] = ()
    occurrences: tuple[Occurrence, ...] = ()
    places: int = 0
    replaced: int = 0

    def __bool__(self) -> bool:
        return bool(self.numbers)

    @property
    def shared(self) -> int:
        """Changes that an order erases on every computer."""
        return sum(self.commits.values())
