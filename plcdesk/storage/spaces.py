"""Spaces, and this computer's own replica and feeds in them."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection

from plcdesk.ledger.chain import new_uid
from plcdesk.storage import local
from plcdesk.storage.sql import fetch, fetch_one

PROGRAMME, SCHOOL, PRIVATE = "programme", "school", "private"


class Space(NamedTuple):
    """A space held: local id, uid, kind (programme, school, private) and label."""

    id: int
    uid: str
    kind: str
    label: str


def all_spaces(connection: Connection) -> list[Space]:
    """Every space held, the programme's first."""
    rows = fetch(connection, "SELECT id, uid, kind, label FROM sync_space ORDER BY kind != 'programme', kind, label, uid")
    return [Space(*row) for row in rows]


def by_uid(connection: Connection, uid: str) -> Space | None:
    """The space with this uid, when held."""
    row = fetch_one(connection, "SELECT id, uid, kind, label FROM sync_space WHERE uid = ?", uid)
    return Space(*row) if row is not None else None


def hold(connection: Connection, uid: str, kind: str, label: str = "") -> int:
    """The local id of a space, which is taken in when it is new; `label` counts while none is known.

    A label comes with every bundle, from whoever sends it, and nobody signs for it: it never takes the place of another.
    """
    found = by_uid(connection, uid)
    if found is not None:
        if label and not found.label:
            _label(connection, found.id, label)
        return found.id
    connection.exec_driver_sql("INSERT INTO sync_space (uid, kind, label) VALUES (?, ?, ?) ON CONFLICT (uid) DO NOTHING",
                               (uid, kind, label))
    made = by_uid(connection, uid)
    assert made is not None
    return made.id


def hold_school(connection: Connection, uid: str, name: str) -> int:
    """The local id of a school's space, taken in when it is new; `name` is what the school's record here says, and counts."""
    found = by_uid(connection, uid)
    if found is None:
        return hold(connection, uid, SCHOOL, name)
    if name and found.label != name:
        _label(connection, found.id, name)
    return found.id


def name_again(connection: Connection) -> None:
    """Call the schools' spaces what the schools' records say now: their former names would outlive an erasure here, and in
    every bundle."""
    for space, name in fetch(connection, "SELECT p.id, min(s.name) FROM sync_space p JOIN school s ON s.space = p.uid "
                                         "WHERE s.name != '' GROUP BY p.id, p.label HAVING min(s.name) != p.label "
                                         "ORDER BY p.id"):
        _label(connection, space, name)


def _label(connection: Connection, space: int, label: str) -> None:
    connection.exec_driver_sql("UPDATE sync_space SET label = ? WHERE id = ?", (label, space))


def the_one(connection: Connection, kind: str) -> int:
    """The local id of the one space of this kind (programme or private), minted when there is none yet."""
    row = fetch_one(connection, "SELECT id FROM sync_space WHERE kind = ? ORDER BY id", kind)
    return row[0] if row is not None else hold(connection, new_uid(), kind)


def own_replica(connection: Connection) -> str:
    """The uid of the present replica; minted at the first use of a new database."""
    uid = local.get(connection, local.REPLICA)
    return uid if uid is not None else mint(connection, "install")


def mint(connection: Connection, born: str, parent: str | None = None) -> str:
    """Start a new replica of this device: later saves go into new feeds. `born`: install, clone, restore or undo.

    `parent` is the replica it goes on from, where that is not the one the database names: an older state was put back.
    Its introduction is signed when it is first sent (`devices.introduce`).
    """
    parent = parent or local.get(connection, local.REPLICA, "") or ""
    uid = new_uid()
    connection.exec_driver_sql(
        "INSERT INTO sync_replica (uid, device_id, parent, born, hello, hello_signature) VALUES (?, ?, ?, ?, ?, ?)",
        (uid, own_device(connection), parent, born, b"", b""))
    local.put(connection, local.REPLICA, uid)
    return uid


def own_device(connection: Connection) -> int:
    """The local id of the device this is; entered, still without a key, when there is none."""
    found = local.get(connection, local.DEVICE)
    if found is not None:
        return int(found)
    connection.exec_driver_sql("INSERT INTO sync_device (pubkey, label, words, self) VALUES (NULL, '', '', 1)")
    row = fetch_one(connection, "SELECT max(id) FROM sync_device")
    assert row is not None
    use_device(connection, row[0])
    return int(row[0])


def use_device(connection: Connection, device: int) -> None:
    """Take this row of `sync_device` for the device this is."""
    local.put(connection, local.DEVICE, str(device))


def private_records(connection: Connection) -> int:
    """How many visible records lie in the private space; the answers of a form are not counted."""
    return int(fetch(connection, "SELECT count(*) FROM sync_row r JOIN sync_space s ON s.id = r.space_id "
                                 "WHERE s.kind = ? AND r.alive != 0 AND r.tbl != 'answer'", PRIVATE)[0][0])


def own_feed(connection: Connection, space: int) -> int:
    """The local id of the feed that this replica writes in a space."""
    return feed(connection, space, own_replica(connection), own_device(connection))


def feed(connection: Connection, space: int, replica: str, device: int) -> int:
    """The local id of a feed, which is entered when it is new."""
    row = fetch_one(connection, "SELECT id FROM sync_feed WHERE space_id = ? AND replica_uid = ?", space, replica)
    if row is not None:
        return int(row[0])
    connection.exec_driver_sql("INSERT INTO sync_feed (space_id, replica_uid, device_id) VALUES (?, ?, ?)",
                               (space, replica, device))
    return feed(connection, space, replica, device)
