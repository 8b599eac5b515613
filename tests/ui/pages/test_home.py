"""The start page: it says what comes next, and each of its buttons leads there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from plcdesk.domain.forms import Rated
from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import meeting_id
from plcdesk.domain.programme import Period
from plcdesk.settings import Settings
from plcdesk.words import Words
from tests.ui.pages.meetings_room import clipped
from tests.ui.pages.other_rooms import SIZES, OtherRoom, WholeRoom, english_words
from ui.pages.home.columns import next_steps
from ui.pages.home.figures import figures
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


def test_the_sample_asks_for_no_backup(tmp_path: Any, lay_sample: Any) -> None:
    from plcdesk import bootstrap

    desk = bootstrap.open_sample(lay_sample(tmp_path), Settings())
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


def steps(desk: Any) -> list[tuple[str, str]]:
    """What comes next, without what a new programme is asked for."""
    return [(step.key, step.what) for step in next_steps(desk, Words("id"), limit=10)
            if step.key not in ("people", "first", "backup")]


def an_observation(story: Any, **fields: Any) -> Id:
    made: Id = story.desk.forms.start("P", meeting_id=story.a_meeting("2026-02-25", attended_by=3, finished=True), **fields).id
    return made


def test_an_observation_begun_here_is_resumed_where_it_stood(ctx: Context, story: Any, qtbot: Any) -> None:
    """Otherwise eight items stay blank because nobody looks into the list again."""
    form = an_observation(story)
    desk = ctx.desk
    total = desk.forms.load(form).total
    desk.forms.answer(form, desk.forms.load(form).asked[0].code, Rated(3))
    ((key, what),) = steps(desk)
    assert key == "observation"
    assert f"{total - 1} butir belum" in what
    assert "25 Februari 2026" in what
    room = WholeRoom(ctx, qtbot, "home")
    room.click(room.button("Lanjutkan", room.home))
    assert room.space.page.record_id == f"rate:{form}"  # type: ignore[union-attr]
    desk.forms.finish(form)
    assert steps(desk) == []


def test_nobody_is_reminded_of_what_others_do_or_of_what_is_long_past(story: Any, clock: Any) -> None:
    other = story.a_person("Nur Hidayah")
    an_observation(story, rater_id=other)
    assert steps(story.desk) == []
    an_observation(story)
    assert [key for key, _ in steps(story.desk)] == ["observation"]
    clock.go_to("2026-04-20")
    assert steps(story.desk) == []


def test_a_programme_that_has_ended_waits_for_nobody(story: Any, clock: Any) -> None:
    desk = story.desk
    an_observation(story)
    desk.coaching.plan([story.school], date(2026, 3, 2), count=1)
    assert len(steps(desk)) == 2
    loaded = desk.programme.current()
    desk.records.save(replace(loaded.record, period=Period(date(2025, 7, 1), date(2026, 3, 3))), loaded)
    assert steps(desk) == []


def test_sheets_are_keyed_on_where_they_were_left(ctx: Context, story: Any, qtbot: Any) -> None:
    """The pile of paper is half keyed; tomorrow somebody must find the same sheet again."""
    desk = ctx.desk
    batch = desk.questionnaires.add_batch("R1", story.school, expected=40).id
    assert steps(desk) == []
    for number in range(1, 17):
        desk.forms.finish(desk.questionnaires.new_sheet(batch, number).id)
    ((key, what),) = steps(desk)
    assert key == "sheets"
    assert "lembar 17 dari 40" in what
    started = desk.questionnaires.new_sheet(batch, 17).id
    assert "lembar 17 dari 40" in steps(desk)[0][1]
    room = WholeRoom(ctx, qtbot, "home")
    room.click(room.button("Lanjutkan", room.home))
    page: Any = room.space.page
    assert page.work.keying
    assert page.record_id == f"sheet:{started}"


def test_coaching_that_is_due_or_under_way_is_said(ctx: Context, story: Any, qtbot: Any) -> None:
    desk = ctx.desk
    desk.coaching.plan([story.school], date(2026, 3, 4), count=2)
    person = story.a_person("Nur Hidayah")
    cycle = desk.coaching.start(person).id
    assert [key for key, _ in steps(desk)] == ["visit", "cycle"]
    assert "Nur Hidayah" in steps(desk)[1][1]
    room = WholeRoom(ctx, qtbot, "home")
    room.click(room.home.steps[1])
    assert room.space.page.record_id == cycle  # type: ignore[union-attr]
    room.go("home")
    room.click(room.home.steps[0])
    page: Any = room.space.page
    assert page.tabs.current == "visits"
    assert page.visits.table.current().planned_on == date(2026, 3, 4)


def test_a_visit_past_its_day_is_overdue(story: Any, clock: Any) -> None:
    story.desk.coaching.plan([story.school], date(2026, 3, 2), count=1)
    ((key, what),) = steps(story.desk)
    assert key == "visits"
    assert "2 Maret 2026" in what


def test_a_module_that_was_taught_waits_for_a_review_by_somebody_else(ctx: Context, story: Any, qtbot: Any) -> None:
    desk, author = ctx.desk, story.a_person("Nur Hidayah")
    module = desk.modules.add("Sampah di sekitar sekolah", story.school, authors=[author]).id
    (found,) = desk.modules.detail(module).rounds
    desk.records.save(replace(found.round, objective="Menalar", taught_on=date(2026, 3, 2)), found.loaded)
    ((key, what),) = steps(desk)
    assert (key, "2 Maret 2026" in what) == ("review", True)
    room = WholeRoom(ctx, qtbot, "home")
    room.click(room.button("Isi telaah", room.home))
    assert room.space.page.record_id == module  # type: ignore[union-attr]
    review = desk.modules.reviews.start(desk.modules.detail(module).versions[0].version.id, "A").id
    assert [key for key, _ in steps(desk)] == ["review"]
    room.go("home")
    room.click(room.button("Lanjutkan", room.home))
    assert room.space.page.record_id == module  # type: ignore[union-attr]
    desk.forms.finish(review)
    assert steps(desk) == []
    mine = desk.modules.add("Modul saya", story.school, authors=[desk.records.me()]).id
    (found,) = desk.modules.detail(mine).rounds
    desk.records.save(replace(found.round, objective="Menalar", taught_on=date(2026, 3, 2)), found.loaded)
    assert steps(desk) == []


def test_never_more_than_three_cards(ctx: Context, story: Any, qtbot: Any) -> None:
    for _ in range(3):
        an_observation(story)
    ctx.desk.coaching.plan([story.school], date(2026, 3, 4), count=2)
    room = WholeRoom(ctx, qtbot, "home")
    assert [button.text() for button in room.home.steps] == ["Lihat", "Lanjutkan", "Lanjutkan"]


def test_modules_and_questionnaires_have_figures_once_there_are_any(ctx: Context, story: Any, qtbot: Any) -> None:
    desk = ctx.desk
    story.members(4)
    w = Words("id")
    assert [one.key for one in figures(desk, w)] == ["I1b", "I1a", "I12", "actions"]
    module = desk.modules.add("Sampah di sekitar sekolah", story.school).id
    desk.modules.start_round(module)
    assert [one.key for one in figures(desk, w)] == ["I1b", "I1a", "actions", "modules"]
    batch = desk.questionnaires.add_batch("R1", story.school, expected=40).id
    for number in range(1, 4):
        desk.questionnaires.new_sheet(batch, number)
    found = figures(desk, w)
    assert [one.key for one in found] == ["I1b", "actions", "modules", "sheets"]
    assert [(one.number, one.base.split(" · ")[0]) for one in found] == [
        ("—", "Belum ada data"), ("—", "Belum ada data"), ("1", "2 siklus"), ("3", "dari 40 lembar")]
    room = WholeRoom(ctx, qtbot, "home")
    seen = []
    for at in range(4):
        room.go("home")
        room.click(room.home.tiles[at])
        seen.append(room.space.page.SPEC.id)  # type: ignore[union-attr]
    assert seen == ["meetings", "meetings", "modules", "questionnaires"]
    assert room.space.page.record_id == batch  # type: ignore[union-attr]
    assert clipped(room.space) == []


def test_a_questionnaire_without_a_number_of_people_shows_its_sheets(story: Any) -> None:
    batch = story.desk.questionnaires.add_batch("O", story.school).id
    story.desk.questionnaires.new_sheet(batch, 1)
    (tile,) = [one for one in figures(story.desk, Words("id")) if one.key == "sheets"]
    assert (tile.number, tile.base.split(" · ")[0]) == ("1", "lembar")
