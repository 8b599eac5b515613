"""The power fails whenever it likes: what was called saved is there, what was typed is there, nothing is half there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from plcdesk import bootstrap
from plcdesk.paths import Paths
from plcdesk.settings import Settings
from tests.journeys.at_work import ROOT, at_work
from tests.journeys.hands import Hands

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a process that forks is killed here")
TYPED = "Pembukaan: fasilitator membacakan norma bersama dan hasil asesmen pecahan kelas lima. " * 3


@pytest.mark.parametrize("scenario", ["saving", "sending", "receiving"])
def test_killed_at_any_write_nothing_is_lost_and_nothing_is_half_there(scenario: str, tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "tests.journeys.killing", scenario, str(tmp_path)], cwd=ROOT,
                          capture_output=True, text=True, timeout=110, check=False)
    assert done.returncode == 0, done.stderr
    head, *rounds = [json.loads(line) for line in done.stdout.splitlines()]
    assert head["writes"] > 20
    assert len(rounds) > 10
    assert all(found["killed"] for found in rounds)
    assert [found for found in rounds if found["trouble"]] == []


@pytest.fixture
def begun(tmp_path: Path) -> tuple[Path, str]:
    """A programme with a meeting of today, and nobody at it."""
    folder = tmp_path / "data"
    desk = bootstrap.create_programme(Paths(folder, Paths.default_state()), "Program KBP", "SD Melati 01",
                                      "Siti Rahmawati", Settings())
    group = desk.groups.default()
    assert group is not None
    meeting = desk.meetings.new(group.id).id
    desk.close()
    return folder, meeting


def window(folder: Path, meeting: str, what: str) -> AbstractContextManager[Iterator[dict[str, Any]]]:
    """The program with somebody at the minutes."""
    return at_work("tests.journeys.typing_on", folder, meeting, what)


def test_two_hundred_typed_characters_are_back_after_a_power_cut(begun: tuple[Path, str],
                                                                 sit_down: Callable[[Path], Hands]) -> None:
    """Check 5: the same page, the same record, the text in its field and marked."""
    folder, meeting = begun
    with window(folder, meeting, TYPED[:200]) as told:
        assert next(line for line in told if line.get("kept") == 200)
    hands = sit_down(folder)
    assert (hands.page.SPEC.id, hands.page.record_id) == ("meetings", meeting)
    assert hands.space.banners.shown.key == "recovered"
    hands.tab("Notulen")
    field = hands.page.detail.minutes.opening
    assert field.control.raw() == TYPED[:200]
    hands.reads("dipulihkan")
    hands.ctx.go("home")
    assert hands.desk.meetings.detail(meeting).meeting.opening == TYPED[:200].strip()


def test_somebody_who_types_without_a_pause_loses_five_seconds_at_most(begun: tuple[Path, str]) -> None:
    """The clock of the typing runs ten times as fast here; what was told to be kept is what must be there."""
    folder, meeting = begun
    kept = typed = 0
    with window(folder, meeting, "") as told:
        for line in told:
            kept, typed = line.get("kept", kept), line.get("typed", typed)
            if kept and typed > kept + 5:
                break
    drafts = bootstrap.build_desk(Paths(folder, Paths.default_state()), Settings())
    (draft,) = drafts.drafts.all()
    drafts.close()
    assert draft.field == "opening"
    assert len(draft.text) >= kept > 0


@pytest.mark.parametrize("delay", [0, 3, 11, 24])
def test_killed_while_marks_are_set_by_key_all_that_were_called_saved_are_there(delay: int, begun: tuple[Path, str],
                                                                                ) -> None:
    folder, meeting = begun
    saved: list[str] = []
    with window(folder, meeting, "marks") as told:
        for line in told:
            saved = line.get("saved", saved)
            if len(saved) > delay or line.get("end"):
                break
    desk = bootstrap.build_desk(Paths(folder, Paths.default_state()), Settings())
    try:
        assert desk.upkeep.verify().ok
        values = [line.new for line in desk.records.history() if line.field == "presence"]
        assert len(values) >= len(saved)
    finally:
        desk.close()
