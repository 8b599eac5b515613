"""What is written in a meeting: agenda, minutes, decisions, follow-ups, contributions, facts, photos."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from plcdesk.domain.changes import Row
from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import ActionStatus, Meeting
from tests.ui.pages.meetings_room import Room

ENTER = Qt.Key.Key_Return


@pytest.fixture
def meeting(story: Any) -> Id:
    story.members(10)
    story.a_slot()
    return story.desk.meetings.start_from_slot(*story.desk.meetings.next_slot()).id


@pytest.fixture
def room(ctx: Any, qtbot: Any, meeting: Id) -> Room:
    made = Room(ctx, qtbot)
    made.open(meeting)
    return made


def test_decisions_are_written_one_after_the_other(room: Room, meeting: Id) -> None:
    room.click_tab("decisions")
    room.type("Rubrik dipakai mulai minggu depan")
    room.key(ENTER)
    room.type("Observasi berpasangan")
    room.key(ENTER)
    assert [item.record.text for item in room.seen(meeting).decisions] == [
        "Rubrik dipakai mulai minggu depan", "Observasi berpasangan"]
    assert room.page.detail.tabs.bar.tabText(3) == "Keputusan (2)"


def test_a_follow_up_takes_its_owner_by_three_letters_and_the_next_meeting_as_due(room: Room, meeting: Id) -> None:
    room.click_tab("followups")
    room.type("Membawa contoh tulisan murid")
    room.key(ENTER)
    room.type("dew")
    room.key(ENTER)
    room.key(ENTER)
    room.page.leave()
    (item,) = room.seen(meeting).actions
    owner = room.ctx.desk.people.find("dew")[0].id
    assert (item.record.what, item.record.owner_id) == ("Membawa contoh tulisan murid", owner)
    assert item.record.due_on == date(2026, 3, 11)


@pytest.mark.parametrize("tab", ["decisions", "followups", "agenda"])
def test_what_is_typed_and_not_entered_is_kept_when_the_page_is_left(room: Room, meeting: Id, tab: str) -> None:
    room.click_tab(tab)
    room.type("Belum ditekan Enter")
    room.page.leave()
    seen = room.seen(meeting)
    texts = [item.record.text for item in seen.decisions] + [item.record.what for item in seen.actions]
    assert [*texts, *(item.record.topic for item in seen.agenda)] == ["Belum ditekan Enter"]


def test_what_earlier_meetings_left_open_stands_on_top_with_three_ways_on(story: Any, ctx: Any, qtbot: Any) -> None:
    story.members(10)
    slot = story.a_slot()
    last = ctx.desk.meetings.start_from_slot(slot, date(2026, 2, 25)).id
    for what in ("Satu", "Dua", "Tiga"):
        ctx.desk.actions.add(last, what, due_on=date(2026, 3, 2))
    ctx.desk.meetings.finish(last)
    meeting = ctx.desk.meetings.start_from_slot(slot, date(2026, 3, 4)).id
    room = Room(ctx, qtbot)
    room.open(meeting)
    room.click_tab("followups")
    carried = room.page.detail.followups.carried
    assert any("Terlambat 2 hari" in text for text in room.texts(carried))
    for text in ("Selesai", "Teruskan", "Tidak jadi"):
        room.click(room.button(text, carried))
    now = {item.record.what: item.record for item in ctx.desk.meetings.detail(last).actions}
    assert sorted(record.outcome.status for record in now.values()) == sorted(
        [ActionStatus.DONE, ActionStatus.OPEN, ActionStatus.DROPPED])
    assert [item.record.due_on for item in room.seen(meeting).last_open] == [date(2026, 3, 11)]
    room.ctx.undo.undo()
    assert len(room.seen(meeting).last_open) == 2
    assert carried.isVisible()


def test_each_topic_of_the_agenda_has_a_text_in_the_minutes(room: Room, meeting: Id) -> None:
    room.click_tab("agenda")
    room.type("Membahas karya murid")
    room.key(ENTER)
    room.click_tab("minutes")
    (item,) = room.seen(meeting).agenda
    field = room.page.detail.minutes._fields[item.record.id]
    assert field.label == "1. Membahas karya murid"
    field.control.setFocus()
    room.type("Murid kelas V menulis lebih runtut.")
    room.page.detail.minutes.opening.control.setFocus()
    room.type("Dibuka pukul 13.00.")
    room.page.leave()
    seen = room.seen(meeting)
    assert seen.agenda[0].record.discussion == "Murid kelas V menulis lebih runtut."
    assert seen.meeting.opening == "Dibuka pukul 13.00."
    assert not room.ctx.desk.records.differing()


def test_a_ready_agenda_fills_in_topics_once(room: Room, meeting: Id) -> None:
    tab = room.page.detail.agenda
    action = tab.templates.menu().actions()[0]
    action.trigger()
    action.trigger()
    assert len(room.seen(meeting).agenda) == 5
    assert len(tab.editor.rows) == 5


def test_a_draft_from_before_a_power_cut_is_back_in_its_field_and_marked(story: Any, ctx: Any, qtbot: Any,
                                                                        meeting: Id) -> None:
    ctx.desk.drafts.put(Row("meeting", meeting), "opening", "Pembukaan yang belum disim")
    room = Room(ctx, qtbot)
    room.open(meeting, "minutes")
    field = room.page.detail.minutes.opening
    assert field.control.raw() == "Pembukaan yang belum disim"
    assert "dipulihkan" in room.texts(field)
    room.page.leave()
    assert room.seen(meeting).meeting.opening == "Pembukaan yang belum disim"


def test_a_draft_on_a_tab_nobody_opened_outlives_the_saving_of_another_field(ctx: Any, qtbot: Any, meeting: Id) -> None:
    ctx.desk.drafts.put(Row("meeting", meeting), "opening", "Pembukaan yang belum disim")
    room = Room(ctx, qtbot)
    room.open(meeting, "facts")
    venue = room.page.detail.facts.fields["venue"].control
    venue.setFocus()
    room.type("Aula ")
    room.page.detail.facts.fields["title"].control.setFocus()
    assert room.seen(meeting).meeting.venue.startswith("Aula")
    room.page.leave()
    assert room.seen(meeting).meeting.opening == "Pembukaan yang belum disim"


def test_facts_arrive_filled_in_and_are_saved_as_they_are_left(room: Room, meeting: Id) -> None:
    room.page.detail.select("facts")
    fields = room.page.detail.facts.fields
    assert fields["venue"].control.value() == "Ruang guru"
    assert fields["when.held_on"].control.value() == date(2026, 3, 4)
    fields["venue"].control.setFocus()
    fields["venue"].control.selectAll()
    room.type("Perpustakaan")
    fields["when.ends"].control.setFocus()
    fields["when.ends"].control.selectAll()
    room.type("15")
    fields["title"].control.setFocus()
    stored = room.ctx.desk.records.get(Meeting, meeting)
    assert (stored.venue, stored.when.ends) == ("Perpustakaan", time(15))
    assert any("Perpustakaan" in text for text in room.texts(room.page.detail.header))
    room.ctx.undo.undo()
    assert room.ctx.desk.records.get(Meeting, meeting).when.ends == time(14, 30)
    assert fields["when.ends"].control.value() == time(14, 30)


def test_a_date_that_cannot_be_read_stays_on_screen(room: Room, meeting: Id) -> None:
    room.page.detail.select("facts")
    control = room.page.detail.facts.fields["when.held_on"].control
    control.set_raw("32 foo")
    control.edited.emit()
    control.left.emit()
    room.page.leave()
    assert control.raw() == "32 foo"
    assert room.ctx.desk.records.get(Meeting, meeting).when.held_on == date(2026, 3, 4)


def test_contributions_of_those_present(room: Room, meeting: Id) -> None:
    room.click_tab("turns")
    assert any("Belum ada yang ditandai hadir" in text for text in room.texts())
    room.page.mark_all()
    room.click_tab("turns")
    room.key(Qt.Key.Key_Plus)
    room.key(Qt.Key.Key_Plus)
    room.key(Qt.Key.Key_S)
    first = room.seen(meeting).turns[0].loaded.record
    assert (first.turns, first.shared, first.led) == (2, True, False)
    assert not room.ctx.desk.records.differing()


def test_photos_are_attached_described_and_removed(room: Room, meeting: Id, picture: Path) -> None:
    strip = room.page.detail.minutes.photos
    room.page.detail.select("minutes")
    strip.attach([picture])
    room.qtbot.waitUntil(lambda: len(strip._cards) == 1)
    (card,) = strip._cards.values()
    assert not card.picture.pixmap().isNull()
    card.caption.control.setFocus()
    room.type("Diskusi kelompok")
    room.page.leave()
    assert room.seen(meeting).photos[0].caption == "Diskusi kelompok"
    card.remove.click()
    assert not room.seen(meeting).photos
    room.ctx.undo.undo()
    assert room.seen(meeting).photos[0].caption == "Diskusi kelompok"
    assert len(strip._cards) == 1


def test_entries_changed_on_two_computers_are_marked_with_the_way_to_decide(room: Room, meeting: Id) -> None:
    desk = room.ctx.desk
    old = desk.records.load(Meeting, meeting)
    from dataclasses import replace

    desk.records.save(replace(old.record, venue="Ruang kelas IV"), old)
    room.ctx.bus.announce(desk.records.save(replace(old.record, venue="Aula"), old))
    assert desk.records.differing()
    room.page.detail.select("facts")
    assert "Diubah di dua komputer" in room.texts(room.page.detail.facts.fields["venue"])
    asked: list[str] = []
    room.ctx.navigator.asked.connect(lambda page, _record: asked.append(page))
    room.click(room.button("Putuskan", room.page.detail.facts.fields["venue"]))
    assert asked == ["exchange"]
