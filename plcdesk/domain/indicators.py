"""The definitions of the indicators (domain handbook 4).

A definition says in words what is counted, so that screen, paper and the command line name the same thing.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from plcdesk.domain.fields import mark


class Unit(enum.StrEnum):
    """What a value is measured in."""

    PERCENT = "percent"
    COUNT = "count"
    MEAN = "mean"
    """A mean of ratings on the scale of its instrument."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator: its name, what is counted over what, and how it is written.

    A percentage is written with one decimal unless it is whole, half rounded up. `words` holds both counts. A label
    with the place ``{name}`` is that of a family: each member puts its own name there.
    """

    id: str
    label: str
    numerator: str
    denominator: str
    words: str
    unit: Unit = Unit.PERCENT


_TEACHERS = mark("{numerator} of {denominator} teachers")
_PEOPLE = mark("{numerator} of {denominator} respondents")
_MODULES = mark("{numerator} of {denominator} modules")
_ITEMS = mark("{numerator} of {denominator} items")
_RATINGS = mark("{numerator} points in {denominator} ratings")
_ALL = (
    Indicator(
        "I1a", mark("Active teachers"),
        mark("teachers who attended at least 75% of the routine meetings due to them and contributed at least once"),
        mark("target teachers"), _TEACHERS),
    Indicator("I1b", mark("Attendance rate"), mark("places marked Present or Late"),
              mark("places due: routine meetings held × members due"), mark("{numerator} of {denominator} places")),
    Indicator("I2", mark("Able to facilitate"), mark("teachers with F1, F2 and F3 at 3 or more in the month's journal"),
              mark("target teachers"), _TEACHERS),
    Indicator("I3", mark("Use of strategies from the learning group"), mark("Yes on S1 with the strategy named in S2"),
              mark("respondents who answered S1"), _PEOPLE),
    Indicator("I4", mark("Gain in student engagement"),
              mark("engagement in module lessons less that in conventional lessons"),
              mark("engagement in conventional lessons"), mark("{numerator} per {denominator}")),
    Indicator("I4:konvensional", mark("Student engagement, conventional lessons"), mark("students engaged"),
              mark("students present, over all sweeps"), mark("{numerator} of {denominator} students counted")),
    Indicator("I4:modul", mark("Student engagement, module lessons"), mark("students engaged"),
              mark("students present, over all sweeps"), mark("{numerator} of {denominator} students counted")),
    Indicator("I5a", mark("Active in WhatsApp"), mark("4 or more on U1"), mark("respondents who answered U1"), _PEOPLE),
    Indicator("I5b", mark("Steady in Google Classroom"), mark("4 or more on U2"), mark("respondents who answered U2"),
              _PEOPLE),
    Indicator("I5c", mark("Technology, average"), mark("the two rates added"), mark("two rates"),
              mark("average of two rates")),
    Indicator("I6", mark("Motivation increased"), mark("4 or more on M11 and on M12"),
              mark("respondents who answered both"), _PEOPLE),
    Indicator("I7", mark("Chat pattern: {name}"), mark("messages of this kind"), mark("coded messages"),
              mark("{numerator} of {denominator} messages")),
    Indicator("I8", mark("Obstacle: {name}"), mark("respondents who ticked it"),
              mark("respondents who answered the question on obstacles; several answers are possible"), _PEOPLE),
    Indicator("I9", mark("Baseline survey: {name}"), mark("respondents with this answer"),
              mark("respondents who answered the item"), _PEOPLE),
    Indicator("I10", mark("Modules produced"), mark("modules reviewed, revised or final"), mark("modules recorded"),
              _MODULES, Unit.COUNT),
    Indicator("I10:part", mark("Modules produced: {name}"), mark("modules reviewed, revised or final of this kind"),
              mark("modules produced"), _MODULES, Unit.COUNT),
    Indicator("I11", mark("Modules that meet the authentic-work rule"), mark("newest versions that meet it"),
              mark("modules whose newest version was reviewed"), _MODULES),
    Indicator("I11:v1", mark("First versions that meet the authentic-work rule"), mark("first versions that meet it"),
              mark("modules whose first version was reviewed"), _MODULES),
    Indicator("I12", mark("Regularity"), mark("planned meetings that were held"), mark("meetings planned up to today"),
              mark("{numerator} of {denominator} meetings")),
    Indicator("I15", mark("Coverage of coaching"), mark("teachers with at least one complete cycle"),
              mark("target teachers"), _TEACHERS),
    Indicator("I15:kunjungan", mark("Visits done"), mark("visits done"), mark("visits planned up to today"),
              mark("{numerator} of {denominator} visits")),
    Indicator("I16", mark("Learning group profile: {name}"), mark("sum of the ratings"), mark("items rated"), _RATINGS,
              Unit.MEAN),
    Indicator("I17:belajar", mark("Training, learning: {name}"), mark("correct answers"), mark("answers"),
              mark("{numerator} of {denominator} answers")),
    Indicator("I17:perilaku", mark("Training, behaviour shown"),
              mark("participants who show at least four of the six behaviours"), mark("participants rated"),
              mark("{numerator} of {denominator} participants")),
    Indicator("I20", mark("Rater agreement"), mark("items on which both raters chose the same level"),
              mark("items rated by two"), _ITEMS),
    Indicator("I20:1", mark("Rater agreement within one level"), mark("items on which both raters differ by at most one"),
              mark("items rated by two"), _ITEMS),
)
INDICATORS: dict[str, Indicator] = {indicator.id: indicator for indicator in _ALL}
"""Every definition by id, in the order of the handbook. A family has one for all its members."""


def definition(key: str) -> Indicator:
    """The definition behind the id of a finding (``I8:H1`` -> that of I8). Raises KeyError for an unknown one."""
    if key in INDICATORS:
        return INDICATORS[key]
    family = key.split(":", 1)[0]
    parts = {"I10": "I10:part", "I17": "I17:belajar"}
    return INDICATORS[parts.get(family, family)]
