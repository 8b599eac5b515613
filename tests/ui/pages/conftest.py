"""A stick, and another laptop of the programme, for the pages that send and receive."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.ui.pages.exchange_room import Stick, edit, join

if TYPE_CHECKING:
    from plcdesk.domain.ids import Id
    from plcdesk.services.desk import Desk


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stick:
    return Stick(tmp_path / "KINGSTON", monkeypatch)


@pytest.fixture
def meeting(story: Any) -> Id:
    story.members(5)
    found: Id = story.a_meeting("2026-03-04", attended_by=4)
    return found


@pytest.fixture
def other(desk: Desk, meeting: Id, clock: Any, stick: Stick, tmp_path: Path) -> Iterator[Desk]:
    made = join(desk, tmp_path / "other", stick.folder, clock)
    yield made
    made.close()


@pytest.fixture
def bundle(other: Desk, meeting: Id, clock: Any, stick: Stick) -> Path:
    """From the other laptop: a meeting changed and a new one, no entry differs."""
    clock.pass_minutes(30)
    edit(other, meeting, venue="Ruang kelas IV")
    other.meetings.new(other.groups.default().id, title="Rapat orang tua")  # type: ignore[union-attr]
    file = other.exchange.send(stick.folder).file
    clock.pass_minutes(30)
    return file
