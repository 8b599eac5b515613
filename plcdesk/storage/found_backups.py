"""What is in backups and other copies of a database, told without opening them as the programme's."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import NamedTuple

from plcdesk.storage.backup import Backup, found_in

DEEP = 2
"""Levels of folders below the chosen one that are searched."""
MANY = 2_000
"""Folders looked at; a stick full of pictures must not keep anyone waiting."""


class Contents(NamedTuple):
    """The programme's name and how many visible records of each kind a backup holds."""

    programme: str
    counts: dict[str, int]


def contents(path: Path) -> Contents | None:
    """What a backup holds; None where the file cannot be read as one. The file is not changed."""
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            counts = dict(connection.execute("SELECT tbl, count(*) FROM sync_row WHERE alive != 0 GROUP BY tbl"))
            named = connection.execute("SELECT name FROM programme LIMIT 1").fetchone()
        finally:
            connection.close()
    except sqlite3.Error:
        return None
    return Contents(str(named[0] or "") if named is not None else "", counts)


def below(folder: Path) -> list[Backup]:
    """The backups in a folder and in those below it, newest first."""
    found: list[Backup] = []
    for number, (place, folders, _files) in enumerate(os.walk(folder)):
        here = Path(place)
        folders[:] = sorted(folders) if len(here.relative_to(folder).parts) < DEEP else []
        found += found_in(here)
        if number >= MANY:
            break
    return sorted(found, key=lambda item: (item.at, item.path.name), reverse=True)
