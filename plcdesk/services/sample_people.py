"""The sample's programme, schools, people and groups (domain handbook 8.1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import rank_between
from plcdesk.domain.names import pseudonym
from plcdesk.domain.people import (
    AgeBand,
    Consent,
    ConsentAnswer,
    Consented,
    ConsentKind,
    Group,
    GroupKind,
    Hours,
    Member,
    Person,
    Role,
    RoleHeld,
    Slot,
    consent_id,
    member_id,
)
from plcdesk.domain.programme import Actual, Letter, Period, Programme, School, Sector, Stage
from plcdesk.services.sample_data import (
    CROSS,
    TEAM,
    Batch,
    group_id,
    ident,
    moment,
    other_id,
    person_id,
    slot_id,
    table,
)

BEGIN = date(2024, 7, 15)
TRAINED = date(2024, 8, 12)
SEPTEMBER = date(2024, 9, 2)
UNWILLING = {
    ("KEN", 10, ConsentKind.RESEARCH): ConsentAnswer.NO, ("FLA", 10, ConsentKind.QUOTE): ConsentAnswer.NO,
    ("FLA", 10, ConsentKind.RESEARCH): ConsentAnswer.NO,
}
"""Who did not agree to what; everybody agreed to everything else."""
NORMS = """Mulai dan selesai tepat waktu.

Satu orang berbicara pada satu waktu; setiap orang mendapat giliran.

Yang dibahas pekerjaan siswa, bukan kesalahan guru.

