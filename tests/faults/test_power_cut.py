"""Fault F29: the power fails. Of what was not synced any part is lost, in any order; what was said to be done stays done.

More of it: ``python -m tests.faults.power_cuts FOLDER --variants 20``. What the model leaves out: file systems that keep names
in another order than they were given, and disks that lie about a sync.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import seccomp
from tests.faults.test_kill_everywhere import attempts, troubles

pytestmark = pytest.mark.skipif(bool(seccomp.missing()), reason=seccomp.missing() or "-")


def test_after_a_power_cut_everything_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    found = attempts(tmp_path, "--only", "import=5", "export=4", "restore=2", module="tests.faults.power_cuts")
    assert troubles(found) == []
    assert len(found) == 22


@pytest.mark.nightly
@pytest.mark.timeout(0)
def test_the_power_fails_before_every_call(tmp_path: Path) -> None:
    found = attempts(tmp_path, "--variants", "5", module="tests.faults.power_cuts")
    assert troubles(found) == []
