"""People: one teacher is one entry, whatever titles and spellings a list brings."""

from __future__ import annotations

import dataclasses
from datetime import date

from plcdesk.domain.people import ConsentAnswer, Consented, ConsentKind, PersonStatus, Role
from plcdesk.services.desk import Desk
from plcdesk.services.people import PeopleFilter, PersonDetail
from tests.desk_fixtures import Story

LIST = """1. Bambang Suryana, S.Pd.
2. Dra. Hj. Siti Rahmawati, M.Pd.
3. Nur Hidayah
3. nur hidayah
4. Sumarni
"""


def detail_of(desk: Desk, person: str) -> PersonDetail:
    detail = desk.people.detail(person)
    assert detail is not None
    return detail


def test_a_pasted_list_becomes_members_in_one_save(desk: Desk, story: Story) -> None:
    added = desk.people.add_names(desk.people.read_names(LIST), story.school, story.group)
    assert len(added.ids) == 3
    assert added.known == ("Dra. Hj. Siti Rahmawati, M.Pd.",)
    assert desk.groups.rows()[0].members == 4
    desk.records.undo(added.changes)
    assert desk.groups.rows()[0].members == 1
    assert len(desk.people.rows()) == 1


def test_pasting_the_same_list_again_adds_nobody(desk: Desk, story: Story) -> None:
    drafts = desk.people.read_names(LIST)
    desk.people.add_names(drafts, story.school, story.group)
    again = desk.people.add_names(drafts, story.school, story.group)
    assert not again.ids
    assert not again.changes
    assert len(again.known) == 4


def test_a_new_name_that_is_there_already_is_noticed(desk: Desk, story: Story) -> None:
    found = desk.people.similar("dra. hj. SITI RAHMAWATTI", story.school)
    assert found is not None
    assert (found.name, found.school) == ("Siti Rahmawati", "SD Melati 01")
    assert desk.people.similar("Siti") is None
    assert desk.people.similar("  ") is None


def test_three_letters_find_people_members_first(desk: Desk, story: Story) -> None:
    story.members(10)
    elsewhere = desk.programme.add_school("SD Kenanga 02").id
    desk.people.add("Sumiati", school_id=elsewhere)
    desk.people.add("Dra. Hj. Sumartini, M.Pd.", school_id=story.school)
    assert [row.name for row in desk.people.find("sum", group_id=story.group, school_id=story.school)] == [
        "Sumarni", "Dra. Hj. Sumartini, M.Pd.", "Sumiati"]
    assert [row.name for row in desk.people.find("rat kus")] == ["Ratna Kusumawati"]
    assert desk.people.find("   ") == []


def test_everyone_gets_one_pseudonym_and_keeps_it(desk: Desk, story: Story) -> None:
    story.members(10)
    principal = desk.people.add("Hj. Ernawati", Role.PRINCIPAL, story.school).id
    desk.people.assign_aliases()
    aliases = {row.name: row.alias for row in desk.people.rows()}
    assert aliases["Siti Rahmawati"] == "Guru A"
    assert aliases["Hj. Ernawati"] == "Kepala Sekolah A"
    assert sorted(aliases.values()) == sorted([f"Guru {letter}" for letter in "ABCDEFGHIJ"] + ["Kepala Sekolah A"])
    assert not desk.people.assign_aliases()
    late = story.a_person("Guru Baru")
    desk.people.assign_aliases()
    assert detail_of(desk, late).loaded.record.alias == "Guru K"
    assert detail_of(desk, principal).loaded.record.alias == "Kepala Sekolah A"


def test_numbers_contact_and_consent_can_be_filled_in_at_once(desk: Desk, story: Story) -> None:
    person = story.a_person("Bambang Suryana")
    detail = detail_of(desk, person)
    assert detail.numbers is not None
    number = dataclasses.replace(detail.numbers.record, nip="19800115 200501 1 003")
    desk.records.save(number, detail.numbers)
    desk.records.save(dataclasses.replace(detail.contact.record, phone="0812"), detail.contact)
    photo = detail.consents[ConsentKind.PHOTO]
    answer = Consented(ConsentAnswer.YES, date(2026, 3, 1))
    desk.records.save(dataclasses.replace(photo.record, answer=answer), photo)
    again = detail_of(desk, person)
    assert again.numbers is not None
    assert again.numbers.record.nip == "19800115 200501 1 003"
    assert again.contact.record.phone == "0812"
    assert again.consents[ConsentKind.PHOTO].record.answer == answer
    assert again.consents[ConsentKind.QUOTE].record.answer == Consented()
    assert not desk.people.problems(number)
    assert desk.people.problems(dataclasses.replace(number, nip="12"))


def test_looking_at_empty_numbers_makes_no_record(desk: Desk, story: Story) -> None:
    detail = detail_of(desk, story.a_person("Bambang Suryana"))
    assert not desk.records.save(detail.contact.record, detail.contact)
    assert desk.records.counts()["person_contact"] == 0


def test_attendance_and_open_work_of_a_person(desk: Desk, story: Story) -> None:
    people = story.members(2)
    story.a_meeting("2026-02-25", attended_by=2, finished=True)
    meeting = story.a_meeting("2026-02-18", attended_by=1, finished=True)
    desk.actions.add(meeting, "Menyusun soal", people[0])
    detail = detail_of(desk, people[0])
    assert (detail.attended, detail.due, detail.open_actions) == (2, 2, 1)


def test_the_list_is_filtered(desk: Desk, story: Story) -> None:
    story.members(10)
    leave = story.a_person("Cuti Sementara")
    loaded = detail_of(desk, leave).loaded
    desk.records.save(dataclasses.replace(loaded.record, status=PersonStatus.LEAVE), loaded)
    assert len(desk.people.rows(PeopleFilter(group_id=story.group))) == 11
    assert [row.name for row in desk.people.rows(PeopleFilter(status=PersonStatus.LEAVE))] == ["Cuti Sementara"]
    assert [row.name for row in desk.people.rows(PeopleFilter(role=Role.FACILITATOR))] == ["Siti Rahmawati"]
    assert [row.name for row in desk.people.rows(PeopleFilter(text="yono"))] == []
    assert [row.name for row in desk.people.rows(PeopleFilter(text="maulan"))] == ["Yusuf Maulana"]


def test_who_is_on_leave_is_not_asked_for_at_meetings(desk: Desk, story: Story) -> None:
    leave = story.a_person("Cuti Sementara")
    loaded = detail_of(desk, leave).loaded
    desk.records.save(dataclasses.replace(loaded.record, status=PersonStatus.LEAVE), loaded)
    assert [person.name for person in desk.groups.members_on(story.group, desk.today())] == ["Siti Rahmawati"]


def test_roles_held_have_dates(desk: Desk, story: Story) -> None:
    person = story.a_person("Bambang Suryana")
    desk.people.add_role_held(person, "Tim fasilitator internal", group_id=story.group,
                              starts_on=date(2026, 1, 1))
    (held,) = detail_of(desk, person).roles_held
    assert held.record.role == "Tim fasilitator internal"
    assert held.record.period.ends_on is None
