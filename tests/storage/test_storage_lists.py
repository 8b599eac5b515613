"""A list that misses a meeting, counts wrongly or does not find a word makes people keep paper lists again."""

from __future__ import annotations

import dataclasses
from datetime import date, time
from typing import Any

import pytest

from plcdesk.domain.meetings import (
    Action,
    ActionStatus,
    AgendaItem,
    Attendance,
    Decision,
    Meeting,
    MeetingKind,
    MeetingStatus,
    Outcome,
    Presence,
    State,
    TalkTurn,
    When,
    attendance_id,
)
from plcdesk.domain.people import Group, Member, Person, PersonStatus, Role, Slot, member_id
from plcdesk.domain.programme import Period, School
from plcdesk.domain.queries import ActionQuery, MeetingQuery
from plcdesk.storage.facts import read_facts
from plcdesk.storage.queries import Queries
from plcdesk.storage.search import Search, snippet, words_of
from plcdesk.storage.storage import Storage

TODAY = date(2025, 6, 1)


@pytest.fixture
def filled(storage: Storage) -> dict[str, Any]:
    """One school group with three members and four meetings."""
    school = School(name="SD Melati")
    group = Group(school_id=school.id, name="KBP Melati")
    people = [Person(name=name, school_id=school.id) for name in ("Dra. Hj. Siti Rahmawati, M.Pd.", "Budi", "Ani")]
    late = Person(name="Cici", status=PersonStatus.LEAVE, role=Role.PRINCIPAL)
    members = [Member(id=member_id(group.id, item.id), group_id=group.id, person_id=item.id,
                      period=Period(date(2025, 2, 1) if item is people[2] else None, None)) for item in (*people, late)]
    held = State(MeetingStatus.HELD)
    meetings = [
        Meeting(group_id=group.id, when=When(date(2025, 1, 10), time(13), time(14, 30)), state=held),
        Meeting(group_id=group.id, when=When(date(2025, 2, 10), time(13)), state=State(MeetingStatus.CANCELLED, "Hujan")),
        Meeting(group_id=group.id, when=When(date(2025, 3, 10), time(13)), state=held, title="Membaca 100% pemahaman",
                opening="Guru membahas kemampuan membaca pemahaman siswa kelas lima."),
        Meeting(group_id=group.id, planned_on=date(2025, 7, 1), kind=MeetingKind.TRAINING),
    ]
    marks = [
        Attendance(id=attendance_id(meetings[2].id, people[0].id), meeting_id=meetings[2].id, person_id=people[0].id,
                   presence=Presence.PRESENT),
        Attendance(id=attendance_id(meetings[2].id, people[1].id), meeting_id=meetings[2].id, person_id=people[1].id,
                   presence=Presence.SICK),
        Attendance(id=attendance_id(meetings[2].id, late.id), meeting_id=meetings[2].id, person_id=late.id,
                   presence=Presence.LATE),
        Attendance(meeting_id=meetings[2].id, presence=Presence.PRESENT),
    ]
    actions = [
        Action(meeting_id=meetings[2].id, what="Menyusun modul", owner_id=people[1].id, due_on=date(2025, 4, 1)),
        Action(meeting_id=meetings[2].id, what="Mengamati kelas", due_on=date(2025, 3, 20)),
        Action(meeting_id=meetings[2].id, what="Selesai", outcome=Outcome(ActionStatus.DONE, date(2025, 3, 12))),
    ]
    turns = [TalkTurn(meeting_id=meetings[2].id, person_id=people[0].id, turns=2),
             TalkTurn(meeting_id=meetings[2].id, person_id=people[1].id, turns=0),
             TalkTurn(meeting_id=meetings[2].id, person_id=people[2].id, shared=True)]
    slot = Slot(group_id=group.id, period=Period(date(2025, 1, 10), None), weeks=2)
    with storage.unit() as unit:
        for record in (school, group, *people, late, *members, *meetings, *marks, *actions, *turns, slot,
                       Decision(meeting_id=meetings[2].id, text="Jadwal tetap"),
                       AgendaItem(meeting_id=meetings[2].id, topic="Berbagi praktik baik")):
            unit.save(record)
    return {"school": school, "group": group, "people": people, "late": late, "meetings": meetings, "actions": actions}


def test_meetings_are_listed_newest_first_with_their_counts(storage: Storage, filled: Any) -> None:
    rows = Queries(storage.db).meetings(MeetingQuery(), TODAY)
    first, cancelled, third, training = filled["meetings"]
    assert [row.id for row in rows] == [training.id, third.id, cancelled.id, first.id]
    assert [row.number for row in rows] == [1, 2, None, 1]
    row = rows[1]
    assert (row.group, row.school, row.status, row.held_on, row.starts) == (
        "KBP Melati", "SD Melati", MeetingStatus.HELD, date(2025, 3, 10), time(13))
    assert (row.attended, row.due, row.blank) == (3, 5, 1), "three members, one on leave who came, one guest"
    assert (row.decisions, row.actions, row.open_actions) == (1, 3, 2)
    assert (rows[3].attended, rows[3].due, rows[3].blank) == (0, 2, 2), "Ani joined later"
    assert rows[2].reason == "Hujan"


