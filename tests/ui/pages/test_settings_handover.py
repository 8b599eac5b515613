"""Handing over, the archive that is left behind, and going on from what lies on the stick."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from plcdesk.domain.meetings import Meeting
from tests.ui.pages.exchange_room import Stick
from tests.ui.pages.meetings_room import clipped
from tests.ui.pages.other_rooms import OtherRoom, english_words
from ui.runtime.context import Context

STRIP = "Hanya baca: data bisa dilihat dan dicetak, belum bisa diubah."


pytestmark = pytest.mark.usefixtures("unhurried")


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stick:
    made = Stick(tmp_path / "stick", monkeypatch)
    made.plugged = True
    return made


@pytest.fixture
def room(ctx: Context, stick: Stick, story: Any, qtbot: Any) -> OtherRoom:
    story.members(3)
    story.a_meeting(title="Rapat mingguan")
    made = OtherRoom(ctx, qtbot, "settings", (911, 441))
    made.go("settings", "handover")
    return made


def wait(room: OtherRoom) -> None:
    room.qtbot.waitUntil(lambda: not room.ctx.tasks.busy, timeout=30_000)
    QApplication.processEvents()


def test_private_records_leave_only_when_one_hands_over_to_oneself(room: OtherRoom, stick: Stick) -> None:
    view = room.settings.handover
    assert view.form.cards.value == "other"
    for key, backups in (("other", 0), ("self", 1)):
        view.form.cards.choose(key)
        room.click(view.form.start)
        wait(room)
        assert view.done is not None
        folder = view.done.package.folder
        assert folder.parent == stick.folder
        assert len(list(folder.glob("*.db"))) == backups
        room.qtbot.waitUntil(lambda: not clipped(room.space))
        assert english_words(room.settings) == []
        view.done.guide.click()
        wait(room)
        assert room.settings.printing
        assert room.settings.printer.pdf
        assert room.settings.back(), "out of the preview"
        assert room.settings.back(), "back to the form"
        assert view.done is None


def test_a_stick_that_is_pulled_out_leaves_the_choices_and_says_what_to_do(room: OtherRoom, stick: Stick) -> None:
    view = room.settings.handover
    view.form.to.setText("Nur Hidayah")
    stick.folder.rmdir()
    room.click(view.form.start)
    wait(room)
    assert view.done is None
    assert view.form.trouble.isVisible()
    assert view.form.to.value() == "Nur Hidayah"


def test_an_archive_says_so_on_every_page_and_refuses_without_losing_a_letter(room: OtherRoom, ctx: Context) -> None:
    (meeting,) = ctx.desk.records.all(Meeting)
    room.click(room.button("Jadikan arsip (hanya baca)"))
    for page in ("home", "people", "settings"):
        room.go(page)
        assert STRIP in room.texts(room.space)
    room.open(meeting.id, "minutes")
    room.page.detail.minutes.opening.control.setFocus()
    room.type("Doa bersama")
    room.go("home")
    assert ctx.desk.records.get(Meeting, meeting.id) == meeting
    room.open(meeting.id, "minutes")
    assert room.page.detail.minutes.opening.control.value() == "Doa bersama", "it is on screen again"
    assert not ctx.write(lambda: ctx.desk.records.delete(meeting), "Rapat")
    assert not ctx.undo.undo()
    room.click(room.button("Buka kembali untuk diubah", room.space.banners))
    room.go("home")
    assert ctx.desk.records.get(Meeting, meeting.id).opening == "Doa bersama"
    assert STRIP not in room.texts(room.space)
    assert ctx.write(lambda: ctx.desk.records.delete(meeting), "Rapat")
