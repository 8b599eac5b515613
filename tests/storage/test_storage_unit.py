"""A save that stores something else than was typed, or an undo that leaves a trace, would cost the user's trust."""

from __future__ import annotations

import dataclasses
import sqlite3
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from plcdesk.domain.changes import Row
from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import Policy
from plcdesk.domain.meetings import Action, AgendaItem, Attendance, Meeting, MeetingStatus, Presence, State
from plcdesk.domain.people import Group, Member, Person, PersonContact, PersonNumber, member_id, number_id
from plcdesk.domain.programme import Programme, School
from plcdesk.domain.records import SPECS
from plcdesk.domain.stewardship import STATEMENTS
from plcdesk.storage.revert import compensate
from plcdesk.storage.storage import Storage
from plcdesk.storage.verify import verify


def put(storage: Storage, *records: Any) -> Any:
    with storage.unit() as unit:
        for record in records:
            unit.save(record)
    return unit.changes


def undo(storage: Storage, commits: Any) -> Any:
    with storage.unit() as unit:
        assert compensate(unit, commits) == []
    return unit.changes


def edited(maker: Any, record: Any) -> Any:
    """The record with every field that may change given another random value."""
    spec = SPECS[record.__spec__.table]
    values = {name: maker.value(field) for name, field in spec.fields.items() if field.policy is not Policy.ONCE}
    other = dataclasses.replace(record, **values)
    return other if other != record else edited(maker, record)


@pytest.mark.parametrize("table", sorted(SPECS.keys() - STATEMENTS))
def test_every_kind_is_stored_edited_deleted_and_undone_exactly(storage: Storage, maker: Any, table: str) -> None:
    cls = SPECS[table].cls
    first = maker.record(table)
    made = put(storage, first)
    stored = storage.store.get(cls, first.id)
    assert stored == (dataclasses.replace(first, space=stored.space) if table == "school" else first)
    first = stored

    loaded = storage.store.load(cls, first.id)
    second = edited(maker, first)
    with storage.unit() as unit:
        unit.save(second, loaded)
    changed = unit.changes
    assert storage.store.get(cls, first.id) == second

    with storage.unit() as unit:
        unit.delete(second)
    gone = unit.changes
    assert storage.store.get(cls, first.id) is None

    back = undo(storage, gone.commits)
    assert storage.store.get(cls, first.id) == second
    undo(storage, back.commits)
    assert storage.store.get(cls, first.id) is None
    with storage.unit() as unit:
        unit.restore(Row(table, first.id))
    assert storage.store.get(cls, first.id) == second

    undone = undo(storage, changed.commits)
    assert storage.store.get(cls, first.id) == first
    undo(storage, undone.commits)
    assert storage.store.get(cls, first.id) == second
    again = undo(storage, changed.commits)
    assert storage.store.get(cls, first.id) == first

    undo(storage, made.commits)
    assert storage.store.get(cls, first.id) is None
    assert again
    assert verify(storage.db).problems == ()


def test_what_is_stored_is_what_was_given(storage: Storage, maker: Any) -> None:
    records = [maker.record(table) for table in SPECS for _ in range(5) if table != "school"]
    put(storage, *records)
    for record in records:
        assert storage.store.get(type(record), record.id) == record
        assert storage.store.load(type(record), record.id).record == record


def test_a_save_without_a_change_writes_nothing(storage: Storage, maker: Any) -> None:
    meeting = maker.record("meeting")
    put(storage, meeting)
    loaded = storage.store.load(Meeting, meeting.id)
    for brought in (None, loaded):
        with storage.unit() as unit:
            unit.save(meeting, brought)
        assert not unit.changes
    with storage.unit() as unit:
        unit.save(dataclasses.replace(meeting, venue="Perpustakaan"), loaded)
    assert unit.changes
    with storage.unit() as unit:
        unit.save(dataclasses.replace(meeting, venue="Perpustakaan"), loaded)
    assert not unit.changes, "the record already says so"


