"""The sample's other gatherings: training, workshops, cross-school meetings, the parents' forum; and its photos."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import (
    AgendaItem,
    Attachment,
    Attendance,
    Decision,
    Meeting,
    MeetingKind,
    MeetingStatus,
    Presence,
    State,
    When,
    attendance_id,
    meeting_id,
    rank_between,
)
from plcdesk.services.sample_data import (
    CROSS,
    FOLDER,
    TEAM,
    Batch,
    clock,
    group_id,
    ident,
    moment,
    other_id,
    person_id,
    slot_id,
    table,
)
from plcdesk.services.sample_people import schools, team


def gathering_batches() -> Iterator[Batch]:
    """Every gathering of several schools, written down by a student of the mentor team an hour after its end."""
    for number, told in enumerate(table("themes")["special"]):
        meeting = ident("gathering", told["on"])
        ends = clock(told["ends"])
        yield Batch(moment(told["on"], ends.hour + 1, ends.minute), other_id("mahasiswa", number % 2),
                    tuple(_gathering(meeting, told)))


def _gathering(meeting: Id, told: dict[str, Any]) -> Iterator[Any]:
    yield Meeting(
        id=meeting, group_id=group_id(told["group"]), kind=MeetingKind(told["kind"]),  # type: ignore[call-arg]
        title=told["title"], when=When(told["on"], clock(told["starts"]), clock(told["ends"])), venue=told["venue"],
        facilitator_id=other_id("pendamping", 0), notetaker_id=other_id("mahasiswa", 0),
        state=State(MeetingStatus.HELD, None),
    )
    for person, mark in _marks(told):
        yield Attendance(id=attendance_id(meeting, person), meeting_id=meeting, person_id=person, presence=mark)
    yield AgendaItem(id=ident("agenda", meeting), meeting_id=meeting, rank="i", topic=told["topic"],
                     lead_id=other_id("pendamping", 0), discussion=told["discussion"].strip())
    rank = ""
    for text in told["decisions"]:
        rank = rank_between(rank, "")
        yield Decision(id=ident("decision", meeting, text), meeting_id=meeting, rank=rank, text=text)


def _marks(told: dict[str, Any]) -> Iterator[tuple[Id, Presence]]:
    """Everyone of the group has a mark; at cross-school meetings the other grades were excused."""
    if told["group"] == TEAM:
        for person in team(4):
            yield person, Presence.PRESENT
    if told["group"] == CROSS:
        for school in schools(4):
            for index in range(1, 11):
                came = told["who"] == "all" or (index <= 5) == (told["who"] == "low")
                yield person_id(school["code"], index), Presence.PRESENT if came else Presence.EXCUSED
    if told["who"] == "forum":
        guests = {entry["role"]: len(entry["names"]) for entry in table("programme")["others"]}
        for role in ("orang_tua", "tokoh_masyarakat"):
            for index in range(guests[role]):
                yield other_id(role, index), Presence.PRESENT


def photo_files() -> list[bytes]:
    """The bytes of the sample's photos, in their order."""
    return [(FOLDER / told["file"]).read_bytes() for told in table("themes")["photos"]]


def photo_batches() -> Iterator[Batch]:
    """Each photo, attached on the evening of its meeting."""
    ranks: dict[Id, str] = {}
    for told, data in zip(table("themes")["photos"], photo_files(), strict=True):
        school = next(school for school in schools(4) if school["code"] == told["school"])
        days = [school["first"] + timedelta(weeks=week) for week in range(16)]
        day = [day for day in days if day != school["cancelled"]][told["meeting"] - 1]
        meeting = meeting_id(slot_id(told["school"]), day)
        ranks[meeting] = rank_between(ranks.get(meeting, ""), "")
        yield Batch(moment(day, 15, 10), person_id(told["school"], 1), (Attachment(
            id=ident("photo", told["file"]), meeting_id=meeting, sha256=hashlib.sha256(data).hexdigest(),
            size=len(data), rank=ranks[meeting], caption=told["caption"],
        ),))
