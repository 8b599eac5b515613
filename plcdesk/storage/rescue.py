"""Bringing back what a backup holds and the present state lacks.

Going back to an older state first puts the present one aside as a backup (`Backups.restore`); that file is the rescue.
It is the whole database and no bundle, because a bundle may never carry a private space, and what is brought back must be
exactly what was there, private entries and words withheld from others included. Its commits are read straight from its
log, past the ones held here, and go through the projection like those of a receipt, so what was written since stays.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection

from plcdesk.domain.errors import UserError
from plcdesk.domain.exchange import Intake
from plcdesk.domain.fields import mark
from plcdesk.domain.progress import Progress
from plcdesk.ledger.commit import decode
from plcdesk.storage import devices, erasure, guard, local, log, projection, spaces, withheld
from plcdesk.storage.log import Entry
from plcdesk.storage.outcome import Tally
from plcdesk.storage.schema import ERASED, PROVEN, SUSPECT_CLOCK
from plcdesk.storage.sql import AMONG, fetch, fetch_one, listed, run_many
from plcdesk.storage.titles import titles_of

_COMMITS = ("SELECT c.n, c.feed_id, c.hash, c.dot, p.dot, c.head, c.body, c.body_digest, c.flags, "
            "c.bundle_id IS NOT NULL FROM sync_commit c LEFT JOIN sync_commit p ON p.n = c.prev_n ORDER BY c.n")

_ELSEWHERE = 0
"""The receipt of commits that the backup had received: none of this database's, and yet they were not made here."""


def bring_back(connection: Connection, source: Path, progress: Progress) -> Intake:
    """Add every commit of the backup `source` that is not held, private ones too. The caller's transaction is undone
    when it raises: UserError for a backup of another programme."""
    with closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as backup:
        return _Rescue(connection, backup).run(progress)


class _Stored(NamedTuple):
    """A commit of the backup; `before` is the dot of the one before it in its feed."""

    n: int
    feed: int
    hash: bytes
    dot: str
    before: str | None
    head: bytes
    body: bytes | None
    digest: bytes
    flags: int
    received: int


