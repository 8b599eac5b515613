"""Privacy: a name that stays where it was to go, a count that changes because somebody left."""

from __future__ import annotations

import csv
import dataclasses
from pathlib import Path

import pytest

from plcdesk.domain.errors import UserError
from plcdesk.domain.forms import Answer, Form, Rated
from plcdesk.domain.meetings import AgendaItem, Attendance, Meeting, MeetingStatus, Presence, State
from plcdesk.domain.notes import Permission, Quote
from plcdesk.domain.people import (
    AgeBand,
    Consent,
    ConsentAnswer,
    Consented,
    ConsentKind,
    Person,
    PersonContact,
    PersonNumber,
    consent_id,
    contact_id,
    number_id,
)
from plcdesk.services.exports import export_csv

NAME, PLAIN = "Dra. Hj. Sukma Lestariningsih, M.Pd.", "Sukma Lestariningsih"


@pytest.fixture
def school(desk):
    return desk.programme.schools()[0].record.id


@pytest.fixture
def person(desk, school):
    made = desk.people.add(NAME, school_id=school).id
    loaded = desk.records.need(Person, made)
    desk.records.save(dataclasses.replace(loaded.record, alias="Guru Q", teaches="Kelas 5", age_band=AgeBand.FROM_50),
                      loaded)
    desk.records.save(PersonNumber(id=number_id(made), person_id=made, school_id=school, nip="196801011990032001"))
    desk.records.save(PersonContact(id=contact_id(made), person_id=made, phone="0812"))
    return made


def test_the_pseudonym_takes_the_place_of_the_name_everywhere(desk, person, school):
    item = AgendaItem(topic=f"Cerita {PLAIN}", discussion=f"{NAME} membuka.\nLalu {PLAIN} bertanya.")
    form = Form(instrument="P", version=1, school_id=school)
    answer = Answer(form_id=form.id, item="P1.1", rated=Rated(3, f"12' {PLAIN} memimpin"))
    desk.records.save_all([(item, None), (form, None), (answer, None)])
    before = desk.privacy.preview(person)
    assert before.alias == "Guru Q"
    assert before.mentions == {"agenda_item": 1, "answer": 1}
    assert before.details
    changes = desk.privacy.erase(person)
    assert desk.records.get(Person, person) == dataclasses.replace(
        desk.records.get(Person, person), name="Guru Q", teaches="", age_band=None)
    assert desk.records.get(AgendaItem, item.id).discussion == "Guru Q membuka.\nLalu Guru Q bertanya."
    assert desk.records.get(Answer, answer.id).rated == Rated(3, "12' Guru Q memimpin")
    assert desk.records.get(PersonNumber, number_id(person)) is None
    assert desk.records.get(PersonContact, contact_id(person)) is None
    for table in ("person", "agenda_item", "answer"):
        with desk.records._storage.db.read() as connection:
            for row in connection.exec_driver_sql(f"SELECT * FROM {table}").all():
                assert PLAIN not in str(row)
    assert not desk.people.find("Sukma")
    desk.records.undo(changes)
    assert desk.records.get(Person, person).name == NAME
    assert desk.records.get(PersonContact, contact_id(person)).phone == "0812"


def test_what_was_counted_still_counts(desk, person, story):
    meeting = story.a_meeting()
    desk.records.save(Attendance(meeting_id=meeting, person_id=person, presence=Presence.PRESENT))
    counts = {finding.id: (finding.numerator, finding.denominator) for finding in desk.indicators.all()}
    desk.privacy.erase(person)
    assert {finding.id: (finding.numerator, finding.denominator) for finding in desk.indicators.all()} == counts
    assert len(desk.records.all(Attendance, person_id=person)) == 1


