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
    """The anchor kept at `path`; None when there is none that can be read."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return Anchor(str(data["replica"]), {str(space): (int(seq), str(found)) for space, (seq, found) in data["tips"].items()},
                      {str(name): str(mark) for name, mark in data["marks"].items()},
                      int(data.get("manifest_no", 0)), tuple(map(str, data.get("withheld", ()))))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write(path: Path, anchor: Anchor) -> None:
    """Keep the anchor at `path`. A disk that refuses is no trouble: at worst a new replica is made at the next start."""
    data = {"replica": anchor.replica, "tips": {space: list(tip) for space, tip in anchor.tips.items()},
            "marks": dict(anchor.marks), "manifest_no": anchor.manifest_no, "withheld": list(anchor.withheld)}
    draft = path.with_name(path.name + ".new")
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps(data), encoding="utf-8")
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
