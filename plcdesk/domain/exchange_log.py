"""What is kept of bundles that were sent and met: the line of the log opened, bundles that wait, laptops copied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from plcdesk.domain.changes import Row
from plcdesk.domain.exchange import Reason, Receipted, RowChange


@dataclass(frozen=True, slots=True)
class BundleDetail:
    """Everything kept of a bundle in the log.

    Of a received one: how many records of each table it made, changed and deleted here, the first of them with what they
    are called now, the computers whose work it brought, and the name of the restore point made before it. `spaces` are the
    uids of the spaces it covers, `schools` the names of the schools among them.
    """

    line: Receipted
    made_at: datetime | None = None
    made_by: str = ""
    spaces: tuple[str, ...] = ()
    schools: tuple[str, ...] = ()
    new: Mapping[str, int] = field(default_factory=dict)
    changed: Mapping[str, int] = field(default_factory=dict)
    deleted: Mapping[str, int] = field(default_factory=dict)
    first: tuple[tuple[Row, RowChange, str], ...] = ()
    writers: tuple[str, ...] = ()
    restore_point: str = ""
    copied: tuple[str, ...] = ()
    """Names of laptops that this bundle showed to have been copied."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A bundle kept until what it builds on arrives: uid, file name, bytes, who sent it and when it was made, the laptops
    whose changes are missing, and the local day up to which they are needed."""

    id: str
    file: str
    size: int
    sender: str
    made_at: datetime
    names: tuple[str, ...]
    until: date
    reason: Reason


@dataclass(frozen=True, slots=True)
class Copied:
    """A laptop whose data folder was copied and is used twice: its public key (hex), its name, the time of the first
    change by the copy as far as it is known, and whether it is this laptop."""

    key: str
    label: str
    at: datetime | None = None
    own: bool = False
