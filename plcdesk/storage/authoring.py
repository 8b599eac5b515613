"""Turning drafts into commits of this computer's own feeds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import Connection

from plcdesk.domain.records import SPECS
from plcdesk.ledger.chain import dot_of, link, seed
from plcdesk.ledger.commit import Commit, body_digest, encode, nonce
from plcdesk.ledger.registers import DEAD, RowState
from plcdesk.storage import projection, spaces
from plcdesk.storage.draft import OpDraft, portions
from plcdesk.storage.log import Entry
from plcdesk.storage.outcome import Outcome
from plcdesk.storage.reading import Reader
from plcdesk.storage.schema import MIN_READER, VERSION
from plcdesk.storage.sql import AMONG, fetch, fetch_one, listed


class _End(NamedTuple):
    number: int | None
    seq: int
    hash: bytes


def write(connection: Connection, drafts: Mapping[int, list[OpDraft]], hlc: int, by: str, outcome: Outcome) -> None:
    """Write the drafts of each space as commits with one stamp, so that one save can be told as one."""
    for space, found in drafts.items():
        feed = spaces.own_feed(connection, space)
        dots = _dots_in(connection, space, {number for draft in found for number in draft.numbers()})
        for portion in portions(found):
            ops = tuple(draft.to_op(dots.get) for draft in portion)
            end = _end(connection, feed)
            commit = Commit(end.seq + 1, hlc, by, VERSION, MIN_READER, ops)
            head, body = encode(commit, nonce())
            digest = body_digest(body)
            found_hash = link(end.hash, head, digest)
            entry = Entry(feed, found_hash, dot_of(found_hash), end.number, head, body, digest, commit)
            projection.add(connection, [entry], outcome)
            for draft in portion:
                draft.number = entry.number


def _dots_in(connection: Connection, space: int, numbers: set[int]) -> dict[int, str]:
    """The dots of those writes that belong to this space: others cannot be named, who holds only this space could
    never read the commit."""
    if not numbers:
        return {}
    # asked for the space as well, the database would go through all that was ever written in it
    rows = fetch(connection, "SELECT c.n, c.dot, f.space_id FROM sync_commit c JOIN sync_feed f ON f.id = c.feed_id "
                             f"WHERE c.n IN {AMONG}", listed(numbers))
    return {number: dot for number, dot, found in rows if found == space}


def _end(connection: Connection, feed: int) -> _End:
    row = fetch_one(connection, "SELECT c.n, c.seq, c.hash FROM sync_tip t JOIN sync_commit c ON c.n = t.n "
                                "WHERE t.feed_id = ? ORDER BY c.n DESC", feed)
    if row is not None:
        return _End(*row)
    names = fetch_one(connection, "SELECT s.uid, f.replica_uid FROM sync_feed f JOIN sync_space s ON s.id = f.space_id "
                                  "WHERE f.id = ?", feed)
    assert names is not None
    return _End(None, 0, seed(*names))


def spaces_of(connection: Connection, numbers: Iterable[int]) -> set[int]:
    """The spaces (local ids) in which these writes were made."""
    return {space for (space,) in fetch(
        connection, "SELECT DISTINCT f.space_id FROM sync_commit c JOIN sync_feed f ON f.id = c.feed_id "
                    f"WHERE c.n IN {AMONG}", listed(numbers))}


def newest_reader(connection: Connection, state: RowState[int]) -> int:
    """The lowest version that may show all live writes of a record."""
    numbers = {number for found in state.fields.values() for number in found} | state.life.keys()
    row = fetch_one(connection, f"SELECT coalesce(max(mr), 0) FROM sync_commit WHERE n IN {AMONG}", listed(numbers))
    return int(row[0]) if row is not None else 0


def deleted_with(reader: Reader, life: Mapping[int, int]) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """Records by the parent they belonged to, of all that the saves behind these life writes deleted.

    One save may span several commits (one per space); they share replica and stamp.
    """
    deaths = [number for number, value in life.items() if value == DEAD]
    numbers = [number for (number,) in fetch(
        reader.connection,
        "SELECT DISTINCT other.n FROM sync_commit c JOIN sync_feed f ON f.id = c.feed_id "
        "JOIN sync_feed beside ON beside.replica_uid = f.replica_uid "
        "JOIN sync_commit other ON other.feed_id = beside.id AND other.hlc = c.hlc "
        f"WHERE c.n IN {AMONG} ORDER BY other.n", listed(deaths))]
    reader.writes.prepare(numbers)
    by_table: dict[str, list[str]] = defaultdict(list)
    for op in (op for number in numbers for op in reader.writes.ops(number)):
        if op.kind == "del" and op.table in SPECS:
            by_table[op.table].append(op.row)
    family: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for table, rows in by_table.items():
        for row, registers in reader.registers_of(table, rows).items():
            record = reader.rebuilt(table, row, registers.state)
            for field in SPECS[table].parents:
                if field.refers is not None and getattr(record, field.name):
                    family[field.refers, getattr(record, field.name)].append((table, row))
    return family
