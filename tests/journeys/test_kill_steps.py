"""The power fails while forms are shared, a person is erased, an instrument published, a sheet entered anew, a file added."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a process that forks is killed here")
def test_each_step_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "tests.journeys.killing_steps", str(tmp_path)], cwd=ROOT,
                          capture_output=True, text=True, timeout=110, check=False)
    assert done.returncode == 0, done.stderr
    rounds = [json.loads(line) for line in done.stdout.splitlines()]
    assert {len(found["said"]) for found in rounds} == {0, 1, 2, 3, 4}
    assert all(found["killed"] for found in rounds)
    assert [found for found in rounds if found["trouble"]] == []
