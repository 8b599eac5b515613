"""Files that are a copy of a database: whether they are whole, and what they hold, without opening them as the programme's."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from contextlib import closing
from pathlib import Path


def sound(path: Path, *, quick: bool = False) -> bool:
    """Whether the file is a whole database of ours, or of a newer version. A quick look reads every page, row and key but
    does not hold the indexes against their rows, which takes three times as long as all the rest."""
    try:
        if not path.is_file() or path.stat().st_size == 0:
            return False
        with closing(_opened(path)) as connection:
            (line,) = connection.execute(f"PRAGMA {'quick' if quick else 'integrity'}_check(1)").fetchone()
            connection.execute("SELECT count(*) FROM sync_commit").fetchone()
    except (OSError, sqlite3.Error):
        return False
    return bool(line == "ok")


def copy_file(source: Path, target: Path) -> None:
    """Copy a database that nobody has open. Raises OSError when it cannot be read or there is no room."""
    try:
        with closing(_opened(source)) as before, closing(sqlite3.connect(target)) as after:
            before.backup(after)
    except sqlite3.Error as error:
        raise OSError(str(error)) from error


def held(path: Path, dots: Collection[str]) -> int:
    """Of how many of these commits a copy still holds the values. One that cannot be read holds none for anybody."""
    if not dots:
        return 0
    return _number(path, "SELECT count(*) FROM sync_commit WHERE body IS NOT NULL AND dot IN "
                         "(SELECT value FROM json_each(?))", json.dumps(sorted(dots)))


def count_of(path: Path, table: str) -> int:
    """How many visible records of a kind a backup holds; 0 where it cannot be read."""
    return _number(path, "SELECT count(*) FROM sync_row WHERE tbl = ? AND alive != 0", table)


def _number(path: Path, sql: str, parameter: str) -> int:
    try:
        with closing(_opened(path)) as connection:
            return int(connection.execute(sql, (parameter,)).fetchone()[0])
    except sqlite3.Error:
        return 0


def _opened(path: Path) -> sqlite3.Connection:
    """Opened for reading only."""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
