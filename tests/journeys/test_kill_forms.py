"""The power fails while somebody observes, types sheets, shares or attaches: what was saved is whole, the rest is not there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from plcdesk import bootstrap
from plcdesk.domain.forms import FormState
from plcdesk.domain.ids import Id
from plcdesk.domain.instruments import AnswerKind
from plcdesk.paths import Paths
from plcdesk.services.desk import Desk
from plcdesk.settings import Settings
from tests.journeys.at_work import ROOT, at_work
from tests.journeys.hands import Hands
from tests.journeys.typing_forms import DIGITS, FASTER, NOTE

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a process that forks is killed here")


@pytest.mark.parametrize("scenario", ["sharing", "attaching"])
def test_killed_at_any_write_it_is_done_or_not_done_and_never_half(scenario: str, tmp_path: Path) -> None:
    """A private observation is private or shared and never both; a file stands in its module whole or not at all."""
    done = subprocess.run([sys.executable, "-m", "tests.journeys.killing_forms", scenario, str(tmp_path)], cwd=ROOT,
                          capture_output=True, text=True, timeout=110, check=False)
    assert done.returncode == 0, done.stderr
    head, *rounds = [json.loads(line) for line in done.stdout.splitlines()]
    assert head["writes"] > 20
    assert len(rounds) > 10
    assert all(found["killed"] for found in rounds)
    assert [found for found in rounds if found["trouble"]] == []


@contextmanager
def opened(folder: Path) -> Iterator[Desk]:
    """The programme after the restart; it must be sound."""
    desk = bootstrap.build_desk(Paths(folder, Paths.default_state()), Settings())
    try:
        yield desk
        found = desk.upkeep.verify()
        assert found.ok, found.problems
    finally:
        desk.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A programme with one school and one person."""
    place = tmp_path / "data"
    bootstrap.create_programme(Paths(place, Paths.default_state()), "Program KBP", "SD Melati 01", "Siti Rahmawati",
                               Settings()).close()
    return place


@pytest.fixture
def form(folder: Path) -> Id:
    """An empty observation of a meeting of today."""
    with opened(folder) as desk:
        group = desk.groups.default()
        assert group is not None
        return desk.forms.start("P", meeting_id=desk.meetings.new(group.id).id).id


@pytest.fixture
def batch(folder: Path) -> Id:
    """An anonymous questionnaire of twenty items from 1 to 4."""
    with opened(folder) as desk:
        edition = desk.instruments.start_edition("R1", new_code="X20").id
        draft = desk.instruments.draft(edition)
        level = next(item for item in draft.items if item.kind is AnswerKind.LEVEL)
        desk.instruments.rewrite(edition, replace(
            draft, items=tuple(replace(level, code=f"B{number}") for number in range(1, 21)),
            dimensions=tuple(part for part in draft.dimensions if part.code == level.dimension)))
        desk.instruments.publish(edition)
        code = next(one.code for one in desk.instruments.all() if len(one.items) == 20 and one.anonymous)
        return desk.questionnaires.add_batch(code, desk.programme.schools()[0].record.id, expected=40).id


def window(folder: Path, what: str, record: str) -> AbstractContextManager[Iterator[dict[str, Any]]]:
    """The program with somebody at a form."""
    return at_work("tests.journeys.typing_forms", folder, what, record)


def saved_until(told: Iterator[dict[str, Any]], enough: int) -> int:
    """How many answers were called saved when it was enough, or when nothing more came."""
    saved = 0
    for line in told:
        saved = line.get("saved", saved)
        if saved >= enough or line.get("end"):
            break
    return saved


@pytest.mark.parametrize("enough", [1, 9])
def test_killed_while_levels_are_given_by_key_all_that_were_saved_are_there(enough: int, folder: Path, form: Id) -> None:
    with window(folder, "rate", form) as told:
        saved = saved_until(told, enough)
    assert saved >= enough
    with opened(folder) as desk:
        filled = desk.forms.need(form)
        there = [filled.rated[item.code].score for item in filled.asked if item.code in filled.rated]
        assert len(there) >= saved
        assert there == [1 + at % 4 for at in range(len(there))]
        assert [item.code for item in filled.missing] == [item.code for item in filled.asked[len(there):]]
        assert filled.form.state is FormState.PARTIAL


@pytest.mark.parametrize("enough", [1, 13])
def test_killed_in_the_middle_of_a_sheet_it_goes_on_after_the_last_digit(enough: int, folder: Path, batch: Id,
                                                                         sit_down: Callable[[Path], Hands]) -> None:
    """Every digit is a save of its own; one that was under way is there whole or not at all."""
    with window(folder, "sheet", batch) as told:
        saved = saved_until(told, enough)
    with opened(folder) as desk:
        (sheet,) = desk.questionnaires.sheets(batch)
        rated = desk.questionnaires.fill(sheet.id).rated
        there = "".join(str(rated[f"B{at}"].score) for at in range(1, 21) if f"B{at}" in rated)
    assert DIGITS.startswith(there)
    # the first save is the sheet itself
    assert len(there) >= saved - 1
    hands = sit_down(folder)
    assert hands.page.record_id == f"sheet:{sheet.id}"
    assert hands.page.work.entry.entry.current == f"B{len(there) + 1}"
    hands.type(DIGITS[len(there)])
    assert hands.desk.questionnaires.sheets(batch)[0].done == len(there) + 1


def test_killed_while_an_observation_runs_the_time_is_kept_within_five_seconds(folder: Path, form: Id,
                                                                               sit_down: Callable[[Path], Hands]) -> None:
    """The time runs faster here; the note that Enter has not stored is there too, on the same screen."""
    seconds = kept = 0
    with window(folder, "observe", form) as told:
        for line in told:
            seconds, kept = line.get("seconds", seconds), line.get("kept", kept)
            if kept == len(NOTE) and seconds > 12:
                break
    assert kept == len(NOTE)
    hands = sit_down(folder)
    assert hands.page.record_id == f"rate:{form}"
    live = hands.page.live
    # what was told is a little older than the moment of the kill, and one beat may be on its way
    assert seconds - 5 - 1 <= live.watch.seconds <= seconds + FASTER
    assert not live.watch.running, "nobody observes yet"
    assert live.board.evidence.text() == NOTE
    assert hands.desk.upkeep.verify().ok
