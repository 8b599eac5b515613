"""The sample's coaching: a visit every two weeks, two cycles at each, and what was said (domain handbook 3.3, 8.2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

from plcdesk.domain.coaching import Cycle, Visit, VisitState, VisitStatus, visit_id
from plcdesk.domain.forms import Hour, Rated
from plcdesk.domain.ids import Id
from plcdesk.services.sample_data import Batch, ident, inside, moment, other_id, person_id, table
from plcdesk.services.sample_forms import SKIPPED, around, filled, form_id, level, said, turn

DONE, PARTLY = 2, 1
"""How far the last commitment went (C7)."""
_TEXTS = {
    "C1": "goal", "C2": "now", "C3": "strategy", "C4": "watch", "C5": "how", "C10": "students", "C11": "teacher",
    "C13": "well", "C14": "surprise", "C15": "proof", "C16": "strength", "C17": "improve", "C18": "commitment",
    "C20": "support",
}


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
        for second, index in enumerate(told["pairs"][number]):
            cycle = Cycle(
                id=ident("cycle", visit.id, index), school_id=home, person_id=person_id(school["code"], index),
                visit_id=visit.id, mentor_id=mentor, before_on=_working_day_before(day), lesson_on=day, after_on=day,
                follow_on=later,
            )
            story = told["stories"][(number * 2 + second + place * 3) % len(told["stories"])]
            talk = filled(
                "C", form_id("C", cycle.id), _answers(school, story, number, index, cycle), private=True,
                school_id=home, cycle_id=cycle.id, person_id=cycle.person_id, rater_id=mentor, hour=Hour(day, time(7, 30)),
            )
            yield Batch(moment(day, 13, 10 + 25 * second), mentor, (*((done,) if second == 0 else ()), cycle, *talk))


def _working_day_before(day: date) -> date:
    return day - timedelta(days=3 if day.weekday() == 0 else 1)


def _answers(school: dict[str, Any], story: dict[str, Any], number: int, index: int, cycle: Cycle) -> dict[str, Rated]:
    told = table("coaching")
    teaches, subject = table("programme")["teachers"]["teaches"][index - 1], told["subjects"][index - 1]
    taught = teaches if teaches != "PJOK" else "Kelas 5A"
    words = {"class": inside(taught), "part": subject}
    answers = {item: said(story[name].format(**words)) for item, name in _TEXTS.items()}
    answers["C6"] = said(f"{taught}, {subject}, {told['hours'][(index + number) % 3]}")
    again = number == 5
    answers["C7"] = level((DONE if index == 1 else PARTLY) if again else turn(school["code"], index) % 2 + 1)
    answers["C8"] = said("Rencana pelajaran harian" if number < 3 else _module(school, index))
    answers["C9"] = said("\n".join(story["facts"]))
    answers["C12"] = SKIPPED
    answers["C19"] = said(cycle.follow_on.isoformat() if cycle.follow_on else "")
    answers |= {f"C{item}": level(around(usual, 2, 4, cycle.id, item)) for item, usual in ((21, 4), (22, 3), (23, 3), (24, 4))}
    return dict(sorted(answers.items(), key=lambda answer: int(answer[0][1:])))


def _module(school: dict[str, Any], index: int) -> str:
    modules = [module for module in table("modules")["modules"] if module["school"] == school["code"]]
    own = next((module for module in modules if index in module["authors"]), modules[0])
    return f"{own['code']} {own['title']}"