def test_a_part_of_another_name_is_left_alone(desk, school):
    made = desk.people.add("Made", school_id=school).id
    other = AgendaItem(topic="Mademoiselle dan Made, made in")
    desk.records.save(other)
    desk.privacy.erase(made)
    alias = desk.records.get(Person, made).alias
    assert desk.records.get(AgendaItem, other.id).topic == f"Mademoiselle dan {alias}, made in"


def test_without_a_pseudonym_one_is_given(desk, school):
    first = desk.people.add("Guru Contoh", school_id=school).id
    desk.privacy.erase(first)
    assert desk.records.get(Person, first).name.startswith("Guru ")
    with pytest.raises(UserError):
        desk.privacy.erase(first)


def test_a_name_typed_otherwise_is_reached_too(desk, person):
    item = AgendaItem(topic=f"{PLAIN.upper()} dan {PLAIN.lower().replace(' ', '  ')}", discussion="Sukma dan lestari")
    desk.records.save(item)
    desk.privacy.erase(person)
    found = desk.records.get(AgendaItem, item.id)
    assert (found.topic, found.discussion) == ("Guru Q dan Guru Q", "Sukma dan lestari")


def test_a_name_that_arrives_after_the_erasure_can_be_taken_out_too(desk, person):
    desk.privacy.erase(person)
    with pytest.raises(UserError):
        desk.privacy.preview(person)
    item = AgendaItem(topic=f"Dari laptop lain: {PLAIN}")
    contact = PersonContact(id=contact_id(person), person_id=person, phone="0813")
    desk.records.save(item)
    assert desk.privacy.preview(person).mentions == {"agenda_item": 1}
    desk.privacy.erase(person)
    assert desk.records.get(AgendaItem, item.id).topic == "Dari laptop lain: Guru Q"
    desk.records.save(contact)
    assert desk.privacy.preview(person).details
    desk.privacy.erase(person)
    assert desk.records.get(PersonContact, contact.id) is None


def test_a_reason_in_a_coupled_field_is_reached_too(desk, person, story):
    meeting = story.a_meeting()
    loaded = desk.records.need(Meeting, meeting)
    state = State(MeetingStatus.CANCELLED, f"{PLAIN} sakit")
    desk.records.save(dataclasses.replace(loaded.record, state=state), loaded)
    desk.privacy.erase(person)
    assert desk.records.get(Meeting, meeting).state.reason == "Guru Q sakit"


def _rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def test_a_research_export_leaves_out_who_did_not_agree_and_what_is_private(desk, person, school, tmp_path):
    other = desk.people.add("Guru Lain", school_id=school).id
    desk.people.assign_aliases()
    shared = Form(instrument="J", version=1, school_id=school, person_id=other)
    private = Form(instrument="P", version=1, school_id=school, private=True)
    refused = Form(instrument="J", version=1, school_id=school, person_id=person)
    answers = [Answer(form_id=form.id, item="J2", rated=Rated(evidence=f"Kata {PLAIN}"))
               for form in (shared, private, refused)]
    given = Quote(private=False, school_id=school, text="Boleh", permission=Permission.GIVEN)
    asked = Quote(private=False, school_id=school, text="Belum", permission=Permission.ASKED)
    desk.records.save_all([(record, None) for record in (shared, private, refused, *answers, given, asked)])
    key = consent_id(person, ConsentKind.RESEARCH)
    desk.records.save(Consent(id=key, person_id=person, kind=ConsentKind.RESEARCH,
                              answer=Consented(ConsentAnswer.WITHDRAWN, desk.today())))
    export_csv(desk.records, tmp_path, pseudonyms=True)
    assert [row["id"] for row in _rows(tmp_path, "form")] == [shared.id]
    assert [row["evidence"] for row in _rows(tmp_path, "answer")] == ["Kata Guru Q"], "names go from evidence too"
    assert [row["text"] for row in _rows(tmp_path, "quote")] == ["Boleh"]
    assert person not in {row["id"] for row in _rows(tmp_path, "person")}
    assert len(_rows(tmp_path, "answer")) == 1
