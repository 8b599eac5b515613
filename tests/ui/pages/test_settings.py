"""The settings: the programme and its stages, backups that bring back what was lost, the trash."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from plcdesk.domain.changes import Row
from plcdesk.domain.people import Person
from plcdesk.domain.programme import Letter, Programme
from plcdesk.storage.retention import RECEIVE
from tests.ui.pages.meetings_room import clipped
from tests.ui.pages.other_rooms import SIZES, OtherRoom, english_words
from ui.runtime.context import Context

TABS = ("programme", "look", "computers", "backups", "handover", "trash", "about")

pytestmark = pytest.mark.usefixtures("unhurried")


@pytest.fixture
def room(ctx: Context, qtbot: Any) -> OtherRoom:
    return OtherRoom(ctx, qtbot, "settings")


def wait(room: OtherRoom) -> None:
    """Until the work behind the window is done and told."""
    room.qtbot.waitUntil(lambda: not room.ctx.tasks.busy)
    QApplication.processEvents()


def test_the_programme_is_stored_when_another_page_is_opened(room: OtherRoom) -> None:
    form = room.settings.programme.form
    for name, text in (("organiser", "Universitas Uji"), ("period.starts_on", "15/7/25"), ("goal", "Belajar bersama.")):
        form._fields[name].control.setFocus()
        room.type(text)
    room.go("home")
    (programme,) = room.ctx.desk.records.all(Programme)
    assert (programme.organiser, programme.period.starts_on, programme.goal) == (
        "Universitas Uji", date(2025, 7, 15), "Belajar bersama.")


def test_stages_are_added_ordered_and_brought_back(room: OtherRoom) -> None:
    stages = room.settings.stages
    service = room.ctx.desk.programme
    for name, letter in (("Pelaksanaan", Letter.DO), ("Persiapan", Letter.PLAN)):
        service.add_stage(name, letter=letter)
    room.settings.refresh()
    room.qtbot.mouseClick(room.button("Naikkan", stages), Qt.MouseButton.LeftButton)
    assert [one.record.name for one in service.stages()] == ["Persiapan", "Pelaksanaan"]
    ends, starts = (stages.forms[0]._fields[name].control for name in ("period.ends_on", "period.starts_on"))
    starts.setFocus()
    room.type("1/8/25")
    ends.setFocus()
    room.type("1/7/25")
    room.key(Qt.Key.Key_Return)
    assert "sebelum" in stages.forms[0]._fields["period.starts_on"].error
    room.qtbot.mouseClick(room.button("Hapus", stages), Qt.MouseButton.LeftButton)
    assert [one.record.name for one in service.stages()] == ["Pelaksanaan"]
    room.click(room.button("Urungkan"))
    assert [one.record.period.starts_on for one in service.stages()] == [date(2025, 8, 1), None]
    assert len(stages.forms) == 2


def test_a_backup_brings_back_what_was_lost_and_can_be_undone(room: OtherRoom, story: Any) -> None:
    person = story.a_person("Agus Priyatno")
    room.go("settings", "backups")
    room.click(room.settings.backups.make)
    wait(room)
    kept = room.ctx.desk.backups.list()[0]
    assert any("dibuat sendiri" in text for text in room.texts())
    room.ctx.write(lambda: room.ctx.desk.records.delete(Row("person", person)), "Orang")
    later = story.a_person("Nur Hidayah")
    room.settings.backups._ask(kept)
    assert any("1 orang" in text or "Tidak ada yang hilang" in text for text in room.texts(room.dialog()))
    room.click(room.button("Pulihkan data", room.dialog()))
    wait(room)
    names = {one.name for one in room.ctx.desk.records.all(Person)}
    assert names == {"Siti Rahmawati", "Agus Priyatno"}
    assert not room.ctx.undo.can_undo
    room.click(room.button("Urungkan"))
    wait(room)
    assert room.ctx.desk.records.get(Person, later) is not None
    assert room.ctx.desk.records.get(Person, person) is None


def test_going_back_says_first_what_was_erased_and_can_be_read_again(room: OtherRoom, story: Any) -> None:
    desk = room.ctx.desk
    person = story.a_person("Zubaidah Wijayanti")
    kept = desk.backups.make(RECEIVE).name
    desk.erasure.erase(desk.erasure.plan([Row("person", person)]), backups=False)
    desk.backups.make(RECEIVE)
    room.go("settings", "backups")
    for backup in desk.backups.list():
        told = backup.name == kept
        room.settings.backups._ask(backup)
        said = "\n".join(room.texts(room.dialog()))
        assert ("sudah dihapus selamanya masih ada di cadangan ini" in said) == told
        assert ("“Kembalikan yang dibuat sesudahnya” akan menghapusnya lagi." in said) == told
        assert clipped(room.dialog()) == []
        room.click(room.button("Batal", room.dialog()))


def test_what_restoring_put_aside_is_brought_back_beside_what_came_since(room: OtherRoom, story: Any) -> None:
    room.go("settings", "backups")
    assert not room.settings.backups.aside.isVisible()
    room.click(room.settings.backups.make)
    wait(room)
    first = story.a_person("Agus Priyatno")
    room.settings.backups.restore(room.ctx.desk.backups.list()[-1])
    wait(room)
    since = story.a_person("Nur Hidayah")
    room.click(room.button("Kembalikan yang dibuat sesudahnya"))
    wait(room)
    assert {room.ctx.desk.records.get(Person, one).name for one in (first, since)} == {"Agus Priyatno", "Nur Hidayah"}
    assert any("Dikembalikan: " in text for text in room.texts(room.space.toasts))


def test_only_after_the_one_question_is_anything_erased_for_good(room: OtherRoom, story: Any) -> None:
    person = story.a_person("Zubaidah Wijayanti")
    room.ctx.desk.backups.make()
    room.ctx.desk.records.delete(Row("person", person))
    room.go("settings", "trash")
    for answer, left in (("Batal", 1), ("Hapus selamanya", 0)):
        room.click(room.button("Hapus selamanya…"))
        wait(room)
        said = "\n".join(room.texts(room.dialog()))
        assert "data selamanya? Ini tidak bisa diurungkan." in said
        assert "kertas yang sudah dicetak" in said
        assert room.dialog().backups.isChecked()
        assert clipped(room.dialog()) == []
        room.click(room.button(answer, room.dialog()))
        wait(room)
        assert len(room.ctx.desk.records.trash(room.ctx.w)) == left
    assert not any(b"Zubaidah" in one.path.read_bytes() for one in room.ctx.desk.backups.list())


def test_a_copy_on_a_stick_is_counted_from_today(room: OtherRoom, tmp_path: Path) -> None:
    room.go("settings", "backups")
    room.settings.backups.copy_to(tmp_path / "stick")
    wait(room)
    (copy,) = (tmp_path / "stick").iterdir()
    assert copy.stat().st_size > 0
    assert room.ctx.desk.backups.days_since_copy() == 0
    assert "Hari ini sudah disalin ke flashdisk" in room.texts()


def test_what_lies_in_the_trash_comes_back(room: OtherRoom, story: Any) -> None:
    person = story.a_person("<i>Agus</i>")
    before = room.ctx.desk.records.get(Person, person)
    room.ctx.desk.records.delete(Row("person", person))
    room.go("settings", "trash")
    assert "<i>Agus</i>" in room.texts()
    room.click(room.button("Kembalikan"))
    assert room.ctx.desk.records.get(Person, person) == before
    assert "<i>Agus</i>" not in room.texts(room.settings)


def test_who_sits_here_is_written_behind_the_next_change(room: OtherRoom, story: Any) -> None:
    other = story.a_person("Agus Priyatno")
    room.settings.refresh()
    me = room.settings.me.me
    me.set_value(other)
    me.activated.emit(me.currentIndex())
    found = room.ctx.desk.programme.me()
    assert found is not None
    assert found.id == other


def test_each_choice_of_the_look_holds_at_once(room: OtherRoom) -> None:
    room.go("settings", "look")
    room.click(room.button("Gelap"))
    room.click(room.button("F4 (21,5 × 33 cm)"))
    assert (room.ctx.settings.theme, room.ctx.settings.paper) == ("dark", "f4")
    assert room.ctx.tokens.dark


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("size", SIZES)
def test_every_word_has_its_room(ctx: Context, story: Any, qtbot: Any, size: tuple[int, int], scale: float) -> None:
    ctx.desk.programme.add_stage("Persiapan", date(2025, 7, 1), date(2025, 9, 30))
    ctx.desk.records.delete(Row("person", story.a_person("Agus Priyatno")))
    ctx.desk.backups.make()
    ctx.theme.apply(scale=scale)  # type: ignore[attr-defined]
    room = OtherRoom(ctx, qtbot, "settings", size)
    for tab in TABS:
        room.go("settings", tab)
        assert clipped(room.space) == []


def test_nothing_english_on_the_page(room: OtherRoom, story: Any) -> None:
    room.ctx.desk.programme.add_stage("Persiapan")
    room.ctx.desk.records.delete(Row("person", story.a_person("Agus Priyatno")))
    room.ctx.desk.backups.make()
    room.settings.refresh()
    for tab in TABS:
        room.go("settings", tab)
        shown = [text for text in english_words(room.settings) if str(room.ctx.desk.folder) not in text]
        assert shown == []
