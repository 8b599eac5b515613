"""What a bundle file is called, and which files on a stick are bundles."""

from __future__ import annotations

import os
import re
import unicodedata
from datetime import datetime
from pathlib import Path

from plcdesk.domain.exchange import Candidate
from plcdesk.sync import limits
from plcdesk.sync.container import is_bundle, peek

_DEEP = 2
"""Levels of folders below the chosen one that are searched."""
_MANY = 5_000
"""Files looked at; a stick full of music must not keep anyone waiting."""
_RESERVED = frozenset({"con", "prn", "aux", "nul"})


def file_name(programme: str, school: str, at: datetime, number: int) -> str:
    """``KBP-Tangerang_SDN-Melati-01_2025-05-12_1042_7.plcb``; `at` in local time. Fits every file system."""
    return f"{slug(programme)}_{slug(school)}_{at:%Y-%m-%d_%H%M}_{number}{limits.EXTENSION}"


def slug(text: str) -> str:
    """Letters, digits and hyphens of a name, at most 40."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    found = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:40].strip("-")
    return "program" if not found or found.lower() in _RESERVED else found


def candidates(folder: Path) -> list[Candidate]:
    """The bundles in a folder, newest first: told by their content, whatever they are called, hidden ones too."""
    found: list[Candidate] = []
    for path in _files(folder):
        try:
            with path.open("rb") as file:
                if not is_bundle(file.read(64)):
                    continue
            size = path.stat().st_size
        except OSError:
            continue
        manifest = peek(path)
        if manifest is None:
            found.append(Candidate(path, size))
        else:
            found.append(Candidate(path, size, manifest.sender.label, manifest.programme_name, manifest.made_at))
    return sorted(found, key=lambda item: (item.made_at is not None and item.made_at.timestamp(), str(item.path)), reverse=True)


def _files(folder: Path) -> list[Path]:
    found: list[Path] = []
    base = len(folder.parts)
    for place, folders, names in os.walk(folder):
        if len(Path(place).parts) - base >= _DEEP:
            folders.clear()
        folders.sort()
        for name in sorted(names):
            path = Path(place, name)
            if not name.lower().endswith((".lnk", ".tmp")) and not path.is_symlink() and path.is_file():
                found.append(path)
                if len(found) >= _MANY:
                    return found
    return found
