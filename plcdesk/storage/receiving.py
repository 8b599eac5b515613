"""Taking a checked bundle in: everything it brings in the caller's one transaction."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext

from sqlalchemy import Connection

from plcdesk.collector import uncollected
from plcdesk.domain.exchange import Intake
from plcdesk.ledger.chain import dot_of, seed
from plcdesk.ledger.clock import Clock, milliseconds
from plcdesk.ledger.commit import BadCommit
from plcdesk.ledger.feed import BundleMeta, CheckedLine, FeedRange, Tip
from plcdesk.storage import (
    bundles,
    clones,
    cutoff,
    devices,
    erasure,
    guard,
    local,
    log,
    peers,
    projection,
    spaces,
    stewards,
    tips,
)
from plcdesk.storage.log import Entry
from plcdesk.storage.outcome import Tally
from plcdesk.storage.schema import SUSPECT_CLOCK, VERSION
from plcdesk.storage.sql import AMONG, chunks, fetch, fetch_one, listed
from plcdesk.storage.titles import titles_of

_MANY = 1000
"""Commits from which taking the gate away and putting it up again (some 200 triggers) costs less than asking it."""


class MissingBase(Exception):
    """The bundle builds on commits that are not held; `feeds` = (space, replica) of those that need them."""

    def __init__(self, feeds: Iterable[tuple[str, str]]) -> None:
        self.feeds = tuple(sorted({(space, replica) for space, replica in feeds}))
        super().__init__(f"{len(self.feeds)} feeds lack their base")


class CutOff(Exception):
    """The bundle brings later work of computers that a steward cut off; `intake` is what it would bring."""

    def __init__(self, intake: Intake) -> None:
        super().__init__(f"{len(intake.cut)} computers are cut off")
        self.intake = intake


class Receiver:
    """Receives one bundle. `at` is the time of receipt (ISO, UTC)."""

    def __init__(self, connection: Connection, clock: Clock, meta: BundleMeta, ranges: Sequence[FeedRange],
                 at: str) -> None:
        self._connection = connection
        self._latest = clock.latest()
        self._meta = meta
        self._ranges = ranges
        self._at = at
        self._outcome = Tally()
        self._copied = clones.labels(connection)
        self._feeds: list[int] = []
        self._ends: list[tuple[bytes, Entry | int | None]] = []
        self._waiting: list[Entry] = []
        self._present = self._suspect = self._newer = 0
        self._cloned = False
        self.newest = 0
        """The newest stamp met that is not suspect; for the clock, once the transaction is safe."""

    def run(self, lines: Iterable[CheckedLine]) -> Intake:
        """Take everything in. Raises MissingBase, CutOff or BadCommit; the caller's transaction must then be rolled
        back."""
        start = cutoff.newest(self._connection)
        self._take_names()
        bundle = bundles.enter(self._connection, self._meta, self._at)
        replica = local.get(self._connection, local.REPLICA)
        self._cloned = self._continued_elsewhere(replica)
        many = sum(found.count for found in self._ranges) > _MANY
        # commits make no cycles, and looking through them all costs a seventh of the time
        with guard.lifted(self._connection) if many else nullcontext(), uncollected():
            for batch in log.batches(lines, projection.BATCH):
                self._take(batch, bundle, replica)
        for found in self._ranges:
            if not tips.holds(self._connection, found.feed, Tip(found.to_seq, found.to_hash)):
                raise BadCommit("a stretch does not reach its end")
        tips.keep_signatures(self._connection, self._ranges)
        peers.note(self._connection, self._meta, self._at)
        if self._cloned:
            spaces.mint(self._connection, "clone")
        stewards.prove(self._connection, self._own_ends())
        erased = erasure.apply(self._connection)
        cut, welcome = cutoff.found(self._connection, start, self._vouchers(start))
        intake = dataclasses.replace(self._intake(), cut=cut, welcome=welcome, erased=erased)
        if cut and not self._meta.overrule:
            raise CutOff(intake)
        cutoff.overrule(self._connection, cut)
        intake = dataclasses.replace(intake, cut=())
        bundles.applied(self._connection, bundle, intake)
        if self.newest:
            local.raise_to(self._connection, local.STAMP, self.newest)
        return intake

    def _continued_elsewhere(self, replica: str | None) -> bool:
        """Whether the sender holds commits of this database's present replica that are unknown here: a copy of it goes on
        under the same name. It is told apart at once, lest what one of both holds be believed of the other."""
        return any(feed.replica == replica and not tips.holds(self._connection, feed, tip)
                   for feed, ends in self._meta.sender_tips.items() for tip in ends)

    def _own_ends(self) -> Iterator[tuple[int, int, bytes]]:
        """The ends of stretches that the feed's own device signed for."""
        for found, feed in zip(self._ranges, self._feeds, strict=True):
            if found.signer == found.device_key == devices.key_of_feed(self._connection, feed):
                yield feed, found.to_seq, found.to_hash

    def _vouchers(self, start: int) -> set[str]:
        """The keys (hex) of devices on whose word alone commits after local number `start` were taken for another's."""
        return {found.signer.hex() for found, feed in zip(self._ranges, self._feeds, strict=True)
                if found.signer != found.device_key and cutoff.newest(self._connection, feed) > start}

    def _take_names(self) -> None:
        """Spaces, devices, trust and feeds."""
        # in one order: receipts beside each other on a hub may meet the same new names
        for space in sorted(self._meta.spaces):
            held = spaces.by_uid(self._connection, space.uid)
            if spaces.PRIVATE in (space.kind, held.kind if held is not None else ""):
                raise BadCommit("a private space never travels")
            spaces.hold(self._connection, space.uid, space.kind, space.label)
        for device in sorted((*self._meta.devices, self._meta.sender)):
            devices.meet(self._connection, device)
        for key, space_uid in sorted(self._meta.accepted):
            devices.decide(self._connection, key, space_uid, devices.ACCEPTED)
        named = {space.uid for space in self._meta.spaces}
        for found in self._ranges:
            held = spaces.by_uid(self._connection, found.space)
            if held is None or found.space not in named:
                raise BadCommit("a feed of a space the bundle does not name")
            maker = devices.meet_replica(self._connection, found)
            self._feeds.append(spaces.feed(self._connection, held.id, found.replica, maker))
            self._ends.append((found.from_hash, self._start(found)))

    def _start(self, found: FeedRange) -> int | None:
        """The local number of the commit a stretch builds on; -1 while it is not known."""
        if found.from_seq == 0 and found.from_hash == seed(found.space, found.replica):
            return None
        row = fetch_one(self._connection, "SELECT n FROM sync_commit WHERE feed_id = ? AND seq = ? AND hash = ?",
                        self._feeds[len(self._ends)], found.from_seq, found.from_hash)
        return row[0] if row is not None else -1

    def _take(self, batch: Sequence[CheckedLine], bundle: int, replica: str | None) -> None:
        held: dict[str, tuple[bytes, int]] = {}
        empty: set[int] = set()
        for some in chunks([line.dot for line in batch], 5_000):
            for dot, full, number, hollow in fetch(
                    self._connection, f"SELECT dot, hash, n, {log.HOLLOW} FROM sync_commit WHERE dot IN {AMONG}", listed(some)):
                held[dot] = (full, number)
                if hollow:
                    empty.add(number)
        if empty:
            erasure.fill(self._connection, {held[line.dot][1]: line.body for line in batch if line.body is not None
                                            and line.dot in held and held[line.dot][0] == line.hash
                                            and held[line.dot][1] in empty}, self._outcome)
        for line in batch:
            found = held.get(line.dot)
            if found is not None:
                if found[0] != line.hash:
                    raise BadCommit("two commits of one name")
                self._present += 1
                self._ends[line.feed] = (line.hash, found[1])
                continue
            entry = self._entry(line, bundle)
            self._waiting.append(entry)
            self._ends[line.feed] = (line.hash, entry)
            if self._ranges[line.feed].replica == replica:
                self._cloned = True
        self._flush()

    def _entry(self, line: CheckedLine, bundle: int) -> Entry:
        commit = line.commit
        flags = 0
        if milliseconds(commit.hlc) > self._latest:
            flags = SUSPECT_CLOCK
            self._suspect += 1
        else:
            self.newest = max(self.newest, commit.hlc)
        if commit.schema > VERSION:
            self._newer += 1
        entry = Entry(self._feeds[line.feed], line.hash, line.dot, None, line.head, line.body, line.body_digest,
                      commit, bundle, flags)
        end, previous = self._ends[line.feed]
        if end != line.previous:
            raise BadCommit("a chain with a gap")
        if isinstance(previous, Entry):
            entry.after = previous
        else:
            entry.previous = self._late(line) if previous == -1 else previous
        return entry

    def _late(self, line: CheckedLine) -> int:
        """The start of a branch that lies in an earlier stretch of the same bundle."""
        self._flush()
        row = fetch_one(self._connection, "SELECT n, seq FROM sync_commit WHERE dot = ? AND hash = ? AND feed_id = ?",
                        dot_of(line.previous), line.previous, self._feeds[line.feed])
        if row is None:
            raise MissingBase([self._ranges[line.feed].feed])
        if row[1] + 1 != line.commit.seq:
            raise BadCommit("a chain with a gap")
        return int(row[0])

    def _flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        try:
            projection.add(self._connection, waiting, self._outcome)
        except projection.UnknownDots as error:
            at_fault = {entry.feed for entry in waiting if error.dots & entry.commit.dots()}
            raise MissingBase(found.feed for found, feed in zip(self._ranges, self._feeds, strict=True)
                              if feed in at_fault) from None

    def _intake(self) -> Intake:
        outcome = self._outcome
        outcome.written(self._connection, ())
        return Intake(
            outcome.rows, outcome.differing, self._suspect, self._newer, outcome.commits, self._present, outcome.changes(),
            titles=titles_of(self._connection, outcome.rows), opened=tuple(outcome.opened), counts=dict(+outcome.counts),
            copied=tuple(sorted(clones.labels(self._connection) - self._copied)))