Setiap pertemuan berakhir dengan tindak lanjut."""


def schools(count: int) -> list[dict[str, Any]]:
    """The first `count` schools."""
    return list(table("programme")["schools"][:count])


def people_batches(count: int, teachers: int, weeks: int) -> Iterator[Batch]:
    """Setting up: the programme on its first day, people when the survey began, groups before September."""
    chief = other_id("pendamping", 0) if count > 1 else person_id("MEL", 1)
    yield Batch(moment(BEGIN, 9), chief, tuple(_programme(count)))
    yield Batch(moment(BEGIN, 9, 40), chief, tuple(_people(count, teachers)))
    if count > 1:
        yield Batch(moment(date(2024, 7, 17), 13), chief, tuple(_consents(count, teachers)))
        yield Batch(moment(date(2024, 7, 22), 10), chief, tuple(_team(count)))
    yield Batch(moment(TRAINED, 10), chief, tuple(_school_groups(count, teachers, weeks)))
    if count > 1:
        yield Batch(moment(SEPTEMBER, 8), chief, tuple(_wide_groups(count, teachers)))
        yield Batch(moment(date(2024, 11, 6), 10), chief, tuple(_withdrawn()))


def _programme(count: int) -> Iterator[Any]:
    data = table("programme")
    told = data["programme"]
    key = ident("programme")
    yield Programme(
        id=key, name=told["name"], organiser=told["organiser"], academic_year=told["academic_year"],
        period=Period(told["starts_on"], told["ends_on"]), goal=told["goal"].strip(), group_label=told["group_label"],
        target_teachers=told["target_teachers"],
    )
    rank = ""
    for stage in data["stages"]:
        rank = rank_between(rank, "")
        yield Stage(
            id=ident("stage", stage["name"]), programme_id=key, rank=rank, name=stage["name"],
            letter=Letter(stage["letter"]),  # type: ignore[call-arg]
            period=Period(stage["starts_on"], stage["ends_on"]), actual=Actual(stage["starts_on"], stage["ends_on"]),
        )
    for school in schools(count):
        yield School(
            id=ident("school", school["code"]), name=school["name"],
            npsn=school["npsn"], level="SD", sector=Sector.PUBLIC, region=school["region"], city="Arunika",
            address=school["address"], principal_id=person_id(school["code"], 0),
            letterhead=("PEMERINTAH KOTA ARUNIKA", "DINAS PENDIDIKAN", school["name"].upper(), school["address"]),
        )


def _people(count: int, teachers: int) -> Iterator[Person]:
    data = table("programme")
    number = 0
    for place, school in enumerate(schools(count)):
        home = ident("school", school["code"])
        yield Person(id=person_id(school["code"], 0), name=school["principal"][1], role=Role.PRINCIPAL, school_id=home,
                     alias=pseudonym("Kepala Sekolah", place), period=Period(BEGIN, None))
        for index, entry in enumerate(school["teachers"], 1):
            alias = pseudonym("Guru", number)
            number += 1
            if index <= teachers:
                yield Person(
                    id=person_id(school["code"], index), name=entry[1], alias=alias, school_id=home,
                    role=Role.FACILITATOR if index == 1 else Role.TEACHER,
                    teaches=data["teachers"]["teaches"][index - 1], period=Period(BEGIN, None),
                    age_band=AgeBand(data["teachers"]["ages"][index - 1]),  # type: ignore[call-arg]
                )
    if count > 1:
        for kind in data["others"]:
            for index, name in enumerate(kind["names"]):
                yield Person(id=other_id(kind["role"], index), name=name, alias=pseudonym(kind["alias"], index),
                             role=Role(kind["role"]), period=Period(BEGIN, None))  # type: ignore[call-arg]


def _consents(count: int, teachers: int) -> Iterator[Consent]:
    for school in schools(count):
        for index in range(teachers + 1):
            person = person_id(school["code"], index)
            for kind in ConsentKind:
                said = UNWILLING.get((school["code"], index, kind), ConsentAnswer.YES)
                yield Consent(id=consent_id(person, kind), person_id=person, kind=kind,
                              answer=Consented(said, date(2024, 7, 17)))


def _withdrawn() -> Iterator[Consent]:
    """Somebody who agreed in July and thought otherwise in November."""
    person, kind = person_id("CEM", 8), ConsentKind.RESEARCH
    yield Consent(id=consent_id(person, kind), person_id=person, kind=kind,
                  answer=Consented(ConsentAnswer.WITHDRAWN, date(2024, 11, 6)))


def _members(group: Id, people: list[Id], since: date) -> Iterator[Member]:
    for person in people:
        yield Member(id=member_id(group, person), group_id=group, person_id=person, period=Period(since, None))


def team(count: int) -> list[Id]:
    """Principals and the first two teachers of each school: trained to facilitate."""
    return [person_id(school["code"], index) for school in schools(count) for index in (0, 1, 2)]


def _team(count: int) -> Iterator[Any]:
    yield Group(id=group_id(TEAM), name="Tim fasilitator", kind=GroupKind.CROSS, facilitator_id=other_id("pendamping", 0))
    yield from _members(group_id(TEAM), team(count), date(2024, 7, 22))


def _school_groups(count: int, teachers: int, weeks: int) -> Iterator[Any]:
    for school in schools(count):
        code, group = school["code"], group_id(school["code"])
        chair, facilitator = person_id(code, 0), person_id(code, 1)
        home = ident("school", code)
        yield Group(id=group, school_id=home, name=f"KBP {school['name']}", chair_id=chair, facilitator_id=facilitator,
                    norms=NORMS)
        yield from _members(group, [person_id(code, index) for index in range(1, teachers + 1)], TRAINED)
        yield Slot(id=slot_id(code), group_id=group, hours=Hours(time(13), time(14, 30)), venue=school["venue"],
                   period=Period(school["first"], school["first"] + timedelta(weeks=weeks - 1)))
        for person, duty in ((chair, "Ketua KBP"), (facilitator, "Fasilitator KBP")):
            yield RoleHeld(id=ident("role", person), person_id=person, role=duty, group_id=group, school_id=home,
                           period=Period(TRAINED, None))


def _wide_groups(count: int, teachers: int) -> Iterator[Any]:
    for key, name, kind, first, last in (
        (CROSS, "Kelompok antarsekolah", GroupKind.CROSS, 1, 10),
        ("low", "Kelompok kelas rendah", GroupKind.SUBJECT, 1, 5),
        ("high", "Kelompok kelas tinggi", GroupKind.SUBJECT, 6, 10),
    ):
        members = [
            person_id(school["code"], index) for school in schools(count)
            for index in range(first, min(last, teachers) + 1)
        ]
        yield Group(id=group_id(key), name=name, kind=kind, facilitator_id=members[0])
        yield from _members(group_id(key), members, SEPTEMBER)
