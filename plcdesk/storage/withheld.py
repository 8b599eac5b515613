"""What was shared and taken back before any bundle carried it: its words never leave this computer.

A share copies a private record into a shared space, where the log only grows. Taken back in time, the commits that hold
the copy still travel, because later ones follow them, but without their bodies. Whoever brings such a record back writes
its values anew.

In time means: before a bundle with them was begun to be written, as far as the database can know. It cannot know what
became of commits of a former replica: an older state may have been put back that does not remember the bundle, and a copy
of the disk may have sent one. To withhold what others have would part them from those who get it later, so only commits
of the present replica are ever withheld.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection

from plcdesk.domain.changes import Row
from plcdesk.domain.ids import Id
from plcdesk.domain.records import SPECS
from plcdesk.ledger.feed import Tips
from plcdesk.storage import local, spaces
from plcdesk.storage.draft import OpDraft
from plcdesk.storage.history import children_ever
from plcdesk.storage.reading import Reader
from plcdesk.storage.sql import AMONG, fetch, listed


def numbers(connection: Connection) -> frozenset[int]:
    """The commits (local numbers) whose bodies stay here."""
    return frozenset(json.loads(local.get(connection, local.WITHHELD, "[]") or "[]"))


def rows(connection: Connection, held: Iterable[int]) -> frozenset[Row]:
    """The records that these commits wrote."""
    return frozenset(Row(table, Id(row)) for table, row in fetch(
        connection, f"SELECT DISTINCT tbl, row_uid FROM sync_touch WHERE n IN {AMONG}", listed(held)))


def dots(connection: Connection) -> tuple[str, ...]:
    """The same commits by their names, which mean the same in every copy of the database."""
    return tuple(dot for (dot,) in fetch(
        connection, f"SELECT dot FROM sync_commit WHERE n IN {AMONG} ORDER BY n", listed(numbers(connection))))


def keep_back_again(connection: Connection, named: Iterable[str]) -> None:
    """Withhold these commits (by name), as far as they are held: an older state was put back that does not know it."""
    found = {number for (number,) in fetch(
        connection, f"SELECT n FROM sync_commit WHERE body IS NOT NULL AND dot IN {AMONG}", listed(named))}
    _keep(connection, found)


def hand_out(connection: Connection, tips: Tips) -> None:
    """Note that a bundle with these commits is about to be written: from now on others may have them."""
    replica = local.get(connection, local.REPLICA)
    reached = json.loads(local.get(connection, local.HANDED, "{}") or "{}")
    for feed, found in tips.items():
        if feed.replica == replica:
            key = f"{feed.space}/{feed.replica}"
            reached[key] = max(reached.get(key, 0), *(tip.seq for tip in found))
    local.put(connection, local.HANDED, json.dumps(reached))


def keep_back(connection: Connection, undone: Iterable[int]) -> None:
    """Withhold what these commits, just taken back, had copied out of the private space, where no bundle holds it yet.

    With it goes what was written over the copies in between. Commits that touch anything else are left alone.
    """
    saves = fetch(connection, "SELECT c.n, s.kind FROM sync_commit c JOIN sync_feed f ON f.id = c.feed_id "
                              f"JOIN sync_space s ON s.id = f.space_id WHERE c.n IN {AMONG}", listed(undone))
    shared = [number for number, kind in saves if kind != spaces.PRIVATE]
    if not shared or len(shared) == len(saves):
        return
    gone = _dead(connection, fetch(
        connection, f"SELECT DISTINCT tbl, row_uid FROM sync_touch WHERE n IN {AMONG}", listed(shared)))
    gone |= _dead(connection, [child for parent in gone for child in children_ever(connection, parent)])
    written = {number for (number,) in fetch(
        connection, f"SELECT DISTINCT n FROM sync_touch WHERE row_uid IN {AMONG}", listed({row for _, row in gone}))}
    found = {number for number in written & _unsent(connection) if gone.issuperset(fetch(
        connection, "SELECT tbl, row_uid FROM sync_touch WHERE n = ?", number))}
    _keep(connection, found)


def tell_again(reader: Reader, drafts: Mapping[tuple[int, int, str, str], OpDraft]) -> None:
    """Have these drafts (by layer, space, table, row) write the values that others never got anew, where they bring such
    a record back."""
    kept = numbers(reader.connection)
    told = rows(reader.connection, kept) if kept else frozenset()
    for (_, space, table, row), draft in drafts.items():
        registers = reader.registers(table, row) if (table, row) in told and draft.kind == "set" else None
        if registers is None or registers.space != space:
            continue
        former = reader.rebuilt(table, row, registers.state)
        for name, spec in SPECS[table].fields.items():
            live = registers.state.fields.get(name, ())
            if name not in draft.values and not kept.isdisjoint(live):
                draft.put(name, spec.to_json(getattr(former, name)), live)


def _dead(connection: Connection, found: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those of these records that are deleted and were not private."""
    wanted = set(found)
    return wanted & set(fetch(
        connection, "SELECT r.tbl, r.row_uid FROM sync_row r JOIN sync_space s ON s.id = r.space_id "
                    f"WHERE r.alive = 0 AND s.kind != ? AND r.row_uid IN {AMONG}",
        spaces.PRIVATE, listed({row for _, row in wanted})))


def _keep(connection: Connection, found: set[int]) -> None:
    if found:
        local.put(connection, local.WITHHELD, json.dumps(sorted(found | numbers(connection))))


def _unsent(connection: Connection) -> set[int]:
    """The commits of the present replica in shared spaces that are in no bundle yet."""
    reached: dict[str, int] = {}
    for register in (local.SENT, local.HANDED):
        for key, seq in json.loads(local.get(connection, register, "{}") or "{}").items():
            reached[key] = max(reached.get(key, 0), seq)
    found: set[int] = set()
    for feed, space, replica in fetch(
            connection, "SELECT f.id, s.uid, f.replica_uid FROM sync_feed f JOIN sync_space s ON s.id = f.space_id "
                        "WHERE s.kind != 'private' AND f.replica_uid = ?", local.get(connection, local.REPLICA, "")):
        found.update(number for (number,) in fetch(
            connection, "SELECT n FROM sync_commit WHERE feed_id = ? AND seq > ?", feed,
            reached.get(f"{space}/{replica}", 0)))
    return found
