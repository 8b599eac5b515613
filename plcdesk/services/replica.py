"""Keeping replicas apart: at each start the database is compared with the anchor; a copy starts a new replica."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from plcdesk.ledger.feed import FeedId, Tip
from plcdesk.services import anchor, machine
from plcdesk.storage.feeds import Remembered

if TYPE_CHECKING:
    from plcdesk.storage.feeds import Feeds


class ReplicaGuard:
    """Compares and keeps the anchor at `path` for the database file `database`."""

    def __init__(self, feeds: Feeds, path: Path, database: Path) -> None:
        self._feeds = feeds
        self._path = path
        self._marks = machine.marks(database)
        feeds.on_manifest = self.keep

    def check(self) -> str | None:
        """To be called at start: mint a new replica if this database was copied or put back (``clone``, ``restore``)."""
        replica, _ = self._feeds.own()

        def holds(space: str, seq: int, found: str) -> bool:
            return self._feeds.holds(FeedId(space, replica), Tip(seq, bytes.fromhex(found)))

        former = anchor.read(self._path)
        born = anchor.suspicion(former, replica, holds, self._marks, self._feeds.remembered().manifest_no)
        if born is not None:
            later = Remembered(former.manifest_no, former.withheld) if former is not None and born == "restore" else None
            self._feeds.mint(born, later)
        self.keep(lasting=True)
        return born

    def keep(self, *, lasting: bool = False) -> None:
        """Remember how far the database went: when it was made, after saves, undoing and receipts, before a bundle is
        written. Only with `lasting` it is waited for."""
        replica, tips = self._feeds.own()
        found = {space: (tip.seq, tip.hash.hex()) for space, tip in tips.items()}
        anchor.write(self._path, anchor.Anchor(replica, found, self._marks, *self._feeds.remembered()), lasting=lasting)
