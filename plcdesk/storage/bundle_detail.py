"""What a line of the exchange log shows when it is opened."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import Connection

from plcdesk.domain.changes import Row
from plcdesk.domain.exchange import RowChange
from plcdesk.domain.exchange_log import BundleDetail
from plcdesk.domain.ids import Id
from plcdesk.storage import bundles
from plcdesk.storage.sql import fetch, fetch_one
from plcdesk.storage.titles import titles_of

FIRST = 20
"""How many records of a receipt are named."""


def detail(connection: Connection, uid: str, direction: str, now: datetime) -> BundleDetail | None:
    """A bundle that was sent (``out``) or met (``in``); None for one that never was."""
    row = fetch_one(connection, f"SELECT {bundles.COLUMNS}, restore_point FROM sync_bundle "
                                "WHERE uid = ? AND direction = ? ORDER BY id DESC LIMIT 1", uid, direction)
    if row is None:
        return None
    told = json.loads(row[-2])
    line = bundles.line(row[:-1], now, bundles.joined_by(connection))
    made_at = datetime.fromisoformat(told["made_at"]) if told.get("made_at") else None
    counts: dict[RowChange, dict[str, int]] = {change: {} for change in RowChange}
    first: tuple[tuple[Row, RowChange, str], ...] = ()
    writers: tuple[str, ...] = ()
    if direction == "in":
        touched = _touched(connection, row[0])
        for found, change in touched:
            counts[change][found.table] = counts[change].get(found.table, 0) + 1
        titles = titles_of(connection, [found for found, _ in touched[:FIRST]])
        first = tuple((found, change, titles.get(found, "")) for found, change in touched[:FIRST])
        writers = _writers(connection, row[0])
    return BundleDetail(line, made_at, told.get("made_by", line.peer), tuple(told.get("spaces", ())), (),
                        counts[RowChange.NEW], counts[RowChange.CHANGED], counts[RowChange.DELETED], first, writers, row[-1],
                        tuple(told.get("copied", ())))


def _touched(connection: Connection, bundle: int) -> list[tuple[Row, RowChange]]:
    """The records that the commits of a receipt wrote, in the order they came: made by it where none is older, deleted
    where it was the last to write them and they are gone."""
    span = fetch_one(connection, "SELECT coalesce(min(n), 0), coalesce(max(n), 0) FROM sync_commit WHERE bundle_id = ?", bundle)
    if span is None or not span[0]:
        return []
    found: list[tuple[Row, RowChange]] = []
    for table, row, older, gone in fetch(
            connection, "SELECT t.tbl, t.row_uid, "
                        "EXISTS (SELECT 1 FROM sync_touch o WHERE o.tbl = t.tbl AND o.row_uid = t.row_uid AND o.n < ?), "
                        "coalesce(r.alive, 1) = 0 AND NOT EXISTS (SELECT 1 FROM sync_touch l WHERE l.tbl = t.tbl "
                        "AND l.row_uid = t.row_uid AND l.n > ?) "
                        "FROM sync_touch t JOIN sync_commit c ON c.n = t.n AND c.bundle_id = ? "
                        "LEFT JOIN sync_row r ON r.tbl = t.tbl AND r.row_uid = t.row_uid "
                        "GROUP BY t.tbl, t.row_uid, r.alive ORDER BY min(t.n), t.tbl, t.row_uid",
            span[0], span[1], bundle):
        if older or not gone:  # what came and went within one receipt was never seen here
            change = RowChange.DELETED if gone else RowChange.CHANGED if older else RowChange.NEW
            found.append((Row(table, Id(row)), change))
    return found


def _writers(connection: Connection, bundle: int) -> tuple[str, ...]:
    return tuple(label for (label,) in fetch(
        connection, "SELECT DISTINCT d.label FROM sync_commit c JOIN sync_feed f ON f.id = c.feed_id "
                    "JOIN sync_replica r ON r.uid = f.replica_uid JOIN sync_device d ON d.id = r.device_id "
                    "WHERE c.bundle_id = ? AND d.label != '' ORDER BY d.label", bundle))
