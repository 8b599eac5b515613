"""SQLite's session extension (apsw) doing what the bench asks: ``python session_run.py ROWS FOLDER``.

A changeset recorded while the rows are written, applied to an empty copy, then to a copy where rows were edited on both sides.
It knows no causality and keeps no log: the plainest way in which a binary difference can travel. Prints one JSON object.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import apsw

TABLE = ("CREATE TABLE IF NOT EXISTS meeting (id TEXT PRIMARY KEY NOT NULL, title TEXT, venue TEXT, held_on TEXT, starts TEXT, "
         "ends TEXT, group_id TEXT) WITHOUT ROWID")
NAMES = ("id", "title", "venue", "held_on", "starts", "ends", "group_id")


def main() -> None:
    """Play all stages."""
    rows, folder = Path(sys.argv[1]), Path(sys.argv[2])
    one, two = _open(folder / "one.sqlite"), _open(folder / "two.sqlite")
    found: dict[str, Any] = {}
    session = _session(one)
    with rows.open(encoding="utf-8") as file, one:
        for line in file:
            row = json.loads(line)
            one.execute("INSERT INTO meeting VALUES (?, ?, ?, ?, ?, ?, ?)", [row[name] for name in NAMES])
    bundle = folder / "bundle.changeset"
    found["export"] = _took(lambda: bundle.write_bytes(session.changeset()))
    found["bundle"] = bundle.stat().st_size
    found["import"] = _took(lambda: _apply(two, bundle))
    found["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found["again"] = _took(lambda: _apply(two, bundle))
    session = _session(one)
    ids = [row[0] for row in one.execute("SELECT id FROM meeting ORDER BY id")]
    share = len(ids) // 10
    for database, start, venue in ((one, 0, "Aula 0"), (two, share // 2, "Aula 1")):
        with database:
            for key in ids[start:share]:
                database.execute("UPDATE meeting SET venue = ? WHERE id = ?", (venue, key))
    bundle.write_bytes(session.changeset())
    found["edits"] = _took(lambda: _apply(two, bundle))
    two.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    found["database"] = (folder / "two.sqlite").stat().st_size
    print(json.dumps(found))


def _open(path: Path) -> apsw.Connection:
    database = apsw.Connection(str(path))
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        database.execute(f"PRAGMA {pragma}")
    database.execute(TABLE)
    return database


def _session(database: apsw.Connection) -> apsw.Session:
    session = apsw.Session(database, "main")
    session.attach("meeting")
    return session


def _apply(database: apsw.Connection, bundle: Path) -> None:
    def conflict(_reason: int, _change: apsw.TableChange) -> int:
        return int(apsw.SQLITE_CHANGESET_OMIT)

    with database:
        apsw.Changeset.apply(bundle.read_bytes(), database, conflict=conflict)


def _took(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
