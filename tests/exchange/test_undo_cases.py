"""Histories in which an undo once brought back something else than what was there: each as small as it would go.

They were met by the machine of `model/undoing.py`, or by the walks that came before it.
"""

import dataclasses
from pathlib import Path
from typing import Any

from plcdesk.domain.changes import Changes, Row
from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import Meeting
from plcdesk.domain.people import Group
from tests.exchange.laptops import MEETINGS, PERSON, Laptop, meeting
from tests.exchange.model.undoing import seen, take_back


def change(laptop: Laptop, **fields: Any) -> Changes:
    return laptop.save(dataclasses.replace(laptop.get(Meeting, MEETINGS[0]), **fields))


def delete(laptop: Laptop) -> None:
    with laptop.storage.unit() as unit:
        unit.delete(Row("meeting", MEETINGS[0]))


def settle(laptop: Laptop, field: str, value: Any) -> None:
    with laptop.storage.unit() as unit:
        unit.settle(Row("meeting", MEETINGS[0]), field, value)


def back_and_forth(laptop: Laptop, path: Path) -> None:
    """Merge; undo and apply again, twice; undo: as before and as merged each time."""
    before = seen(laptop)
    receipt = laptop.merge(path)
    merged = seen(laptop)
    assert merged != before
    for _ in range(2):
        assert not laptop.exchange.undo(receipt.bundle).left
        assert seen(laptop) == before
        laptop.exchange.apply_again(receipt.bundle)
        assert seen(laptop) == merged
    assert not laptop.exchange.undo(receipt.bundle).left
    assert seen(laptop) == before
    assert laptop.verify().ok


def disputed(three: list[Laptop], stick: Path, *values: dict[str, Any], at: int = 3) -> None:
    """Each laptop says something else; then the first `at` of them hold all of it."""
    for laptop, fields in zip(three, values, strict=True):
        laptop.now += 1000
        change(laptop, **fields)
    files = [laptop.send(stick).file for laptop in three]
    for receiver in three[:at]:
        for file in files:
            receiver.merge(file)


def test_a_decision_taken_elsewhere_is_open_again(three: list[Laptop], stick: Path) -> None:
    a, b, _ = three
    disputed(three, stick, {"venue": "Aula"}, {"venue": "Kelas"}, {"venue": "Aula"})
    assert len(a.storage.store.differing()[0].siblings) == 3  # two of them say the same
    settle(b, "venue", "Kelas")
    back_and_forth(a, b.send(stick).file)


def test_the_value_that_was_shown_is_shown_again(three: list[Laptop], stick: Path) -> None:
    # only a hidden value was replaced: writing that one anew must not bring it to the front
    a, b, _ = three
    b.now += 500
    change(b, venue="Kelas")
    a.now += 10_000
    change(a, venue="Aula")
    a.merge(b.send(stick).file)
    b.now += 20_000
    change(b, venue="Ruang guru")
    assert a.get(Meeting, MEETINGS[0]).venue == "Aula"
    back_and_forth(a, b.send(stick).file)


def test_a_stamp_from_the_future_does_not_come_first(three: list[Laptop], stick: Path) -> None:
    a, b, c = three
    b.now += 10**12
    c.now += 2 * 10**12
    disputed(three, stick, {"venue": "Aula"}, {"venue": "Kelas"}, {"venue": "Ruang guru"}, at=1)
    assert a.get(Meeting, MEETINGS[0]).venue == "Ruang guru"
    change(c, venue="Perpustakaan")
    back_and_forth(a, c.send(stick).file)


def test_a_text_that_was_merged_is_not_merged_once_more(three: list[Laptop], stick: Path) -> None:
    a, b, c = three
    change(a, opening="Salam\n\nDoa\n\nTujuan")
    for laptop in (b, c):
        laptop.merge(a.send(stick).file)
    disputed(three[:2], stick, {"opening": "Salam\n\nDoa\n\nTujuan\n\nCatatan"}, {"opening": "Salam pembuka\n\nDoa\n\nTujuan"}, at=1)
    assert not a.storage.store.differing()
    assert a.get(Meeting, MEETINGS[0]).opening == "Salam pembuka\n\nDoa\n\nTujuan\n\nCatatan"
    change(b, opening="Salam\n\nTujuan")
    back_and_forth(a, b.send(stick).file)


