"""Erasing values for good: what a steward ordered goes from the log of every computer, whenever it arrives there.

A commit whose body is gone keeps its head and the digest of its body, so its chain and all that follows it still check.
An order names commits of the space it is written in and works on no other; commits that hold statements of stewards are
never erased. Who gives an order (`carry_out`) writes what still lives in those commits anew first. What was erased leaves
the files of the database with `Database.scrub`, which is owed until it was done.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from sqlalchemy import Connection

from plcdesk.domain.changes import Changes, Row
from plcdesk.domain.ids import Id
from plcdesk.domain.records import SPECS
from plcdesk.domain.stewardship import STATEMENTS, Erasure
from plcdesk.ledger.chain import dot_of
from plcdesk.ledger.commit import decode
from plcdesk.storage import guard, local, log, projection, spaces, stewards
from plcdesk.storage.columns import columns_of
from plcdesk.storage.engine import Database
from plcdesk.storage.outcome import Outcome
from plcdesk.storage.rewriting import Rewriting
from plcdesk.storage.schema import ERASED
from plcdesk.storage.sql import AMONG, chunks, fetch, fetch_one, listed, run, run_many
from plcdesk.storage.traces import Instead, Traces
from plcdesk.storage.unit import Unit

FILE, BACKUPS, COPIES = "file", "backups", "copies"
"""What is owed after erasing: cleaning the database's own files; that and the backups; the backups only."""
_AT_ONCE = 5_000
"""Commits one order names; its line of the log stays far below what a line may be."""


class NotErased(Exception):
    """An order given here did not work: this computer is no steward, or not any more."""


def apply(connection: Connection) -> int:
    """Erase what the orders that hold name and is held here with its values; the number of commits erased now."""
    gone, backups = due(connection)
    blank(connection, gone, backups=backups)
    return len(gone)


def due(connection: Connection) -> tuple[frozenset[int], bool]:
    """The commits that `apply` would erase, and whether it would reach for the backups."""
    if fetch_one(connection, "SELECT 1 FROM sync_touch WHERE tbl = 'erasure' LIMIT 1") is None:
        return frozenset(), False
    named: dict[str, list[tuple[bytes, str]]] = defaultdict(list)
    everywhere: set[bytes] = set()
    for order in stewards.orders(connection, stewards.standing(connection)):
        for found in stewards.targets(order):
            named[dot_of(found)].append((found, order.place.space))
            if order.says.get("backups", True):
                everywhere.add(found)
    gone: dict[int, bytes] = {}
    for number, dot, found, space, head in fetch(
            connection, "SELECT c.n, c.dot, c.hash, s.uid, c.head FROM sync_commit c JOIN sync_feed f ON f.id = c.feed_id "
                        f"JOIN sync_space s ON s.id = f.space_id WHERE c.dot IN {AMONG} AND c.flags & {ERASED} = 0",
            listed(named)):
        if (bytes(found), space) in named[dot] and erasable(head):
            gone[number] = bytes(found)
    return frozenset(gone), not everywhere.isdisjoint(gone.values())


def erasable(head: bytes) -> bool:
    """Whether the values of a commit may go at all."""
    return all(op.table not in STATEMENTS for op in decode(head, None).ops)


def blank(connection: Connection, numbers: Iterable[int], *, backups: bool) -> None:
    """Take the values of these commits out of the log, and out of what was derived from it."""
    gone = listed(numbers)
    if gone == "[]":
        return
    with guard.opened(connection):
        run(connection, f"UPDATE sync_commit SET body = NULL, flags = flags | {ERASED} WHERE n IN {AMONG}", gone)
    rows: dict[str, set[str]] = defaultdict(set)
    for table, row in fetch(connection, f"SELECT DISTINCT tbl, row_uid FROM sync_touch WHERE n IN {AMONG}", gone):
        rows[table].add(row)
    projection.refresh(connection, rows, Outcome())
    spaces.name_again(connection)
    more = backups or owed(connection) in (BACKUPS, COPIES)
    local.put(connection, local.SCRUB, BACKUPS if more else FILE)


def fill(connection: Connection, bodies: Mapping[int, bytes], outcome: Outcome) -> None:
    """Give commits that are held without their values (by local number) the bodies that fit their
    digests: the reverse of `blank`, for what nobody here ordered to be erased."""
    with guard.opened(connection):
        run_many(connection, "UPDATE sync_commit SET body = ? WHERE n = ?", [(body, n) for n, body in bodies.items()])
    rows: dict[str, set[str]] = defaultdict(set)
    for table, row in fetch(connection, f"SELECT DISTINCT tbl, row_uid FROM sync_touch WHERE n IN {AMONG}", listed(bodies)):
        rows[table].add(row)
    projection.refresh(connection, rows, outcome)


def dots(connection: Connection, numbers: Iterable[int] | None = None) -> frozenset[str]:
    """The names of these commits, or of all whose values were erased; to look for them in copies."""
    if numbers is None:
        return frozenset(dot for (dot,) in fetch(connection, f"SELECT dot FROM sync_commit WHERE flags & {ERASED} != 0"))
    return frozenset(dot for (dot,) in fetch(
        connection, f"SELECT dot FROM sync_commit WHERE n IN {AMONG}", listed(numbers)))


def readable(connection: Connection, numbers: Iterable[int]) -> frozenset[int]:
    """Those of these commits whose values are here."""
    return frozenset(number for (number,) in fetch(
        connection, f"SELECT n FROM sync_commit WHERE body IS NOT NULL AND n IN {AMONG}", listed(numbers)))


def owed(connection: Connection) -> str:
    """What is still to be cleaned: "", FILE, BACKUPS or COPIES."""
    return local.get(connection, local.SCRUB, "") or ""


def scrub(db: Database) -> str:
    """Clean the files of the database where that is owed; what is left to be done then."""
    with db.read() as connection:
        left = owed(connection)
    if left not in (FILE, BACKUPS) or not db.scrub():
        return left
    left = COPIES if left == BACKUPS else ""
    with db.write() as connection:
        local.put(connection, local.SCRUB, left or None)
    return left


def paid(db: Database) -> None:
    """Nothing is owed any more."""
    with db.write() as connection:
        local.put(connection, local.SCRUB, None)


def carry_out(unit: Unit, traces: Traces, *, reason: str, backups: bool, day: date,
              instead: Instead | None = None) -> Changes:
    """Erase what `traces` tells; what is written anew goes through `instead`.

    Raises NotErased where that needs a steward and this computer is none, UserError where a newer version wrote something of
    it; the transaction must be rolled back then.
    """
    changes = _bury(unit, traces.gone)
    written, _ = Rewriting(unit, traces.numbers, traces.gone, traces.lost, instead).run()
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
    blank(connection, alone, backups=backups)
    apply(connection)
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
