"""Keeping replicas apart: at each start the database is compared with the anchor; a copy starts a new replica."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from plcdesk.ledger.feed import FeedId, Tip
from plcdesk.services import anchor, machine

if TYPE_CHECKING:
    from plcdesk.storage.feeds import Feeds


class ReplicaGuard:
    """Compares and keeps the anchor at `path` for the database file `database`."""

    def __init__(self, feeds: Feeds, path: Path, database: Path) -> None:
        self._feeds = feeds
        self._path = path
        self._marks = machine.marks(database)

    def check(self) -> str | None:
        """To be called at start: mint a new replica if this database was copied or put back (``clone``, ``restore``)."""
        replica, _ = self._feeds.own()

        def holds(space: str, seq: int, found: str) -> bool:
            return self._feeds.holds(FeedId(space, replica), Tip(seq, bytes.fromhex(found)))

        born = anchor.suspicion(anchor.read(self._path), replica, holds, self._marks)
        if born is not None:
            self._feeds.mint(born)
        self.keep()
        return born

    def keep(self) -> None:
        """To be called when a database was made, after saves and receipts, and at the end: remember how far it went."""
        replica, tips = self._feeds.own()
        found = {space: (tip.seq, tip.hash.hex()) for space, tip in tips.items()}
        anchor.write(self._path, anchor.Anchor(replica, found, self._marks))
