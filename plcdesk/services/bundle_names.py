"""What a bundle file is called, and which files on a stick are bundles."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from plcdesk.domain.sticks import Candidate
from plcdesk.sync import limits
from plcdesk.sync.age_header import Header, is_sealed, read_header
from plcdesk.sync.container import is_bundle, peek
from plcdesk.sync.errors import BadBundle

_DEEP = 2
"""Levels of folders below the chosen one that are searched."""
_MANY = 5_000
"""Files looked at beside those that are called like bundles; a stick full of music must not keep anyone waiting."""
_NAMED = (limits.EXTENSION, limits.EXTENSION + limits.SEALED)
Lock = tuple[str, tuple[str, ...]]
"""Who opens a sealed bundle (see `Candidate.lock`), and the names of those it is for."""
_RESERVED = frozenset({"con", "prn", "aux", "nul"})


def file_name(programme: str, school: str, at: datetime, number: int) -> str:
    """``KBP-Tangerang_SDN-Melati-01_2025-05-12_1042_7.plcb``; `at` in local time. Fits every file system."""
    return f"{slug(programme)}_{slug(school)}_{at:%Y-%m-%d_%H%M}_{number}{limits.EXTENSION}"


def slug(text: str) -> str:
    """Letters, digits and hyphens of a name, at most 40."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    found = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:40].strip("-")
    return "program" if not found or found.lower() in _RESERVED else found


def candidates(folder: Path, lock: Callable[[Header], Lock] | None = None) -> list[Candidate]:
    """The bundles in a folder, newest first: told by their content, whatever they are called, hidden ones too.

    Of a sealed one only its file can be told, and by `lock` who opens it; it is put among the others by the time of its
    file.
    """
    found: list[tuple[float, Candidate]] = []
    for path in _files(folder):
        try:
            with path.open("rb") as file:
                start = file.read(64)
                file.seek(0)
                header: Header | None = None
                if is_sealed(start):
                    header = _header(file)
                    if not _maybe_ours(path, header):
                        continue
                elif not is_bundle(start):
                    continue
            known = path.stat()
        except OSError:
            continue
        manifest = peek(path) if is_bundle(start) else None
        if is_sealed(start):
            kind, whom = lock(header) if lock is not None and header is not None else ("", ())
            found.append((known.st_mtime, Candidate(path, known.st_size, sealed=True, lock=kind, for_whom=whom,
                                                    saved_at=datetime.fromtimestamp(known.st_mtime, UTC))))
        elif manifest is None:
            found.append((0, Candidate(path, known.st_size)))
        else:
            found.append((manifest.made_at.timestamp(), Candidate(path, known.st_size, manifest.sender.label,
                                                                  manifest.programme_name, manifest.made_at, kind=manifest.kind)))
    return [item for _, item in sorted(found, key=lambda pair: (pair[0], str(pair[1].path)), reverse=True)]


def deliveries(folder: Path) -> list[Path]:
    """Every file in a folder that is a bundle, or is called like one, in order of its path: a broken one must be told too."""
    found = {candidate.path for candidate in candidates(folder)}
    return sorted(found | {path for path in _files(folder) if path.name.lower().endswith(_NAMED)})


def _header(file: IO[bytes]) -> Header | None:
    try:
        return read_header(file)
    except BadBundle:
        return None


def _maybe_ours(path: Path, header: Header | None) -> bool:
    """Whether a sealed file may be a bundle: sealed the way bundles are, or called like one."""
    if header is None:
        return path.name.lower().endswith(limits.EXTENSION + limits.SEALED)
    return header.passphrase or bool(header.tags)


def _files(folder: Path) -> list[Path]:
    found: list[Path] = []
    others = 0
    base = len(folder.parts)
    for place, folders, names in os.walk(folder):
        if len(Path(place).parts) - base >= _DEEP:
            folders.clear()
        folders.sort()
        for name in sorted(names):
            named = name.lower().endswith(_NAMED)
            if name.lower().endswith((".lnk", ".tmp")) or not (named or others < _MANY):
                continue
            path = Path(place, name)
            if not path.is_symlink() and path.is_file():
                found.append(path)
                others += not named
    return found
