"""Two laptops and one person entered twice: nothing is lost whoever merges, in whichever direction, and whatever the
other wrote meanwhile."""

import dataclasses
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from plcdesk.domain.errors import UserError
from plcdesk.domain.forms import Form, Hour
from plcdesk.domain.ids import Id
from plcdesk.domain.likeness import Why
from plcdesk.domain.meetings import Action, Attendance, Presence, attendance_id
from plcdesk.domain.people import Member, Person, PersonContact, contact_id, member_id
from plcdesk.services.duplicates import Duplicates
from plcdesk.services.records import Records
from tests.exchange.laptops import GROUP, MEETINGS, PERSON, SCHOOL, Laptop, exchange_all, meeting

TWIN = Id("0190a5f2-1c1e-7a30-8a1b-2f5f7a1c9e14")
NAMES = {"name": "Bambang Suryana, S.Pd."}


class Seat:
    """Somebody at a laptop who looks for people entered twice."""

    def __init__(self, laptop: Laptop) -> None:
        self.laptop = laptop
        self.records = Records(laptop.storage, lambda: datetime(2025, 5, 12, tzinfo=UTC))
        self.duplicates = Duplicates(self.records)

    def people(self) -> set[Id]:
        return {person.id for person in self.records.all(Person)}

    def marks(self) -> dict[Id | None, list[Presence | None]]:
        """The marks on screen by meeting, whoever they stand for."""
        found: dict[Id | None, list[Presence | None]] = {}
        for line in self.records.all(Attendance):
            found.setdefault(line.meeting_id, []).append(line.presence)
        return found

    def settle(self) -> None:
        """Press "merge into one" until nothing is offered."""
        for _ in range(4):
            pairs = self.duplicates.candidates()
            if not pairs:
                return
            plan = self.duplicates.preview(pairs[0].one.id, pairs[0].other.id)
            self.duplicates.merge(pairs[0].one.id, pairs[0].other.id,
                                  {pair.spec.name: pair.one for pair in plan.fields if pair.differ})
        raise AssertionError("the same pair is offered again and again")


def mark(at: int, person: Id, presence: Presence = Presence.PRESENT) -> Attendance:
    return Attendance(id=attendance_id(MEETINGS[at], person), meeting_id=MEETINGS[at], person_id=person, presence=presence)


def twins(two: list[Laptop], stick: Path) -> tuple[Seat, Seat]:
    """Both laptops hold a person twice: at the first meeting both entries are marked, later one each."""
    two[0].save(Person(id=TWIN, name="Bambang Suriyana", school_id=SCHOOL), meeting(1), meeting(2),
                mark(0, PERSON), mark(0, TWIN, Presence.LATE), mark(1, PERSON), mark(2, TWIN),
                *(Member(id=member_id(GROUP, key), group_id=GROUP, person_id=key) for key in (PERSON, TWIN)))
    exchange_all(two, stick)
    return Seat(two[0]), Seat(two[1])


def meet(two: list[Laptop], stick: Path) -> None:
    exchange_all(two, stick)
    assert two[0].digest() == two[1].digest()
    assert all(laptop.verify().ok for laptop in two), "what is shown is what the log says"


def test_a_merge_arrives_as_it_was_made_and_asks_nobody_again(two: list[Laptop], stick: Path) -> None:
    here, there = twins(two, stick)
    here.duplicates.merge(PERSON, TWIN, NAMES)
    meet(two, stick)
    for seat in (here, there):
        assert seat.people() == {PERSON}
        assert seat.marks() == {at: [Presence.PRESENT] for at in MEETINGS}
        assert seat.duplicates.candidates() == []
        assert seat.records.differing() == []


def test_two_who_are_two_are_two_on_every_laptop(two: list[Laptop], stick: Path) -> None:
    here, there = twins(two, stick)
    assert len(there.duplicates.candidates()) == 1
    here.duplicates.different(PERSON, TWIN)
    meet(two, stick)
    assert there.duplicates.candidates() == []


def test_both_merging_the_same_way_is_as_if_one_had(two: list[Laptop], stick: Path) -> None:
    here, there = twins(two, stick)
    for seat in (here, there):
        seat.duplicates.merge(PERSON, TWIN, NAMES)
    meet(two, stick)
    for seat in (here, there):
        assert seat.people() == {PERSON}
        assert seat.marks() == {at: [Presence.PRESENT] for at in MEETINGS}
        assert seat.duplicates.candidates() == []
        assert seat.records.differing() == []


