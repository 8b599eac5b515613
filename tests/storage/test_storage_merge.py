"""An edit that vanished in a merge, or one that could not be undone, would be work lost."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date
from typing import Any

from plcdesk.domain.changes import Row
from plcdesk.domain.meetings import Action, AgendaItem, Attendance, Meeting, Presence, When
from plcdesk.domain.people import Person
from plcdesk.domain.programme import Programme
from plcdesk.storage.revert import apply_again, compensate, undo_receipt

Make = Callable[..., Any]


def started(laptop: Make) -> tuple[Any, Any, Meeting]:
    """Two laptops that both hold one meeting made on the first."""
    a, b = laptop("a"), laptop("b")
    meeting = Meeting(title="Awal", opening="satu\ndua\ntiga\nempat\nlima")
    a.save(Programme(name="Program"), meeting)
    a.give(b)
    b.give(a)
    return a, b, meeting


def test_two_edits_of_one_field_are_both_kept_until_settled(laptop: Make) -> None:
    a, b, meeting = started(laptop)
    a.edit(Meeting, meeting.id, title="A", venue="Aula")
    b.edit(Meeting, meeting.id, title="B", when=When(date(2025, 5, 12)))
    assert a.give(b).differing == 1
    assert b.give(a).differing == 1
    assert a.digest() == b.digest()
    for peer in (a, b):
        found = peer.store.get(Meeting, meeting.id)
        assert (found.title, found.venue, found.when.held_on) == ("B", "Aula", date(2025, 5, 12))
        (entry,) = peer.store.differing()
        assert (entry.row, entry.field) == (Row("meeting", meeting.id), "title")
        assert [(item.value, item.device, item.here) for item in entry.siblings] == [
            ("B", "b", peer is b), ("A", "a", peer is a)]
    b.edit(Meeting, meeting.id, title="B2")
    assert [item.value for item in b.store.differing()[0].siblings] == ["B2", "A"], "a plain edit settles nothing"
    with b.storage.unit() as unit:
        unit.settle(Row("meeting", meeting.id), "title", "A dan B")
    b.give(a)
    for peer in (a, b):
        assert peer.store.differing() == []
        assert peer.store.get(Meeting, meeting.id).title == "A dan B"
    assert a.digest() == b.digest()


def test_undoing_a_decision_lays_the_values_side_by_side_again(laptop: Make) -> None:
    a, b, meeting = started(laptop)
    a.edit(Meeting, meeting.id, title="A", opening="A")
    b.edit(Meeting, meeting.id, title="B", opening="B")
    b.give(a)
    shown = a.store.get(Meeting, meeting.id)
    with a.storage.unit() as unit:
        unit.settle(Row("meeting", meeting.id), "title", "A")
        unit.settle(Row("meeting", meeting.id), "opening", "A")
    assert a.store.differing() == []
    with a.storage.unit() as undo:
        compensate(undo, unit.changes.commits)
    assert a.store.get(Meeting, meeting.id) == shown
    assert {(entry.field, tuple(item.value for item in entry.siblings)) for entry in a.store.differing()} == {
        ("title", ("B", "A")), ("opening", ("B", "A"))}
    with a.storage.unit() as redo:
        compensate(redo, undo.changes.commits)
    assert a.store.differing() == []
    assert a.store.get(Meeting, meeting.id).title == "A"
    a.give(b)
    assert a.digest() == b.digest()


def test_an_import_between_load_and_save_is_no_overwrite(laptop: Make) -> None:
    a, b, meeting = started(laptop)
    loaded = a.store.load(Meeting, meeting.id)
    b.edit(Meeting, meeting.id, title="B")
    b.give(a)
    with a.storage.unit() as unit:
        unit.save(dataclasses.replace(loaded.record, title="A"), loaded)
    assert {item.value for item in a.store.differing()[0].siblings} == {"A", "B"}


def test_equal_values_are_no_difference(laptop: Make) -> None:
    a, b, meeting = started(laptop)
    a.edit(Meeting, meeting.id, title="Sama")
    b.edit(Meeting, meeting.id, title="Sama")
    a.give(b)
    b.give(a)
    assert a.store.differing() == b.store.differing() == []
    a.edit(Meeting, meeting.id, title="Lain")
    assert a.store.differing() == [], "a save replaces every write of the value it saw"


def test_long_text_of_both_sides_is_merged_by_paragraphs(laptop: Make) -> None:
    a, b, meeting = started(laptop)
    a.edit(Meeting, meeting.id, opening="SATU\ndua\ntiga\nempat\nlima")
    b.edit(Meeting, meeting.id, opening="satu\ndua\ntiga\nempat\nlima\nenam")
    a.give(b)
    b.give(a)
    for peer in (a, b):
        assert peer.store.get(Meeting, meeting.id).opening == "SATU\ndua\ntiga\nempat\nlima\nenam"
        assert peer.store.differing() == []
    a.edit(Meeting, meeting.id, opening="SATU\ndua\ntiga\nempat\nlima\nENAM")
    a.give(b)
    assert b.store.get(Meeting, meeting.id).opening == "SATU\ndua\ntiga\nempat\nlima\nENAM"
    assert b.store.differing() == []
    assert a.digest() == b.digest()


def test_a_paragraph_changed_by_both_stays_side_by_side(laptop: Make) -> None:
    a, b, meeting = started(laptop)
    a.edit(Meeting, meeting.id, opening="A\ndua\ntiga\nempat\nlima")
    b.edit(Meeting, meeting.id, opening="B\ndua\ntiga\nempat\nlima")
    a.give(b)
    b.give(a)
    assert [entry.field for entry in a.store.differing()] == ["opening"]
    assert a.digest() == b.digest()


def test_deleted_here_and_changed_there_stays_and_is_marked(laptop: Make) -> None:
    a, b, meeting = started(laptop)
    item = AgendaItem(meeting_id=meeting.id, topic="Topik")
    b.save(item)
    a.delete(meeting)
    b.edit(Meeting, meeting.id, venue="Aula")
    a.give(b)
    b.give(a)
    for peer in (a, b):
        assert peer.store.get(Meeting, meeting.id).venue == "Aula"
        (entry,) = peer.store.differing()
        assert entry.field == ""
        assert [sibling.value for sibling in entry.siblings] == [True, False]
    assert a.digest() == b.digest()
    with a.storage.unit() as unit:
        unit.settle(Row("meeting", meeting.id), "", False)
    a.give(b)
    assert b.store.get(Meeting, meeting.id) is None
    assert b.store.get(AgendaItem, item.id) == item, "a child nobody deleted stays"
    assert b.store.differing() == []
    assert a.digest() == b.digest()


def test_two_laptops_that_mark_the_same_person_meet_in_one_row(laptop: Make) -> None:
    a, b, meeting = started(laptop)
    mark = Attendance(meeting_id=meeting.id)
    a.save(dataclasses.replace(mark, presence=Presence.PRESENT))
    b.save(dataclasses.replace(mark, note="datang lewat belakang"))
    a.give(b)
    b.give(a)
    for peer in (a, b):
        assert peer.store.get(Attendance, mark.id) == dataclasses.replace(
            mark, presence=Presence.PRESENT, note="datang lewat belakang")
        assert peer.store.differing() == []


def test_a_receipt_is_undone_and_applied_again(laptop: Make) -> None:
    a, b, meeting = started(laptop)
    c = laptop("c")
    b.give(c)
    a.edit(Meeting, meeting.id, title="A", venue="Aula")
    new = Meeting(title="Tambahan")
    a.save(new, AgendaItem(meeting_id=new.id, topic="Topik"))
    before = b.digest()
    bundle = a.bundle(a.base_of(b))
    b.take(bundle)
    after = b.digest()
    b.edit(Meeting, meeting.id, venue="Kelas")
    with b.storage.unit() as unit:
        left = undo_receipt(unit, bundle[0].uid)
    assert left == [(Row("meeting", meeting.id), "venue")]
    assert b.store.get(Meeting, new.id) is None
    assert b.store.get(Meeting, meeting.id) == dataclasses.replace(meeting, venue="Kelas")
    assert b.store.all(AgendaItem) == []

    b.give(c)
    assert c.store.get(Meeting, new.id) is None
    assert c.digest() == b.digest()

    b.give(a)
    assert a.store.get(Meeting, new.id) == new, "its maker never loses it by another's undo"
    assert {(entry.row.id, entry.field) for entry in a.store.differing()} >= {(new.id, "")}
    assert a.digest() == b.digest(), "the digest speaks of what all share"
    with a.storage.unit() as keep:
        for entry in a.store.differing():
            keep.settle(entry.row, entry.field, True)
    a.give(b)
    assert b.store.get(Meeting, new.id) == new
    assert a.store.differing() == b.store.differing() == []
    assert a.digest() == b.digest()
    assert before != after


def test_undo_of_a_receipt_restores_what_was_shown(laptop: Make) -> None:
    a, b, meeting = started(laptop)
    action = Action(meeting_id=meeting.id, what="Menyusun modul")
    b.save(action)
    a.edit(Meeting, meeting.id, title="A")
    a.save(Person(name="Baru"))
    a.delete(Programme(id=a.store.all(Programme)[0].id))
    bundle = a.bundle(a.base_of(b))
    before = b.digest()
    b.take(bundle)
    assert b.digest() != before
    with b.storage.unit() as unit:
        assert undo_receipt(unit, bundle[0].uid) == []
    assert b.digest() == before
    assert b.take(bundle).commits == 0
    assert b.feeds.state(bundle[0].uid) == "reverted"
    with b.storage.unit() as again:
        apply_again(again, bundle[0].uid)
    assert b.digest() == a_digest_with(b, a, action)


def a_digest_with(b: Any, a: Any, action: Action) -> str:
    b.give(a)
    assert a.store.get(Action, action.id) == action
    return str(a.digest())
