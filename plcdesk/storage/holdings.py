"""How far other laptops have what was written here, by their own word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple

from sqlalchemy import Connection

from plcdesk.domain.exchange import Peer
from plcdesk.ledger.clock import milliseconds
from plcdesk.ledger.feed import FeedId, Tips
from plcdesk.storage import spaces
from plcdesk.storage.peers import PeerState
from plcdesk.storage.sql import AMONG, fetch, fetch_one, listed


class _Feed(NamedTuple):
    """A feed of this device: local id, identity, number of its newest commit, and whether it ever forked."""

    id: int
    feed: FeedId
    last: int
    forked: bool


class _Commit(NamedTuple):
    n: int
    hash: bytes
    hlc: int


class Reach(NamedTuple):
    """How far one feed is held: commits that are missing, stamp of the first of them (0: none), newest number held."""

    lacks: int
    first: int
    upto: int


def told(connection: Connection, states: Sequence[PeerState], names: Mapping[str, str]) -> list[Peer]:
    """These laptops with what they told: until when they have our changes, how many they lack, whose data they hold.

    Our changes are those of the spaces that would be sent to them unless somebody says otherwise (`goes_to`). `names` is
    what the schools' spaces (uids) are called now.
    """
    labels = {space.uid: names.get(space.uid, space.label) for space in spaces.all_spaces(connection)
              if space.kind == spaces.SCHOOL}
    own = _own(connection)
    log = _commits(connection, own, states)
    made: list[Peer] = []
    for state in states:
        chosen = goes_to(state.tips, labels)
        reached = {feed: _reach(connection, feed, state.tips, log[feed.id]) for feed in own
                   if feed.feed.space in chosen or feed.feed.space not in labels}
        schools = tuple(sorted(labels[uid] for uid in held_schools(state.tips, labels) if labels[uid]))
        made.append(Peer(state.key.hex(), state.label, state.seen_at, _until(connection, reached),
                         sum(found.lacks for found in reached.values()), schools))
    return made


def held_schools(tips: Tips, schools: Iterable[str]) -> frozenset[str]:
    """The schools' spaces (uids) of which somebody told that they hold something."""
    return frozenset({feed.space for feed, found in tips.items() if found}.intersection(schools))


def goes_to(tips: Tips, schools: Iterable[str]) -> frozenset[str]:
    """The schools' spaces that go to somebody who holds these: a school gets its own, who holds several or none (a
    mentor, a hub, a new laptop) gets all."""
    held = held_schools(tips, schools)
    return held if len(held) == 1 else frozenset(schools)


def _own(connection: Connection) -> list[_Feed]:
    return [_Feed(feed, FeedId(space, replica), last, ends > 1) for feed, space, replica, last, ends in fetch(
        connection, "SELECT f.id, s.uid, f.replica_uid, max(c.seq), count(*) FROM sync_feed f "
                    "JOIN sync_space s ON s.id = f.space_id JOIN sync_device d ON d.id = f.device_id "
                    "JOIN sync_tip t ON t.feed_id = f.id JOIN sync_commit c ON c.n = t.n "
                    "WHERE s.kind != 'private' AND d.self = 1 GROUP BY f.id, s.uid, f.replica_uid ORDER BY f.id")]


def _commits(connection: Connection, own: Sequence[_Feed], states: Sequence[PeerState],
             ) -> Mapping[int, Mapping[int, Sequence[_Commit]]]:
    """The commits at the told ends of own feeds and the first and last ones, by feed and number: one query a feed."""
    found: dict[int, dict[int, list[_Commit]]] = {}
    for feed in own:
        wanted = {1, feed.last}
        for state in states:
            for tip in state.tips.get(feed.feed, ()):
                wanted |= {tip.seq, tip.seq + 1}
        by_seq: dict[int, list[_Commit]] = defaultdict(list)
        for seq, n, full, hlc in fetch(
                connection, f"SELECT seq, n, hash, hlc FROM sync_commit WHERE feed_id = ? AND seq IN {AMONG}",
                feed.id, listed(sorted(wanted))):
            by_seq[seq].append(_Commit(n, full, hlc))
        found[feed.id] = by_seq
    return found


def _reach(connection: Connection, feed: _Feed, told_tips: Tips, log: Mapping[int, Sequence[_Commit]]) -> Reach:
    known = [(tip.seq, commit) for tip in told_tips.get(feed.feed, ()) for commit in log.get(tip.seq, ())
             if commit.hash == tip.hash]
    if feed.forked:
        return _branches(connection, feed, {commit.n for _, commit in known})
    upto = max((seq for seq, _ in known), default=0)
    after = log.get(upto + 1, ())
    return Reach(feed.last - upto, after[0].hlc if after else 0, upto)


def _branches(connection: Connection, feed: _Feed, ends: set[int]) -> Reach:
    """The same for a feed with several branches: what hangs below the told ends is held, the rest is missing."""
    steps = {n: (previous, seq, hlc) for n, previous, seq, hlc in fetch(
        connection, "SELECT n, prev_n, seq, hlc FROM sync_commit WHERE feed_id = ?", feed.id)}
    held: set[int] = set()
    for end in ends:
        at: int | None = end
        while at is not None and at not in held:
            held.add(at)
            at = steps[at][0]
    missing = [steps[n] for n in steps.keys() - held]
    complete = min((seq for _, seq, _ in missing), default=feed.last + 1) - 1
    return Reach(len(missing), min((hlc for _, _, hlc in missing), default=0), complete)


def _until(connection: Connection, reached: Mapping[_Feed, Reach]) -> date | None:
    """The local day of the newest own change that is held with all before it."""
    first = min((found.first for found in reached.values() if found.first), default=0)
    newest = 0
    for feed, found in reached.items():
        if found.upto:
            row = fetch_one(connection, "SELECT hlc FROM sync_commit WHERE feed_id = ? AND seq <= ? AND (? = 0 OR hlc < ?) "
                                        "ORDER BY seq DESC LIMIT 1", feed.id, found.upto, first, first)
            newest = max(newest, row[0] if row is not None else 0)
    return datetime.fromtimestamp(milliseconds(newest) / 1000, UTC).astimezone().date() if newest else None
