"""What other laptops said they hold; moved only by their own manifests."""

from __future__ import annotations

import json
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from plcdesk.ledger.feed import BundleMeta, Tips
from plcdesk.storage import devices, spaces, tips
from plcdesk.storage.sql import fetch, fetch_one


class PeerState(NamedTuple):
    """A laptop that told what it holds: key, label, when, tips, and the photos it has (SHA-256)."""

    key: bytes
    label: str
    seen_at: datetime | None
    tips: Tips
    have: tuple[str, ...]


def note(connection: Connection, meta: BundleMeta, at: str) -> None:
    """Take what the sender says of itself, unless a later manifest of the same replica said something newer."""
    row = fetch_one(connection, "SELECT manifest_no FROM sync_manifest WHERE replica_uid = ?", meta.sender_replica)
    if row is not None and row[0] >= meta.manifest_no:
        return
    device = devices.meet(connection, meta.sender)
    connection.exec_driver_sql(
        "INSERT INTO sync_manifest (replica_uid, device_id, manifest_no, seen_at, have) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (replica_uid) DO UPDATE SET manifest_no = excluded.manifest_no, seen_at = excluded.seen_at, "
        "have = excluded.have",
        (meta.sender_replica, device, meta.manifest_no, at, json.dumps(list(meta.sender_have))))
    for space in meta.spaces:
        held = spaces.by_uid(connection, space.uid)
        if held is not None:
            connection.exec_driver_sql(
                "INSERT OR REPLACE INTO sync_peer (replica_uid, space_id, tips) VALUES (?, ?, ?)",
                (meta.sender_replica, held.id, tips.to_json(meta.sender_tips, space.uid)))


def all_peers(connection: Connection) -> list[PeerState]:
    """Every other laptop that ever told what it holds: of several replicas of one, what its latest manifest said."""
    found: dict[bytes, PeerState] = {}
    for replica, key, label, seen_at, have in fetch(
            connection, "SELECT m.replica_uid, d.pubkey, d.label, m.seen_at, m.have FROM sync_manifest m "
                        "JOIN sync_device d ON d.id = m.device_id WHERE d.self = 0 ORDER BY m.manifest_no, m.id"):
        told: Tips = {}
        for uid, text in fetch(connection, "SELECT s.uid, p.tips FROM sync_peer p JOIN sync_space s "
                                           "ON s.id = p.space_id WHERE p.replica_uid = ?", replica):
            told.update(tips.from_json(text, uid))
        found[key] = PeerState(key, label, datetime.fromisoformat(seen_at), told, tuple(json.loads(have)))
    return list(found.values())