@dataclass
class _Rescue:
    connection: Connection
    backup: sqlite3.Connection
    spaces: dict[int, int] = field(default_factory=dict)
    """Local ids of spaces: there, here. So the next two."""
    devices: dict[int, int] = field(default_factory=dict)
    feeds: dict[int, int] = field(default_factory=dict)
    erased: list[int] = field(default_factory=list)
    """Commits here (local numbers) whose values had been erased there."""
    rebuilt: bool = False
    """Whether commits here turned out to be this device's own."""

    def run(self, progress: Progress) -> Intake:
        self._take_spaces()
        self._take_devices()
        self._take_feeds()
        outcome = Tally()
        total = self.backup.execute("SELECT count(*) FROM sync_commit").fetchone()[0]
        withheld_there = set(json.loads(self._local(local.WITHHELD) or "[]"))
        done = newest = 0
        with guard.lifted(self.connection):
            for rows in log.batches(map(_Stored._make, self.backup.execute(_COMMITS)), projection.BATCH):
                progress.step(mark("Bringing back"), done, total)
                entries = self._missing(rows)
                done += len(rows)
                newest = max([newest, *(entry.commit.hlc for entry in entries if not entry.flags & SUSPECT_CLOCK)])
                if entries:
                    projection.add(self.connection, entries, outcome)
                new = {entry.dot for entry in entries}
                withheld.keep_back_again(
                    self.connection, [row.dot for row in rows if row.n in withheld_there and row.dot in new])
        ordered, backups = erasure.due(self.connection)
        gone = ordered.union(self.erased)
        erasure.blank(self.connection, gone, backups=backups)
        self._take_signatures()
        if newest:
            local.raise_to(self.connection, local.STAMP, newest)
        if self.rebuilt:
            projection.rebuild(self.connection)
        return Intake(outcome.rows, outcome.differing, commits=outcome.commits, present=total - outcome.commits,
                      changes=outcome.changes(), titles=titles_of(self.connection, outcome.rows),
                      opened=tuple(outcome.opened), counts=dict(+outcome.counts), erased=len(gone))

    def _take_spaces(self) -> None:
        found = self.backup.execute("SELECT id, uid, kind, label FROM sync_space").fetchall()
        here = {space.uid for space in spaces.all_spaces(self.connection) if space.kind == spaces.PROGRAMME}
        there = {uid for _, uid, kind, _ in found if kind == spaces.PROGRAMME}
        if here and there and not here & there:
            raise UserError(mark("This backup is of another programme. Nothing was changed. Choose another backup."))
        for number, uid, kind, label in found:
            held = spaces.by_uid(self.connection, uid)
            self.spaces[number] = held.id if held is not None else spaces.hold(self.connection, uid, kind, label)

    def _take_devices(self) -> None:
        """Devices by key; whatever was this computer there is this computer here."""
        own = spaces.own_device(self.connection)
        for number, key, label, words, self_ in self.backup.execute(
                "SELECT id, pubkey, label, words, self FROM sync_device").fetchall():
            if key is None:
                self.devices[number] = own
                continue
            known = fetch_one(self.connection, "SELECT id, self FROM sync_device WHERE pubkey = ?", key)
            keyless = fetch_one(self.connection, "SELECT 1 FROM sync_device WHERE id = ? AND pubkey IS NULL", own)
            if known is None and self_ and keyless is not None:
                self._do("UPDATE sync_device SET pubkey = ?, words = ? WHERE id = ?", key, words, own)
                known = (own, 1)
            elif known is None:
                self._do("INSERT INTO sync_device (pubkey, label, words, self) VALUES (?, ?, ?, ?)", key, label, words, self_)
                known = (fetch(self.connection, "SELECT id FROM sync_device WHERE pubkey = ?", key)[0][0], self_)
            elif self_ and not known[1]:
                self._do("UPDATE sync_device SET self = 1 WHERE id = ?", known[0])
                self.rebuilt = True
            self.devices[number] = known[0]
        for device, space, state in self.backup.execute("SELECT device_id, space_id, state FROM sync_trust").fetchall():
            if state in (devices.ACCEPTED, devices.BLOCKED):  # what was decided since stands
                self._do("INSERT INTO sync_trust (device_id, space_id, state) VALUES (?, ?, ?) "
                         "ON CONFLICT (device_id, space_id) DO NOTHING", self.devices[device], self.spaces[space], state)

    def _take_feeds(self) -> None:
        for uid, device, parent, born, hello, signature in self.backup.execute(
                "SELECT uid, device_id, parent, born, hello, hello_signature FROM sync_replica").fetchall():
            self._do("INSERT INTO sync_replica (uid, device_id, parent, born, hello, hello_signature) "
                     "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (uid) DO NOTHING",
                     uid, self.devices[device], parent, born, hello, signature)
            if hello:
                self._do("UPDATE sync_replica SET hello = ?, hello_signature = ? WHERE uid = ? AND length(hello) = 0",
                         hello, signature, uid)
        for number, space, replica, device in self.backup.execute(
                "SELECT id, space_id, replica_uid, device_id FROM sync_feed").fetchall():
            self.feeds[number] = spaces.feed(self.connection, self.spaces[space], replica, self.devices[device])

    def _missing(self, rows: list[_Stored]) -> list[Entry]:
        """Those that are not held here, each behind the one before it in its feed."""
        dots = {dot for row in rows for dot in (row.dot, row.before) if dot is not None}
        held = {dot: (number, flags) for dot, number, flags in fetch(
            self.connection, f"SELECT dot, n, flags FROM sync_commit WHERE dot IN {AMONG}", listed(dots))}
        made: dict[str | None, Entry] = {}
        proven: list[tuple[int, int]] = []
        for row in rows:
            if row.dot in held:
                number, flags = held[row.dot]
                if row.flags & PROVEN and not flags & PROVEN:
                    proven.append((flags | PROVEN, number))
                if row.flags & ERASED and not flags & ERASED:
                    self.erased.append(number)
                continue
            before = held.get(row.before) if row.before is not None else None
            made[row.dot] = Entry(self.feeds[row.feed], row.hash, row.dot, before[0] if before is not None else None,
                                  row.head, row.body, row.digest, decode(row.head, row.body),
                                  _ELSEWHERE if row.received else None, row.flags,
                                  after=made.get(row.before))
        run_many(self.connection, "UPDATE sync_commit SET flags = ? WHERE n = ?", proven)
        return list(made.values())

    def _take_signatures(self) -> None:
        """Who signed for the ends of chains, where that is not known here."""
        run_many(self.connection,
                 "UPDATE sync_tip SET signer = ?, signature = ? WHERE signature IS NULL AND n = "
                 "(SELECT n FROM sync_commit WHERE dot = ?)", self.backup.execute(
                     "SELECT t.signer, t.signature, c.dot FROM sync_tip t JOIN sync_commit c ON c.n = t.n "
                     "WHERE t.signature IS NOT NULL").fetchall())

    def _local(self, key: str) -> str | None:
        row = self.backup.execute("SELECT value FROM sync_local WHERE key = ?", (key,)).fetchone()
        return row[0] if row is not None else None

    def _do(self, statement: str, *values: Any) -> None:
        self.connection.exec_driver_sql(statement, values)
