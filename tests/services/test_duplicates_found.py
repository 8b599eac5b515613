"""Which people are asked about: those who may be one, and nobody else; the figures do not depend on who was there twice."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from plcdesk import bootstrap
from plcdesk.domain.forms import Form
from plcdesk.domain.ids import Id
from plcdesk.domain.likeness import Known, Why, alike, follow, near
from plcdesk.domain.meetings import Action, Attendance, TalkTurn, attendance_id, talk_turn_id
from plcdesk.domain.people import Member, Person, PersonNumber, Role, SamePerson, member_id, number_id
from plcdesk.services.privacy import Privacy
from plcdesk.settings import Settings

if TYPE_CHECKING:
    from plcdesk.paths import Paths
    from plcdesk.services.desk import Desk
    from tests.desk_fixtures import StandingClock, Story


@pytest.mark.parametrize(("one", "other", "found"), [
    ("Dra. Hj. Siti Rahmawati, M.Pd.", "siti rahmawati", True),
    ("Siti Rahmawati", "Siti Rahmawatih", True), ("Nur Hidayah", "Nur Hidayha", True),
    ("Yusuf Maulana", "Yusup Maulana", True), ("Ratna Kusumawati", "Ratna Kusuma wati", True),
    ("Eka Putri", "Ika Putri", False), ("Guru Kelas A", "Guru Kelas B", False), ("Sumarni", "Sumarno", False),
    ("Sumarni", "Sumarni", True), ("Dewi Anggraini", "Dewi Lestari", False), ("Suparti", "Suparto", False),
])
def test_only_spellings_of_one_name_are_asked_about(desk: Desk, story: Story, one: str, other: str, found: bool) -> None:
    story.a_person(one)
    story.a_person(other)
    pairs = [pair for pair in desk.duplicates.candidates() if {pair.one.name, pair.other.name} == {one, other}]
    assert bool(pairs) is found


def test_two_people_of_one_single_name_at_two_schools_are_two_people(desk: Desk, story: Story) -> None:
    elsewhere = desk.programme.add_school("SD Tulip 02").id
    story.a_person("Sumarni")
    desk.people.add("Sumarni", school_id=elsewhere)
    story.a_person("Yusuf Maulana")
    desk.people.add("Yusup Maulana", school_id=elsewhere)
    assert desk.duplicates.candidates() == []
    story.a_person("Dewi Anggraini")
    desk.people.add("Dewi Anggraini", school_id=elsewhere)
    assert [pair.why for pair in desk.duplicates.candidates()] == [Why.NAME]


def test_a_number_says_more_than_a_name(desk: Desk, story: Story) -> None:
    elsewhere = desk.programme.add_school("SD Tulip 02").id
    one, married = story.a_person("Ratna Kusuma"), desk.people.add("Ny. Hendra", school_id=elsewhere).id
    same, other = story.a_person("Dewi Anggraini"), desk.people.add("Dewi Anggraini", school_id=elsewhere).id
    for person, nip in ((one, "19670101 199003 2 001"), (married, "196701011990032001"), (same, "197001011995032002"),
                        (other, "198001012005032003")):
        desk.records.save(PersonNumber(id=number_id(person), person_id=person, school_id=story.school, nip=nip))
    assert [(pair.why, {pair.one.id, pair.other.id}) for pair in desk.duplicates.candidates()] == [
        (Why.NUMBER, {one, married})]


def test_pseudonyms_of_people_who_asked_to_be_forgotten_are_no_names(desk: Desk, story: Story) -> None:
    for name in ("Bambang Suryana", "Drs. Bambang Suriyana, M.Pd."):
        person = story.a_person(name)
        Privacy(desk.records, desk.people).erase(person)
    assert desk.duplicates.candidates() == []


def test_four_hundred_people_take_no_time(desk: Desk, story: Story) -> None:
    first = ("Siti", "Bambang", "Nurul", "Agus", "Dewi", "Yusuf", "Ratna", "Hendra", "Lilis", "Sumarni")
    middle = ("Rahma", "Surya", "Hidayah", "Priyatno", "Anggraini", "Maulana", "Kusuma", "Gunadi")
    last = ("wati", "na", "tul", "di", "sari")
    names = [f"{one} {two}{three}" for one in first for two in middle for three in last]
    desk.people.add_names(names, story.school)
    story.a_person("Siti Rahmawatih")
    assert desk.records.count(Person) >= 400
    pairs = desk.duplicates.candidates()
    assert any({pair.one.name, pair.other.name} == {"Siti Rahmawati", "Siti Rahmawatih"} for pair in pairs)
    assert [(pair.one.id, pair.other.id) for pair in desk.duplicates.candidates()] == [
        (pair.one.id, pair.other.id) for pair in pairs]


def test_letters_that_differ_are_counted_not_guessed() -> None:
    assert near("yusuf maulana", "yusup maulana")
    assert near("nur hidayah", "nur hidayha")
    assert not near("yusuf maulana", "yusuf maulana")
    assert not near("sri rahayu", "sri rahmat")
    assert not near("eka putri", "ika putri")


def test_each_pair_is_met_once_and_in_the_same_order_whoever_is_asked_first() -> None:
    people = [Known(Id(str(at)), name, None) for at, name in enumerate(
        ("Siti Rahmawati", "Siti Rahmawati", "Siti Rahmawatih", "Sitti Rahmawati", "Nur Hidayah"))]
    found = alike(people)
    assert found == alike(reversed(people))
    assert [(pair.one, pair.other) for pair in found] == [
        ("0", "1"), ("0", "2"), ("0", "3"), ("1", "2"), ("1", "3"), ("2", "3")]


def test_a_chain_of_merges_is_followed_to_who_is_here() -> None:
    chain = [SamePerson(person_id=Id(one), other_id=Id(other)) for one, other in ("ab", "bc", "cd")]
    assert follow(Id("a"), chain, "d".__contains__) == "d"
    assert follow(Id("a"), chain, "z".__contains__) is None
    assert follow(Id("a"), [*chain, SamePerson(person_id=Id("d"), other_id=Id("a"))], "z".__contains__) is None


def figures(desk: Desk) -> list[Any]:
    """Every figure of the programme."""
    return [(found.id, found.numerator, found.denominator) for found in desk.indicators.all()]


def split(desk: Desk, teacher: Id) -> Id:
    """Enter a teacher a second time, with every other record of theirs under the second entry."""
    records = desk.records
    person = records.need(Person, teacher).record
    twin = desk.people.add(f"{person.name}h", person.role, person.school_id).id
    member = records.all(Member, person_id=teacher)[0]
    records.save(dataclasses.replace(member, id=member_id(member.group_id or Id(""), twin), person_id=twin))
    for cls, new_id in ((Attendance, attendance_id), (TalkTurn, talk_turn_id)):
        lines: list[Any] = records.all(cls, person_id=teacher)
        for line in lines[::2]:
            records.delete(line)
            records.save(dataclasses.replace(line, id=new_id(line.meeting_id, twin), person_id=twin))
    for loaded in records.load_all(Form, person_id=teacher)[::2]:
        records.save(dataclasses.replace(loaded.record, person_id=twin), loaded)
    for action in records.load_all(Action, owner_id=teacher)[::2]:
        records.save(dataclasses.replace(action.record, owner_id=twin), action)
    return twin


def test_the_figures_of_the_sample_are_the_same_once_a_teacher_entered_twice_is_one(
        tmp_path: Path, lay_sample: Callable[[Path], Paths], clock: StandingClock) -> None:
    with bootstrap.open_sample(lay_sample(tmp_path), Settings(), clock) as desk:
        assert desk.duplicates.candidates() == [], "nobody in the sample is there twice"
        before = figures(desk)
        teacher = min(person.id for person in desk.records.all(Person)
                      if person.role is Role.TEACHER and desk.records.count(TalkTurn, person_id=person.id) > 1)
        twin = split(desk, teacher)
        assert figures(desk) != before, "N is one too many, and each entry has half of the work"
        pair, = desk.duplicates.candidates()
        assert {pair.one.id, pair.other.id} == {teacher, twin}
        name = desk.records.need(Person, teacher).record.name
        done = desk.duplicates.merge(teacher, twin, {"name": name})
        assert figures(desk) == before
        desk.records.undo(done.changes)
        assert len(desk.duplicates.candidates()) == 1
        assert figures(desk) != before
