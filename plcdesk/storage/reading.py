"""Reading one or many records together with the writes behind each field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from plcdesk.domain.changes import Loaded
from plcdesk.ledger.registers import LIFE, RowState
from plcdesk.storage.columns import columns_of
from plcdesk.storage.log import Writes
from plcdesk.storage.rowstate import unpack
from plcdesk.storage.shown import Missing, Resolver, shown
from plcdesk.storage.sql import AMONG, fetch, fetch_one, listed

_REGISTERS = "SELECT row_uid, space_id, base_n, life, ex, conflicts FROM sync_row"


@dataclass(frozen=True, slots=True)
class Registers:
    """The registers of one record: its space (local id), state, how many entries differ."""

    space: int
    state: RowState[int]
    conflicts: int


class Reader:
    """Reads through one connection, so within one state of the database."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.writes = Writes(connection)
        self.resolver = Resolver(self.writes, connection)

    def registers(self, table: str, row: str) -> Registers | None:
        """The registers of a record, deleted or not; None when nothing of it was ever met."""
        found = fetch_one(self.connection, f"{_REGISTERS} WHERE tbl = ? AND row_uid = ?", table, row)
        return _registers(table, *found) if found is not None else None

    def registers_of(self, table: str, rows: Iterable[str]) -> dict[str, Registers]:
        """The registers of several records of one kind."""
        return {
            found[0]: _registers(table, *found)
            for found in fetch(self.connection, f"{_REGISTERS} WHERE tbl = ? AND row_uid IN {AMONG}", table, listed(rows))
        }

    def visible(self, table: str, row: str) -> Any | None:
        """The record as its table shows it; None when it is deleted or was never met."""
        columns = columns_of(table)
        found = fetch_one(self.connection, f"{columns.select} WHERE id = ?", row)
        return columns.record(found) if found is not None else None

    def rebuilt(self, table: str, row: str, state: RowState[int]) -> Any:
        """A record computed from the log alone; for deleted ones and for states of the past."""
        columns = columns_of(table)
        values = {name: field.spec.default for name, field in columns.fields.items()}
        self.writes.prepare(number for numbers in state.fields.values() for number in numbers)
        for name in columns.fields.keys() & state.fields.keys():
            try:
                found = shown(self.writes, self.resolver, table, row, name, state.fields[name])
                values[name] = columns.fields[name].spec.from_json(found.value)
            except (Missing, ValueError):
                continue
        return columns.spec.cls(id=row, **values)

    def is_silent(self, table: str, row: str, state: RowState[int]) -> bool:
        """Whether nothing of a record is known here but that it was: its values never came (see `withheld`)."""
        numbers = {number for found in state.fields.values() for number in found}
        self.writes.prepare(numbers)
        return bool(numbers) and all(self.writes.write(number, table, row).op.values is None for number in numbers)

    def seen_in(self, table: str, row: str, name: str, state: RowState[int]) -> tuple[int, ...]:
        """The writes that the shown value of a field stands for."""
        numbers = state.fields.get(name, ())
        if len(numbers) < 2:
            return numbers
        try:
            return shown(self.writes, self.resolver, table, row, name, numbers).seen
        except Missing:
            return numbers

    def seen(self, table: str, row: str, state: RowState[int]) -> dict[str, tuple[int, ...]]:
        """What a `Loaded` carries: per field the writes its value stands for, and those that keep it alive."""
        found = {name: self.seen_in(table, row, name, state) for name in state.fields}
        found[LIFE] = living(state)
        return found

    def loaded(self, table: str, rows: Mapping[str, Any]) -> list[Loaded[Any]]:
        """These records (by id, in order) with the writes behind them."""
        registers = self.registers_of(table, rows)
        return [Loaded(record, self.seen(table, row, registers[row].state)) for row, record in rows.items()]


def _registers(table: str, _row: str, space: int, base: int | None, life: str, ex: str, conflicts: int) -> Registers:
    return Registers(space, unpack(table, base, life, ex), conflicts)


def living(state: RowState[int]) -> tuple[int, ...]:
    """The life writes a user sees: those that keep the record visible, else those that deleted it."""
    alive = tuple(number for number, life in state.life.items() if life)
    return alive or tuple(state.life)
