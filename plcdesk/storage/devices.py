"""Devices met, how far they are trusted, and how this one introduces itself."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from plcdesk.ledger.feed import Device, FeedRange
from plcdesk.ledger.identity import DeviceKey, Hello, hello_message, read_hello
from plcdesk.ledger.six_words import six_words
from plcdesk.storage import spaces
from plcdesk.storage.sql import AMONG, fetch, fetch_one, listed

SELF, ACCEPTED, UNKNOWN, BLOCKED = "self", "accepted", "unknown", "blocked"
CUT = "cut"
"""A steward cut the computer off (see `cutoff`); never kept, it follows from the stewards' words."""


def introduce(connection: Connection, key: DeviceKey, label: str) -> bool:
    """Enter this device's key and sign the introduction of every own replica that has none.

    Where the database knows this device under another key (it was lost, or the database came from another computer),
    the new key starts a new replica. Returns whether commits taken for somebody else's turned out to be this device's
    own: what its own commits mean here (registers.KEPT) has then to be worked out anew.
    """
    own = spaces.own_device(connection)
    row = fetch_one(connection, "SELECT pubkey FROM sync_device WHERE id = ?", own)
    known = row[0] if row is not None else None
    # met as somebody else's when an older copy of the database, from before the key was entered, was put back
    met = fetch_one(connection, "SELECT id, self FROM sync_device WHERE pubkey = ?", key.public)
    if known is None and met is None:
        connection.exec_driver_sql("UPDATE sync_device SET pubkey = ?, words = ? WHERE id = ?",
                                   (key.public, six_words(key.public), own))
    elif known != key.public:
        own = _change_key(connection, own, key)
    connection.exec_driver_sql("UPDATE sync_device SET label = ? WHERE id = ?", (label, own))
    spaces.own_replica(connection)
    for uid, parent, born in fetch(connection, "SELECT uid, parent, born FROM sync_replica "
                                               "WHERE device_id = ? AND length(hello) = 0", own):
        hello = Hello(uid, key.public, label, born, parent).to_bytes()
        connection.exec_driver_sql("UPDATE sync_replica SET hello = ?, hello_signature = ? WHERE uid = ?",
                                   (hello, key.sign(hello_message(hello)), uid))
    return met is not None and not met[1]


def _change_key(connection: Connection, old: int, key: DeviceKey) -> int:
    connection.exec_driver_sql(
        "INSERT INTO sync_device (pubkey, label, words, self) VALUES (?, '', ?, 1) "
        "ON CONFLICT (pubkey) DO UPDATE SET self = 1", (key.public, six_words(key.public)))
    row = fetch_one(connection, "SELECT id FROM sync_device WHERE pubkey = ?", key.public)
    assert row is not None
    new = int(row[0])
    for table, uid in (("sync_feed", "replica_uid"), ("sync_replica", "uid")):
        connection.exec_driver_sql(
            f"UPDATE {table} SET device_id = ? WHERE device_id = ? AND {uid} IN "
            "(SELECT uid FROM sync_replica WHERE length(hello) = 0)", (new, old))
    spaces.use_device(connection, new)
    spaces.mint(connection, "clone")
    return new


def meet(connection: Connection, device: Device) -> int:
    """The local id of a device, which is entered when it is new; its name for itself is kept up to date."""
    row = fetch_one(connection, "SELECT id, label, self FROM sync_device WHERE pubkey = ?", device.key)
    if row is None:
        connection.exec_driver_sql("INSERT INTO sync_device (pubkey, label, words, self) VALUES (?, ?, ?, 0) "
                                   "ON CONFLICT (pubkey) DO NOTHING", (device.key, device.label, device.words))
        row = fetch_one(connection, "SELECT id, label, self FROM sync_device WHERE pubkey = ?", device.key)
        assert row is not None
    # only what changes is written: on a hub the row is then locked until the whole receipt is done
    if device.label not in ("", row[1]) and row[2] != 1:
        connection.exec_driver_sql("UPDATE sync_device SET label = ? WHERE id = ?", (device.label, row[0]))
    return int(row[0])


def meet_replica(connection: Connection, found: FeedRange) -> int:
    """The local id of the device of a stretch, its replica entered.

    A replica that two devices introduce (a folder was copied to two computers before its key was made) stays with the
    one met first; who answers for the commits is told by the signer of their chain.
    """
    known = fetch_one(connection, "SELECT id FROM sync_device WHERE pubkey = ?", found.device_key)
    device = int(known[0]) if known is not None else meet(
        connection, Device(found.device_key, "", six_words(found.device_key)))
    row = fetch_one(connection, "SELECT device_id FROM sync_replica WHERE uid = ?", found.replica)
    if row is None:
        hello = read_hello(found.hello)
        connection.exec_driver_sql(
            "INSERT INTO sync_replica (uid, device_id, parent, born, hello, hello_signature) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (uid) DO NOTHING",
            (found.replica, device, hello.parent, hello.born, found.hello, found.hello_signature))
        return device
    return int(row[0])


def all_devices(connection: Connection) -> list[Device]:
    """Every device met that has a key, by label."""
    return [Device(*row) for row in fetch(
        connection, "SELECT pubkey, label, words FROM sync_device WHERE pubkey IS NOT NULL ORDER BY label, id")]


def labels(connection: Connection, replicas: Iterable[str]) -> dict[str, str]:
    """What the devices behind these replicas (uids) call themselves, as far as they were met and have a name: in their work
    or in what they told of themselves."""
    wanted = set(replicas)
    found = dict(fetch(connection, "SELECT r.uid, d.label FROM sync_replica r JOIN sync_device d ON d.id = r.device_id "
                                   f"WHERE d.label != '' AND r.uid IN {AMONG}", listed(wanted)))
    if not wanted <= found.keys():
        for name, label in fetch(connection, "SELECT m.replica_uid, d.label FROM sync_manifest m "
                                             "JOIN sync_device d ON d.id = m.device_id WHERE d.label != ''"):
            replica = name.partition("/")[0]
            if replica in wanted:
                found.setdefault(replica, label)
    return found


def key_of_feed(connection: Connection, feed: int) -> bytes | None:
    """The public key of the device whose replica writes a feed (local id)."""
    row = fetch_one(connection, "SELECT d.pubkey FROM sync_feed f JOIN sync_replica r ON r.uid = f.replica_uid "
                                "JOIN sync_device d ON d.id = r.device_id WHERE f.id = ?", feed)
    return row[0] if row is not None else None


def trust(connection: Connection, key: bytes, space: str) -> str:
    """How far the device is trusted in a space (uid): self, accepted, unknown or blocked."""
    row = fetch_one(connection, "SELECT d.self, t.state FROM sync_device d LEFT JOIN sync_space s ON s.uid = ? "
                                "LEFT JOIN sync_trust t ON t.device_id = d.id AND t.space_id = s.id "
                                "WHERE d.pubkey = ?", space, key)
    if row is None:
        return UNKNOWN
    return SELF if row[0] else row[1] or UNKNOWN


def decide(connection: Connection, key: bytes, space: str, state: str) -> None:
    """Accept or block a device in a space that is held."""
    connection.exec_driver_sql(
        "INSERT INTO sync_trust (device_id, space_id, state) SELECT d.id, s.id, ? FROM sync_device d, sync_space s "
        "WHERE d.pubkey = ? AND s.uid = ? ON CONFLICT (device_id, space_id) DO UPDATE SET state = excluded.state",
        (state, key, space))
