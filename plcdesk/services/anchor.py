"""The anchor: what was last written here, remembered outside the programme's folder.

Two computers that go on writing under one replica (a cloned disk, a copied folder, an older copy put back) would both
write number 18. Their work is kept in any case; noticing it early gives each its own replica and a clear history.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from plcdesk.services.machine import moved


@dataclass(frozen=True, slots=True)
class Anchor:
    """The replica in use, the newest commit (number, hash in hexadecimal) of its feed in each space, machine marks, the
    number of the last manifest that was made to leave this computer, and the commits (dots) whose words never do."""

    replica: str
    tips: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)
    manifest_no: int = 0
    withheld: tuple[str, ...] = ()


def read(path: Path) -> Anchor | None:
    """The anchor kept at `path`; None when there is none that can be read. A power cut may have spoiled the last one: the
    one of the last start, which was synced, tells of the same replica and of no less than was there then."""
    return _read(path) or _read(_at_start(path))


def _at_start(path: Path) -> Path:
    return path.with_name(f"{path.stem}_start{path.suffix}")


def _read(path: Path) -> Anchor | None:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return Anchor(str(data["replica"]), {str(space): (int(seq), str(found)) for space, (seq, found) in data["tips"].items()},
                      {str(name): str(mark) for name, mark in data["marks"].items()},
                      int(data.get("manifest_no", 0)), tuple(map(str, data.get("withheld", ()))))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write(path: Path, anchor: Anchor, *, lasting: bool = False) -> None:
    """Keep the anchor at `path`, with `lasting` so that a power cut leaves it: no save waits for that. A disk that refuses
    is no trouble: at worst a new replica is made at the next start."""
    data = {"replica": anchor.replica, "tips": {space: list(tip) for space, tip in anchor.tips.items()},
            "marks": dict(anchor.marks), "manifest_no": anchor.manifest_no, "withheld": list(anchor.withheld)}
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        if lasting:
            _replace(_at_start(path), json.dumps(data), lasting=True)
        _replace(path, json.dumps(data), lasting=lasting)


def _replace(path: Path, text: str, *, lasting: bool) -> None:
    draft = path.with_name(path.name + ".new")
    with draft.open("w", encoding="utf-8") as file:
        file.write(text)
        if lasting:
            file.flush()
            os.fsync(file.fileno())
    os.replace(draft, path)


def suspicion(anchor: Anchor | None, replica: str, holds: Callable[[str, int, str], bool],
              marks: Mapping[str, str], manifest_no: int = 0) -> str | None:
    """Why this database must not go on under its replica: ``clone`` or ``restore``; None when all is as it was left.

    `manifest_no` is the last that the database remembers; `holds(space, seq, hash)` says whether it has that commit on
    a chain of its own replica. A database that lacks a commit or does not remember a bundle is an older one put back.
    """
    if anchor is None or anchor.replica != replica or moved(dict(anchor.marks), dict(marks)):
        return "clone"
    if manifest_no < anchor.manifest_no or not all(holds(space, *tip) for space, tip in anchor.tips.items()):
        return "restore"
    return None
