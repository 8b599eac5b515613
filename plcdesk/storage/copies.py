"""Copies of the database that lie about: backups, restore points, what an upgrade kept."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from pathlib import Path


def holds(path: Path, dots: Collection[str]) -> bool:
    """Whether a copy still holds values of one of these commits. One that cannot be read holds none for anybody."""
    if not dots:
        return False
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        try:
            found = connection.execute("SELECT 1 FROM sync_commit WHERE body IS NOT NULL AND dot IN "
                                       "(SELECT value FROM json_each(?)) LIMIT 1", (json.dumps(sorted(dots)),)).fetchone()
        finally:
            connection.close()
    except sqlite3.Error:
        return False
    return found is not None
