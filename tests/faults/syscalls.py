"""The one that lets work be killed, or its calls be refused, again and again.

``python -m tests.faults.syscalls FOLDER [--only NAME[=POINTS]…] [--points N] [--when before after] [--error ENOSPC] [--step N/M]``
prepares each operation once, forks a worker for each chosen call of the system, looks at what is left, puts the folder back
and goes on. One JSON object a line. Without Qt, so that forking is safe.
"""

from __future__ import annotations

import argparse
import errno
import gc
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tests.faults import seccomp
from tests.faults.going_back import OPERATIONS
from tests.faults.operations import DONE, Operation
from tests.faults.tracing import AFTER, BEFORE, Fate, Outcome, run

EDGES = {"rename", "renameat", "renameat2", "unlink", "unlinkat", "ftruncate", "mkdir", "link"}


class Server:
    """One operation on a folder that is put back from a template before each attempt."""

    def __init__(self, kind: type[Operation], folder: Path) -> None:
        self.root, self.kept = folder / "now", folder / "kept"
        self.operation = kind(self.root)
        self.operation.prepare()
        shutil.copytree(self.root, self.kept)
        self.calls = self.attempt(None).calls

    def attempt(self, fate: Fate | None) -> Outcome:
        """Do the work on a fresh folder."""
        shutil.rmtree(self.root)
        shutil.copytree(self.kept, self.root)
        return run(self.operation.run, fate)

    def judged(self, outcome: Outcome) -> list[str]:
        """What is wrong afterwards, looked at by another process."""
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            code = 1
            try:
                os.close(reading)
                os.write(writing, json.dumps(self.operation.look(outcome.said)).encode()[:60000])
                code = 0
            finally:
                os._exit(code)
        os.close(writing)
        with os.fdopen(reading) as file:
            text = file.read()
        os.waitpid(child, 0)
        found: list[str] = json.loads(text) if text else ["looking at it failed"]
        return found

    def one(self, fate: Fate) -> dict[str, Any]:
        """One attempt and what came of it."""
        outcome = self.attempt(fate)
        trouble = self.judged(outcome)
        told = [line for line in outcome.said if line.startswith("told: ")]
        if not outcome.killed and outcome.trouble:
            trouble.append(outcome.trouble)
        elif not outcome.killed and not told and DONE not in outcome.said:
            trouble.append("it ended without a word")
        return {"at": fate.at, "when": fate.when, "what": outcome.calls[-1] if outcome.killed else self._name(fate),
                "killed": outcome.killed, "told": told, "done": DONE in outcome.said, "trouble": trouble}

    def _name(self, fate: Fate) -> str:
        return self.calls[fate.at - 1] if not fate.reads and fate.at <= len(self.calls) else ""


def spread(calls: list[str], points: int | None) -> list[int]:
    """The calls to be killed at, counted from 1: all, or so many of them, half where names change, half evenly."""
    if points is None or points >= len(calls):
        return list(range(1, len(calls) + 1))
    edges = [at for at, name in enumerate(calls, 1) if name in EDGES]
    chosen = {edges[at * len(edges) // (points // 2)] for at in range(points // 2)} if edges else set()
    rest = points - len(chosen)
    return sorted(chosen | {1 + at * (len(calls) - 1) // max(1, rest - 1) for at in range(rest)})


def attempts(name: str, points: int | None, folder: Path, asked: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """Everything asked for of one operation."""
    server = Server(OPERATIONS[name], folder)
    calls = server.calls
    if asked.reads:
        calls = server.attempt(Fate(0, reads=True)).calls
    yield {"operation": name, "calls": len(calls)}
    mine, of = asked.step
    for at in [at for number, at in enumerate(spread(calls, points)) if number % of == mine]:
        for when in asked.when:
            yield {"operation": name, **server.one(Fate(at, when, asked.error, asked.on, asked.reads))}


def asked_for(words: list[str]) -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="*", default=list(OPERATIONS))
    parser.add_argument("--points", type=int)
    parser.add_argument("--when", nargs="*", default=[BEFORE], choices=[BEFORE, AFTER])
    parser.add_argument("--error", type=lambda name: int(getattr(errno, name)), default=0)
    parser.add_argument("--on", action="store_true", help="refuse all calls that follow, too")
    parser.add_argument("--reads", action="store_true", help="calls that read are meant")
    parser.add_argument("--step", type=lambda text: tuple(int(part) for part in text.split("/")), default=(0, 1))
    return parser.parse_args(words)


def main(words: Iterable[str]) -> None:
    """Do what is asked."""
    asked = asked_for(list(words))
    if why := seccomp.missing():
        print(json.dumps({"skip": why}))
        return
    os.environ["HOME"] = os.environ["XDG_DATA_HOME"] = str(asked.folder / "home")
    temporary = asked.folder / "tmp"
    temporary.mkdir(parents=True)
    tempfile.tempdir = os.environ["TMPDIR"] = str(temporary)
    for name, _, points in (word.partition("=") for word in asked.only):
        for line in attempts(name, int(points) if points else asked.points, asked.folder / name, asked):
            print(json.dumps(line), flush=True)
        gc.collect()


if __name__ == "__main__":
    main(sys.argv[1:])
