"""The sample programme: its figures are those of the handbook, and its story holds together."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from plcdesk.domain.changes import Row
from plcdesk.domain.checks import too_long
from plcdesk.domain.coaching import Cycle, Visit
from plcdesk.domain.errors import Cancelled
from plcdesk.domain.fields import spec_of
from plcdesk.domain.forms import Form, Sweep
from plcdesk.domain.meetings import (
    Action,
    ActionStatus,
    AgendaItem,
    Attachment,
    Attendance,
    Decision,
    Meeting,
    MeetingKind,
    MeetingStatus,
    Presence,
    TalkTurn,
)
from plcdesk.domain.modules import Module, ModuleFile
from plcdesk.domain.notes import ChatTally, Interview, Obstacle, Quote, Recommendation
from plcdesk.domain.partners import PartnerInput
from plcdesk.domain.people import TEACHING, Group, GroupKind, Member, Person, Role, Slot
from plcdesk.domain.programme import Programme, School, Stage
from plcdesk.domain.progress import Progress
from plcdesk.ledger.clock import milliseconds
from plcdesk.services.sample import fill
from plcdesk.services.sample_data import person_id
from plcdesk.services.sample_gatherings import photo_files
from plcdesk.services.sample_large import LARGE, large_batches
from plcdesk.services.sample_records import full_batches, tebo_batches
from plcdesk.services.sample_small import small_batches
from plcdesk.storage import local
from plcdesk.storage.storage import Storage


class Told:
    """The records of the batches as they stand in the end."""

    def __init__(self, batches: list[Any]) -> None:
        self.records: dict[Row, Any] = {}
        for batch in batches:
            for record in batch.records:
                self.records[Row(spec_of(record).table, record.id)] = record

    def all(self, cls: type) -> list[Any]:
        return [record for record in self.records.values() if type(record) is cls]

    def routine(self, status: MeetingStatus | None = None) -> list[Meeting]:
        meetings = [meeting for meeting in self.all(Meeting) if meeting.kind is MeetingKind.ROUTINE]
        return sorted((meeting for meeting in meetings if status in (None, meeting.state.status)),
                      key=lambda meeting: meeting.when.held_on or date.min)

    def of(self, code: str) -> list[Meeting]:
        """The meetings held of one school, in order."""
        home = {person.id: person.school_id for person in self.all(Person)}[person_id(code, 1)]
        groups = {group.id for group in self.all(Group) if group.school_id == home}
        return [meeting for meeting in self.routine(MeetingStatus.HELD) if meeting.group_id in groups]


FULL = Told(full_batches())
CODES = ("MEL", "KEN", "CEM", "FLA")


def test_people_and_groups_are_those_of_the_handbook():
    people = FULL.all(Person)
    assert sum(person.role in TEACHING for person in people) == 40
    assert Counter(person.role for person in people) == {
        Role.TEACHER: 36, Role.FACILITATOR: 4, Role.PRINCIPAL: 4, Role.MENTOR: 3, Role.STUDENT: 2, Role.SUPERVISOR: 1,
        Role.PARENT: 6, Role.COMMUNITY: 2,
    }
    alias = {person.id: person.alias for person in people}
    assert alias[person_id("MEL", 1)] == "Guru A"
    assert alias[person_id("CEM", 6)] == "Guru Z"
    assert alias[person_id("FLA", 10)] == "Guru AN"
    assert alias[person_id("FLA", 0)] == "Kepala Sekolah D"
    assert len(set(alias.values())) == len(people)
    assert len(FULL.all(School)) == 4
    assert len(FULL.all(Stage)) == 5
    assert len(FULL.all(Programme)) == 1
    sizes = Counter(member.group_id for member in FULL.all(Member))
    kinds = defaultdict(list)
    for group in FULL.all(Group):
        kinds[group.kind].append(sizes[group.id])
    assert kinds[GroupKind.SCHOOL] == [10, 10, 10, 10]
    assert kinds[GroupKind.SUBJECT] == [20, 20]
    assert 40 in kinds[GroupKind.CROSS]


def test_sixty_of_sixty_four_meetings_were_held():
    assert len(FULL.routine()) == 64
    assert len(FULL.routine(MeetingStatus.HELD)) == 60
    cancelled = {meeting.when.held_on: meeting.state.reason for meeting in FULL.routine(MeetingStatus.CANCELLED)}
    assert set(cancelled) == {date(2024, 11, 27), date(2024, 12, 10), date(2024, 12, 12), date(2024, 12, 13)}
    assert all(cancelled.values())
    assert {meeting.when.held_on.weekday() for code in CODES[:1] for meeting in FULL.of(code)} == {1}
    slots = FULL.all(Slot)
    assert sorted(slot.period.starts_on for slot in slots) == [date(2024, 9, day) for day in (3, 4, 5, 6)]
    assert all((slot.period.ends_on - slot.period.starts_on).days == 15 * 7 for slot in slots)


@pytest.mark.parametrize("code", CODES)
def test_attendance_of_a_school(code):
    meetings = [meeting.id for meeting in FULL.of(code)]
    marks = Counter(row.presence for row in FULL.all(Attendance) if row.meeting_id in set(meetings))
    assert marks.total() == 150
    assert marks[Presence.PRESENT] + marks[Presence.LATE] == 135
    assert marks[Presence.LATE] == 6
    assert [marks[Presence(letter)] for letter in "ISDA"] == [5, 4, 4, 2]
    missed = defaultdict(list)
    for row in FULL.all(Attendance):
        if row.meeting_id in set(meetings) and row.presence not in {Presence.PRESENT, Presence.LATE}:
            missed[row.person_id].append(meetings.index(row.meeting_id) + 1)
    assert [missed[person_id(code, index)] for index in range(1, 10)] == [[n] for n in (1, 1, 2, 2, 3, 4, 6, 9, 12)]
    assert sorted(missed[person_id(code, 10)]) == [2, 4, 5, 7, 10, 13]


def test_absent_people_have_no_talk_turns_and_present_ones_have():
    here = {(row.meeting_id, row.person_id) for row in FULL.all(Attendance)
            if row.presence in {Presence.PRESENT, Presence.LATE}}
    routine = {meeting.id for meeting in FULL.routine(MeetingStatus.HELD)}
    spoke = {(turn.meeting_id, turn.person_id) for turn in FULL.all(TalkTurn)}
    assert spoke == {place for place in here if place[0] in routine}


def turns_of(code: str, number: int) -> list[int]:
    meeting = FULL.of(code)[number - 1].id
    return sorted((turn.turns for turn in FULL.all(TalkTurn) if turn.meeting_id == meeting), reverse=True)


def test_talk_turns_of_the_first_and_the_last_meeting():
    assert turns_of("MEL", 1) == [18, 14, 11, 5, 4, 3, 3, 2]
    assert turns_of("MEL", 15) == [9, 8, 8, 7, 7, 6, 6, 5, 4, 0]


@pytest.mark.parametrize("code", CODES)
def test_everyone_but_the_tenth_contributes_in_each_month(code):
    months = {meeting.id: meeting.when.held_on.month for meeting in FULL.of(code)}
    spoke = defaultdict(set)
    for turn in FULL.all(TalkTurn):
        if turn.meeting_id in months and turn.turns:
            spoke[turn.person_id].add(months[turn.meeting_id])
    for index in range(1, 10):
        assert spoke[person_id(code, index)] == {9, 10, 11, 12}


def test_follow_ups_in_time_late_and_open():
    actions = FULL.all(Action)
    assert len(actions) == 120
    assert all(action.due_on <= date(2024, 12, 31) for action in actions)
    done = [action for action in actions if action.outcome.status is ActionStatus.DONE]
    assert sum(action.outcome.done_on <= action.due_on for action in done) == 96
    assert sum(action.outcome.done_on > action.due_on for action in done) == 12
    assert sum(action.is_open for action in actions) == 12
    here = {(row.meeting_id, row.person_id) for row in FULL.all(Attendance) if row.presence in {Presence.PRESENT, Presence.LATE}}
    assert all((action.meeting_id, action.owner_id) in here for action in actions)


def test_four_fifths_of_the_minutes_were_protected():
    held = FULL.routine(MeetingStatus.HELD)
    assert sum(90 - meeting.disturbed for meeting in held) == 4320
    assert len(held) * 90 == 5400


def test_the_example_minutes():
    meeting = FULL.of("MEL")[6]
    assert meeting.when.held_on == date(2024, 10, 15)
    assert meeting.facilitator_id == person_id("MEL", 1)
    agenda = [item for item in FULL.all(AgendaItem) if item.meeting_id == meeting.id]
    assert any("pertanyaan pemantik" in item.discussion and "berdiferensiasi" in item.topic for item in agenda)
    assert sum(action.meeting_id == meeting.id for action in FULL.all(Action)) == 2
    photos = [photo for photo in FULL.all(Attachment) if photo.meeting_id == meeting.id]
    assert len(photos) == 2
    assert {photo.sha256 for photo in photos} <= {hashlib.sha256(data).hexdigest() for data in photo_files()}


def test_other_gatherings():
    kinds = Counter(meeting.kind for meeting in FULL.all(Meeting))
    assert kinds == {MeetingKind.ROUTINE: 64, MeetingKind.TRAINING: 7, MeetingKind.CROSS: 4, MeetingKind.FOCUS: 1,
                     MeetingKind.PARENTS: 1}


@pytest.mark.parametrize("make", [full_batches, small_batches, tebo_batches])
def test_every_text_is_finished_and_fits_its_field(make):
    for record in Told(make()).records.values():
        assert not too_long(record)
        for name in spec_of(record).fields:
            value = getattr(record, name)
            for text in value if isinstance(value, tuple) else (value,):
                if isinstance(text, str):
                    assert not re.search(r"[{}]|[^\S\n]\n|  ", text), (record, name)


def test_what_was_said_and_agreed_is_more_than_a_word():
    for item in FULL.all(AgendaItem):
        assert len(item.discussion) > 40
    for cls in (Decision, Action):
        for record in FULL.all(cls):
            assert len(getattr(record, "text", "") or record.what) > 15


@pytest.mark.parametrize("make", [full_batches, small_batches, tebo_batches])
def test_every_record_names_records_that_were_there_before(make):
    known: set[Row] = set()
    for batch in make():
        here = {Row(spec_of(record).table, record.id) for record in batch.records}
        for record in batch.records:
            for field in spec_of(record).fields.values():
                named = getattr(record, field.name)
                if field.refers and named and field.refers != "person":
                    assert Row(field.refers, named) in known | here, (record, field.name)
        known |= here
    told = Told(make())
    for record in told.records.values():
        for field in spec_of(record).fields.values():
            if field.refers and getattr(record, field.name):
                assert Row(field.refers, getattr(record, field.name)) in told.records, (record, field.name)
    assert {Row("person", batch.by) for batch in make()} <= told.records.keys()


def test_twice_the_same_and_in_order_of_time():
    assert full_batches() == full_batches()
    moments = [batch.at for batch in full_batches()]
    assert moments == sorted(moments)
    for batch in full_batches():
        for record in batch.records:
            if isinstance(record, Action) and record.outcome.done_on is not None:
                assert record.outcome.done_on <= batch.at.date()


def test_the_small_sample():
    small = Told(small_batches())
    assert len(small.all(Person)) == 10
    assert len(small.all(Meeting)) == 3
    assert len(small.all(School)) == 1


def test_every_page_of_the_small_sample_shows_something():
    small = Told(small_batches())
    assert {form.instrument for form in small.all(Form)} == {"V", "M", "U", "J", "P", "D", "C", "A", "K", "L", "W", "WF"}
    for cls in (Visit, Cycle, Module, ModuleFile, Interview, Quote, ChatTally, Obstacle, Recommendation, PartnerInput, Sweep):
        assert small.all(cls), cls
    reviewers = {form.rater_id for form in small.all(Form) if form.instrument == "A"}
    assert len(reviewers) == 2


def test_one_year_of_the_large_sample_is_a_tenth_of_it():
    counts: Counter[str] = Counter()
    days = set()
    year = 2 * 20
    for batch in islice(large_batches(), 1 + 20 + year):
        counts.update(spec_of(record).table for record in batch.records)
        days |= {record.when.held_on for record in batch.records if isinstance(record, Meeting)}
    assert 1 + 20 + 10 * year == LARGE
    assert counts["person"] == 400
    assert counts["school"] == 20
    assert counts["meeting"] * 10 == 16_000
    assert timedelta(days=270) < max(days) - min(days) < timedelta(days=300)


class Photos:
    def __init__(self) -> None:
        self.kept: set[str] = set()

    def put(self, data: bytes) -> str:
        name = hashlib.sha256(data).hexdigest()
        self.kept.add(name)
        return name


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    opened = Storage.open(tmp_path / "plcdesk.sqlite", create=True)
    yield opened
    opened.close()


def test_the_database_holds_the_sample_and_its_history_reads_like_2024(storage):
    photos = Photos()
    me = fill(storage, photos, "full")
    assert me == person_id("MEL", 1)
    assert storage.store.count(Meeting) == 77
    assert {file.sha256 for cls in (Attachment, ModuleFile) for file in storage.store.all(cls)} == photos.kept
    for record in FULL.records.values():
        if not isinstance(record, School):
            assert storage.store.get(type(record), record.id) == record
    with storage.db.read() as connection:
        assert local.get(connection, local.ME) == me
    done = next(action for action in FULL.all(Action) if action.outcome.status is ActionStatus.DONE)
    lines = storage.store.history(Row("action", done.id))
    assert {line.at[:4] for line in lines} == {"2024"}
    assert [line.field for line in lines if line.kind == "set" and line.field == "outcome"]


def test_after_the_sample_the_clock_is_today_again(storage):
    fill(storage, Photos(), "small")
    assert milliseconds(storage.clock.tick()) > 1_735_000_000_000


def test_the_sample_can_be_cancelled(storage):
    def stop(_text: str, done: int, _total: int) -> None:
        progress.cancelled = done >= 2

    progress = Progress(stop)
    with pytest.raises(Cancelled):
        fill(storage, Photos(), "small", progress)
