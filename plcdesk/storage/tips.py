"""How far each feed is held, and who signed for it; whether who holds these tips holds those too, and what both hold.

Chains can fork, so of two tips of a feed the one with the higher number need not lie above the other; the log is asked.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import reduce

from sqlalchemy import Connection

from plcdesk.ledger.feed import FeedId, FeedRange, Tip, Tips
from plcdesk.storage import log
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
    return _number(connection, feed, tip) is not None


def hollow(connection: Connection, ranges: Iterable[FeedRange]) -> bool:
    """Whether something of these stretches is held without its values, which a bundle may bring."""
    return any(fetch_one(
        connection, "SELECT 1 FROM sync_commit WHERE feed_id = (SELECT f.id FROM sync_feed f JOIN sync_space s "
                    "ON s.id = f.space_id WHERE s.uid = ? AND f.replica_uid = ?) AND seq > ? AND seq <= ? "
                    f"AND {log.HOLLOW} = 1 LIMIT 1", found.space, found.replica, found.from_seq, found.to_seq) is not None
        for found in ranges)


def own(connection: Connection, replica: str) -> dict[str, Tip]:
    """The newest commit of a replica in each space (uid), private ones included."""
    return {space: Tip(seq, found) for space, seq, found in fetch(
        connection, "SELECT s.uid, c.seq, c.hash FROM sync_tip t JOIN sync_commit c ON c.n = t.n "
                    "JOIN sync_feed f ON f.id = t.feed_id JOIN sync_space s ON s.id = f.space_id "
                    "WHERE f.replica_uid = ? ORDER BY c.n", replica)}


def covers(connection: Connection, more: Tips, less: Tips) -> bool:
    """Whether who holds `more` holds `less` too. Of ends that are not in the log here the higher number counts."""
    return all(tip in more.get(feed, ()) or any(_above(connection, feed, end, tip) for end in more.get(feed, ()))
               for feed, tips in less.items() for tip in tips)


def common(connection: Connection, told: Sequence[Tips]) -> Tips:
    """What everybody holds who told one of these; a single one as it is.

    Of ends that only one of them names nothing is known unless the log here has them: too little, never too much.
    """
    return reduce(lambda one, other: _both(connection, one, other), told) if told else {}


def keep_signatures(connection: Connection, ranges: Iterable[FeedRange]) -> None:
    """Keep the signatures of those ends of stretches that are tips here; of the feed's own device before all others, whose
    word alone proves less."""
    run_many(connection,
             "UPDATE sync_tip SET signer = ?, signature = ? WHERE n = (SELECT c.n FROM sync_commit c "
             "JOIN sync_feed f ON f.id = c.feed_id JOIN sync_space s ON s.id = f.space_id "
             "WHERE s.uid = ? AND f.replica_uid = ? AND c.seq = ? AND c.hash = ?) "
             "AND coalesce(signature, x'') != ? AND NOT EXISTS (SELECT 1 FROM sync_feed f "
             "JOIN sync_replica r ON r.uid = f.replica_uid JOIN sync_device d ON d.id = r.device_id "
             "WHERE f.id = sync_tip.feed_id AND d.pubkey = sync_tip.signer)",
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


def _above(connection: Connection, feed: FeedId, end: Tip, tip: Tip) -> bool:
    if end.seq <= tip.seq:
        return False
    number = _number(connection, feed, tip)
    top = _number(connection, feed, end)
    if top is None:
        return True
    return number is not None and _at(connection, top, tip.seq) == number


def _both(connection: Connection, one: Tips, other: Tips) -> Tips:
    found: Tips = {}
    for feed in one.keys() & other.keys():
        if set(one[feed]) == set(other[feed]):
            found[feed] = one[feed]
            continue
        ends = {_meeting(connection, feed, left, right) for left in one[feed] for right in other[feed]}
        known = tuple(sorted(end for end in ends if end is not None))
        if known:
            found[feed] = known
    return found


def _meeting(connection: Connection, feed: FeedId, left: Tip, right: Tip) -> Tip | None:
    """The newest commit that lies on the chains below both ends."""
    if left == right:
        return left
    low, high = sorted((left, right))
    lower, top = _number(connection, feed, low), _number(connection, feed, high)
    if lower is None or top is None:
        return None
    upper = _at(connection, top, low.seq)
    while upper != lower:
        if upper is None or lower is None:
            return None
        upper, lower = _before(connection, upper), _before(connection, lower)
    if lower is None:
        return None
    seq, found = fetch(connection, "SELECT seq, hash FROM sync_commit WHERE n = ?", lower)[0]
    return Tip(seq, found)


def _number(connection: Connection, feed: FeedId, tip: Tip) -> int | None:
    row = fetch_one(connection, "SELECT c.n FROM sync_commit c JOIN sync_feed f ON f.id = c.feed_id "
                                "JOIN sync_space s ON s.id = f.space_id WHERE s.uid = ? AND f.replica_uid = ? "
                                "AND c.seq = ? AND c.hash = ?", feed.space, feed.replica, tip.seq, tip.hash)
    return row[0] if row is not None else None


def _before(connection: Connection, number: int) -> int | None:
    row = fetch_one(connection, "SELECT prev_n FROM sync_commit WHERE n = ?", number)
    return row[0] if row is not None else None


def _at(connection: Connection, top: int, seq: int) -> int | None:
    """The commit numbered `seq` on the chain that ends in `top`."""
    rows = fetch(connection, "SELECT c.n FROM sync_commit c JOIN sync_commit t ON t.feed_id = c.feed_id "
                             "WHERE t.n = ? AND c.seq = ?", top, seq)
    if len(rows) < 2:  # the feed is not forked there
        return rows[0][0] if rows else None
    row = fetch_one(connection, "WITH RECURSIVE below (n, seq, prev_n) AS (SELECT n, seq, prev_n FROM sync_commit WHERE n = ? "
                                "UNION ALL SELECT c.n, c.seq, c.prev_n FROM sync_commit c JOIN below b ON c.n = b.prev_n "
                                "WHERE b.seq > ?) SELECT n FROM below WHERE seq = ?", top, seq, seq)
    return row[0] if row is not None else None
