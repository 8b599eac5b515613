"""What the screens of coaching are handed: visits, teachers, cycles (domain handbook 3.3; needs N18, N19)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from plcdesk.domain.changes import Loaded
from plcdesk.domain.coaching import Cycle, CycleStep
from plcdesk.domain.fields import Choice, mark
from plcdesk.domain.ids import Id
from plcdesk.domain.modules import Module
from plcdesk.services.form_views import Filled, FormRow


class VisitStanding(Choice):
    """How a visit stands today."""

    PLANNED = "direncanakan", mark("Planned")
    DUE = "hari_ini", mark("Due today")
    OVERDUE = "terlambat", mark("Overdue")
    DONE = "terlaksana", mark("Done")
    MISSED = "batal", mark("Did not take place")


class VisitRow(NamedTuple):
    """A visit in a list; `cycles` are those held at it, `overdue_days` is 0 unless it is overdue."""

    id: Id
    school_id: Id | None
    school: str
    planned_on: date | None
    done_on: date | None
    standing: VisitStanding
    mentor_id: Id | None
    mentor: str
    topic: str
    reason: str
    cycles: int
    overdue_days: int


class VisitCounts(NamedTuple):
    """Visits done of those planned up to today, and how many wait."""

    done: int
    planned: int
    overdue: int


class TeacherState(Choice):
    """Whether a teacher is in a cycle."""

    NEVER = "belum", mark("No cycle yet")
    GOING = "berjalan", mark("Cycle under way")
    DONE = "tuntas", mark("Cycle complete")


class TeacherRow(NamedTuple):
    """A teacher in the list: how many cycles are complete, where the open one stands, when they are due again."""

    id: Id
    name: str
    school_id: Id | None
    school: str
    state: TeacherState
    complete: int
    open_id: Id | None
    step: CycleStep | None
    last_on: date | None
    follow_on: date | None
    overdue_days: int


class Commitment(NamedTuple):
    """What a teacher agreed to do at the end of a cycle, and the day to look at it again."""

    cycle_id: Id
    text: str
    follow_on: date | None


@dataclass(frozen=True, slots=True)
class CycleDetail:
    """One cycle: `form` holds the conversation and is None where that is not on this computer.

    `last` is the commitment of the cycle before; `number` counts the teacher's cycles by their dates; `lessons` are
    the class observations of the teacher on the day of the observation.
    """

    loaded: Loaded[Cycle]
    number: int
    teacher: str
    mentor: str
    school: str
    form: Filled | None
    last: Commitment | None
    module: Module | None
    lessons: tuple[FormRow, ...]

    @property
    def cycle(self) -> Cycle:
        """The record itself."""
        return self.loaded.record


class CycleRow(NamedTuple):
    """A cycle in a teacher's timeline."""

    id: Id
    number: int
    step: CycleStep
    before_on: date | None
    lesson_on: date | None
    after_on: date | None
    mentor: str
    here: bool
    """Whether the conversation is on this computer."""
