"""How far what somebody said reaches: whether one statement covers another, and what several of them have in common.

A statement is the ends of chains (`Tips`). Chains can fork, so of two ends the one with the higher number need not lie
above the other; the log is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from sqlalchemy import Connection

from plcdesk.ledger.feed import FeedId, Tip, Tips
from plcdesk.storage.sql import fetch, fetch_one


def covers(connection: Connection, more: Tips, less: Tips) -> bool:
    """Whether who holds `more` holds `less` too. Of ends that are not in the log here the higher number counts."""
    return all(tip in more.get(feed, ()) or any(_above(connection, feed, end, tip) for end in more.get(feed, ()))
               for feed, tips in less.items() for tip in tips)


def common(connection: Connection, statements: Sequence[Tips]) -> Tips:
    """What everybody holds of whom these are the statements; a single one as it is.

    Of ends that only one of them names nothing is known unless the log here has them: too little, never too much.
    """
    return reduce(lambda one, other: _both(connection, one, other), statements) if statements else {}


def _above(connection: Connection, feed: FeedId, end: Tip, tip: Tip) -> bool:
    if end.seq <= tip.seq:
        return False
    number = _held(connection, feed, tip)
    top = _held(connection, feed, end)
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
    lower, top = _held(connection, feed, low), _held(connection, feed, high)
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


def _held(connection: Connection, feed: FeedId, tip: Tip) -> int | None:
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
