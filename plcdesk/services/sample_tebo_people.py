"""The second sample's programme, school, people and groups (domain handbook 8.3)."""

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
    Slot,
    consent_id,
    member_id,
)
from plcdesk.domain.programme import Actual, Letter, Period, Programme, School, Sector, Stage
from plcdesk.services.sample_data import Batch, ident, moment, table
from plcdesk.services.sample_tebo import SIZE, tebo_group, tebo_other, tebo_person, tebo_school, tebo_slot

BEGIN = date(2025, 2, 3)
AGES = (AgeBand.FROM_50, AgeBand.THIRTIES, AgeBand.FORTIES, AgeBand.UNDER_30, AgeBand.THIRTIES)


def people_batches() -> Iterator[Batch]:
    """Setting up in the first week of February."""
    chief = tebo_other("pendamping", 0)
    yield Batch(moment(BEGIN, 9), chief, tuple(_programme()))
    yield Batch(moment(BEGIN, 10), chief, tuple(_people()))
    yield Batch(moment(BEGIN, 11), chief, tuple(_groups()))
    yield Batch(moment(BEGIN, 13), chief, tuple(_consents()))


def _teachers() -> Iterator[tuple[dict[str, Any], int, Id]]:
    for group in table("tebo")["groups"]:
        for index in range(1, SIZE + 1):
            yield group, index, tebo_person(group["key"], index)


def _programme() -> Iterator[Any]:
    data = table("tebo")
    told, school, key = data["programme"], data["school"], ident("tebo")
    yield Programme(
        id=key, name=told["name"], organiser=told["organiser"], academic_year=told["academic_year"],
        period=Period(told["starts_on"], told["ends_on"]), goal=told["goal"].strip(), target_teachers=25,
    )
    rank = ""
    for stage in data["stages"]:
        rank = rank_between(rank, "")
        yield Stage(
            id=ident("tebo", "stage", stage["name"]), programme_id=key, rank=rank, name=stage["name"],
            letter=Letter(stage["letter"]),  # type: ignore[call-arg]
            period=Period(stage["starts_on"], stage["ends_on"]), actual=Actual(stage["starts_on"], stage["ends_on"]),
        )
    yield School(
        id=tebo_school(), name=school["name"], npsn=school["npsn"], level="SMP", sector=Sector.PUBLIC,
        region=school["region"], city="Arunika Hulu", address=school["address"],
        principal_id=tebo_other("kepala_sekolah", 0),
        letterhead=(school["office"], "DINAS PENDIDIKAN", school["name"].upper(), school["address"]),
    )


def _people() -> Iterator[Person]:
    data, since = table("tebo"), Period(BEGIN, None)
    yield Person(id=tebo_other("kepala_sekolah", 0), name=data["school"]["principal"][1], role=Role.PRINCIPAL,
                 school_id=tebo_school(), alias=pseudonym("Kepala Sekolah", 0), period=since)
    for number, (group, index, person) in enumerate(_teachers()):
        yield Person(
            id=person, name=group["people"][index - 1][1], alias=pseudonym("Guru", number), school_id=tebo_school(),
            role=Role.FACILITATOR if index == 1 else Role.TEACHER, teaches=group["subject"], period=since,
            age_band=AGES[(number * 3) % SIZE],
        )
    for kind in data["others"]:
        for index, name in enumerate(kind["names"]):
            yield Person(id=tebo_other(kind["role"], index), name=name, alias=pseudonym(kind["alias"], index),
                         role=Role(kind["role"]), period=since)  # type: ignore[call-arg]


def _groups() -> Iterator[Any]:
    data, chair = table("tebo"), tebo_other("kepala_sekolah", 0)
    whole = tebo_group("all")
    yield Group(id=whole, school_id=tebo_school(), name=f"KBP {data['school']['name']}", chair_id=chair, kind=GroupKind.SCHOOL,
                facilitator_id=tebo_person("ipa", 1))
    for told in data["groups"]:
        yield Group(id=tebo_group(told["key"]), school_id=tebo_school(), name=told["name"], kind=GroupKind.SUBJECT,
                    chair_id=chair, facilitator_id=tebo_person(told["key"], 1))
        for number, slot in enumerate(data["slots"]):
            first = slot["first"] + timedelta(days=told["weekday"])
            last = first + timedelta(weeks=2 * (slot["meetings"] - 1))
            yield Slot(id=tebo_slot(told["key"], number), group_id=tebo_group(told["key"]), weeks=2,
                       period=Period(first, last), hours=Hours(time(13, 30), time(15)), venue="Ruang guru")
    for told, _, person in _teachers():
        for group in (whole, tebo_group(told["key"])):
            yield Member(id=member_id(group, person), group_id=group, person_id=person, period=Period(BEGIN, None))


def _consents() -> Iterator[Consent]:
    answered = Consented(ConsentAnswer.YES, BEGIN)
    for person in [tebo_other("kepala_sekolah", 0), *(person for *_, person in _teachers())]:
        for kind in ConsentKind:
            yield Consent(id=consent_id(person, kind), person_id=person, kind=kind, answer=answered)