def test_meetings_are_filtered_in_the_database(storage: Storage, filled: Any) -> None:
    queries = Queries(storage.db)
    first, cancelled, third, training = filled["meetings"]

    def found(**asked: Any) -> list[str]:
        query = MeetingQuery(**asked)
        rows = queries.meetings(query, TODAY)
        assert queries.count_meetings(query) == len(rows)
        return [row.id for row in rows]

    assert found(text="membaca 100%") == [third.id]
    assert found(text="100_") == []
    assert found(text="melati membaca") == [third.id]
    assert found(kind=MeetingKind.TRAINING) == [training.id]
    assert found(statuses=(MeetingStatus.HELD,)) == [third.id, first.id]
    assert found(since=date(2025, 2, 10), until=date(2025, 3, 10)) == [third.id, cancelled.id]
    assert found(school_id=filled["school"].id, group_id=filled["group"].id, ids=(first.id, third.id)) == [third.id, first.id]
    assert [row.id for row in queries.meetings(MeetingQuery(), TODAY, limit=2, offset=1)] == [third.id, cancelled.id]
    assert [row.number for row in queries.meetings(MeetingQuery(ids=(third.id,)), TODAY)] == [2]


def test_follow_ups_are_listed_by_urgency(storage: Storage, filled: Any) -> None:
    queries = Queries(storage.db)
    modul, amati, done = filled["actions"]
    rows = queries.actions(ActionQuery())
    assert [row.id for row in rows] == [amati.id, modul.id, done.id]
    assert (rows[1].owner, rows[1].meeting_on, rows[1].group) == ("Budi", date(2025, 3, 10), "KBP Melati")
    assert [row.id for row in queries.actions(ActionQuery(owner_id=filled["people"][1].id))] == [modul.id]
    assert [row.id for row in queries.actions(ActionQuery(statuses=(ActionStatus.DONE,)))] == [done.id]
    assert [row.id for row in queries.actions(ActionQuery(due_before=date(2025, 4, 1)))] == [amati.id]
    assert [row.id for row in queries.actions(ActionQuery(text="budi modul"))] == [modul.id]


def test_facts_are_what_the_indicators_count(storage: Storage, filled: Any) -> None:
    facts = read_facts(storage.db)
    assert (len(facts.people), len(facts.groups), len(facts.memberships), len(facts.meetings)) == (4, 1, 4, 4)
    assert len(facts.attendance) == 3, "guests do not count"
    assert {turn.person_id for turn in facts.turns} == {filled["people"][0].id, filled["people"][2].id}
    assert facts.slots[0].weeks == 2
    short = read_facts(storage.db, date(2025, 1, 1), date(2025, 2, 28))
    assert {fact.held_on for fact in short.meetings} == {date(2025, 1, 10), date(2025, 2, 10)}
    assert short.attendance == ()
    with storage.unit() as unit:
        unit.delete(filled["meetings"][2])
    assert read_facts(storage.db).attendance == ()


def titles(storage: Storage, text: str) -> list[str]:
    return [hit.row.table + ":" + hit.title for hit in Search(storage.db).find(text)]


def test_search_finds_beginnings_of_words_whatever_the_title(storage: Storage, filled: Any) -> None:
    assert titles(storage, "dra. siti") == ["person:Dra. Hj. Siti Rahmawati, M.Pd."]
    assert titles(storage, "Rahmawati, S.Pd.") == ["person:Dra. Hj. Siti Rahmawati, M.Pd."]
    assert titles(storage, "SÍTI") == ["person:Dra. Hj. Siti Rahmawati, M.Pd."]
    assert titles(storage, "pemaham membac") == ["meeting:Membaca 100% pemahaman"]
    assert titles(storage, "praktik") == ["agenda_item:Berbagi praktik baik"]
    assert titles(storage, "me") != []
    assert titles(storage, '"( OR * NEAR') == titles(storage, "   ") == []
    (hit,) = Search(storage.db).find("kelas lima")
    assert "kelas" in hit.snippet


def test_search_follows_changes_deletions_and_restorations(storage: Storage, filled: Any) -> None:
    third = filled["meetings"][2]
    with storage.unit() as unit:
        unit.save(dataclasses.replace(third, title="Numerasi", opening=""))
    assert titles(storage, "pemahaman") == []
    assert titles(storage, "numer") == ["meeting:Numerasi"]
    with storage.unit() as unit:
        unit.delete(third)
    assert titles(storage, "numer") == titles(storage, "praktik") == titles(storage, "modul") == []
    with storage.unit() as unit:
        unit.restore(storage.store.deleted(Meeting)[0].row)
    assert titles(storage, "numer") == ["meeting:Numerasi"]
    assert titles(storage, "praktik") == ["agenda_item:Berbagi praktik baik"]


def test_words_and_snippets() -> None:
    assert words_of("Prof. Dr. H. Ahmad, S.Pd., M.Pd.") == ["ahmad"]
    assert words_of("Dra.") == ["dra"]
    assert words_of("b") == ["b"]
    text = "kata " * 50 + "sasaran itu penting " + "kata " * 50
    found = snippet(text, ["sasar"])
    assert "sasaran itu penting" in found
    assert found.startswith("…")
    assert found.endswith("…")
    assert len(found) < 140
