"""The rows a batch of commits leads to, gathered and then written with one statement per kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection

from plcdesk.ledger.registers import RowState
from plcdesk.storage import fulltext
from plcdesk.storage.columns import RecordColumns, columns_of
from plcdesk.storage.rowstate import pack
from plcdesk.storage.schema import sync_row, sync_sibling, sync_touch, sync_unknown
from plcdesk.storage.sql import insert_rows, quoted, run_many

Columns = Mapping[str, tuple[Any, ...]]
_key, _keys = itemgetter(0), itemgetter(0, 1)


class Pending:
    """Gathers what has to be written; `flush` writes it. The gate must be open then."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.touches: list[tuple[str, str, int]] = []
        self._registers: list[tuple[Any, ...]] = []
        self._new_registers: list[tuple[Any, ...]] = []
        self._appear: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        self._vanish: dict[str, list[str]] = defaultdict(list)
        self._change: dict[str, dict[str, Columns]] = defaultdict(dict)
        self._no_siblings: list[tuple[str, str]] = []
        self._siblings: list[tuple[Any, ...]] = []
        self._no_unknown: list[tuple[str, str]] = []
        self._unknown: list[tuple[Any, ...]] = []

    def appear(self, columns: RecordColumns, row: tuple[Any, ...]) -> None:
        """A record becomes visible; its whole row."""
        self._appear[columns.spec.table].append(row)

    def vanish(self, table: str, row: str) -> None:
        """A record is no longer visible."""
        self._vanish[table].append(row)

    def change(self, columns: RecordColumns, row: str, found: Columns) -> None:
        """Some fields of a visible record."""
        self._change[columns.spec.table][row] = found

    def register(self, table: str, row: str, space: int, state: RowState[int], conflicts: int, existed: bool) -> None:
        """The registers of a record."""
        packed = pack(table, state)
        alive = 0 if not state.alive else 1 if state.shared else 2
        target = self._registers if existed else self._new_registers
        target.append((table, row, space, packed.base_n, packed.life, packed.ex, alive, conflicts))

    def register_new(self, table: str, row: str, space: int, number: int, ex: str) -> None:
        """The registers of a record that commit `number` made and nothing else touched."""
        self._new_registers.append((table, row, space, number, str(number), ex, 1, 0))

    def siblings(self, table: str, row: str, differing: Mapping[str, Sequence[tuple[int, str]]]) -> None:
        """The differing values of a record, in place of those it had."""
        self._no_siblings.append((table, row))
        self._siblings.extend((table, row, field, number, value)
                              for field, values in differing.items() for number, value in values)

    def forget_unknown(self, table: str, row: str) -> None:
        """A record that is gone keeps its unknown values in the log only."""
        self._no_unknown.append((table, row))

    def unknown(self, table: str, row: str, rows: list[tuple[Any, ...]], *, known_before: bool) -> None:
        """Live values of unknown fields, in place of those it had."""
        if known_before:
            self._no_unknown.append((table, row))
        self._unknown.extend(rows)

    def flush(self) -> None:
        """Write everything."""
        connection = self._connection
        for table, changed in self._change.items():
            self._update(columns_of(table), changed)
        for table, gone in self._vanish.items():
            fulltext.change(connection, columns_of(table), dict.fromkeys(gone))
            run_many(connection, f"DELETE FROM {quoted(table)} WHERE id = ?", [(row,) for row in gone])
        # in order of their keys, so that rows that lie on one page are written together
        for table, rows in self._appear.items():
            columns = columns_of(table)
            rows.sort(key=_key)
            insert_rows(connection, columns.table, rows)
            fulltext.add(connection, columns, rows)
        self.touches.sort()
        insert_rows(connection, sync_touch, self.touches)
        self._new_registers.sort(key=_keys)
        insert_rows(connection, sync_row, self._new_registers)
        insert_rows(connection, sync_row, self._registers, replace=True)
        run_many(connection, "DELETE FROM sync_sibling WHERE tbl = ? AND row_uid = ?", self._no_siblings)
        insert_rows(connection, sync_sibling, self._siblings)
        run_many(connection, "DELETE FROM sync_unknown WHERE tbl = ? AND row_uid = ?", self._no_unknown)
        insert_rows(connection, sync_unknown, self._unknown)

    def _update(self, columns: RecordColumns, changed: Mapping[str, Columns]) -> None:
        searchable = set(columns.searchable)
        fulltext.change(self._connection, columns, {
            row: {name: item for name, item in found.items() if name in searchable}
            for row, found in changed.items() if searchable & found.keys()
        })
        alike: dict[tuple[str, ...], list[tuple[Any, ...]]] = defaultdict(list)
        for row, found in changed.items():
            alike[tuple(found)].append((*(item for field in found.values() for item in field), row))
        for names, rows in alike.items():
            sets = ", ".join(f"{quoted(column)} = ?" for name in names for column in columns.fields[name].names)
            run_many(self._connection, f"UPDATE {quoted(columns.spec.table)} SET {sets} WHERE id = ?", rows)
