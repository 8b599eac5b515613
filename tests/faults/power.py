"""What a disk holds after a power cut: of what was written and not synced, any part may be there or not.

The writes of a traced process are recorded with their bytes and played back onto a copy of the folder as it was before.
Names (made, renamed, removed) last in the order they were given, all those before the last sync at least, as on file systems
with a journal; data lasts where its file was synced afterwards, else block by block as chance has it.
"""

from __future__ import annotations

import os
import random
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.tracing import Stop

BLOCK = 4096
_PASSED_OVER = ("-shm",)
"""Files that live in memory only: whoever opens the database makes them anew."""


@dataclass(frozen=True)
class Step:
    """One call: kind (make, write, cut, sync, rename, remove, folder), file, its bytes, where, and the new name."""

    kind: str
    path: str
    data: bytes = b""
    at: int = 0
    to: str = ""
    said: int = 0


@dataclass
class Tape:
    """Everything that a process did to the files below `root`."""

    root: Path
    steps: list[Step] = field(default_factory=list)

    def hear(self, stop: Stop) -> None:
        """Note a call before it is made."""
        step = self._step(stop)
        if step is not None and not step.path.endswith(_PASSED_OVER):
            self.steps.append(step)

    def _step(self, stop: Stop) -> Step | None:
        if stop.name in ("openat", "open"):
            first = 1 if stop.name == "openat" else 0
            path, flags = self._named(stop, first), stop.args[first + 1]
            return self._at(stop, "make", path, at=int(bool(flags & os.O_TRUNC)))
        if stop.name in ("unlink", "rmdir"):
            return self._at(stop, "remove", self._named(stop, 0))
        if stop.name == "unlinkat":
            return self._at(stop, "remove", self._named(stop, 1))
        if stop.name == "mkdir":
            return self._at(stop, "folder", self._named(stop, 0))
        if stop.name == "rename":
            return self._at(stop, "rename", self._named(stop, 0), to=self._named(stop, 1))
        if stop.name in ("write", "pwrite64", "ftruncate", "fsync", "fdatasync"):
            return self._handled(stop)
        if stop.name in ("chmod", "fchmod", "utimensat", "fallocate"):
            return None
        raise AssertionError(f"{stop.name} is not played back")

    def _handled(self, stop: Stop) -> Step | None:
        path = stop.path().removesuffix(" (deleted)")
        if stop.name in ("fsync", "fdatasync"):
            return self._at(stop, "sync", path)
        if stop.name == "ftruncate":
            return self._at(stop, "cut", path, at=stop.args[1])
        at = stop.args[3] if stop.name == "pwrite64" else _position(stop)
        return self._at(stop, "write", path, data=stop.memory(stop.args[1], stop.args[2]), at=at)

    def _at(self, stop: Stop, kind: str, path: str, *, data: bytes = b"", at: int = 0, to: str = "") -> Step | None:
        if not Path(path).is_relative_to(self.root):
            return None
        relative = str(Path(path).relative_to(self.root))
        new = str(Path(to).relative_to(self.root)) if to else ""
        return Step(kind, relative, data, at, new, len(stop.said))

    def _named(self, stop: Stop, argument: int) -> str:
        name = stop.text(argument)
        if not os.path.isabs(name) and stop.name in ("openat", "unlinkat"):
            return os.path.join(stop.path(0), name)
        return name


def _position(stop: Stop) -> int:
    with open(f"/proc/{stop.pid}/fdinfo/{stop.args[0]}", encoding="ascii") as file:
        lines = dict(line.split(":", 1) for line in file)
    if int(lines["flags"], 8) & os.O_APPEND:
        return os.stat(f"/proc/{stop.pid}/fd/{stop.args[0]}").st_size
    return int(lines["pos"])


class _File:
    """Its bytes as synced, and what was done to it since."""

    def __init__(self, data: bytes = b"") -> None:
        self.synced = bytearray(data)
        self.since: list[Step] = []

    def sync(self) -> None:
        for step in self.since:
            _do(self.synced, step)
        self.since = []

    def after_the_cut(self, draw: random.Random, *, drop: bool) -> bytes:
        found = bytearray(self.synced)
        for step in self.since:
            if step.kind == "cut":
                if not drop and draw.random() < 0.5:
                    _do(found, step)
                continue
            for start in range(0, len(step.data), BLOCK):
                if not drop and draw.random() < 0.5:
                    _do(found, Step("write", "", step.data[start:start + BLOCK], step.at + start))
        return bytes(found)


def _do(data: bytearray, step: Step) -> None:
    if step.kind == "cut":
        del data[step.at:]
        data.extend(bytes(step.at - len(data)))
    else:
        data.extend(bytes(max(0, step.at - len(data))))
        data[step.at:step.at + len(step.data)] = step.data


def cut(tape: Tape, before: Path, target: Path, at: int, draw: random.Random, *, drop: bool) -> list[Step]:
    """Lay out in `target` what the disk holds when the power fails before step `at`; the steps until then. With `drop`
    nothing that was not synced is there."""
    steps = tape.steps[:at]
    last = max((number for number, step in enumerate(steps) if step.kind == "sync"), default=0)
    names_to = last if drop else draw.randint(last, len(steps))
    now: dict[str, _File | None] = {
        str(path.relative_to(before)): None if path.is_dir() else _File(path.read_bytes()) for path in before.rglob("*")}
    lasting = dict(now)
    for number, step in enumerate(steps):
        _name(now, step)
        if number < names_to:
            lasting = dict(now)
        file = now.get(step.path)
        if file is not None and step.kind == "sync":
            file.sync()
        elif file is not None and (step.kind in ("write", "cut") or (step.kind == "make" and step.at)):
            file.since.append(step if step.kind != "make" else Step("cut", step.path))
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    for name, file in sorted(lasting.items()):
        if file is None:
            (target / name).mkdir(parents=True, exist_ok=True)
        else:
            (target / name).write_bytes(file.after_the_cut(draw, drop=drop))
    return steps


def _name(now: dict[str, _File | None], step: Step) -> None:
    if step.kind == "make" and step.path not in now:
        now[step.path] = _File()
    elif step.kind == "folder":
        now.setdefault(step.path, None)
    elif step.kind == "remove":
        now.pop(step.path, None)
    elif step.kind == "rename":
        now[step.to] = now.pop(step.path)