def test_one_save_is_one_commit_per_space(storage: Storage) -> None:
    school = School(name="SD Melati")
    with storage.unit() as unit:
        unit.save(Programme(name="Program"))
        unit.save(school)
        person = Person(name="Siti", school_id=school.id)
        unit.save(person)
        unit.save(PersonNumber(id=number_id(person.id), person_id=person.id, school_id=school.id, nip="1"))
        unit.save(PersonContact(person_id=person.id, phone="08"))
        group = Group(school_id=school.id, name="KBP")
        unit.save(group)
        meeting = Meeting(group_id=group.id)
        unit.save(meeting)
        unit.save(Attendance(meeting_id=meeting.id, person_id=person.id))
        minted = unit.current("school", school.id).space
    assert len(unit.changes.commits) == 3
    spaces = dict(_rows(storage, "SELECT r.row_uid, s.kind || s.uid FROM sync_row r JOIN sync_space s ON s.id = r.space_id"))
    assert spaces[meeting.id] == spaces[group.id] == spaces[number_id(person.id)] == "school" + minted
    assert spaces[person.id].startswith("programme")
    assert sorted(kind[:7] for kind in set(spaces.values())) == ["private", "program", "school" + minted[0]]


def _rows(storage: Storage, sql: str) -> list[Any]:
    with storage.db.read() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(sql)]


def test_a_record_whose_parent_is_unknown_lives_in_the_programme_space(storage: Storage, maker: Any) -> None:
    put(storage, Meeting(group_id=maker.id(), title="Tanpa kelompok"))
    assert _rows(storage, "SELECT s.kind FROM sync_row r JOIN sync_space s ON s.id = r.space_id") == [("programme",)]


def test_deleting_takes_the_children_and_restoring_brings_them_back(storage: Storage, maker: Any) -> None:
    group = Group(name="KBP")
    person = Person(name="Budi")
    meetings = [Meeting(group_id=group.id, title=f"ke-{index}") for index in range(3)]
    items = [AgendaItem(meeting_id=meeting.id, topic="Topik") for meeting in meetings]
    member = Member(id=member_id(group.id, person.id), group_id=group.id, person_id=person.id)
    put(storage, group, person, member, *meetings, *items)
    with storage.unit() as unit:
        unit.delete(items[0])
    with storage.unit() as unit:
        unit.delete(Row("group", group.id))
    assert len(unit.changes.rows) == 1 + 1 + 3 + 2
    assert storage.store.count(Meeting) == storage.store.count(AgendaItem) == storage.store.count(Member) == 0
    assert storage.store.get(Person, person.id) == person
    deleted = storage.store.deleted()
    assert [item.row.table for item in deleted if not item.with_parent] == ["group", "agenda_item"]
    assert {item.row.id for item in storage.store.deleted(Meeting)} == {meeting.id for meeting in meetings}
    with storage.unit() as unit:
        unit.restore(Row("group", group.id))
    assert storage.store.all(Meeting) == sorted(meetings, key=lambda item: item.id)
    assert {item.id for item in storage.store.all(AgendaItem)} == {items[1].id, items[2].id}, "it was deleted before"
    assert storage.store.get(Member, member.id) == member


def test_two_saves_of_one_record_in_one_unit_are_one_op(storage: Storage) -> None:
    meeting = Meeting(title="a")
    with storage.unit() as unit:
        unit.save(meeting)
        unit.save(dataclasses.replace(meeting, title="b"))
        unit.save(dataclasses.replace(meeting, title="b", venue="Aula"))
    assert storage.store.get(Meeting, meeting.id) == dataclasses.replace(meeting, title="b", venue="Aula")
    with storage.unit() as unit:
        gone = Meeting(title="sekejap")
        unit.save(gone)
        unit.delete(gone)
    assert not unit.changes


def test_a_field_written_once_cannot_change(storage: Storage, maker: Any) -> None:
    meeting = Meeting(group_id=maker.id())
    put(storage, meeting)
    with pytest.raises(ValueError, match="once"), storage.unit() as unit:
        unit.save(dataclasses.replace(meeting, group_id=maker.id()))


def test_a_failed_save_leaves_nothing(storage: Storage) -> None:
    person = Person(name="Ani")
    with pytest.raises(UserError):
        put(storage, person, Person(name="x" * 1_000_001))
    assert storage.store.get(Person, person.id) is None
    assert _rows(storage, "SELECT count(*) FROM sync_commit") == [(0,)]


def test_signs_no_file_can_hold_are_washed(storage: Storage) -> None:
    person = Person(name="A\0ni \ud800!")
    put(storage, person)
    assert storage.store.get(Person, person.id).name == "Ani \ufffd!"


def test_marking_a_removed_attendance_again_brings_it_back(storage: Storage) -> None:
    mark = Attendance(presence=Presence.PRESENT, note="hadir")
    put(storage, mark)
    with storage.unit() as unit:
        unit.delete(mark)
    put(storage, dataclasses.replace(mark, presence=Presence.SICK, note=""))
    assert storage.store.get(Attendance, mark.id) == dataclasses.replace(mark, presence=Presence.SICK, note="")


