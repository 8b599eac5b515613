"""The sample's coaching: a visit every two weeks, two cycles at each, and what was said (domain handbook 3.3, 8.2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

from plcdesk.domain.coaching import Cycle, Visit, VisitState, VisitStatus, visit_id
from plcdesk.domain.forms import Hour, Rated
from plcdesk.domain.ids import Id
from plcdesk.services.sample_data import Batch, ident, inside, moment, other_id, person_id, table
from plcdesk.services.sample_forms import around, filled, form_id, level, said, turn

DONE, PARTLY = 2, 1
"""How far the last commitment went (C7)."""


def mentor_of(place: int) -> Id:
    """The lecturer who accompanies a school."""
    return other_id("pendamping", table("coaching")["mentors"][place])


def coaching_batches(school: dict[str, Any], place: int) -> Iterator[Batch]:
    """The visits of one school: planned in August, written down by the mentor on the afternoon of each.

    What a pair said to each other is a private form: it stays on the computer where it was written.
    """
    told = table("coaching")
    mentor, home = mentor_of(place), ident("school", school["code"])
    days = [monday + timedelta(days=place) for monday in told["weeks"]]
    visits = [
        Visit(id=visit_id(home, day), school_id=home, planned_on=day, mentor_id=mentor, topic=topic)
        for day, topic in zip(days, told["topics"], strict=True)
    ]
    yield Batch(moment(date(2024, 8, 30), 9, place), mentor, tuple(visits))
    for number, (visit, day) in enumerate(zip(visits, days, strict=True)):
        later = days[number + 1] if number + 1 < len(days) else day + timedelta(weeks=2)
        done = Visit(id=visit.id, school_id=home, planned_on=day, mentor_id=mentor, topic=visit.topic,
                     state=VisitState(VisitStatus.DONE, day))
        for turn_now, index in enumerate(told["pairs"][number]):
            cycle = Cycle(
                id=ident("cycle", visit.id, index), school_id=home, person_id=person_id(school["code"], index),
                visit_id=visit.id, mentor_id=mentor, before_on=_working_day_before(day), lesson_on=day, after_on=day,
                follow_on=later,
            )
            records = (*((done,) if turn_now == 0 else ()), cycle, *_talk(school, place, number, index, cycle))
            yield Batch(moment(day, 13, 10 + 25 * turn_now), mentor, records)


def _working_day_before(day: date) -> date:
    return day - timedelta(days=3 if day.weekday() == 0 else 1)


def _talk(school: dict[str, Any], place: int, number: int, index: int, cycle: Cycle) -> Iterator[Any]:
    stories = table("coaching")["stories"]
    story = stories[(number * 2 + (index > 1) + place * 3) % len(stories)]
    yield from filled(
        "C", form_id("C", cycle.id), _answers(story, number, index, cycle), private=True,
        school_id=cycle.school_id, cycle_id=cycle.id, person_id=cycle.person_id, rater_id=cycle.mentor_id,
        hour=Hour(cycle.lesson_on, time(7, 30)),
    )


def _answers(story: dict[str, Any], number: int, index: int, cycle: Cycle) -> dict[str, Rated]:
    told = table("coaching")
    teaches, subject = table("programme")["teachers"]["teaches"][index - 1], told["subjects"][index - 1]
    hours = told["hours"][index % 3]
    words = {"class": inside(teaches) if teaches != "PJOK" else "kelas 5A", "part": subject}
    texts = [story[name] for name in ("goal", "now", "strategy", "watch", "how")]
    answers = {f"C{place}": said(text.format(**words)) for place, text in enumerate(texts, 1)}
    answers["C6"] = said(f"{words['class'].capitalize().replace('a', 'A') if False else words['class']}, {subject}, {hours}")
    return answers
