"""Power cuts in the middle of operations: ``python -m tests.faults.power_cuts FOLDER [--only NAME[=POINTS]…] [--points N] [--variants N]``.

One JSON object a line, as `syscalls` has them.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import sys
import tempfile
from pathlib import Path

from tests.faults import seccomp
from tests.faults.going_back import OPERATIONS
from tests.faults.power import Tape, cut
from tests.faults.syscalls import Server, spread
from tests.faults.tracing import Outcome, run


def main(words: list[str]) -> None:
    """Do what is asked."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="*", default=["import", "export", "restore", "copy"])
    parser.add_argument("--points", type=int)
    parser.add_argument("--variants", type=int, default=2)
    asked = parser.parse_args(words)
    if why := seccomp.missing():
        print(json.dumps({"skip": why}))
        return
    os.environ["HOME"] = str(asked.folder / "home")
    temporary = asked.folder / "tmp"
    temporary.mkdir(parents=True)
    tempfile.tempdir = os.environ["TMPDIR"] = str(temporary)
    for name, _, points in (word.partition("=") for word in asked.only):
        _cuts(name, int(points) if points else asked.points, asked)


def _cuts(name: str, points: int | None, asked: argparse.Namespace) -> None:
    server = Server(OPERATIONS[name], asked.folder / name)
    shutil.rmtree(server.root)
    shutil.copytree(server.kept, server.root)
    tape = Tape(server.root)
    outcome = run(server.operation.run, None, tape.hear)
    assert not outcome.trouble, outcome.trouble
    print(json.dumps({"operation": name, "calls": len(tape.steps)}), flush=True)
    for at in spread([step.kind for step in tape.steps], points):
        for variant in range(asked.variants):
            steps = cut(tape, server.kept, server.root, at, random.Random(at * 1000 + variant), drop=variant == 0)
            said = outcome.said[:max((step.said for step in steps), default=0)]
            trouble = server.judged(Outcome(said=said))
            print(json.dumps({"operation": name, "at": at, "variant": variant, "what": tape.steps[at - 1].kind,
                              "trouble": trouble}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
