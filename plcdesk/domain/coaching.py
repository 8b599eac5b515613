"""Coaching: visits every two weeks and the cycles held at them (domain handbook 3.3; needs N18, N19, N71).

What is said in a cycle is a private form of instrument C; here stands only that it took place, which everybody in the
school may see (I15).
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from plcdesk.domain.fields import Choice, coupled, key, mark, once, record, school_of, value
from plcdesk.domain.ids import Id, derived


class VisitStatus(Choice):
    """Where a visit stands; a planned one whose day has passed is overdue."""

    PLANNED = "direncanakan", mark("Planned")
    DONE = "terlaksana", mark("Done")
    MISSED = "batal", mark("Did not take place")


class VisitState(NamedTuple):
    """Status, the day it was done, and why it did not take place."""

    status: VisitStatus | None = VisitStatus.PLANNED
    done_on: date | None = None
    reason: str | None = None


class CycleStep(Choice):
    """The parts of a cycle, in order."""

    BEFORE = "pra", mark("Pre-conference")
    LESSON = "observasi", mark("Observation")
    AFTER = "pasca", mark("Post-conference")
    CLOSED = "tuntas", mark("Complete")


@record("visit", space=school_of("school_id"), label=mark("Visit"))
class Visit:
    """A mentor's visit to a school; a planned one has the id of school and planned day."""

    id: Id = key()
    school_id: Id | None = once(refers="school")
    planned_on: date | None = value(None, label=mark("Planned for"))
    mentor_id: Id | None = value(None, label=mark("Mentor"), refers="person")
    topic: str = value("", label=mark("Topic of the visit"), searchable=True)
    state: VisitState = coupled(VisitState, label=mark("Status"))


@record("cycle", space=school_of("school_id"), label=mark("Coaching cycle"))
class Cycle:
    """One round of pre-conference, observation and post-conference of a mentor with a teacher."""

    id: Id = key()
    school_id: Id | None = once(refers="school")
    person_id: Id | None = once(refers="person")
    visit_id: Id | None = value(None, label=mark("Visit"), refers="visit")
    mentor_id: Id | None = value(None, label=mark("Mentor"), refers="person")
    before_on: date | None = value(None, label=mark("Pre-conference"))
    lesson_on: date | None = value(None, label=mark("Observation"))
    after_on: date | None = value(None, label=mark("Post-conference"))
    follow_on: date | None = value(None, label=mark("Follow-up date"))

    @property
    def days(self) -> dict[CycleStep, date | None]:
        """The day of each part, in order."""
        return {CycleStep.BEFORE: self.before_on, CycleStep.LESSON: self.lesson_on, CycleStep.AFTER: self.after_on}

    @property
    def begun_on(self) -> date | None:
        """The day of the first part that has one."""
        return next((day for day in self.days.values() if day is not None), None)

    @property
    def complete(self) -> bool:
        """Whether all three parts have a date (domain handbook 3.3)."""
        return None not in self.days.values()

    @property
    def step(self) -> CycleStep:
        """The first part that has no date yet."""
        return next((step for step, day in self.days.items() if day is None), CycleStep.CLOSED)


def visit_id(school: Id, planned_on: date) -> Id:
    """The identity of a visit that was planned for a day."""
    return derived("visit", school, planned_on.isoformat())
