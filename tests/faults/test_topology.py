"""Faults F50 to F55 and F63: bundles lost, late, in the wrong order, for somebody else, round in circles."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from plcdesk.domain.exchange import ReceiptState
from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import Meeting
from plcdesk.domain.people import Group, Person
from plcdesk.domain.programme import School
from tests.exchange.laptops import GROUP, MEETINGS, PERSON, SCHOOL, Laptop, exchange_all, meeting
from tests.faults.test_identity import alike, renamed

YEAR = 365 * 24 * 3_600_000


def waits_or_applied(laptop: Laptop, path: Path) -> ReceiptState:
    state = laptop.merge(path).state
    assert state in (ReceiptState.APPLIED, ReceiptState.PARKED, ReceiptState.NOTHING_NEW), state
    return state


def test_one_bundle_of_a_year_is_lost(two: list[Laptop], stick: Path) -> None:  # F50
    a, b = two
    a.merge(b.send(stick).file)
    for month in range(12):
        a.now += YEAR // 12
        renamed(a, f"Bulan {month}")
        path = a.send(stick, b).file
        if month != 3:
            b.merge(path)
            a.merge(b.send(stick, a).file)
    assert b.get(Meeting, MEETINGS[0]).venue == "Bulan 11"
    assert {line.new for line in _history(b)} >= {f"Bulan {month}" for month in range(12)}
    alike(a, b)


def _history(laptop: Laptop) -> list[object]:
    from plcdesk.domain.changes import Row

    return list(laptop.storage.store.history(Row("meeting", MEETINGS[0]), 100))


def test_bundles_received_in_reverse_and_ten_times_over(two: list[Laptop], stick: Path) -> None:  # F51
    a, b = two
    a.merge(b.send(stick).file)
    paths = []
    for number in range(6):
        a.now += 60_000
        renamed(a, f"Ruang {number}")
        a.save(Meeting(group_id=GROUP, title=f"Tambahan {number}"))
        paths.append(a.send(stick, b).file)
    for path in reversed(paths):
        waits_or_applied(b, path)
    for path in [*paths, *reversed(paths)] * 5:
        waits_or_applied(b, path)
    assert b.exchange.waiting() == []
    assert b.get(Meeting, MEETINGS[0]).venue == "Ruang 5"
    assert b.storage.store.differing() == []
    alike(a, b)


def test_a_bundle_made_for_another_laptop_harms_nobody(three: list[Laptop], stick: Path) -> None:  # F51
    a, b, c = three
    a.merge(b.send(stick).file)
    a.save(meeting(1, venue="Aula"))
    b.merge(a.send(stick).file)
    a.merge(b.send(stick).file)
    a.save(meeting(2, venue="Kelas"))
    before = c.digest()
    assert c.merge(a.send(stick, b).file).state is ReceiptState.FOR_OTHERS
    assert c.digest() == before
    assert c.merge(a.send(stick, b, sealed=False).file).state is ReceiptState.PARKED  # what it builds on is not here
    assert c.digest() == before
    exchange_all([a, b, c], stick)
    alike(a, b, c)
    assert c.exchange.waiting() == []


def test_round_in_a_circle_and_two_who_meet_once_a_year(tmp_path: Path, three: list[Laptop], stick: Path) -> None:  # F52
    school, one, other = three
    for year in range(3):
        for laptop in three:
            laptop.now += YEAR
        for number in range(4):
            school.save(Meeting(group_id=GROUP, title=f"{year}/{number}"))
            one.merge(school.send(stick).file)
            one.save(Meeting(group_id=GROUP, title=f"pusat {year}/{number}"))
            school.merge(one.send(stick).file)
        other.save(Meeting(group_id=GROUP, title=f"pusat lain {year}"))
        other.merge(one.send(stick).file)
        one.merge(other.send(stick).file)
        school.merge(one.send(stick).file)
        assert school.merge(school.send(stick).file).state is ReceiptState.NOTHING_NEW
    alike(school, one, other)
    assert school.storage.store.count(Meeting) == 1 + 3 * 9


def test_a_bundle_made_before_an_undo_is_received_after_it(three: list[Laptop], stick: Path) -> None:  # F53
    a, b, c = three
    renamed(b, "Aula")
    first = a.merge(b.send(stick).file)
    late = a.send(stick).file  # carries what is about to be undone
    a.exchange.undo(first.bundle)
    assert a.get(Meeting, MEETINGS[0]).venue == ""
    c.merge(a.send(stick).file)
    c.merge(late)
    assert a.merge(late).state is ReceiptState.NOTHING_NEW
    assert (a.get(Meeting, MEETINGS[0]).venue, c.get(Meeting, MEETINGS[0]).venue) == ("", "")
    exchange_all([a, b, c], stick)
    alike(a, b, c)


def test_a_school_is_split_merged_and_its_number_corrected(two: list[Laptop], stick: Path) -> None:  # F54
    a, b = two
    new = School(name="SD Melati 02")
    group = Group(name="KBP Melati 02", school_id=new.id)
    a.save(new, group)
    a.save(dataclasses.replace(a.get(Person, PERSON), school_id=new.id))
    a.save(dataclasses.replace(a.get(School, SCHOOL), npsn="10500001"))
    b.save(dataclasses.replace(b.get(School, SCHOOL), npsn="10500010"))  # the other one corrects it otherwise
    b.save(dataclasses.replace(b.get(Person, PERSON), alias="Pak Bambang"))
    b.save(meeting(1, venue="Melati 01"))
    exchange_all([a, b], stick)
    alike(a, b)
    (item,) = a.storage.store.differing()
    assert (item.field, {sibling.value for sibling in item.siblings}) == ("npsn", {"10500001", "10500010"})
    assert (a.get(Person, PERSON).school_id, a.get(Person, PERSON).alias) == (new.id, "Pak Bambang")
    with b.storage.unit() as unit:  # merged again: the second school goes with its group
        unit.save(dataclasses.replace(b.get(Person, PERSON), school_id=SCHOOL))
    with b.storage.unit() as unit:
        unit.delete(b.get(School, new.id))
    a.save(Meeting(group_id=group.id, title="Ditulis sementara itu"))
    exchange_all([a, b], stick)
    alike(a, b)
    assert [one.title for one in b.storage.store.all(Meeting, group_id=group.id)] == ["Ditulis sementara itu"]


def test_five_hundred_entries_differ_at_once_and_are_settled(two: list[Laptop], stick: Path) -> None:  # F55
    a, b = two
    made = [Meeting(group_id=GROUP, title=f"Pertemuan {number}") for number in range(500)]
    a.save(*made)
    b.merge(a.send(stick).file)
    for laptop in (a, b):
        laptop.now += 60_000
        laptop.save(*[dataclasses.replace(laptop.get(Meeting, Id(one.id)), venue=laptop.name) for one in made])
    preview = a.exchange.preview(b.send(stick).file, accept_new=True)
    receipt = a.merge(b.send(stick).file)
    assert preview.intake.differing == receipt.intake.differing == 500
    assert len(a.storage.store.differing()) == 500
    with a.storage.unit() as unit:
        for item in a.storage.store.differing():
            unit.settle(item.row, item.field, "Laptop B")
    b.merge(a.send(stick).file)
    assert a.storage.store.differing() == b.storage.store.differing() == []
    alike(a, b)


def test_a_laptop_unseen_for_three_years_gets_and_gives_everything(two: list[Laptop], stick: Path) -> None:  # F63
    a, b = two
    a.merge(b.send(stick).file)
    b.save(meeting(1, venue="Sebelum pergi"))
    for month in range(36):
        a.now += YEAR // 12
        a.save(Meeting(group_id=GROUP, title=f"Bulan {month}"))
        renamed(a, f"Bulan {month}")
    b.now += 3 * YEAR
    assert b.merge(a.send(stick, b).file).state is ReceiptState.APPLIED
    assert a.merge(b.send(stick, a).file).state is ReceiptState.APPLIED
    assert b.storage.store.count(Meeting) == 38
    assert a.get(Meeting, MEETINGS[1]).venue == "Sebelum pergi"
    alike(a, b)