def test_texts_that_differed_are_not_merged_by_the_undo(three: list[Laptop], stick: Path) -> None:
    a, b, _ = three
    disputed(three[:2], stick, {"opening": "Salam\n\nDoa"}, {"opening": "Doa\n\nTujuan"}, at=2)
    settle(b, "opening", "Salam\n\nDoa\n\nTujuan")
    back_and_forth(a, b.send(stick).file)


def test_what_an_own_undo_had_ended_does_not_come_up_again(three: list[Laptop], stick: Path) -> None:
    a, b, _ = three
    change(a, venue="Kantor")
    b.merge(a.send(stick).file)
    change(b, venue="Kelas")
    first = change(a, venue="Aula")
    take_back(a, first)
    change(a, venue="Ruang guru")
    back_and_forth(a, b.send(stick).file)
    later = change(a, venue="Perpustakaan")
    take_back(a, later)
    assert (a.get(Meeting, MEETINGS[0]).venue, a.storage.store.differing()) == ("Ruang guru", [])


def test_a_life_settled_elsewhere_is_open_again(three: list[Laptop], stick: Path) -> None:
    for keep in (True, False):
        a, b, _ = three
        delete(a)
        change(b, venue=f"Aula {keep}")
        a.merge(b.send(stick).file)
        b.merge(a.send(stick).file)
        settle(b, "", keep)
        back_and_forth(a, b.send(stick).file)
        settle(a, "", True)
        b.merge(a.send(stick).file)
        settle(b, "", True)
        a.merge(b.send(stick).file)


def test_what_was_made_here_undone_and_edited_elsewhere_comes_again(three: list[Laptop], stick: Path) -> None:
    # the edit builds on a save that was itself taken back, so the record seemed to have come with the receipt
    a, b, _ = three
    made = a.save(meeting(1, venue="Aula"))
    b.merge(a.send(stick).file)
    take_back(a, made)
    b.save(dataclasses.replace(b.get(Meeting, MEETINGS[1]), venue="Kelas"))
    back_and_forth(a, b.send(stick).file)


def test_an_edit_from_elsewhere_is_withdrawn_though_own_work_came_with_it(three: list[Laptop], stick: Path, tmp_path: Path) -> None:
    # a went back to an older copy; c brings both a's own edit and b's of what a has deleted meanwhile
    a, b, c = three
    old = tmp_path / "old.db"
    a.snapshot(old)
    disputed(three, stick, {"venue": "Aula"}, {"chair_id": PERSON}, {"venue": "Aula"})
    a.put_back(old, check=True)
    delete(a)
    back_and_forth(a, c.send(stick).file)
    for laptop in (b, c):
        laptop.merge(a.send(stick).file)
        assert laptop.get(Meeting, MEETINGS[0]) is not None  # asked, not robbed
        assert [item.field for item in laptop.storage.store.differing()] == [""]


def test_what_only_its_maker_keeps_differs_again_after_a_decision_from_elsewhere(three: list[Laptop], stick: Path) -> None:
    a, b, c = three
    a.save(meeting(1, venue="Aula"))
    b.exchange.undo(b.merge(a.send(stick).file).bundle)
    a.merge(b.send(stick).file)
    assert [item.field for item in a.storage.store.differing()] == [""]
    c.merge(b.send(stick).file)
    with c.storage.unit() as unit:
        unit.restore(Row("meeting", MEETINGS[1]))
    back_and_forth(a, c.send(stick).file)


