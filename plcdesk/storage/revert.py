"""Taking back: the undo of own saves and of receipts, written as ordinary commits.

What the commits to undo wrote goes back to what would stand without them, wherever their writes are still the live
ones; what was edited since is left. Records they made are deleted, records they deleted come back. Where a receipt
brought a record that another device made, the deletion is a *withdrawal*: it holds here and for everybody who receives
from here, while the device that made the record keeps it and is shown a differing entry (registers.apply).

An undo is undone by the same function on its own commits. Undo steps may follow each other: a commit and the one that
took it back cancel out, so an older step is not hidden behind them (`sync_undo`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlalchemy import Connection

from plcdesk.domain.changes import Row
from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import mark
from plcdesk.domain.stewardship import STATEMENTS
from plcdesk.storage import bundles
from plcdesk.storage.compensation import Compensation
from plcdesk.storage.sql import fetch
from plcdesk.storage.unit import Unit

Left = tuple[Row, str]
"""A field that was edited since and so was left; field "" is the whole record."""

_REVERT, _AGAIN = "revert", "again"
"""What a bundle's report keeps: the commits that took the receipt back, and all that belong to former rounds of taking
it back and applying it again, so that the next round finds what is left of the receipt behind them."""


def compensate(unit: Unit, commits: Iterable[int]) -> list[Left]:
    """Take back these commits (local numbers) in this unit; returns what was left because it was edited since."""
    undone = frozenset(commits)
    reader = unit.reader
    reader.writes.prepare(undone)
    fields: dict[tuple[str, str], dict[str, None]] = {}
    for number in sorted(undone):
        for op in (op for op in reader.writes.ops(number) if op.table not in STATEMENTS):
            fields.setdefault((op.table, op.row), {}).update(dict.fromkeys(op.fields))
    void = undone | _cancelled(reader.connection, undone)
    left: list[Left] = []
    for (table, row), names in fields.items():
        record = Compensation(unit, table, row, void, min(undone))
        record.take_back(names)
        left += [(record.row, name) for name in record.left]
    if not left:
        unit.undoes = tuple(sorted(undone))
    return left


def undo_receipt(unit: Unit, uid: str) -> list[Left]:
    """Take back what a received bundle brought, and note that, in one transaction. Returns what was left.

    Raises UserError for a receipt that does not hold, and for the one that brought the programme itself.
    """
    connection = unit.reader.connection
    if bundles.state(connection, uid) != bundles.APPLIED:
        raise UserError(mark("This receipt was already undone or never applied. Nothing was changed."))
    if bundles.joined_by(connection) == bundles.id_of(connection, uid):
        raise UserError(mark("This bundle brought the whole programme, so it cannot be undone. Nothing was changed. "
                             "Undo a later one, or delete single entries."))
    left = compensate(unit, (*bundles.commits_of(connection, uid), *(bundles.recall(connection, uid, _AGAIN) or ())))
    bundles.set_state(connection, uid, bundles.REVERTED)
    bundles.remember(connection, bundles.id_of(connection, uid), _REVERT, list(unit.finish().commits))
    return left


def apply_again(unit: Unit, uid: str) -> None:
    """Bring back what `undo_receipt` took away, and note that. Raises UserError for a receipt that was not undone."""
    connection = unit.reader.connection
    if bundles.state(connection, uid) != bundles.REVERTED:
        raise UserError(mark("This receipt was not undone. Nothing was changed."))
    reverted = bundles.recall(connection, uid, _REVERT) or ()
    compensate(unit, reverted)
    bundles.set_state(connection, uid, bundles.APPLIED)
    former = bundles.recall(connection, uid, _AGAIN) or ()
    bundles.remember(connection, bundles.id_of(connection, uid), _AGAIN,
                     [*former, *reverted, *unit.finish().commits])


def _cancelled(connection: Connection, undone: frozenset[int]) -> set[int]:
    """Commits that cancel out: taken back, and taking back, by undo steps that still hold and are not undone now.

    Steps that were over before the commits to undo are left out: what stood then is what they had led to.
    """
    cancelled: set[int] = set()
    first = min(undone, default=0)
    for before, after in fetch(connection, "SELECT undone, written FROM sync_undo ORDER BY id DESC"):
        former, latter = set(json.loads(before)), set(json.loads(after))
        if max(latter) < first:
            break
        if not latter & cancelled and not (former | latter) & undone:
            cancelled |= former | latter
    return cancelled
