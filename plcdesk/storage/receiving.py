"""Taking a checked bundle in: everything it brings in the caller's one transaction."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection

from plcdesk.domain.changes import Row
from plcdesk.domain.exchange import Intake, RowChange
from plcdesk.ledger.chain import dot_of, seed
from plcdesk.ledger.clock import Clock, milliseconds
from plcdesk.ledger.commit import BadCommit
from plcdesk.ledger.feed import BundleMeta, CheckedLine, FeedRange, Tip
from plcdesk.storage import bundles, devices, guard, local, peers, projection, spaces, tips
from plcdesk.storage.log import Entry
from plcdesk.storage.outcome import Outcome
from plcdesk.storage.schema import SUSPECT_CLOCK, VERSION
from plcdesk.storage.sql import AMONG, chunks, fetch, fetch_one, listed
from plcdesk.storage.titles import titles_of


class MissingBase(Exception):
    """The bundle builds on commits that are not held; `feeds` = (space, replica) of those that need them."""

    def __init__(self, feeds: Iterable[tuple[str, str]]) -> None:
        self.feeds = tuple(sorted({(space, replica) for space, replica in feeds}))
        super().__init__(f"{len(self.feeds)} feeds lack their base")


@contextmanager
def _uncollected() -> Iterator[None]:
    """Spare Python's search for cycles: commits make none, and looking through them all costs a seventh of the time."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


class Receiver:
    """Receives one bundle. `at` is the time of receipt (ISO, UTC)."""

    def __init__(self, connection: Connection, clock: Clock, meta: BundleMeta, ranges: Sequence[FeedRange],
                 at: str) -> None:
        self._connection = connection
        self._latest = clock.latest()
        self._meta = meta
        self._ranges = ranges
        self._at = at
        self._outcome = Outcome()
        self._feeds: list[int] = []
        self._ends: list[tuple[bytes, Entry | int | None]] = []
        self._waiting: list[Entry] = []
        self._present = self._suspect = self._newer = 0
        self._cloned = False
        self.newest = 0
        """The newest stamp met that is not suspect; for the clock, once the transaction is safe."""

    def run(self, lines: Iterable[CheckedLine]) -> Intake:
        """Take everything in. Raises MissingBase or BadCommit; the caller's transaction must then be rolled back."""
        self._take_names()
        bundle = bundles.enter(self._connection, self._meta, self._at)
        replica = local.get(self._connection, local.REPLICA)
        with guard.lifted(self._connection), _uncollected():
            batch: list[CheckedLine] = []
            for line in lines:
                batch.append(line)
                if len(batch) >= projection.BATCH:
                    self._take(batch, bundle, replica)
                    batch = []
            self._take(batch, bundle, replica)
            self._flush()
        for found in self._ranges:
            if not tips.holds(self._connection, found.feed, Tip(found.to_seq, found.to_hash)):
                raise BadCommit("a stretch does not reach its end")
        tips.keep_signatures(self._connection, self._ranges)
        peers.note(self._connection, self._meta, self._at)
        if self.newest > int(local.get(self._connection, local.STAMP, "0") or "0"):
            local.put(self._connection, local.STAMP, str(self.newest))
        if self._cloned:
            spaces.mint(self._connection, "clone")
        intake = self._intake()
        bundles.applied(self._connection, bundle, intake)
        return intake

    def _take_names(self) -> None:
        """Spaces, devices, trust and feeds."""
        for space in self._meta.spaces:
            held = spaces.by_uid(self._connection, space.uid)
            if spaces.PRIVATE in (space.kind, held.kind if held is not None else ""):
                raise BadCommit("a private space never travels")
            spaces.hold(self._connection, space.uid, space.kind, space.label)
        for device in (*self._meta.devices, self._meta.sender):
            devices.meet(self._connection, device)
        for key, space_uid in self._meta.accepted:
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
        for some in chunks([line.dot for line in batch], 5_000):
            for dot, full, number in fetch(
                    self._connection, f"SELECT dot, hash, n FROM sync_commit WHERE dot IN {AMONG}", listed(some)):
                held[dot] = (full, number)
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
        rows: dict[Row, RowChange] = {}
        for row, after in outcome.after.items():
            before = outcome.before[row]
            if after:
                rows[row] = RowChange.CHANGED if before else RowChange.NEW
            elif before:
                rows[row] = RowChange.DELETED
        return Intake(rows, len(outcome.opened()), self._suspect, self._newer, len(outcome.commits), self._present,
                      outcome.changes(), titles=titles_of(self._connection, rows))
