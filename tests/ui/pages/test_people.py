"""The page of the people: nobody typed in is lost, nobody is entered twice, what is deleted comes back as it was."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from plcdesk.domain.fields import SPECS
from plcdesk.domain.ids import Id
from plcdesk.domain.people import Consent, ConsentAnswer, ConsentKind, Group, Person, RoleHeld, consent_id
from plcdesk.words import Words
from tests.ui.pages.meetings_room import clipped
from tests.ui.pages.other_rooms import OtherRoom
from ui.pages.people.add_dialog import AddPerson
from ui.pages.people.paste_dialog import PasteDialog
from ui.pages.people.person_form import PersonForm
from ui.runtime.context import Context
from ui.shell.session import make_context
from ui.theme.theme import Theme

TEN = """1. Bambang Suryana, S.Pd.
2. Nur Hidayah
3) Agus Priyatno
- Dewi Anggraini, S.Pd.SD.
• Yusuf Maulana
Ratna Kusumawati
Hendra Gunadi
Lilis Marlina
Sumarni
Drs. H. Ujang Saputra, M.Pd."""


@pytest.fixture
def room(ctx: Context, qtbot: Any) -> OtherRoom:
    return OtherRoom(ctx, qtbot, "people")


def everything(room: OtherRoom) -> dict[str, list[Any]]:
    """Every record of the programme, by table."""
    return {table: room.ctx.desk.records.all(spec.cls) for table, spec in SPECS.items()}


def paste(room: OtherRoom, text: str) -> PasteDialog:
    room.people.paste()
    dialog = room.people.dialog
    assert isinstance(dialog, PasteDialog)
    dialog.text.setPlainText(text)
    return dialog


def person_form(room: OtherRoom, person: Id) -> PersonForm:
    room.go("people", person)
    form = room.people.view.form
    assert isinstance(form, PersonForm)
    return form


def test_ten_pasted_names_become_ten_members_of_the_group(room: OtherRoom, story: Any) -> None:
    dialog = paste(room, TEN)
    assert dialog.note.text() == "10 orang akan ditambahkan"
    room.click(dialog.add)
    members = [person.name for person in room.ctx.desk.groups.members_on(story.group, date(2026, 3, 4))]
    assert len(members) == 11
    assert "Drs. H. Ujang Saputra, M.Pd." in members
    assert room.people.view.pane.view.records.rowCount() == 11
    room.ctx.undo.undo()
    assert room.people.view.pane.view.records.rowCount() == 1


def test_what_cannot_be_pasted_says_why_and_stays_for_the_next_time(room: OtherRoom) -> None:
    long = "A" * 300
    dialog = paste(room, f"Nur Hidayah\n{long}\nNur Hidayah")
    assert "Baris 2: Pakai paling banyak 200 huruf" in dialog.faults.text()
    assert "Baris 3: nama ini sudah ada di baris 1" in dialog.faults.text()
    room.click(dialog.add)
    assert [row.name for row in room.ctx.desk.people.rows()] == ["Nur Hidayah", "Siti Rahmawati"]
    room.people.paste()
    again = room.people.dialog
    assert isinstance(again, PasteDialog)
    assert again.text.raw() == long
    again.text.setPlainText("Agus Priyatno")
    again.reject()
    room.people.paste()
    assert isinstance(room.people.dialog, PasteDialog)
    assert room.people.dialog.text.raw() == "Agus Priyatno"


def test_markup_in_a_name_is_shown_letter_by_letter(room: OtherRoom, story: Any) -> None:
    name = "<b>Agus</b> & Co <img src=x>"
    person = story.a_person(name)
    form = person_form(room, person)
    assert form.head.title.text() == name
    assert form.head.title.textFormat() is Qt.TextFormat.PlainText
    assert form.person._fields["name"].control.text() == name
    room.go("people", "groups")
    assert any(text == name for text in room.texts())


def test_a_name_too_long_is_kept_whole_and_told(room: OtherRoom, story: Any) -> None:
    form = person_form(room, story.a_person("Agus Priyatno"))
    field = form.person._fields["name"]
    room.click(field.control)
    field.control.selectAll()
    room.type("B" * 300)
    room.key(Qt.Key.Key_Return)
    assert room.ctx.desk.records.need(Person, form.person.record.id).record.name == "B" * 300
    assert "200 huruf" in field.error
    assert room.focus is field.control
    assert clipped(room.space) == []


def test_someone_alike_is_offered_instead_of_a_second_entry(room: OtherRoom, story: Any) -> None:
    person = story.a_person("Dra. Hj. Nur Hidayah, M.Pd.")
    room.people.primary()
    dialog = room.people.dialog
    assert isinstance(dialog, AddPerson)
    assert room.dialog() is dialog
    room.type("nur hidayah")
    (offer,) = [button for button in dialog.findChildren(QPushButton) if button.text() == "Pakai yang ini"]
    assert offer.isVisible()
    room.click(offer)
    assert room.people.record_id == person
    assert len(room.ctx.desk.people.rows()) == 2


def test_a_new_person_needs_a_name_and_joins_the_group_in_the_same_save(room: OtherRoom, story: Any) -> None:
    room.people.primary()
    dialog = room.people.dialog
    assert isinstance(dialog, AddPerson)
    dialog.store()
    assert dialog.name.error == "Isi nama"
    assert dialog.isVisible()
    room.type("Agus Priyatno")
    room.key(Qt.Key.Key_Return)
    person = room.people.record_id
    assert person is not None
    assert person in [member.id for member in room.ctx.desk.groups.members_on(story.group, date(2026, 3, 4))]
    room.ctx.undo.undo()
    assert [row.name for row in room.ctx.desk.people.rows()] == ["Siti Rahmawati"]


def test_what_is_typed_is_stored_when_another_page_is_opened(room: OtherRoom, story: Any) -> None:
    person = story.a_person("Agus Priyatno")
    form = person_form(room, person)
    room.click(form.person._fields["teaches"].control)
    room.type("Kelas 4B")
    room.go("home")
    assert room.ctx.desk.records.need(Person, person).record.teaches == "Kelas 4B"
    room.go("people")
    assert form.person._fields["teaches"].control.value() == "Kelas 4B"


def test_the_list_follows_a_changed_name_and_a_choice_stays_where_it_was(room: OtherRoom, story: Any) -> None:
    person = story.a_person("Agus Priyatno")
    room.people.refresh()
    form = person_form(room, person)
    name = form.person._fields["name"].control
    room.click(name)
    name.selectAll()
    room.type("Zainal Priyatno")
    room.key(Qt.Key.Key_Return)
    view = room.people.view
    room.qtbot.waitUntil(lambda: view.pane.view.records.row(1).name == "Zainal Priyatno")
    assert view.pane.current().id == person
    assert form.head.title.text() == "Zainal Priyatno"


@pytest.mark.parametrize("kind", ["people", "groups"])
def test_deleted_and_undone_everything_is_as_it_was(room: OtherRoom, story: Any, kind: str) -> None:
    story.members(4)
    story.a_slot()
    story.a_meeting(attended_by=4)
    person = story.desk.people.find("nur")[0].id
    story.desk.people.add_role_held(person, "Ketua kelompok", group_id=story.group)
    cls, row_id = (Person, person) if kind == "people" else (Group, story.group)
    before = everything(room)
    room.people.refresh()
    room.go("people", row_id)
    room.people.view.pane.setFocus()
    room.key(Qt.Key.Key_Delete)
    assert room.ctx.desk.records.get(cls, row_id) is None
    assert room.people.record_id != row_id
    room.click(room.button("Urungkan"))
    assert everything(room) == before


def test_the_delete_key_belongs_to_the_field_that_has_the_keyboard(room: OtherRoom, story: Any) -> None:
    person = story.a_person("Agus Priyatno")
    form = person_form(room, person)
    for field in ("name", "role", "school_id", "period.starts_on"):
        form.person._fields[field].control.setFocus()
        room.key(Qt.Key.Key_Delete)
        assert room.ctx.desk.records.get(Person, person) is not None


def test_who_sits_here_is_not_deleted_by_accident(room: OtherRoom) -> None:
    me = room.ctx.desk.programme.me()
    assert me is not None
    person_form(room, me.id).delete()
    assert room.ctx.desk.programme.me() == me


def test_consent_has_the_day_it_was_given_and_the_day_can_be_put_right(room: OtherRoom, story: Any) -> None:
    person = story.a_person("Agus Priyatno")
    form = person_form(room, person)
    line = form.consents.lines[ConsentKind.PHOTO]
    assert line.choice.value() is None
    assert not line.day.isVisibleTo(line)
    room.qtbot.mouseClick(room.button("Setuju", line), Qt.MouseButton.LeftButton)
    key = consent_id(person, ConsentKind.PHOTO)
    assert room.ctx.desk.records.need(Consent, key).record.answer == (ConsentAnswer.YES, date(2026, 3, 4))
    line.day.control.setFocus()
    line.day.control.line.selectAll()
    room.type("2/2/26")
    room.key(Qt.Key.Key_Return)
    assert room.ctx.desk.records.need(Consent, key).record.answer == (ConsentAnswer.YES, date(2026, 2, 2))
    room.ctx.undo.undo()
    room.ctx.undo.undo()
    assert room.ctx.desk.records.get(Consent, key) is None
    assert line.choice.value() is None


def test_duties_are_written_down_with_their_dates(room: OtherRoom, story: Any) -> None:
    person = story.a_person("Agus Priyatno")
    form = person_form(room, person)
    room.qtbot.mouseClick(form.duties.add, Qt.MouseButton.LeftButton)
    assert room.focus is form.duties.forms[0]._fields["role"].control
    room.type("Ketua tim pendamping")
    room.go("home")
    (held,) = room.ctx.desk.records.all(RoleHeld, person_id=person)
    assert (held.role, held.period.starts_on) == ("Ketua tim pendamping", date(2026, 3, 4))


def test_an_edit_is_one_undo(room: OtherRoom, story: Any) -> None:
    person = story.a_person("Agus Priyatno")
    before = room.ctx.desk.records.need(Person, person).record
    form = person_form(room, person)
    form.person._fields["alias"].control.setFocus()
    room.type("Guru A")
    room.key(Qt.Key.Key_Return)
    assert room.ctx.desk.records.need(Person, person).record == dataclasses.replace(before, alias="Guru A")
    room.ctx.undo.undo()
    assert room.ctx.desk.records.need(Person, person).record == before
    assert form.person._fields["alias"].control.value() == ""


def test_typed_text_survives_a_change_of_language(room: OtherRoom, story: Any, theme: Theme, home: Any,
                                                  qtbot: Any) -> None:
    person = story.a_person("Agus Priyatno")
    form = person_form(room, person)
    joined = form.person._fields["period.starts_on"].control
    joined.setFocus()
    room.type("segera sesudah libur")
    form.person._fields["teaches"].control.setFocus()
    room.type("IPA")
    room.space.leave()
    english = make_context(room.ctx.desk, Words("en"), theme, home, room.space)
    other = OtherRoom(english, qtbot, "people")
    shown = person_form(other, person).person
    assert shown._fields["teaches"].control.value() == "IPA"
    assert shown._fields["period.starts_on"].control.raw() == "segera sesudah libur"