def test_merging_in_opposite_directions_loses_no_mark_and_is_offered_again(two: list[Laptop], stick: Path) -> None:
    here, there = twins(two, stick)
    here.duplicates.merge(PERSON, TWIN, NAMES)
    there.duplicates.merge(TWIN, PERSON, {"name": "Bambang Suriyana"})
    meet(two, stick)
    for seat in (here, there):
        assert {key: bool(found) for key, found in seat.marks().items()} == dict.fromkeys(MEETINGS, True)
        assert [pair.why for pair in seat.duplicates.candidates()] == [Why.MOVED]
    here.settle()
    meet(two, stick)
    for seat in (here, there):
        assert len(seat.people()) == 1
        kept = next(iter(seat.people()))
        assert {line.person_id for line in seat.records.all(Attendance)} == {kept}
        assert {at: len(found) for at, found in seat.marks().items()} == dict.fromkeys(MEETINGS, 1)
        assert seat.duplicates.candidates() == []
        assert seat.records.differing() == []


def test_what_another_laptop_writes_under_the_old_name_moves_too(two: list[Laptop], stick: Path) -> None:
    here, there = twins(two, stick)
    here.duplicates.merge(PERSON, TWIN, NAMES)
    there.laptop.save(Action(meeting_id=MEETINGS[0], what="Menyusun LKPD", owner_id=TWIN),
                      Form(instrument="D", version=1, school_id=SCHOOL, person_id=TWIN, hour=Hour(date(2025, 5, 12))))
    meet(two, stick)
    for seat in (here, there):
        pair, = seat.duplicates.candidates()
        assert (pair.one.id, pair.other.id, pair.other.here, pair.moved) == (PERSON, TWIN, False, 2)
    there.settle()
    meet(two, stick)
    for seat in (here, there):
        assert seat.duplicates.candidates() == []
        assert [seat.records.all(Action)[0].owner_id, seat.records.all(Form)[0].person_id] == [PERSON, PERSON]


def test_a_person_edited_elsewhere_comes_back_and_is_offered_again(two: list[Laptop], stick: Path) -> None:
    here, there = twins(two, stick)
    here.duplicates.merge(PERSON, TWIN, NAMES)
    loaded = there.records.need(Person, TWIN)
    there.records.save(dataclasses.replace(loaded.record, teaches="Kelas 4"), loaded)
    meet(two, stick)
    assert here.people() == {PERSON, TWIN}
    here.settle()
    meet(two, stick)
    for seat in (here, there):
        assert seat.people() == {PERSON}
        assert seat.records.need(Person, PERSON).record.teaches == "Kelas 4"
        assert seat.duplicates.candidates() == []
        assert seat.records.differing() == []


def test_what_never_leaves_a_laptop_is_offered_there(two: list[Laptop], stick: Path) -> None:
    here, there = twins(two, stick)
    there.laptop.save(PersonContact(id=contact_id(TWIN), person_id=TWIN, phone="0812"),
                      Form(instrument="D", version=1, private=True, school_id=SCHOOL, person_id=TWIN))
    there.records.set_me(TWIN)
    here.duplicates.merge(PERSON, TWIN, NAMES)
    meet(two, stick)
    assert there.records.me() == PERSON, "who sits there was merged on the other laptop"
    pair, = there.duplicates.candidates()
    assert pair.moved == 2
    there.settle()
    assert there.records.need(PersonContact, contact_id(PERSON)).record.phone == "0812"
    assert there.records.all(Form)[0].person_id == PERSON
    assert there.duplicates.candidates() == []
    assert here.duplicates.candidates() == []


def test_an_undone_merge_is_undone_everywhere(two: list[Laptop], stick: Path) -> None:
    here, there = twins(two, stick)
    before = here.marks()
    done = here.duplicates.merge(PERSON, TWIN, NAMES)
    meet(two, stick)
    here.records.undo(done.changes)
    meet(two, stick)
    for seat in (here, there):
        assert seat.people() == {PERSON, TWIN}
        assert seat.marks() == before
        assert [pair.why for pair in seat.duplicates.candidates()] == [Why.NEAR]


def test_nothing_is_merged_while_an_entry_of_it_waits_for_a_decision(two: list[Laptop], stick: Path) -> None:
    here, there = twins(two, stick)
    for seat, presence in ((here, Presence.SICK), (there, Presence.DUTY)):
        loaded = seat.records.need(Attendance, attendance_id(MEETINGS[2], TWIN))
        seat.records.save(dataclasses.replace(loaded.record, presence=presence), loaded)
    meet(two, stick)
    before = here.laptop.digest()
    with pytest.raises(UserError, match="wait for a decision"):
        here.duplicates.merge(PERSON, TWIN, NAMES)
    assert here.laptop.digest() == before
    entry, = here.records.differing()
    here.records.settle(entry.row, entry.field, Presence.SICK)
    here.duplicates.merge(PERSON, TWIN, NAMES)
    assert here.marks()[MEETINGS[2]] == [Presence.SICK]
