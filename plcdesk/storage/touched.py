"""What a batch of commits does to one record, while it is worked out."""

from __future__ import annotations

from typing import NamedTuple

from plcdesk.domain.records import SPECS
from plcdesk.ledger.commit import Op
from plcdesk.ledger.registers import RowState
from plcdesk.storage.rowstate import text_of_unwritten
from plcdesk.storage.schema import VERSION


class Touched:
    """One record touched by a batch: as it was, and its state as the batch goes on."""

    __slots__ = ("changed", "conflicts", "existed", "maker", "row", "several", "space", "state", "table", "visible")

    def __init__(self, table: str, row: str) -> None:
        self.table = table
        self.row = row
        self.state: RowState[int] = RowState()
        self.space = 0
        self.visible = False
        self.existed = False
        self.conflicts: tuple[str, ...] = ()
        self.changed: set[str] = set()
        self.several: list[str] = []
        """Fields with several live writes, once they are counted; of records that are alive only."""
        self.maker: Maker | None = None
        """The op that made the record, where nothing else touched it yet; `state` and `changed` then wait."""


class Maker(NamedTuple):
    """The one op of a new record, by far the most common case: what is written follows from it without a register.

    `number` is the commit's, `ex` what `sync_row` says of the fields it left out.
    """

    op: Op
    number: int
    ex: str


def maker_of(number: int, op: Op, min_reader: int) -> Maker | None:
    """The op as the maker of a new record; None where what follows from it is not so plain."""
    if op.kind != "set" or not op.fields or op.values is None or min_reader > VERSION or op.table not in SPECS:
        return None
    if not SPECS[op.table].fields.keys() >= set(op.fields):
        return None
    return Maker(op, number, text_of_unwritten(op.table, op.fields))