def test_a_receipt_applied_again_only_in_part_is_undone_whole(three: list[Laptop], stick: Path) -> None:
    a, b, _ = three
    change(b, venue="Aula", chair_id=PERSON, title="Satu")
    receipt = a.merge(b.send(stick).file)
    a.exchange.undo(receipt.bundle)
    change(a, title="Dua")  # this field is left when the receipt is applied again
    a.exchange.apply_again(receipt.bundle)
    again = a.get(Meeting, MEETINGS[0])
    assert (again.venue, again.chair_id, again.title) == ("Aula", PERSON, "Dua")
    assert a.exchange.undo(receipt.bundle).left == ((Row("meeting", MEETINGS[0]), "title"),)
    undone = a.get(Meeting, MEETINGS[0])
    assert (undone.venue, undone.chair_id, undone.title) == ("", None, "Dua")


def test_what_was_deleted_since_is_left_and_told(three: list[Laptop], stick: Path) -> None:
    a, b, _ = three
    change(b, venue="Aula")
    receipt = a.merge(b.send(stick).file)
    delete(a)
    assert a.exchange.undo(receipt.bundle).left == ((Row("meeting", MEETINGS[0]), ""),)
    assert a.get(Meeting, MEETINGS[0]) is None


def test_a_record_made_in_two_spaces_is_as_before(three: list[Laptop], stick: Path) -> None:
    # one write cannot name those of another space, so what is taken back is taken back in each
    a, b, _ = three
    across = Group(id=Id("0190a5f2-1c1e-7a30-8a1b-2f5f7a1c9e09"), name="Lintas sekolah")
    a.save(meeting(1, venue="Aula", title="Satu"))
    b.save(across, dataclasses.replace(meeting(1, venue="Kelas", opening="Salam"), group_id=across.id))
    back_and_forth(a, b.send(stick).file)


def test_a_decision_in_two_spaces_is_open_again(three: list[Laptop], stick: Path) -> None:
    a, b, _ = three
    across = Group(id=Id("0190a5f2-1c1e-7a30-8a1b-2f5f7a1c9e09"), name="Lintas sekolah")
    a.save(meeting(1, venue="Aula", title="Satu"))
    b.save(across, dataclasses.replace(meeting(1, venue="Kelas"), group_id=across.id))
    a.merge(b.send(stick).file)
    b.merge(a.send(stick).file)
    with b.storage.unit() as unit:
        unit.settle(Row("meeting", MEETINGS[1]), "venue", "Kelas")
    with b.storage.unit() as unit:
        unit.delete(Row("meeting", MEETINGS[1]))
    back_and_forth(a, b.send(stick).file)


def test_a_value_of_another_space_is_said_once_more(three: list[Laptop], stick: Path) -> None:
    # no write can go without another in its own space: the shown value stands there too, so it is listed twice
    a, b, c = three
    across = Group(id=Id("0190a5f2-1c1e-7a30-8a1b-2f5f7a1c9e09"), name="Lintas sekolah")
    a.save(meeting(1, venue="Aula"))
    b.save(meeting(1, venue="Kelas"))
    a.merge(b.send(stick).file)
    c.save(across, dataclasses.replace(meeting(1, venue="Ruang guru"), group_id=across.id))
    records, differing = seen(a)
    assert not a.exchange.undo(a.merge(c.send(stick).file).bundle).left
    assert seen(a)[0] == records
    assert {entry: set(values) for entry, values in seen(a)[1].items()} == {
        entry: set(values) for entry, values in differing.items()}


def test_a_record_that_is_deleted_again_keeps_what_its_editor_wrote_for_whoever_restores_it(
        three: list[Laptop], stick: Path) -> None:
    # a deletion carries no values; writing the former ones beneath it would take the edit from the one who is asked
    a, b, _ = three
    delete(a)
    change(b, venue="Aula")
    a.exchange.undo(a.merge(b.send(stick).file).bundle)
    assert a.get(Meeting, MEETINGS[0]) is None
    b.merge(a.send(stick).file)
    assert b.get(Meeting, MEETINGS[0]).venue == "Aula"
    with a.storage.unit() as unit:
        unit.restore(Row("meeting", MEETINGS[0]))
    assert a.get(Meeting, MEETINGS[0]).venue == "Aula"
