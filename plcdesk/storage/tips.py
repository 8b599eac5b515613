"""How far each feed is held, and who signed for it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Connection

from plcdesk.ledger.feed import FeedId, FeedRange, Tip, Tips
from plcdesk.storage.sql import fetch, fetch_one, run_many


def held(connection: Connection) -> Tips:
    """The tips of every feed of the shared spaces."""
    found: dict[FeedId, list[Tip]] = defaultdict(list)
    for space, replica, seq, tip in fetch(
            connection, "SELECT s.uid, f.replica_uid, c.seq, c.hash FROM sync_tip t JOIN sync_commit c ON c.n = t.n "
                        "JOIN sync_feed f ON f.id = t.feed_id JOIN sync_space s ON s.id = f.space_id "
                        "WHERE s.kind != 'private' ORDER BY s.uid, f.replica_uid, c.seq, c.hash"):
        found[FeedId(space, replica)].append(Tip(seq, tip))
    return {feed: tuple(tips) for feed, tips in found.items()}


def holds(connection: Connection, feed: FeedId, tip: Tip) -> bool:
    """Whether this very commit of this feed is in the log."""
    row = fetch_one(connection, "SELECT 1 FROM sync_commit c JOIN sync_feed f ON f.id = c.feed_id "
                                "JOIN sync_space s ON s.id = f.space_id WHERE s.uid = ? AND f.replica_uid = ? "
                                "AND c.seq = ? AND c.hash = ?", feed.space, feed.replica, tip.seq, tip.hash)
    return row is not None


def own(connection: Connection, replica: str) -> dict[str, Tip]:
    """The newest commit of a replica in each space (uid), private ones included."""
    return {space: Tip(seq, found) for space, seq, found in fetch(
        connection, "SELECT s.uid, c.seq, c.hash FROM sync_tip t JOIN sync_commit c ON c.n = t.n "
                    "JOIN sync_feed f ON f.id = t.feed_id JOIN sync_space s ON s.id = f.space_id "
                    "WHERE f.replica_uid = ? ORDER BY c.n", replica)}


def keep_signatures(connection: Connection, ranges: Iterable[FeedRange]) -> None:
    """Keep the signatures of those ends of stretches that are tips here."""
    run_many(connection,
             "UPDATE sync_tip SET signer = ?, signature = ? WHERE n = (SELECT c.n FROM sync_commit c "
             "JOIN sync_feed f ON f.id = c.feed_id JOIN sync_space s ON s.id = f.space_id "
             "WHERE s.uid = ? AND f.replica_uid = ? AND c.seq = ? AND c.hash = ?) "
             "AND coalesce(signature, x'') != ?",
             [(found.signer, found.tip_signature, found.space, found.replica, found.to_seq, found.to_hash,
               found.tip_signature)
              for found in ranges if found.tip_signature])


def to_json(tips: Tips, space: str) -> str:
    """The tips of one space as kept in `sync_peer`."""
    return json.dumps([[feed.replica, tip.seq, tip.hash.hex()]
                       for feed, found in sorted(tips.items()) if feed.space == space for tip in found])


def from_json(text: str, space: str) -> Tips:
    """What `to_json` kept."""
    found: dict[FeedId, tuple[Tip, ...]] = {}
    for replica, seq, tip in json.loads(text):
        feed = FeedId(space, replica)
        found[feed] = (*found.get(feed, ()), Tip(seq, bytes.fromhex(tip)))
    return found
