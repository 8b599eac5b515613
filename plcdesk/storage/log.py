"""The log in the database: adding commits to it and reading single writes back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeVar

from sqlalchemy import Connection

from plcdesk.ledger.commit import Commit, Op, decode
from plcdesk.storage.schema import ERASED, sync_commit
from plcdesk.storage.sql import AMONG, fetch, fetch_one, insert_rows, listed, on_hub, run_many

_BATCH_BYTES = 4 * 1024 * 1024
"""Bytes of commits worked on at a time; what is made of them takes some ten times as much."""


@dataclass(slots=True)
class Entry:
    """A commit on its way into the log, or read back from it.

    `previous` is the local number of the commit before it in its feed; `number` its own, given when it is appended.
    """

    feed: int
    hash: bytes
    dot: str
    previous: int | None
    head: bytes
    body: bytes | None
    body_digest: bytes
    commit: Commit
    bundle: int | None = None
    flags: int = 0
    number: int = 0
    after: Entry | None = None
    """The commit before it where that one is on its way as well; `previous` is then filled in by `append`."""


class Write(NamedTuple):
    """One commit's op on one record, with what orders it among others for the shown value."""

    hlc: int
    dot: str
    min_reader: int
    op: Op


HOLLOW = f"CASE WHEN body IS NULL AND flags & {ERASED} = 0 THEN 1 ELSE 0 END"
"""Whether a commit (of `sync_commit`) came without its values though no order here says that they must go: its author kept
them back, or somebody on the way left them out. They are taken from whoever brings them."""


def append(connection: Connection, entries: Sequence[Entry]) -> None:
    """Add commits to the log in the given order, numbering them, and move the tips of their feeds."""
    rows = []
    tips: dict[tuple[int, int], None] = {}
    passed: list[tuple[int, int]] = []
    for entry, number in zip(entries, _numbers(connection, len(entries)), strict=True):
        entry.number = number
        if entry.after is not None:
            entry.previous, entry.after = entry.after.number, None
        commit = entry.commit
        rows.append((number, entry.feed, commit.seq, entry.hash, entry.dot, entry.previous, commit.hlc, commit.by,
                     commit.schema, commit.min_reader, entry.head, entry.body, entry.body_digest, entry.bundle,
                     entry.flags))
        if entry.previous is not None and tips.pop((entry.feed, entry.previous), 0) == 0:
            passed.append((entry.feed, entry.previous))
        tips[entry.feed, number] = None
    insert_rows(connection, sync_commit, rows)
    run_many(connection, "DELETE FROM sync_tip WHERE feed_id = ? AND n = ?", passed)
    run_many(connection, "INSERT INTO sync_tip (feed_id, n) VALUES (?, ?)", list(tips))


def _numbers(connection: Connection, count: int) -> Iterable[int]:
    """The next local numbers. On a hub others may take numbers in between."""
    if on_hub(connection):
        return [number for (number,) in fetch(
            connection, "SELECT nextval('sync_commit_n') FROM generate_series(1, CAST(? AS BIGINT))", count)]
    row = fetch_one(connection, "SELECT coalesce(max(n), 0) FROM sync_commit")
    first = row[0] + 1 if row is not None else 1
    return range(first, first + count)


class _Bytes(Protocol):
    """Head and body of a commit."""

    @property
    def head(self) -> bytes: ...

    @property
    def body(self) -> bytes | None: ...


_B = TypeVar("_B", bound=_Bytes)


def batches(commits: Iterable[_B], size: int) -> Iterator[list[_B]]:
    """The commits in stretches of at most `size` that take a bounded amount of memory; the last may be empty."""
    batch: list[_B] = []
    held = 0
    for commit in commits:
        batch.append(commit)
        held += len(commit.head) + len(commit.body or b"")
        if len(batch) >= size or held >= _BATCH_BYTES:
            yield batch
            batch, held = [], 0
    yield batch


def stored(connection: Connection, after: int = 0, size: int = 2_000) -> Iterator[list[Entry]]:
    """The whole log after number `after`, in order of arrival, in stretches of `size`."""
    while True:
        rows = fetch(
            connection, "SELECT feed_id, hash, dot, prev_n, head, body, body_digest, bundle_id, flags, n "
                        "FROM sync_commit WHERE n > ? ORDER BY n LIMIT ?", after, size)
        if not rows:
            return
        yield [Entry(feed, found, dot, previous, head, body, digest, decode(head, body), bundle, flags, number)
               for feed, found, dot, previous, head, body, digest, bundle, flags, number in rows]
        after = rows[-1][9]


class Writes:
    """Reads single writes from the log, each commit decoded once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._commits: dict[int, tuple[str, Commit]] = {}
        self._found: dict[int, dict[tuple[str, str], Write]] = {}
        """The writes of those commits that were asked for; of most in a bundle none ever is."""

    def add(self, number: int, dot: str, commit: Commit) -> None:
        """Make a commit known that is decoded already."""
        self._commits[number] = dot, commit

    def prepare(self, numbers: Iterable[int]) -> None:
        """Read these commits from the log in one go."""
        wanted = {number for number in numbers if number not in self._commits}
        if not wanted:
            return
        for number, dot, head, body in fetch(
                self._connection, f"SELECT n, dot, head, body FROM sync_commit WHERE n IN {AMONG}", listed(wanted)):
            self.add(number, dot, decode(head, body))

    def write(self, number: int, table: str, row: str) -> Write:
        """What commit `number` did to a record. KeyError when it did nothing to it."""
        return self._writes(number)[table, row]

    def ops(self, number: int) -> list[Op]:
        """All ops of a commit."""
        return [write.op for write in self._writes(number).values()]

    def _writes(self, number: int) -> dict[tuple[str, str], Write]:
        found = self._found.get(number)
        if found is None:
            self.prepare((number,))
            dot, commit = self._commits[number]
            found = self._found[number] = {
                (op.table, op.row): Write(commit.hlc, dot, commit.min_reader, op) for op in commit.ops}
        return found

    def touching(self, table: str, row: str) -> list[tuple[int, Write]]:
        """Every write of a record in local order."""
        numbers = [number for (number,) in fetch(
            self._connection, "SELECT n FROM sync_touch WHERE tbl = ? AND row_uid = ? ORDER BY n", table, row)]
        self.prepare(numbers)
        return [(number, self.write(number, table, row)) for number in numbers]


def numbers_of(connection: Connection, dots: Iterable[str]) -> dict[str, int]:
    """The local numbers behind these dots; those not held are missing."""
    wanted = list(dots)
    if not wanted:
        return {}
    rows = fetch(connection, f"SELECT dot, n FROM sync_commit WHERE dot IN {AMONG}", listed(wanted))
    return dict(rows)


def erased(connection: Connection, numbers: Iterable[int]) -> frozenset[int]:
    """Those of these commits whose values were erased for good."""
    return frozenset(number for (number,) in fetch(
        connection, f"SELECT n FROM sync_commit WHERE flags & {ERASED} != 0 AND n IN {AMONG}", listed(numbers)))
