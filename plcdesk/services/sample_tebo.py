"""The second sample: one school, five subject groups that meet every two weeks, workshops (domain handbook 8.3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import (
    Action,
    ActionStatus,
    AgendaItem,
    Attendance,
    Decision,
    Focus,
    Meeting,
    MeetingKind,
    MeetingStatus,
    Outcome,
    Presence,
    State,
    TalkTurn,
    When,
    attendance_id,
    meeting_id,
    rank_between,
    talk_turn_id,
)
from plcdesk.services.sample_data import Batch, ident, moment, short_name, table

SIZE = 5
"""Teachers in a group."""
TURNS = (9, 6, 4, 3, 1)
MARKS = {(2, 1): "I", (4, 1): "D", (5, 2): "S", (3, 3): "I", (5, 4): "S", (4, 3): "T", (1, 4): "T"}
"""(place in the group, meeting) -> mark, in every second group."""


def tebo_person(group: str, index: int) -> Id:
    """A teacher by group and place, counted from 1."""
    return ident("tebo", "person", group, index)


def tebo_other(role: str, index: int) -> Id:
    """Anyone else by role; the principal is ``kepala_sekolah`` 0."""
    return ident("tebo", "person", role, index)


def tebo_school() -> Id:
    """The school."""
    return ident("tebo", "school")


def tebo_group(key: str) -> Id:
    """A subject group, or ``all`` for the group of the whole school."""
    return ident("tebo", "group", key)


def tebo_slot(key: str, number: int) -> Id:
    """The meeting time of a group before (0) and after (1) the holidays."""
    return ident("tebo", "slot", key, number)


@dataclass(frozen=True, slots=True)
class Session:
    """One meeting of a subject group: the group's table and place, its number, its day and slot."""

    group: dict[str, Any]
    place: int
    number: int
    day: date
    slot: Id

    @property
    def id(self) -> Id:
        """The meeting's identity, as a laptop would derive it."""
        return meeting_id(self.slot, self.day)

    @property
    def marks(self) -> list[Presence]:
        """The marks of the five."""
        return [Presence(MARKS.get((index, self.number), "H") if self.place % 2 == 0 else "H")  # type: ignore[call-arg]
                for index in range(1, SIZE + 1)]

    @property
    def present(self) -> list[int]:
        """Places of those who came, the one who leads first: everyone in turn."""
        came = [index for index, mark in enumerate(self.marks, 1) if mark in (Presence.PRESENT, Presence.LATE)]
        shift = (self.number - 1 + self.place) % len(came)
        return came[shift:] + came[:shift]


def sessions(place: int) -> list[Session]:
    """The meetings of a group in order of their days."""
    told = table("tebo")
    group = told["groups"][place]
    found: list[Session] = []
    for which, slot in enumerate(told["slots"]):
        for step in range(slot["meetings"]):
            day = slot["first"] + timedelta(weeks=2 * step, days=group["weekday"])
            found.append(Session(group, place, len(found) + 1, day, tebo_slot(group["key"], which)))
    return found


def gathering_id(day: date) -> Id:
    """A workshop or the forum."""
    return ident("tebo", "gathering", day)


def meeting_batches() -> Iterator[Batch]:
    """The workshops, the forum and every group's meetings, written down by those who took the minutes."""
    told = table("tebo")
    mentor = tebo_other("pendamping", 1)
    for workshop in told["workshops"]:
        yield Batch(moment(workshop["on"], 16), mentor, tuple(_gathering(workshop, MeetingKind.TRAINING, 13)))
    yield Batch(moment(told["forum"]["on"], 13), mentor, tuple(_gathering(told["forum"], MeetingKind.PARENTS, 11)))
    for place in range(len(told["groups"])):
        earlier: list[Action] = []
        for session in sessions(place):
            done = [_outcome(action, session.day - timedelta(days=2)) for action in earlier]
            earlier = list(_actions(session))
            records = (*done, *_held(session), *earlier)
            yield Batch(moment(session.day, 15, 10 + place), tebo_person(session.group["key"], session.present[1]), records)


