"""Backups of any programme that lie on a stick, and what is in them: for a laptop that goes on from one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class FoundBackup:
    """A backup file: when it was made, bytes, the programme's name, and its records by kind."""

    path: Path
    at: datetime
    size: int
    programme: str
    counts: dict[str, int]


def look(path: Path) -> FoundBackup | None:
    """What a file holds, whatever it is called; None where it is no backup."""
    from plcdesk.storage.found_backups import contents

    found = contents(path)
    if found is None:
        return None
    known = path.stat()
    return FoundBackup(path, datetime.fromtimestamp(known.st_mtime), known.st_size, found.programme, found.counts)


def below(folder: Path) -> list[FoundBackup]:
    """The backups on a stick, in its folders too (a handover lies in one), newest first; broken ones are left out."""
    from plcdesk.storage import found_backups

    found = []
    for file in found_backups.below(folder):
        inside = found_backups.contents(file.path)
        if inside is not None:
            found.append(FoundBackup(file.path, file.at, file.size, inside.programme, inside.counts))
    return found
