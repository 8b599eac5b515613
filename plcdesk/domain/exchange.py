"""What sending and receiving report: counts, devices, states and reasons, all without any byte of a bundle."""

from __future__ import annotations

import dataclasses
import enum
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from plcdesk.domain.changes import Changes, Row


class BundleKind(enum.StrEnum):
    """What a bundle holds."""

    FULL = "full"
    INCREMENTAL = "incremental"
    REQUEST = "request"


class ReceiptState(enum.StrEnum):
    """What became of a received bundle."""

    APPLIED = "applied"
    NOTHING_NEW = "nothing_new"
    PARKED = "parked"
    REFUSED = "refused"
    NEEDS_TRUST = "needs_trust"
    NEEDS_PASSPHRASE = "needs_passphrase"
    """It is sealed with a passphrase that was not given, or with another one."""
    FOR_OTHERS = "for_others"
    """It is sealed for other computers; this one may carry it and cannot read it."""


DONE = frozenset({ReceiptState.APPLIED, ReceiptState.NOTHING_NEW})
"""States of bundles that are in: everything they carry is here now."""

LISTED = 500
"""How many records of a receipt are told one by one; of the others only their number is."""


class RowChange(enum.StrEnum):
    """What a receipt does to one record."""

    NEW = "new"
    CHANGED = "changed"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was not done: an English source text of the catalogues and the values of its places."""

    text: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DeviceSeen:
    """A device whose work a bundle carries: public key (hex), the name it gives itself, its six words, how far it is
    trusted here (``self``, ``accepted``, ``unknown``, ``blocked``; ``cut``: a steward cut it off, and this is its work from
    after that), and whether a device of the same name but another key is already known, which must be said loudly.
    `vouched_by` is the key of the device that signed for it."""

    key: str
    label: str
    words: str
    trust: str
    same_name_other_key: bool = False
    vouched_by: str = ""


@dataclass(frozen=True, slots=True)
class Intake:
    """What the commits of a bundle do to this database.

    `rows` says it record by record for the first `LISTED`, `counts` says how many there are; `differing` counts the entries
    that newly wait for a decision, `suspect` the commits whose clock was far ahead, `newer` those written by a later
    version of the program. `commits` is how many were new, `present` how many were already held. `titles` is what the
    touched records are called, as far as they have a name of their own. `waits_for` names the feeds (space and replica
    uid) whose commits are missing: then nothing was written.
    """

    rows: Mapping[Row, RowChange] = field(default_factory=dict)
    differing: int = 0
    suspect: int = 0
    newer: int = 0
    commits: int = 0
    present: int = 0
    changes: Changes = field(default_factory=Changes)
    waits_for: tuple[tuple[str, str], ...] = ()
    titles: Mapping[Row, str] = field(default_factory=dict)
    opened: tuple[tuple[Row, str], ...] = ()
    """The first of the entries that newly wait for a decision: record and field ("" for the whole record)."""
    counts: Mapping[tuple[str, RowChange], int] = field(default_factory=dict)
    """How many records of each table underwent which change; empty where `rows` tells all."""
    copied: tuple[str, ...] = ()
    """Names of laptops of which this shows for the first time that their data folder was copied and used twice."""
    cut: tuple[str, ...] = ()
    """Keys (hex) of computers that a steward cut off and whose later changes it brings: then nothing is written unasked."""
    welcome: frozenset[tuple[str, str]] = frozenset()
    """Pairs of key (hex) and space uid that stewards accept."""
    erased: int = 0
    """Changes whose values were erased here for good, as a steward ordered."""

    def count(self, change: RowChange) -> dict[str, int]:
        """How many records of each table are new, changed or deleted."""
        return {table: number for (table, found), number in self.totals.items() if found is change and number}

    @property
    def totals(self) -> Mapping[tuple[str, RowChange], int]:
        """How many records of each table underwent which change."""
        return self.counts or Counter((row.table, change) for row, change in self.rows.items())

    def __add__(self, other: Intake) -> Intake:
        """Both in one report; the first records of either are listed."""
        rows = dict(islice({**self.rows, **other.rows}.items(), LISTED))
        return dataclasses.replace(
            self, rows=rows, differing=self.differing + other.differing, suspect=self.suspect + other.suspect,
            newer=self.newer + other.newer, commits=self.commits + other.commits, present=self.present + other.present,
            changes=self.changes | other.changes, counts=Counter(self.totals) + Counter(other.totals),
            titles={row: title for row, title in {**self.titles, **other.titles}.items() if row in rows},
            opened=(*self.opened, *other.opened)[:LISTED])


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a bundle brings (preview) or brought (merge). `applied_before` marks one that was received and undone:
    receiving it again offers to apply it once more. `photos` arrived whole, `photos_missing` did not."""

    state: ReceiptState
    bundle: str = ""
    sender: str = ""
    made_at: datetime | None = None
    kind: BundleKind = BundleKind.FULL
    intake: Intake = field(default_factory=Intake)
    devices: tuple[DeviceSeen, ...] = ()
    reason: Reason | None = None
    photos: int = 0
    photos_missing: int = 0
    applied_before: bool = False
    for_whom: tuple[str, ...] = ()
    """Of a bundle sealed for others: the names of those computers as far as they are known here."""
    sealed: bool = False
    sender_key: str = ""
    """Public key (hex) of the computer that made it."""
    schools: tuple[str, ...] = ()
    """Uids of the schools' spaces of which it carries changes; where it carries none, of all that it names."""

    @property
    def new(self) -> dict[str, int]:
        """New records by table."""
        return self.intake.count(RowChange.NEW)

    @property
    def changed(self) -> dict[str, int]:
        """Changed records by table."""
        return self.intake.count(RowChange.CHANGED)

    @property
    def deleted(self) -> dict[str, int]:
        """Deleted records by table."""
        return self.intake.count(RowChange.DELETED)

    @property
    def differing(self) -> int:
        """Entries that newly wait for a decision."""
        return self.intake.differing

    @property
    def changes(self) -> Changes:
        """For the bus: which records to show anew."""
        return self.intake.changes

    @property
    def strangers(self) -> tuple[DeviceSeen, ...]:
        """The devices the user is asked about."""
        return tuple(device for device in self.devices if device.trust in ("unknown", "cut"))


