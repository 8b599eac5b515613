"""Papers: what is printed is what was recorded, and nothing private."""

from __future__ import annotations

import dataclasses
import io
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from plcdesk.domain.errors import UserError
from plcdesk.domain.meetings import AgendaItem, Meeting, Presence
from plcdesk.domain.papers import PaperOptions, PaperSize
from plcdesk.domain.people import Role
from plcdesk.services.desk import Desk
from plcdesk.services.papers import PaperKind
from plcdesk.words import Words
from tests.desk_fixtures import Story


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document).replace("\r", "")
    finally:
        document.close()


@pytest.fixture
def meeting(desk: Desk, story: Story) -> str:
    people = story.members(4)
    principal = desk.people.add("Hj. Ernawati, S.Pd., M.M.", Role.PRINCIPAL, story.school).id
    school = desk.programme.schools()[0]
    desk.programme.save(dataclasses.replace(school.record, principal_id=principal, city="Tangerang",
                                            letterhead=("PEMERINTAH KOTA", "SD MELATI 01")), school)
    story.a_slot()
    made = story.a_meeting(attended_by=3, absent=[Presence.SICK], finished=True)
    loaded = desk.records.need(Meeting, made)
    desk.records.save(dataclasses.replace(loaded.record, opening="Doa bersama", notetaker_id=people[1]), loaded)
    item = desk.agenda.add(made, "Diferensiasi", 30, people[0])
    topic = desk.records.need(AgendaItem, item.id)
    desk.records.save(dataclasses.replace(topic.record, discussion="Setiap guru membawa satu contoh."), topic)
    desk.meetings.add_decision(made, "Memakai modul sampah")
    desk.actions.add(made, "Menyusun soal", people[0], date(2026, 3, 11))
    return made


def test_minutes_say_what_was_recorded(desk: Desk, meeting: str) -> None:
    text = text_of(desk.papers.pdf(PaperKind.MINUTES, meeting))
    for part in ("PEMERINTAH KOTA", "Rabu, 4 Maret 2026", "13.00–14.30 WIB", "Doa bersama", "Diferensiasi",
                 "Setiap guru membawa satu contoh.", "Memakai modul sampah", "Menyusun soal", "11 Maret 2026",
                 "Hj. Ernawati, S.Pd., M.M.", "Tangerang, 4 Maret 2026"):
        assert part in text, part


def test_the_same_records_give_the_same_bytes(desk: Desk, meeting: str) -> None:
    assert desk.papers.pdf(PaperKind.MINUTES, meeting) == desk.papers.pdf(PaperKind.MINUTES, meeting)


def test_minutes_of_a_meeting_under_way_are_a_draft(desk: Desk, meeting: str) -> None:
    assert "DRAF" not in text_of(desk.papers.pdf(PaperKind.MINUTES, meeting))
    desk.meetings.reopen(meeting)
    assert "DRAF" in text_of(desk.papers.pdf(PaperKind.MINUTES, meeting))


def test_the_list_to_sign_has_the_members_and_no_marks(desk: Desk, meeting: str) -> None:
    desk.attendance.add_guest(meeting, "Bapak Aan", "Parent")
    blank = text_of(desk.papers.pdf(PaperKind.ATTENDANCE_BLANK, meeting))
    filled = text_of(desk.papers.pdf(PaperKind.ATTENDANCE_FILLED, meeting))
    assert "Nur Hidayah" in blank
    assert "Bapak Aan" not in blank
    assert "Sakit" not in blank
    assert "Bapak Aan" in filled
    assert "Sakit" in filled


def test_the_invitation_names_day_and_agenda_in_english_too(desk: Desk, meeting: str) -> None:
    options = PaperOptions(PaperSize.F4, language="en")
    text = text_of(desk.papers.pdf(PaperKind.INVITATION, meeting, options))
    assert "Wednesday, 4 March 2026" in text
    assert "Diferensiasi" in text


def test_photos_are_printed_at_the_end(desk: Desk, meeting: str, picture: Path) -> None:
    desk.photos.attach(meeting, picture, "Diskusi kelompok")
    assert "Diskusi kelompok" in text_of(desk.papers.pdf(PaperKind.MINUTES, meeting))


def test_file_names_say_what_is_inside(desk: Desk, meeting: str) -> None:
    name = desk.papers.file_name(PaperKind.MINUTES, meeting, Words("id"))
    assert name == "Notulen_KBP-SD-Melati-01_2026-03-04.pdf"


def test_a_meeting_that_is_gone_is_not_printed(desk: Desk) -> None:
    with pytest.raises(UserError):
        desk.papers.pdf(PaperKind.MINUTES, "00000000-0000-7000-8000-000000000000")
