"""Proof that the tables say what the log says, and a digest by which two laptops see that they agree."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import Connection

from plcdesk.ledger.chain import dot_of, link, seed
from plcdesk.ledger.commit import body_digest
from plcdesk.storage import projection
from plcdesk.storage.columns import columns_of
from plcdesk.storage.engine import Database, FileDatabase
from plcdesk.storage.schema import RECORDS, REGISTERS
from plcdesk.storage.sql import each, fetch, quoted


class Verified(NamedTuple):
    """ok; digest of the shared spaces; number of commits; what is wrong, in English for logs."""

    ok: bool
    digest: str
    commits: int
    problems: tuple[str, ...] = ()


def verify(db: Database) -> Verified:
    """Rebuild a scratch copy from the log and compare it with the tables row by row; check every hash of the log.

    Writes nothing to the database and does not keep a save waiting.
    """
    with db.aside() as copy:
        db.copy_to(copy)
        scratch = FileDatabase(copy, lasting=False)
        try:
            with scratch.read() as connection:
                problems = [*_broken_chains(connection), *_broken_file(connection)]
                before = _sums(connection)
                commits = fetch(connection, "SELECT count(*) FROM sync_commit")[0][0]
                found = digest(connection)
            rebuild(scratch)
            with scratch.read() as connection:
                after = _sums(connection)
        finally:
            scratch.close()
    problems += [f"table {name} differs from the log" for name in before if before[name] != after[name]]
    return Verified(not problems, found, commits, tuple(problems))


def rebuild(db: Database) -> None:
    """Build registers, rows and search words anew from the log, in one transaction."""
    with db.write() as connection:
        projection.rebuild(connection)


def _broken_file(connection: Connection) -> Iterator[str]:
    for (line,) in fetch(connection, "PRAGMA integrity_check(10)"):
        if line != "ok":
            yield str(line)


def _sums(connection: Connection) -> dict[str, str]:
    """A digest of each derived table with all its rows in order of the key."""
    found = {}
    for table in (*RECORDS.values(), *REGISTERS):
        keys = ", ".join(quoted(column.name) for column in table.primary_key.columns)
        found[table.name] = _sum(connection, f"SELECT * FROM {quoted(table.name)} ORDER BY {keys}")
    found["search_doc"] = _sum(connection, "SELECT tbl, row_uid FROM search_doc ORDER BY tbl, row_uid")
    return found


def _sum(connection: Connection, sql: str) -> str:
    total = hashlib.sha256()
    for row in each(connection, sql):
        total.update(repr(row).encode())
    return total.hexdigest()


def _broken_chains(connection: Connection) -> Iterator[str]:
    feeds = {row[0]: seed(row[1], row[2]) for row in fetch(
        connection, "SELECT f.id, s.uid, f.replica_uid FROM sync_feed f JOIN sync_space s ON s.id = f.space_id")}
    hashes: dict[int, tuple[int, bytes, int]] = {}
    for number, feed, seq, own, dot, previous, head, body, digest_ in connection.exec_driver_sql(
            "SELECT n, feed_id, seq, hash, dot, prev_n, head, body, body_digest FROM sync_commit ORDER BY n"):
        before = hashes.get(previous, (0, b"", 0)) if previous is not None else (feed, feeds.get(feed, b""), 0)
        if before[0] != feed or before[2] + 1 != seq or link(before[1], head, digest_) != own:
            yield f"commit {number} does not follow its predecessor"
        if dot_of(own) != dot or (body is not None and body_digest(body) != digest_):
            yield f"commit {number} is damaged"
        hashes[number] = (feed, own, seq)
    ends = hashes.keys() - {number for (number,) in fetch(
        connection, "SELECT prev_n FROM sync_commit WHERE prev_n IS NOT NULL")}
    if {number for (number,) in fetch(connection, "SELECT n FROM sync_tip")} != ends:
        yield "the tips are not the ends of the chains"


def digest(connection: Connection) -> str:
    """SHA-256 over the records and open differing values of every shared space, without local numbers.

    Two laptops that hold the same commits of the same spaces get the same text. Private spaces are left out, and so
    are records that only this device still keeps (registers.KEPT).
    """
    total = hashlib.sha256()
    for space, uid in fetch(connection, "SELECT id, uid FROM sync_space WHERE kind != 'private' ORDER BY uid"):
        told = hashlib.sha256()
        lines = 0
        for line in _told(connection, space):
            told.update(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
            lines += 1
        if lines:
            total.update(f"{uid} {lines} {told.hexdigest()}\n".encode())
    return total.hexdigest()


def _told(connection: Connection, space: int) -> Iterator[list[Any]]:
    held = {name for (name,) in fetch(connection, "SELECT DISTINCT tbl FROM sync_row WHERE space_id = ?", space)}
    for table in sorted(held & RECORDS.keys()):
        columns = ", ".join(f"t.{quoted(column.name)}" for column in columns_of(table).table.columns)
        for row in connection.exec_driver_sql(
                f"SELECT {columns} FROM sync_row r JOIN {quoted(table)} t ON t.id = r.row_uid "
                "WHERE r.tbl = ? AND r.space_id = ? AND r.alive = 1 ORDER BY t.id", (table, space)):
            yield [table, *row]
    for name in ("sync_sibling", "sync_unknown"):
        for row in connection.exec_driver_sql(
                f"SELECT s.tbl, s.row_uid, s.field, c.dot, s.value FROM {name} s "
                "JOIN sync_row r ON r.tbl = s.tbl AND r.row_uid = s.row_uid JOIN sync_commit c ON c.n = s.n "
                "WHERE r.space_id = ? AND r.alive = 1 ORDER BY s.tbl, s.row_uid, s.field, c.dot", (space,)):
            yield [name, *row]
