"""What sending and receiving report: counts, devices, states and reasons, all without any byte of a bundle."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
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
    trusted here (``self``, ``accepted``, ``unknown``, ``blocked``), and whether a device of the same name but another
    key is already known, which must be said loudly. `vouched_by` is the key of the device that signed for it."""

    key: str
    label: str
    words: str
    trust: str
    same_name_other_key: bool = False
    vouched_by: str = ""


@dataclass(frozen=True, slots=True)
class Intake:
    """What the commits of a bundle do to this database.

    `rows` says it record by record; `differing` counts the entries that newly wait for a decision, `suspect` the
    commits whose clock was far ahead, `newer` those written by a later version of the program. `commits` is how many
    were new, `present` how many were already held. `titles` is what the touched records are called, as far as they have
    a name of their own. `waits_for` names the feeds (space and replica uid) whose commits
    are missing: then nothing was written.
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

    def count(self, change: RowChange) -> dict[str, int]:
        """How many records of each table are new, changed or deleted."""
        counts: dict[str, int] = {}
        for row, found in self.rows.items():
            if found is change:
                counts[row.table] = counts.get(row.table, 0) + 1
        return counts


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
        return tuple(device for device in self.devices if device.trust == "unknown")


@dataclass(frozen=True, slots=True)
class Peer:
    """A known laptop: its public key (hex), the name it gives itself and when it last told what it holds."""

    key: str
    label: str
    seen_at: datetime | None


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


@dataclass(frozen=True, slots=True)
class Candidate:
    """A bundle found on a stick. Sender, programme and time are as the file claims, unchecked; empty if unreadable."""

    path: Path
    size: int
    sender: str = ""
    programme: str = ""
    made_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Undone:
    """What undoing a receipt changed, and what it left because it was edited since: records with the field's name
    (empty for the whole record)."""

    changes: Changes
    left: tuple[tuple[Row, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Receipted:
    """A line of the exchange log: bundle uid, direction (``in`` or ``out``), other side, when, file name, state
    (``applied``, ``parked``, ``rejected``, ``reverted``, ``sent``), whether it can be undone now, and how many changes
    it carried (0 = not known)."""

    bundle: str
    direction: str
    peer: str
    at: datetime
    file: str
    state: str
    undoable: bool = False
    changes: int = 0


@dataclass(frozen=True, slots=True)
class Drive:
    """A place to send to: folder, name shown, free bytes."""

    path: Path
    label: str
    free: int
