"""The computers of the programme: a steward speaks for all, anybody else for this laptop; nothing received is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from plcdesk.domain.meetings import Meeting
from tests.ui.pages.exchange_room import join
from tests.ui.pages.meetings_room import clipped
from tests.ui.pages.other_rooms import OtherRoom, english_words
from ui.pages.settings.computer_row import ComputerRow
from ui.runtime.context import Context

if TYPE_CHECKING:
    from plcdesk.services.desk import Desk


pytestmark = pytest.mark.usefixtures("unhurried")


@pytest.fixture
def other(desk: Desk, story: Any, clock: Any, tmp_path: Path) -> Iterator[Desk]:
    """The laptop of a colleague, whose work was received once."""
    story.a_person("Nur Hidayah")
    story.a_meeting(title="Rapat mingguan")
    made = join(desk, tmp_path / "n", tmp_path, clock)
    hand(made, desk, tmp_path)
    yield made
    made.close()


@pytest.fixture
def room(ctx: Context, other: Desk, qtbot: Any) -> OtherRoom:
    made = OtherRoom(ctx, qtbot, "settings")
    made.go("settings", "computers")
    return made


def hand(sender: Desk, receiver: Desk, stick: Path) -> Any:
    path = sender.exchange.send(stick).file
    receipt = receiver.exchange.merge(path, accept_new=True)
    path.unlink()
    return receipt


def row(room: OtherRoom, *, own: bool = False) -> ComputerRow:
    return next(one for one in room.settings.computers.rows if one.computer.self is own)


def press(room: OtherRoom, text: str, *, dialog: bool = False) -> None:
    room.click(room.button(text, room.dialog() if dialog else row(room)))


def test_a_steward_cuts_a_lost_laptop_off_with_a_reason_and_lets_it_back(room: OtherRoom, ctx: Context) -> None:
    meetings = len(ctx.desk.records.all(Meeting))
    assert row(room, own=True).buttons == []
    press(room, "Putuskan…")
    press(room, "Putuskan laptop ini", dialog=True)
    assert "Tulis alasannya" in "\n".join(room.texts(room.dialog()))
    assert not row(room).computer.cut, "without a reason nothing happens"
    room.dialog().reason.setText("hilang di angkot")
    press(room, "Putuskan laptop ini", dialog=True)
    assert "hilang di angkot" in "\n".join(room.texts(row(room)))
    assert len(ctx.desk.records.all(Meeting)) == meetings, "nothing already received is lost"
    press(room, "Terima kembali…")
    press(room, "Terima kembali", dialog=True)
    assert not row(room).computer.cut


def test_a_steward_accepts_for_all_only_after_the_words_were_compared(room: OtherRoom) -> None:
    words = row(room).computer.words
    press(room, "Terima di semua laptop…")
    assert words in room.texts(room.dialog())
    press(room, "Batal", dialog=True)
    assert not row(room).computer.by_steward
    press(room, "Terima di semua laptop…")
    press(room, "Katanya sama: terima", dialog=True)
    assert row(room).computer.by_steward


def test_who_is_no_steward_is_told_who_is_and_blocks_for_this_laptop_only(
        ctx: Context, other: Desk, desk: Desk, qtbot: Any, clock: Any, tmp_path: Path) -> None:
    hand(desk, other, tmp_path)
    object.__setattr__(ctx, "desk", other)
    room = OtherRoom(ctx, qtbot, "settings", (911, 441))
    room.go("settings", "computers")
    steward = row(room).computer
    assert steward.steward
    assert steward.label in room.settings.computers.may.text()
    assert [one.text() for one in row(room).buttons] == ["Tolak di komputer ini…"]
    press(room, "Tolak di komputer ini…")
    press(room, "Tolak di komputer ini", dialog=True)
    assert row(room).computer.trust == "blocked"
    assert clipped(room.space) == []
    assert english_words(room.settings) == []
    press(room, "Terima lagi di komputer ini")
    assert row(room).computer.trust == "accepted"
    ctx.tasks.wait()
    object.__setattr__(ctx, "desk", desk)