@dataclass(frozen=True, slots=True)
class Peer:
    """A known laptop: its public key (hex), the name it gives itself and when it last told what it holds.

    `holds_until` is the local day of the newest change made here that it holds together with all before it (None: none
    that it said), `lacks` counts the changes made here that it does not hold as far as it told, `schools` names the
    schools whose data it holds.
    """

    key: str
    label: str
    seen_at: datetime | None
    holds_until: date | None = None
    lacks: int = 0
    schools: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """A space that can go into a bundle: uid, what people call it (a school, or "" for the programme), and whether it goes
    unless somebody says otherwise: what the addressee holds already, everything for anyone."""

    space: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Carried:
    """A sealed bundle kept here for others: id, file name, bytes, the names of the computers it is for as far as they are
    known here, when it was taken, and how often it was passed on."""

    id: str
    file: str
    size: int
    for_whom: tuple[str, ...]
    taken_at: datetime
    passed: int = 0


@dataclass(frozen=True, slots=True)
class SendResult:
    """A bundle that passed its read-back: file, kind, commits in it, size in bytes, photos in it and left over."""

    file: Path
    kind: BundleKind
    commits: int
    bytes: int
    photos: int
    photos_left: int
    whom: str = ""
    sealed: bool = False
    """Whether only the addressee, or who knows the passphrase, can read it."""
    carried: tuple[str, ...] = ()
    """Files of others that were passed on to the same place."""
    bundle: str = ""
    """The bundle's uid, as in the log."""
    sha256: str = ""
    """Of the file, in hexadecimal."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What undoing a receipt changed, and what it left because it was edited since: records with the field's name
    (empty for the whole record)."""

    changes: Changes
    left: tuple[tuple[Row, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Receipted:
    """A line of the exchange log: bundle uid, direction (``in`` or ``out``), other side, when, file name, state
    (``applied``, ``parked``, ``rejected``, ``reverted``, ``sent``), whether it can be undone now, how many changes
    it carried, its size in bytes and the photos in it (0 = not known), and the SHA-256 of the file in hexadecimal (""
    where it was not kept)."""

    bundle: str
    direction: str
    peer: str
    at: datetime
    file: str
    state: str
    undoable: bool = False
    changes: int = 0
    size: int = 0
    photos: int = 0
    sealed: bool = False
    kind: BundleKind = BundleKind.FULL
    sha256: str = ""

    @property
    def check_code(self) -> str:
        """What two people compare by eye: the first twelve digits of the SHA-256 in groups of four, or ""."""
        return check_code(self.sha256)


def check_code(sha256: str) -> str:
    """``1a2b 3c4d 5e6f``: the first twelve digits of a SHA-256."""
    return " ".join(sha256[at:at + 4] for at in range(0, min(len(sha256), 12), 4))
