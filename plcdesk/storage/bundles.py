"""The register of bundles sent and met."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from plcdesk.domain.exchange import BundleKind, Intake, Receipted
from plcdesk.ledger.feed import BundleMeta, Tips
from plcdesk.storage import local
from plcdesk.storage.sql import fetch, fetch_one

APPLIED, PARKED, REJECTED, REVERTED, SENT = "applied", "parked", "rejected", "reverted", "sent"
UNDO_DAYS = 30
"""How long a receipt is offered for undoing."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the log keeps of a bundle beside its name: kind, changes in it, bytes, photos, whether it is sealed, SHA-256 of
    the file, who made it when, and the uids of its spaces."""

    kind: str
    changes: int
    size: int
    photos: int
    sealed: bool
    sha256: str
    made_by: str
    made_at: datetime | None
    spaces: tuple[str, ...]

    def report(self, file: str) -> str:
        """As kept in `sync_bundle`, as JSON."""
        return json.dumps({"file": file, "kind": self.kind, "changes": self.changes, "size": self.size,
                           "photos": self.photos, "sealed": self.sealed, "made_by": self.made_by,
                           "made_at": self.made_at.isoformat() if self.made_at is not None else "",
                           "spaces": list(self.spaces)})


def enter(connection: Connection, meta: BundleMeta, at: str) -> int:
    """The local id of a received bundle; entered when it is new."""
    row = _row(connection, meta.uid)
    if row is not None:
        if meta.restore_point:
            connection.exec_driver_sql("UPDATE sync_bundle SET restore_point = ? WHERE id = ?",
                                       (meta.restore_point, row[0]))
        return int(row[0])
    told = Told(meta.kind, 0, meta.size, meta.photos, meta.sealed, meta.sha256, meta.sender.label, meta.made_at,
                tuple(space.uid for space in meta.spaces))
    connection.exec_driver_sql(
        "INSERT INTO sync_bundle (uid, direction, peer, sha256, at, state, report, restore_point) "
        "VALUES (?, 'in', ?, ?, ?, ?, ?, ?)",
        (meta.uid, meta.sender.label, meta.sha256, at, REJECTED, told.report(meta.file), meta.restore_point))
    row = _row(connection, meta.uid)
    assert row is not None
    return int(row[0])


def applied(connection: Connection, bundle: int, intake: Intake) -> None:
    """Note what a bundle brought. One that was undone and brings nothing now stays undone."""
    state = fetch(connection, "SELECT state FROM sync_bundle WHERE id = ?", bundle)[0][0]
    if state == REVERTED and not intake.commits:
        return
    connection.exec_driver_sql("UPDATE sync_bundle SET state = ? WHERE id = ?", (APPLIED, bundle))
    if intake.commits:
        remember(connection, bundle, "commits", intake.commits)
    if intake.copied:
        remember(connection, bundle, "copied", list(intake.copied))


def note(connection: Connection, meta: BundleMeta, state: str, at: str) -> None:
    """Note that a bundle was parked or refused; what was applied before stays so."""
    bundle = enter(connection, meta, at)
    connection.exec_driver_sql("UPDATE sync_bundle SET state = ?, at = ? WHERE id = ? AND state NOT IN (?, ?)",
                               (state, at, bundle, APPLIED, REVERTED))


def sent(connection: Connection, uid: str, file: str, peer: str, tips: Tips, at: str, told: Told | None = None) -> None:
    """Note a bundle that passed its read-back, and how far own feeds are in it."""
    connection.exec_driver_sql(
        "INSERT INTO sync_bundle (uid, direction, peer, sha256, at, state, report, restore_point) "
        "VALUES (?, 'out', ?, ?, ?, ?, ?, '')",
        (uid, peer, told.sha256 if told is not None else "", at, SENT,
         told.report(file) if told is not None else json.dumps({"file": file})))
    reached = json.loads(local.get(connection, local.SENT, "{}") or "{}")
    for feed, found in tips.items():
        key = f"{feed.space}/{feed.replica}"
        reached[key] = max(reached.get(key, 0), *(tip.seq for tip in found))
    local.put(connection, local.SENT, json.dumps(reached))


def unsent(connection: Connection) -> tuple[int, int]:
    """How many own commits of shared spaces are in no bundle yet, and the stamp of the first of them (0: none)."""
    reached = json.loads(local.get(connection, local.SENT, "{}") or "{}")
    count, first = 0, 0
    for feed, space, replica in fetch(
            connection, "SELECT f.id, s.uid, f.replica_uid FROM sync_feed f JOIN sync_space s ON s.id = f.space_id "
                        "JOIN sync_device d ON d.id = f.device_id WHERE s.kind != 'private' AND d.self = 1"):
        number, hlc = fetch(connection, "SELECT count(*), coalesce(min(hlc), 0) FROM sync_commit "
                                        "WHERE feed_id = ? AND seq > ?", feed, reached.get(f"{space}/{replica}", 0))[0]
        count += number
        first = min(first or hlc, hlc or first)
    return count, first


def state(connection: Connection, uid: str) -> str | None:
    """applied, parked, rejected or reverted; None for a bundle never met."""
    row = _row(connection, uid)
    return row[1] if row is not None else None


def set_state(connection: Connection, uid: str, new: str) -> None:
    """Change the state of a bundle."""
    connection.exec_driver_sql("UPDATE sync_bundle SET state = ? WHERE uid = ? AND direction = 'in'", (new, uid))


def commits_of(connection: Connection, uid: str) -> tuple[int, ...]:
    """The local numbers of the commits that came with a bundle."""
    return tuple(number for (number,) in fetch(
        connection, "SELECT c.n FROM sync_bundle b JOIN sync_commit c ON c.bundle_id = b.id "
                    "WHERE b.uid = ? AND b.direction = 'in' ORDER BY c.n", uid))


def joined_by(connection: Connection) -> int | None:
    """The local id of the receipt that brought the programme itself; None where the programme was begun here."""
    row = fetch_one(connection, "SELECT c.bundle_id FROM sync_touch t JOIN sync_commit c ON c.n = t.n "
                                "WHERE t.tbl = 'programme' ORDER BY t.n LIMIT 1")
    return row[0] if row is not None else None


def remember(connection: Connection, bundle: int, name: str, value: Any) -> None:
    """Keep something about a bundle."""
    report = json.loads(fetch(connection, "SELECT report FROM sync_bundle WHERE id = ?", bundle)[0][0])
    connection.exec_driver_sql("UPDATE sync_bundle SET report = ? WHERE id = ?",
                               (json.dumps({**report, name: value}), bundle))


def recall(connection: Connection, uid: str, name: str) -> Any:
    """What `remember` kept; None when nothing."""
    row = _row(connection, uid)
    return json.loads(row[2]).get(name) if row is not None else None


def listing(connection: Connection, limit: int, now: datetime) -> list[Receipted]:
    """Bundles sent and met, newest first."""
    join = joined_by(connection)
    return [line(row, now, join) for row in fetch(
        connection, f"SELECT {COLUMNS} FROM sync_bundle ORDER BY id DESC LIMIT ?", limit)]


COLUMNS = "id, uid, direction, peer, at, state, sha256, report"
"""What `line` reads of `sync_bundle`."""


def line(row: tuple[Any, ...], now: datetime, join: int | None) -> Receipted:
    """A line of the log. `join` is the receipt that brought the programme, which cannot be undone."""
    number, uid, direction, peer, at, state_, sha256, report = row
    told = json.loads(report)
    moment = datetime.fromisoformat(at)
    undoable = direction == "in" and state_ == APPLIED and bool(told.get("commits")) and number != join \
        and now - moment <= timedelta(days=UNDO_DAYS)
    changes = told.get("commits", 0) if direction == "in" else told.get("changes", 0)
    return Receipted(uid, direction, peer, moment, told.get("file", ""), state_, undoable, changes, told.get("size", 0),
                     told.get("photos", 0), told.get("sealed", False), BundleKind(told.get("kind", "full")), sha256)


def id_of(connection: Connection, uid: str) -> int:
    """The local id of a received bundle. KeyError when it was never met."""
    row = _row(connection, uid)
    if row is None:
        raise KeyError(uid)
    return int(row[0])


def _row(connection: Connection, uid: str) -> tuple[Any, ...] | None:
    return fetch_one(connection, "SELECT id, state, report FROM sync_bundle WHERE uid = ? AND direction = 'in'", uid)
