"""What a receipt writes, by name: receipts on a hub that share no name run beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from plcdesk.ledger.feed import BundleMeta, FeedRange, Tip
from plcdesk.storage import tips
from plcdesk.storage.spaces import PROGRAMME

if TYPE_CHECKING:
    from plcdesk.storage.engine import Database


def names(db: Database, meta: BundleMeta, ranges: Sequence[FeedRange]) -> tuple[str, ...] | None:
    """The bundle, its sender, the schools' spaces of which it brings something new, and of the programme's space the feeds
    it lengthens; None where there is one writer anyway.

    Every school writes a little in the programme's space (itself, to begin with): locked as a whole, it would make all
    first deliveries wait for each other. Where two receipts then meet in one record, the registers decide who waits.
    """
    if not db.is_hub:
        return None
    kinds = {space.uid: space.kind for space in meta.spaces}
    with db.read() as connection:
        new = {found.feed for found in ranges
               if not tips.holds(connection, found.feed, Tip(found.to_seq, found.to_hash))}
    written = {f"feed {feed.space} {feed.replica}" if kinds.get(feed.space) == PROGRAMME else f"space {feed.space}"
               for feed in new}
    return (f"bundle {meta.uid}", f"sender {meta.sender.key.hex()}", *sorted(written))
