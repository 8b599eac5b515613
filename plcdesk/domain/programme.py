"""The programme, its stages and its schools (domain handbook 1.4; needs N1, N4, N11, N12)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from plcdesk.domain.fields import PROGRAMME, Choice, coupled, key, mark, once, paragraphs, record, value
from plcdesk.domain.ids import Id


class Period(NamedTuple):
    """From and to, both included; an empty end is open."""

    starts_on: date | None = None
    ends_on: date | None = None


class Actual(NamedTuple):
    """When it really took place."""

    began_on: date | None = None
    ended_on: date | None = None


class Letter(Choice):
    """The stage's place in the plan-do-check-act round."""

    PLAN = "P", mark("Plan")
    DO = "D", mark("Do")
    CHECK = "C", mark("Check")
    ACT = "A", mark("Act")


class StepState(Choice):
    """How far a step of a module's round or of a coaching cycle is (ux 4, "Stepper")."""

    TODO = "belum", mark("Not yet")
    RUNNING = "berjalan", mark("Running")
    DONE = "selesai", mark("Done")


class Sector(Choice):
    """Who runs a school."""

    PUBLIC = "negeri", mark("Public")
    PRIVATE = "swasta", mark("Private")


class Zone(Choice):
    """The school's clock, as printed behind a time."""

    WEST = "WIB", mark("WIB (western)")
    CENTRAL = "WITA", mark("WITA (central)")
    EAST = "WIT", mark("WIT (eastern)")


@record("programme", space=PROGRAMME, label=mark("Programme"))
class Programme:
    """What binds schools, people and meetings together; one in each database."""

    id: Id = key()
    name: str = value("", label=mark("Programme name"), searchable=True)
    organiser: str = value("", label=mark("Organiser"))
    academic_year: str = value("", label=mark("Academic year"))
    period: Period = coupled(Period, label=mark("Period"))
    goal: str = paragraphs(label=mark("Goal"))
    group_label: str = value("KBP", label=mark("Name for a learning group"))
    target_teachers: int | None = value(None, label=mark("Target number of teachers"))


@record("stage", space=PROGRAMME, label=mark("Stage"))
class Stage:
    """A named stretch of the programme, planned and actual (need N12)."""

    id: Id = key()
    programme_id: Id | None = once(refers="programme", parent=True)
    rank: str = value("a", label=mark("Order"))
    name: str = value("", label=mark("Name"))
    letter: Letter | None = value(None, label=mark("PDCA step"))
    period: Period = coupled(Period, label=mark("Planned"))
    actual: Actual = coupled(Actual, label=mark("Actual"))


@record("school", space=PROGRAMME, label=mark("School"))
class School:
    """A partner school; `space` names the space that holds its own records."""

    id: Id = key()
    space: str = once("")
    name: str = value("", label=mark("School name"), searchable=True)
    npsn: str = value("", label="NPSN")
    level: str = value("", label=mark("Level"))
    sector: Sector | None = value(None, label=mark("Public or private"))
    region: str = value("", label=mark("Region"))
    city: str = value("", label=mark("City (for the date line)"))
    address: str = value("", label=mark("Address"))
    principal_id: Id | None = value(None, label=mark("Principal"), refers="person")
    letterhead: tuple[str, ...] = value((), label=mark("Letterhead lines"))
    logo_id: Id | None = value(None, label=mark("Logo"), refers="attachment")
    zone: Zone = value(Zone.WEST, label=mark("Time zone"))
