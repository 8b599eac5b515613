"""Carrying an erasure out here, in one transaction: what stays is written anew, the order is given, the values go."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from plcdesk.domain.changes import Changes, Row
from plcdesk.domain.ids import Id
from plcdesk.domain.records import SPECS
from plcdesk.domain.stewardship import Erasure
from plcdesk.storage import erasing, log, spaces
from plcdesk.storage.columns import columns_of
from plcdesk.storage.rewriting import Rewriting
from plcdesk.storage.sql import AMONG, chunks, fetch, fetch_one, listed
from plcdesk.storage.traces import Traces
from plcdesk.storage.unit import Unit

_AT_ONCE = 5_000
"""Commits one order names; its line of the log stays far below what a line may be."""


class NotErased(Exception):
    """An order given here did not work: this computer is no steward, or not any more."""


def carry_out(unit: Unit, traces: Traces, *, reason: str, backups: bool, day: date) -> Changes:
    """Erase what `traces` tells. Raises NotErased where that needs a steward and this computer is none, UserError where a
    newer version wrote something of it; the transaction must be rolled back then."""
    changes = _bury(unit, traces.gone)
    written, _ = Rewriting(unit, traces.numbers, traces.gone, traces.lost).run()
    changes |= written
    connection = unit.reader.connection
    alone: list[int] = []
    named: dict[tuple[int, str], list[bytes]] = {}
    for number, found, space, kind, uid in fetch(
            connection, "SELECT c.n, c.hash, s.id, s.kind, s.uid FROM sync_commit c JOIN sync_feed f ON f.id = c.feed_id "
                        f"JOIN sync_space s ON s.id = f.space_id WHERE c.n IN {AMONG} ORDER BY c.n", listed(traces.numbers)):
        if kind == spaces.PRIVATE:
            alone.append(number)
        else:
            named.setdefault((space, uid), []).append(bytes(found))
    for (space, uid), hashes in named.items():
        school = fetch_one(connection, "SELECT id FROM school WHERE space = ?", uid)
        for some in chunks(hashes, _AT_ONCE):
            changes |= _order(unit, space, Erasure(
                school_id=Id(school[0]) if school is not None else None, commits=tuple(found.hex() for found in some),
                backups=backups, reason=reason, asked_on=day))
    erasing.blank(connection, alone, backups=backups)
    erasing.apply(connection)
    if log.erased(connection, traces.numbers) != traces.numbers:
        raise NotErased
    return changes


def _bury(unit: Unit, gone: Collection[tuple[str, str]]) -> Changes:
    """Delete those of these records that are still shown."""
    shown = [key for key in sorted(gone) if key[0] in SPECS and unit.reader.visible(*key) is not None]
    for table, row in shown:
        unit.delete(Row(table, Id(row)))
    return unit.finish() if shown else Changes()


def _order(unit: Unit, space: int, order: Erasure) -> Changes:
    draft = unit.draft("erasure", order.id, space=space)
    for name, field in columns_of("erasure").fields.items():
        data = field.spec.to_json(getattr(order, name))
        if data != field.default_json:
            draft.put(name, data, ())
    return unit.finish()
