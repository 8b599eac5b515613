"""What another laptop lacks: the stretches of feeds and their commits in order of arrival."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import Connection

from plcdesk.ledger.chain import seed
from plcdesk.ledger.feed import FeedId, FeedRange, LogLine, Space, Tip, Tips, known
from plcdesk.storage import local, spaces, tips, withheld
from plcdesk.storage.sql import fetch, fetch_one


class _End(NamedTuple):
    n: int
    seq: int
    hash: bytes
    signer: bytes
    signature: bytes


class _Step(NamedTuple):
    seq: int
    hash: bytes
    previous: int | None


@dataclass(slots=True)
class Outgoing:
    """What to send, seen in one state of the database; valid inside `Feeds.outgoing`'s block only.

    `ranges` have an empty signature where nobody signed the tip held. `programme` is "" before there is one.
    """

    connection: Connection
    programme: str
    replica: str
    spaces: tuple[Space, ...]
    tips: Tips
    ranges: tuple[FeedRange, ...] = ()
    _after: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Feeds in one piece: index of the stretch and the number after which it begins."""
    _single: dict[int, int] = field(default_factory=dict)
    """Commits of forked feeds by local number: index of the stretch."""
    _first: int = 0

    def lines(self) -> Iterator[LogLine]:
        """The commits of all stretches in order of arrival, so that each follows those it names."""
        if not self.ranges:
            return
        kept = withheld.numbers(self.connection)
        for n, feed, seq, head, body, digest in self.connection.exec_driver_sql(
                "SELECT n, feed_id, seq, head, body, body_digest FROM sync_commit WHERE n >= ? ORDER BY n",
                (self._first,)):
            index, after = self._after.get(feed, (-1, 0))
            if index < 0:
                index = self._single.get(n, -1)
            if index >= 0 and seq > after:
                yield LogLine(index, head, None if n in kept else body, digest)


def gather(connection: Connection, base: Tips, *, nothing: bool = False) -> Outgoing:
    """What a laptop lacks that holds `base`; tips that are not known here count for nothing."""
    shared = tuple(Space(space.uid, space.kind, space.label) for space in spaces.all_spaces(connection)
                   if space.kind != spaces.PRIVATE)
    programme = next((space.uid for space in shared if space.kind == spaces.PROGRAMME), "")
    outgoing = Outgoing(connection, programme, local.get(connection, local.REPLICA, "") or "", shared,
                        tips.held(connection))
    if not nothing:
        _Gathering(connection, base, outgoing).run()
    return outgoing


class _Gathering:
    def __init__(self, connection: Connection, base: Tips, outgoing: Outgoing) -> None:
        self._connection = connection
        self._base = base
        self._outgoing = outgoing
        self._ranges: list[FeedRange] = []
        self._firsts: list[int] = []

    def run(self) -> None:
        feeds = fetch(self._connection,
                      "SELECT f.id, s.uid, f.replica_uid, coalesce(d.pubkey, x''), r.hello, r.hello_signature "
                      "FROM sync_feed f JOIN sync_space s ON s.id = f.space_id "
                      "JOIN sync_replica r ON r.uid = f.replica_uid JOIN sync_device d ON d.id = r.device_id "
                      "WHERE s.kind != 'private' ORDER BY s.kind != 'programme', s.uid, f.id")
        for feed, space, replica, key, hello, signature in feeds:
            ends = [_End(*row) for row in fetch(
                self._connection, "SELECT t.n, c.seq, c.hash, coalesce(t.signer, x''), coalesce(t.signature, x'') "
                                  "FROM sync_tip t JOIN sync_commit c ON c.n = t.n WHERE t.feed_id = ? ORDER BY t.n",
                feed)]
            identity = (FeedId(space, replica), key, hello, signature)
            if len(ends) == 1:
                self._whole(feed, identity, ends[0])
            elif ends:
                self._forked(feed, identity, ends)
        self._outgoing.ranges = tuple(self._ranges)
        self._outgoing._first = min(self._firsts, default=0)

    def _held(self, feed: int, tip: Tip) -> int | None:
        row = fetch_one(self._connection, "SELECT n FROM sync_commit WHERE feed_id = ? AND seq = ? AND hash = ?",
                        feed, tip.seq, tip.hash)
        return row[0] if row is not None else None

    def _add(self, identity: tuple[FeedId, bytes, bytes, bytes], start: Tip, end: _End, count: int) -> int:
        feed, key, hello, signature = identity
        self._ranges.append(FeedRange(feed.space, feed.replica, key, hello, signature, start.seq, start.hash,
                                      end.seq, end.hash, end.signer, end.signature, count))
        return len(self._ranges) - 1

    def _whole(self, feed: int, identity: tuple[FeedId, bytes, bytes, bytes], end: _End) -> None:
        start = Tip(0, seed(*identity[0]))
        for tip in known(self._base, identity[0]):
            if tip.seq > start.seq and self._held(feed, tip) is not None:
                start = tip
        if start.seq == end.seq:
            return
        row = fetch_one(self._connection, "SELECT n FROM sync_commit WHERE feed_id = ? AND seq = ?", feed, start.seq + 1)
        assert row is not None
        self._firsts.append(row[0])
        self._outgoing._after[feed] = (self._add(identity, start, end, end.seq - start.seq), start.seq)

    def _forked(self, feed: int, identity: tuple[FeedId, bytes, bytes, bytes], ends: list[_End]) -> None:
        steps = {n: _Step(seq, found, previous) for n, seq, found, previous in fetch(
            self._connection, "SELECT n, seq, hash, prev_n FROM sync_commit WHERE feed_id = ?", feed)}
        covered: set[int] = set()
        for tip in known(self._base, identity[0]):
            walked = self._held(feed, tip)
            while walked is not None and walked not in covered:
                covered.add(walked)
                walked = steps[walked].previous
        for end in ends:
            found: list[int] = []
            at: int | None = end.n
            while at is not None and at not in covered:
                found.append(at)
                at = steps[at].previous
            if not found:
                continue
            covered.update(found)
            start = Tip(steps[at].seq, steps[at].hash) if at is not None else Tip(0, seed(*identity[0]))
            index = self._add(identity, start, end, len(found))
            self._outgoing._single.update(dict.fromkeys(found, index))
            self._firsts.append(min(found))
