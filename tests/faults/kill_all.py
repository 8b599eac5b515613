"""Every call of every operation, for a night: ``python -m tests.faults.kill_all [--jobs N] [--what kill ENOSPC EIO reads]``.

Prints a table: calls of the operation, attempts, kills, and how many left something half or lost. Ends with 1 if any did.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

from tests.faults.going_back import OPERATIONS

ROOT = Path(__file__).parents[2]
WHAT = {
    "kill": ["--when", "before", "after"], "ENOSPC": ["--error", "ENOSPC", "--on"], "EIO": ["--error", "EIO"],
    "reads": ["--error", "EIO", "--reads"],
}  # fmt: skip
"""Killed before and after each call; each call refused because there is no room, as are all that follow; each refused by a
broken disk; each call that reads refused."""


def started(folder: Path, what: str, only: list[str], job: int, jobs: int) -> subprocess.Popen[str]:
    """One worker of several that share the calls among them."""
    words = [sys.executable, "-m", "tests.faults.syscalls", str(folder / f"{what}{job}"), *WHAT[what], "--step",
             f"{job}/{jobs}", "--only", *only]
    with (folder / f"{what}{job}.txt").open("w", encoding="utf-8") as told:  # a pipe would fill up and hold it
        return subprocess.Popen(words, cwd=ROOT, stdout=told, text=True)


def main() -> int:
    """Run it and print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--what", nargs="*", default=list(WHAT), choices=list(WHAT))
    parser.add_argument("--only", nargs="*", default=list(OPERATIONS))
    asked = parser.parse_args()
    bad = 0
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        for what in asked.what:
            running = [started(Path(folder), what, asked.only, job, asked.jobs) for job in range(asked.jobs)]
            bad += _read(what, Path(folder), running)
    return 1 if bad else 0


def _read(what: str, folder: Path, running: list[subprocess.Popen[str]]) -> int:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for job, worker in enumerate(running):
        failed = worker.wait() != 0
        for line in (folder / f"{what}{job}.txt").read_text(encoding="utf-8").splitlines():
            found = json.loads(line)
            if "skip" in found:
                print(found["skip"])
                continue
            counted = counts[found["operation"]]
            if "calls" in found:
                counted["calls"] = found["calls"]
                continue
            counted.update({"attempts": 1, "killed": int(found["killed"]), "told": int(bool(found["told"])),
                            "bad": int(bool(found["trouble"]))})
            if found["trouble"]:
                print(line.strip(), flush=True)
        if failed:
            counts["(worker)"]["bad"] += 1
    print(f"{what:8}{'operation':12}{'calls':>8}{'attempts':>10}{'kills':>8}{'told':>8}{'bad':>6}")
    for name, counted in counts.items():
        print(f"{what:8}{name:12}" + "".join(f"{counted[column]:>{width}}" for column, width in (
            ("calls", 8), ("attempts", 10), ("killed", 8), ("told", 8), ("bad", 6))), flush=True)
    return sum(counted["bad"] for counted in counts.values())


if __name__ == "__main__":
    sys.exit(main())