def test_undo_of_several_saves_and_step_by_step(storage: Storage) -> None:
    action = Action(what="Menyusun modul")
    steps = [put(storage, action)]
    for text in ("satu", "dua", "tiga"):
        action = dataclasses.replace(action, result=text)
        steps.append(put(storage, action))
    done = [undo(storage, step.commits) for step in reversed(steps[2:])]
    assert storage.store.get(Action, action.id).result == "satu"
    undo(storage, steps[1].commits)
    assert storage.store.get(Action, action.id).result == ""
    undo(storage, steps[0].commits)
    assert storage.store.get(Action, action.id) is None
    assert len(done) == 2


def test_undo_leaves_what_was_edited_since(storage: Storage) -> None:
    meeting = Meeting(title="a", venue="Aula")
    put(storage, meeting)
    both = put(storage, dataclasses.replace(meeting, title="b", venue="Kelas"))
    put(storage, dataclasses.replace(meeting, title="b", venue="Musala"))
    with storage.unit() as unit:
        assert compensate(unit, both.commits) == [(Row("meeting", meeting.id), "venue")]
    assert storage.store.get(Meeting, meeting.id) == dataclasses.replace(meeting, venue="Musala")


def test_undo_of_a_creation_spares_a_record_that_was_edited_since(storage: Storage) -> None:
    meeting = Meeting(title="a")
    made = put(storage, meeting)
    put(storage, dataclasses.replace(meeting, venue="Aula"))
    with storage.unit() as unit:
        assert compensate(unit, made.commits) == [(Row("meeting", meeting.id), "")]
    assert not unit.changes
    assert storage.store.get(Meeting, meeting.id) == dataclasses.replace(meeting, venue="Aula")


def test_nothing_else_writes_a_synced_table(storage: Storage) -> None:
    put(storage, Person(name="Ani"))
    for statement in ("INSERT INTO person (id) VALUES ('x')", "UPDATE person SET name = 'x'", "DELETE FROM person",
                      "DELETE FROM sync_commit", "UPDATE sync_row SET alive = 0", 'DELETE FROM "group"',
                      "DELETE FROM sync_touch"):
        if 'group' in statement:
            put(storage, Group(name="KBP"))
        with pytest.raises((DBAPIError, sqlite3.Error)), storage.db.write() as connection:
            connection.exec_driver_sql(statement)
    with pytest.raises((DBAPIError, sqlite3.Error, UserError)), storage.db.read() as connection:
        connection.exec_driver_sql("DELETE FROM sync_local")


def test_list_by_column_and_by_several_values(storage: Storage) -> None:
    held = Meeting(title="a", state=State(MeetingStatus.HELD))
    planned = Meeting(title="b")
    put(storage, held, planned)
    assert storage.store.all(Meeting, status=MeetingStatus.HELD) == [held]
    assert storage.store.count(Meeting, status=[MeetingStatus.HELD, MeetingStatus.PLANNED]) == 2
    assert storage.store.all(Meeting, held_on=None, title="b") == [planned]
    assert [item.record for item in storage.store.load_all(Meeting, id=[held.id])] == [held]
    with pytest.raises(KeyError):
        storage.store.all(Meeting, colour="red")


def test_history_tells_who_changed_what(storage: Storage, maker: Any) -> None:
    me = maker.id()
    meeting = Meeting(title="a")
    with storage.unit(me) as unit:
        unit.save(meeting)
    with storage.unit(me) as unit:
        unit.save(dataclasses.replace(meeting, title="b"))
    first = storage.store.history(Row("meeting", meeting.id))
    assert [(line.field, line.old, line.new, line.kind, line.by) for line in first] == [
        ("title", "a", "b", "set", me), ("title", "", "a", "new", me)]
    put(storage, AgendaItem(meeting_id=meeting.id, topic="Topik"))
    with storage.unit() as unit:
        unit.delete(meeting)
    kinds = [line.kind for line in storage.store.history(Row("meeting", meeting.id), children=True)]
    assert kinds.count("del") == 2
    assert kinds.count("new") == 3
    assert len(storage.store.history()) == 6
    assert len(storage.store.history(limit=2)) == 2
    assert [line.by for line in storage.store.history(by=me)] == [me, me]
    assert storage.store.as_of(Row("meeting", meeting.id), first[1].commit) == meeting
