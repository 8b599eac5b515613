"""Laptops whose data folder was copied and is used twice: two lines of work under one device key.

A copy that was noticed at its start goes on as a new replica, born as a clone; one that was not writes a second branch of
the same feed. A copy that got a key of its own is another laptop, and nothing needs to be said.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import Connection

from plcdesk.domain.exchange_log import Copied
from plcdesk.ledger.clock import milliseconds
from plcdesk.storage.sql import fetch


class _Found(NamedTuple):
    key: bytes
    label: str
    own: bool
    hlc: int


def copied(connection: Connection) -> list[Copied]:
    """Every laptop known to have been copied, with the time of the first change that showed it, by name."""
    first: dict[bytes, _Found] = {}
    for found in (*_born(connection), *_forked(connection)):
        before = first.get(found.key)
        if before is None or (found.hlc and found.hlc < (before.hlc or found.hlc + 1)):
            first[found.key] = found
    made = [Copied(found.key.hex(), found.label,
                   datetime.fromtimestamp(milliseconds(found.hlc) / 1000, UTC) if found.hlc else None, found.own)
            for found in first.values()]
    return sorted(made, key=lambda one: (one.label.casefold(), one.key))


def labels(connection: Connection) -> frozenset[str]:
    """Their names alone; the key where one has none."""
    return frozenset(found.label or found.key.hex()[:12] for found in (*_born(connection), *_forked(connection)))


def _born(connection: Connection) -> list[_Found]:
    """Copies noticed at their start: replicas of one device that continue another replica of it."""
    # CROSS JOIN: left to itself the database goes through the whole log to find the few first commits
    return [_Found(key, label, bool(own), hlc) for key, label, own, hlc in fetch(
        connection, "SELECT d.pubkey, d.label, d.self, coalesce((SELECT min(c.hlc) FROM sync_feed f CROSS JOIN sync_commit c "
                    "WHERE f.replica_uid = r.uid AND c.feed_id = f.id AND c.seq = 1), 0) "
                    "FROM sync_replica r JOIN sync_replica p ON p.uid = r.parent JOIN sync_device d ON d.id = r.device_id "
                    "WHERE r.born = 'clone' AND p.device_id = r.device_id AND d.pubkey IS NOT NULL")]


def _forked(connection: Connection) -> list[_Found]:
    """Copies that wrote on unnoticed: feeds with several ends."""
    return [_Found(key, label, bool(own), hlc) for key, label, own, hlc in fetch(
        connection, "SELECT d.pubkey, d.label, d.self, max(c.hlc) FROM sync_tip t JOIN sync_feed f ON f.id = t.feed_id "
                    "JOIN sync_replica r ON r.uid = f.replica_uid JOIN sync_device d ON d.id = r.device_id "
                    "JOIN sync_commit c ON c.n = t.n WHERE d.pubkey IS NOT NULL "
                    "GROUP BY f.id, d.pubkey, d.label, d.self HAVING count(*) > 1")]
