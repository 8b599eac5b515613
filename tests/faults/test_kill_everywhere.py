"""Fault F28 and F30: the program is killed, or its disk refuses, at any call of the system by which it changes something.

Here at calls spread over each operation; all of them, before and after: ``python -m tests.faults.kill_all``.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.faults import seccomp
from tests.faults.going_back import OPERATIONS

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(bool(seccomp.missing()), reason=seccomp.missing() or "-")
ASKED = ["import=10", "export=6", "restore=5", "revert=4", "upgrade=4", "preview=2", "copy=3", "mend=3"]


def attempts(folder: Path, *words: str, module: str = "tests.faults.syscalls") -> list[dict[str, Any]]:
    """What the server of attempts tells; it has no Qt, which would not survive forking."""
    memory = Path("/dev/shm")
    place = memory / f"plcdesk-faults-{folder.name}-{id(folder)}" if memory.is_dir() else folder
    try:
        done = subprocess.run([sys.executable, "-m", module, str(place), *words], cwd=ROOT, text=True,
                              capture_output=True, check=False)
    finally:
        if place != folder:
            subprocess.run(["rm", "-rf", str(place)], check=True)
    assert done.returncode == 0, done.stderr
    return [found for line in done.stdout.splitlines() if "at" in (found := json.loads(line))]


def troubles(found: list[dict[str, Any]]) -> list[str]:
    return [f"{one['operation']}, call {one['at']} ({one['what']}): {one['trouble']}" for one in found if one["trouble"]]


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    return attempts(tmp_path_factory.mktemp("killed"), "--only", *ASKED)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_program_killed_at_any_call_leaves_nothing_half_and_loses_nothing(operation: str, killed: list[dict[str, Any]],
                                                                            ) -> None:
    found = [one for one in killed if one["operation"] == operation]
    assert troubles(found) == []
    assert sum(one["killed"] for one in found) > len(found) // 2


@pytest.mark.parametrize("error", ["ENOSPC", "EIO"])
def test_a_disk_that_is_full_or_broken_is_told_and_costs_nothing(error: str, tmp_path: Path) -> None:
    asked = ["import=4", "export=3", "restore=2"] if error == "ENOSPC" else ["import=3", "export=2"]
    found = attempts(tmp_path, "--only", *asked, "--error", error, *(["--on"] if error == "ENOSPC" else []))
    assert troubles(found) == []
    assert error == "EIO" or any(one["told"] for one in found)


@pytest.mark.nightly
@pytest.mark.timeout(0)
@pytest.mark.parametrize("how", [["--when", "before", "after"], ["--error", "ENOSPC", "--on"], ["--error", "EIO"],
                                 ["--error", "EIO", "--reads"]], ids=["killed", "full", "broken", "unreadable"])
def test_every_call_of_every_operation(how: list[str], tmp_path: Path) -> None:
    found = attempts(tmp_path, *how)
    assert troubles(found) == []
    assert len(found) > 1000