def _gathering(told: dict[str, Any], kind: MeetingKind, ends: int) -> Iterator[Any]:
    key, mentor = gathering_id(told["on"]), tebo_other("pendamping", 0)
    yield Meeting(
        id=key, group_id=tebo_group("all"), kind=kind, title=told["title"], when=When(told["on"], time(8), time(ends)),
        venue="Aula sekolah", facilitator_id=mentor, notetaker_id=tebo_other("pendamping", 1),
        state=State(MeetingStatus.HELD, None),
    )
    people = [tebo_person(group["key"], index) for group in table("tebo")["groups"] for index in range(1, SIZE + 1)]
    if kind is MeetingKind.PARENTS:
        people += [tebo_other(role["role"], index) for role in table("tebo")["others"][2:]
                   for index in range(len(role["names"]))]
    for person in people:
        yield Attendance(id=attendance_id(key, person), meeting_id=key, person_id=person, presence=Presence.PRESENT)
    yield AgendaItem(id=ident(key, "agenda"), meeting_id=key, rank="i", topic=told["title"].partition(": ")[2] or told["title"],
                     lead_id=mentor, discussion=told["text"])


def _held(session: Session) -> Iterator[Any]:
    key, theme = session.group["key"], table("tebo")["themes"][session.number - 1]
    lead, second = (tebo_person(key, index) for index in session.present[:2])
    yield Meeting(
        id=session.id, group_id=tebo_group(key), slot_id=session.slot, planned_on=session.day, venue="Ruang guru",
        when=When(session.day, time(13, 30), time(15)), chair_id=tebo_person(key, 1), facilitator_id=lead,
        notetaker_id=second, focus=Focus(theme["focus"]), evidence=_say(session, theme["evidence"]),  # type: ignore[call-arg]
        opening=f"Pertemuan dibuka pukul 13.30. Hadir {len(session.present)} dari {SIZE} anggota.",
        closing="Pertemuan ditutup pukul 15.00 setelah tindak lanjut dibacakan.",
        state=State(MeetingStatus.HELD, None), disturbed=(0, 10, 15, 5)[(session.number + session.place) % 4],
    )
    for index, mark in enumerate(session.marks, 1):
        person = tebo_person(key, index)
        yield Attendance(id=attendance_id(session.id, person), meeting_id=session.id, person_id=person, presence=mark)
    for place, index in enumerate(session.present):
        person = tebo_person(key, index)
        turns = max(1, TURNS[place] - (session.number if place == 0 else -session.number // 2))
        yield TalkTurn(id=talk_turn_id(session.id, person), meeting_id=session.id, person_id=person, turns=turns,
                       shared=place == 1, led=place == 0)
    yield AgendaItem(id=ident(session.id, "agenda"), meeting_id=session.id, rank="i", topic=_say(session, theme["topic"]),
                     minutes=70, lead_id=lead, discussion=_say(session, theme["discussion"]).strip())
    yield Decision(id=ident(session.id, "decision"), meeting_id=session.id, rank="i", text=_say(session, theme["decision"]))


def _actions(session: Session) -> Iterator[Action]:
    """Two follow-ups, due two weeks later; those of the last meeting are still open."""
    rank = ""
    for place, (what, measure) in enumerate(table("tebo")["themes"][session.number - 1]["actions"]):
        rank = rank_between(rank, "")
        yield Action(
            id=ident(session.id, "action", place), meeting_id=session.id, rank=rank, what=_say(session, what),
            owner_id=tebo_person(session.group["key"], session.present[place]), due_on=session.day + timedelta(weeks=2),
            measure=_say(session, measure),
        )


def _outcome(action: Action, on: date) -> Action:
    """The follow-up once it was done; before the long holidays it was done in time all the same."""
    assert action.due_on is not None
    done_on = min(on, action.due_on)
    return Action(
        id=action.id, meeting_id=action.meeting_id, rank=action.rank, what=action.what, owner_id=action.owner_id,
        due_on=action.due_on, measure=action.measure, outcome=Outcome(ActionStatus.DONE, done_on),
    )


def _say(session: Session, text: str) -> str:
    people = session.group["people"]
    names = {name: short_name(people[index - 1])
             for name, index in zip(("lead", "second", "third"), session.present, strict=False)}
    return text.format(**names, matter=session.group["matter"], module=session.group["module"])
