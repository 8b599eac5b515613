"""Files that are a copy of a database: whether they are whole, and what they hold, without opening them as the programme's."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from pathlib import Path


def sound(path: Path, *, quick: bool = False) -> bool:
    """Whether the file is a whole database of ours, or of a newer version. A quick look reads every page, row and key but
    does not hold the indexes against their rows, which takes three times as long as all the rest."""
    try:
        if not path.is_file() or path.stat().st_size == 0:
            return False
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        try:
            (line,) = connection.execute(f"PRAGMA {'quick' if quick else 'integrity'}_check(1)").fetchone()
            connection.execute("SELECT count(*) FROM sync_commit").fetchone()
        finally:
            connection.close()
    except (OSError, sqlite3.Error):
        return False
    return bool(line == "ok")


def copy_file(source: Path, target: Path) -> None:
    """Copy a database that nobody has open. Raises OSError when it cannot be read or there is no room."""
    try:
        before = sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)
        after = sqlite3.connect(target)
        try:
            before.backup(after)
        finally:
            after.close()
            before.close()
    except sqlite3.Error as error:
        raise OSError(str(error)) from error


def held(path: Path, dots: Collection[str]) -> int:
    """Of how many of these commits a copy still holds the values. One that cannot be read holds none for anybody."""
    if not dots:
        return 0
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        try:
            (count,) = connection.execute("SELECT count(*) FROM sync_commit WHERE body IS NOT NULL AND dot IN "
                                          "(SELECT value FROM json_each(?))", (json.dumps(sorted(dots)),)).fetchone()
        finally:
            connection.close()
    except sqlite3.Error:
        return 0
    return int(count)


def count_of(path: Path, table: str) -> int:
    """How many visible records of a kind a backup holds; 0 where it cannot be read."""
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        try:
            (number,) = connection.execute("SELECT count(*) FROM sync_row WHERE tbl = ? AND alive != 0", (table,)).fetchone()
        finally:
            connection.close()
    except sqlite3.Error:
        return 0
    return int(number)
