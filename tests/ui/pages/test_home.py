"""The start page: it says what comes next, and each of its buttons leads there."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from plcdesk.domain.meetings import meeting_id
from plcdesk.paths import Paths
from plcdesk.settings import Settings
from plcdesk.words import Words
from tests.ui.pages.meetings_room import clipped
from tests.ui.pages.other_rooms import SIZES, OtherRoom, english_words
from ui.pages.home.columns import next_steps
from ui.pages.meetings.page import MeetingsPage
from ui.pages.people.page import PeoplePage
from ui.pages.settings.page import SettingsPage
from ui.runtime.context import Context


@pytest.fixture
def room(ctx: Context, qtbot: Any) -> OtherRoom:
    return OtherRoom(ctx, qtbot, "home")


def test_a_new_programme_begins_with_people_a_meeting_and_a_backup(room: OtherRoom) -> None:
    texts = room.texts(room.home)
    assert [button.text() for button in room.home.steps] == ["Tambah anggota", "Catat pertemuan", "Buat cadangan"]
    assert texts.index("Pertama") < texts.index("Lalu") < texts.index("Agar aman")
    room.click(room.home.steps[0])
    page = room.space.page
    assert isinstance(page, PeoplePage)
    assert page.dialog is not None
    page.dialog.reject()
    room.go("home")
    room.click(room.home.steps[2])
    page = room.space.page
    assert isinstance(page, SettingsPage)
    assert page.tabs.current == "backups"
    room.go("home")
    room.click(room.home.steps[1])
    page = room.space.page
    assert isinstance(page, MeetingsPage)
    assert page.record_id is not None


def test_the_meeting_of_today_is_begun_from_here(room: OtherRoom, story: Any) -> None:
    story.members(4)
    slot = story.a_slot("2026-03-04")
    room.home.refresh()
    assert room.home.steps[0].text() == "Mulai catat"
    room.click(room.home.steps[0])
    page = room.space.page
    assert isinstance(page, MeetingsPage)
    assert page.record_id == meeting_id(slot, room.ctx.desk.today())
    room.go("home")
    assert room.home.steps[0].text() == "Lanjutkan mencatat"


def test_what_is_overdue_and_unfinished_comes_before_what_is_new(room: OtherRoom, story: Any) -> None:
    story.members(4)
    meeting = story.a_meeting("2026-02-04", attended_by=3)
    room.ctx.desk.actions.add(meeting, "Mengumpulkan contoh", due_on=room.ctx.desk.today().replace(day=1))
    room.home.refresh()
    assert [button.text() for button in room.home.steps][:2] == ["Lihat", "Lanjutkan"]
    room.click(room.home.steps[0])
    page = room.space.page
    assert isinstance(page, MeetingsPage)
    assert page.panes.view == "actions"
    room.go("home")
    room.click(room.home.steps[1])
    assert page.record_id == meeting


def test_each_figure_leads_to_its_records(room: OtherRoom, story: Any) -> None:
    story.members(4)
    story.a_slot("2026-02-04")
    for day in ("2026-02-04", "2026-02-11"):
        story.a_meeting(day, attended_by=4, finished=True)
    room.home.refresh()
    seen = []
    for at in range(4):
        room.go("home")
        room.click(room.home.tiles[at])
        page = room.space.page
        if isinstance(page, MeetingsPage):
            seen.append(page.panes.view)
        elif isinstance(page, PeoplePage):
            seen.append(page.tabs.current)
    assert seen == ["list", "people", "schedule", "actions"]


def test_a_backup_made_meanwhile_is_seen_on_the_way_back(room: OtherRoom) -> None:
    room.go("settings")
    made = room.ctx.desk.backups.make()
    room.go("home")
    assert any(room.ctx.w.moment(made.at) in text for text in room.texts(room.home))


def test_the_sample_asks_for_no_backup(tmp_path: Any) -> None:
    from plcdesk import bootstrap

    desk = bootstrap.open_sample(Paths(tmp_path / "sample", tmp_path / "state"), Settings())
    try:
        assert "backup" not in [step.key for step in next_steps(desk, Words("id"), limit=10)]
    finally:
        desk.close()


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("size", SIZES)
def test_every_word_has_its_room(ctx: Context, story: Any, qtbot: Any, size: tuple[int, int], scale: float) -> None:
    story.members(4)
    story.a_slot("2026-02-04")
    story.a_meeting("2026-02-04", attended_by=4, finished=True)
    ctx.theme.apply(scale=scale)  # type: ignore[attr-defined]
    room = OtherRoom(ctx, qtbot, "home", size)
    QApplication.processEvents()
    assert clipped(room.space) == []
    assert {tile.width() for tile in room.home.tiles} <= set(range(room.home.tiles[0].width() - 2,
                                                                  room.home.tiles[0].width() + 3))


def test_nothing_english_on_the_page(room: OtherRoom, story: Any) -> None:
    assert english_words(room.home) == []
    story.members(4)
    story.a_slot("2026-02-04")
    room.home.refresh()
    assert english_words(room.home) == []
