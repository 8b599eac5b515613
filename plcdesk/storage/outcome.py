"""What a projection did to the visible records; the raw material of `Changes` and of a receipt's report."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain

from sqlalchemy import Connection

from plcdesk.domain.changes import Changes, Row
from plcdesk.domain.exchange import LISTED, RowChange
from plcdesk.domain.ids import Id
from plcdesk.storage.history import past
from plcdesk.storage.reading import Reader
from plcdesk.storage.sql import AMONG, fetch, listed

_OF_A_KIND = 200
"""How many of the records listed may be of one table and change, so that one kind does not crowd out the others."""
_KNOWN = 20_000
"""For how many records that were here before it is kept in memory whether they were visible; of others the log is asked."""
_TOUCHED = "SELECT 1 FROM sync_touch t WHERE t.tbl = r.tbl AND t.row_uid = r.row_uid AND"


class Outcome:
    """Adds up over the batches of one save; with `told` False nobody asks which records they touched."""

    def __init__(self, *, told: bool = True) -> None:
        self.unfit = 0
        """Values that do not fit their column (a later version may have written them); shown as empty."""
        self.unknown = 0
        """Ops on tables this version does not know."""
        self._told = told
        self._rows: dict[Row, None] = {}
        self._commits: list[int] = []

    def note(self, table: str, row: str, before: bool, after: bool, *, existed: bool = True) -> None:
        """Take note of one touched record: whether it was and is visible, and whether anything of it was ever met."""
        if self._told:
            self._rows[Row(table, Id(row))] = None

    def note_differing(self, table: str, row: str, before: Iterable[str], now: Iterable[str]) -> None:
        """Take note of the differing fields of one touched record before and now."""

    def written(self, connection: Connection, numbers: Sequence[int]) -> None:
        """Take note of the commits behind all that was noted since the last call, in ascending order; none where only
        what is shown was worked out anew."""
        self._commits += numbers

    def changes(self) -> Changes:
        """The answer to the one who saved."""
        return Changes(frozenset(self._rows), tuple(self._commits))


class Tally(Outcome):
    """Adds up over the batches of one receipt, in memory that does not grow with it.

    The counts are exact; of the records and of the entries that differ the first are listed. What a record was before the
    receipt is kept for a while, and worked out from the log where it was touched once more after that.
    """

    def __init__(self) -> None:
        super().__init__()
        self.commits = 0
        """How many were written."""
        self.counts: Counter[tuple[str, RowChange]] = Counter()
        """How many records of each table are new, changed or deleted."""
        self.rows: dict[Row, RowChange] = {}
        """The first of them."""
        self.differing = 0
        """Entries that differ now and did not before."""
        self.opened: dict[tuple[Row, str], None] = {}
        """The first of them."""
        self._tables: set[str] = set()
        self._spans: list[range] = []
        self._before: dict[Row, bool] = {}
        self._differed: set[tuple[Row, str]] = set()
        self._batch: list[tuple[Row, bool, bool, bool]] = []
        self._batch_differing: list[tuple[Row, frozenset[str], tuple[str, ...]]] = []

    def note(self, table: str, row: str, before: bool, after: bool, *, existed: bool = True) -> None:
        self._batch.append((Row(table, Id(row)), before, after, existed))

    def note_differing(self, table: str, row: str, before: Iterable[str], now: Iterable[str]) -> None:
        self._batch_differing.append((Row(table, Id(row)), frozenset(before), tuple(now)))

    def written(self, connection: Connection, numbers: Sequence[int]) -> None:
        again = self._again(connection)
        self._extend(numbers)
        for row, before, after, existed in self._batch:
            self._tables.add(row.table)
            if len(self._rows) <= LISTED:
                self._rows[row] = None
            if row in again:
                was = again[row] and self._was_visible(connection, row)
                self._count(row, was, before, -1)
                before = was
            elif existed and len(self._before) < _KNOWN:
                self._before[row] = before
            self._count(row, before, after, 1)
        for row, former, now in self._batch_differing:
            self._compare(row, former, now, first=row not in again)
        self._batch, self._batch_differing = [], []

    def changes(self) -> Changes:
        """For the bus. A receipt that touched many records says "any" of their tables."""
        few = len(self._rows) <= LISTED
        rows = frozenset(self._rows) if few else frozenset(Row(table, Id("")) for table in self._tables)
        return Changes(rows, self._spans[0] if len(self._spans) == 1 else tuple(chain(*self._spans)))

    def _extend(self, numbers: Sequence[int]) -> None:
        self.commits += len(numbers)
        for number in numbers:
            if self._spans and number == self._spans[-1].stop:
                self._spans[-1] = range(self._spans[-1].start, number + 1)
            else:
                self._spans.append(range(number, number + 1))

    def _again(self, connection: Connection) -> dict[Row, bool]:
        """The records of this batch that an earlier one of the same receipt had touched; was anything of them here
        before the receipt?"""
        if not self._spans or not self._batch:
            return {}
        begin, end = self._spans[0].start, self._spans[-1].stop
        by_table: dict[str, list[str]] = defaultdict(list)
        for row, _, _, existed in self._batch:
            if existed:
                by_table[row.table].append(row.id)
        return {Row(table, Id(row)): bool(old) for table, ids in by_table.items() for row, old in fetch(
            connection, f"SELECT r.row_uid, EXISTS ({_TOUCHED} t.n < ?) FROM sync_row r WHERE r.tbl = ? "
                        f"AND r.row_uid IN {AMONG} AND EXISTS ({_TOUCHED} t.n >= ? AND t.n < ?)",
            begin, table, listed(ids), begin, end)}

    def _was_visible(self, connection: Connection, row: Row) -> bool:
        """Whether a record was visible before the receipt."""
        if row not in self._before:
            reader, begin = Reader(connection), self._spans[0].start
            return past(reader, [item for item in reader.writes.touching(*row) if item[0] < begin]).alive
        return self._before[row]

    def _count(self, row: Row, before: bool, after: bool, step: int) -> None:
        if not before and not after:
            return
        change = RowChange.DELETED if not after else RowChange.CHANGED if before else RowChange.NEW
        self.counts[row.table, change] += step
        if step < 0:
            self.rows.pop(row, None)
        elif len(self.rows) < LISTED and self.counts[row.table, change] <= _OF_A_KIND:
            self.rows[row] = change

    def _compare(self, row: Row, former: frozenset[str], now: tuple[str, ...], *, first: bool) -> None:
        if first:
            self._differed.update((row, name) for name in former)
        for name in now:
            if name not in former and (row, name) not in self._differed:
                self.differing += 1
                if len(self.opened) < LISTED:
                    self.opened[row, name] = None
        for name in former.difference(now):
            if (row, name) not in self._differed:
                self.differing -= 1
                self.opened.pop((row, name), None)
