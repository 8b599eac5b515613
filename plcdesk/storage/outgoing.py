"""What another laptop lacks: the stretches of feeds and their commits in order of arrival."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import Connection

from plcdesk.domain.records import SPECS
from plcdesk.ledger.chain import seed
from plcdesk.ledger.feed import FeedId, FeedRange, LogLine, Space, Tip, Tips, known
from plcdesk.storage import local, spaces, tips, withheld
from plcdesk.storage.sql import AMONG, fetch, fetch_one, listed, quoted

_WITH_FILES = " UNION ALL ".join(f"SELECT '{table}' AS tbl, id, sha256, size FROM {quoted(table)}"
                                 for table, spec in SPECS.items() if "sha256" in spec.fields)
"""Every record whose content lies beside the database: photos of meetings, files of modules."""

_SHA256 = re.compile(r"[0-9a-f]{64}").fullmatch


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


def gather(connection: Connection, base: Tips, *, nothing: bool = False,
           only: frozenset[str] | None = None) -> Outgoing:
    """What a laptop lacks that holds `base`; tips that are not known here count for nothing.

    `only` narrows it to these spaces (uids) and the programme's: neither commits nor tips nor names of any other are
    told. Raises ValueError for a space that is not held or is private.
    """
    shared = _shared(connection, only)
    programme = next((space.uid for space in shared.values() if space.kind == spaces.PROGRAMME), "")
    held = {feed: found for feed, found in tips.held(connection).items() if feed.space in shared}
    outgoing = Outgoing(connection, programme, local.get(connection, local.REPLICA, "") or "", tuple(shared.values()), held)
    if not nothing:
        _Gathering(connection, base, outgoing).run()
    return outgoing


def _shared(connection: Connection, only: frozenset[str] | None) -> dict[str, Space]:
    held = {space.uid: Space(space.uid, space.kind, space.label) for space in spaces.all_spaces(connection)
            if space.kind != spaces.PRIVATE}
    if only is None:
        return held
    if not only <= held.keys():
        raise ValueError("a space that is not shared here")
    return {uid: space for uid, space in held.items() if uid in only or space.kind == spaces.PROGRAMME}


def files(connection: Connection, only: frozenset[str] | None = None) -> list[tuple[str, int]]:
    """SHA-256 and size of the photos and files that shared records show, newest first; `only` as in `gather`."""
    rows = fetch(connection, f"SELECT a.sha256, max(coalesce(a.size, 0)) FROM ({_WITH_FILES}) a "
                             "JOIN sync_row r ON r.tbl = a.tbl AND r.row_uid = a.id "
                             f"JOIN sync_space s ON s.id = r.space_id AND s.uid IN {AMONG} "
                             "WHERE length(a.sha256) = 64 GROUP BY a.sha256 ORDER BY max(a.id) DESC",
                 listed(_shared(connection, only)))
    # what somebody else wrote there may be no hash at all: no reader takes a bundle that speaks of such a one
    return [(sha256, size) for sha256, size in rows if _SHA256(sha256)]


class _Gathering:
    def __init__(self, connection: Connection, base: Tips, outgoing: Outgoing) -> None:
        self._connection = connection
        self._base = base
        self._outgoing = outgoing
        self._ranges: list[FeedRange] = []
        self._firsts: list[int] = []

    def run(self) -> None:
        named = listed(space.uid for space in self._outgoing.spaces)
        feeds = fetch(self._connection,
                      "SELECT f.id, s.uid, f.replica_uid, coalesce(d.pubkey, x''), r.hello, r.hello_signature "
                      "FROM sync_feed f JOIN sync_space s ON s.id = f.space_id "
                      "JOIN sync_replica r ON r.uid = f.replica_uid JOIN sync_device d ON d.id = r.device_id "
                      f"WHERE s.kind != 'private' AND s.uid IN {AMONG} "
                      "ORDER BY f.id", named)
        # a commit line counts the stretches as the manifest lists them: space by space
        place = {space.uid: number for number, space in enumerate(self._outgoing.spaces)}
        feeds.sort(key=lambda found: place[found[1]])
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
