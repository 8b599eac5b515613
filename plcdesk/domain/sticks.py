"""What is found on sticks: places to send to, and bundles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from plcdesk.domain.exchange import BundleKind


@dataclass(frozen=True, slots=True)
class Drive:
    """A place to send to: folder, name shown, free bytes."""

    path: Path
    label: str
    free: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A bundle found on a stick. Sender, programme and time are as the file claims, unchecked; empty if unreadable."""

    path: Path
    size: int
    sender: str = ""
    programme: str = ""
    made_at: datetime | None = None
    sealed: bool = False
    """Encrypted: nothing of it can be told before it is opened."""
    kind: BundleKind | None = None
    lock: str = ""
    """Of a sealed one: ``mine`` (this computer opens it), ``passphrase``, ``others``."""
    for_whom: tuple[str, ...] = ()
    """Of one sealed for others: their names as far as they are known here."""
    saved_at: datetime | None = None
    """When the file was written, as the stick tells; only of a sealed one."""
