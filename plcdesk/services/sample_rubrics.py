"""The sample's observed meetings: rubric P at the beginning and at the end, and some leaders by F (handbook 3.1, 3.2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

from plcdesk.domain.forms import Hour
from plcdesk.domain.meetings import meeting_id
from plcdesk.services.sample_coaching import mentor_of
from plcdesk.services.sample_data import Batch, ident, moment, person_id, slot_id, table
from plcdesk.services.sample_forms import filled, form_id, level, levels, numbered, spread
from plcdesk.services.sample_meetings import Week


def held_days(school: dict[str, Any], weeks: int) -> list[date]:
    """The days on which the group of a school met."""
    days = [school["first"] + timedelta(weeks=week) for week in range(weeks)]
    return [day for day in days if day != school["cancelled"]]


def rubric_batches(school: dict[str, Any], place: int, teachers: int, weeks: int) -> Iterator[Batch]:
    """What the mentor saw at the meetings of a school, written as shared forms: the group talks about them.

    Figures of I2 come from the journals; the few observations beside them change none.
    """
    told = table("lessons")
    days = held_days(school, weeks)
    for month, number in told["participation"]["meetings"].items():
        if number <= len(days):
            yield _batch(place, days[number - 1], _participation(school, place, days[number - 1], month))
    for which, number in enumerate(told["facilitation"]["meetings"]):
        if number <= len(days):
            week = Week(school, place, number, days[number - 1], teachers)
            yield _batch(place, week.day, _facilitation(week, which))


def _batch(place: int, day: date, records: Iterator[Any]) -> Batch:
    return Batch(moment(day, 15, 5 + place), mentor_of(place), tuple(records))


def _participation(school: dict[str, Any], place: int, day: date, month: str) -> Iterator[Any]:
    told = table("lessons")
    notes = {item.replace("-", "."): text for item, text in told["evidence"][month].items()}
    answers = {}
    for dimension, total in enumerate(told["participation"][month][place], 1):
        for item, score in enumerate(spread(total, 4, dimension + place), 1):
            code = f"P{dimension}.{item}"
            answers[code] = level(score, notes.get(code))
    meeting = meeting_id(slot_id(school["code"]), day)
    yield from filled(
        "P", form_id("P", meeting), answers, private=False, school_id=ident("school", school["code"]),
        meeting_id=meeting, rater_id=mentor_of(place), hour=Hour(day, time(13)), seconds=90 * 60,
    )


def _facilitation(week: Week, which: int) -> Iterator[Any]:
    told = table("lessons")["facilitation"]
    yield from filled(
        "F", form_id("F", week.meeting), levels(numbered("F", 8), told["levels"][week.place][which], told["notes"]),
        private=False, school_id=ident("school", week.code), meeting_id=week.meeting,
        person_id=person_id(week.code, week.leads[0]), rater_id=mentor_of(week.place), hour=Hour(week.day, time(13)),
        seconds=60 * 60,
    )
