"""The plain facts behind the indicators that rest on forms, modules, coaching and chat (domain handbook 4.2, I2-I20)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from plcdesk.domain.chat import Category
from plcdesk.domain.coaching import VisitStatus
from plcdesk.domain.forms import LessonKind, View
from plcdesk.domain.ids import Id
from plcdesk.domain.instruments import Instrument, Occasion
from plcdesk.domain.modules import ModuleFocus, ModuleStatus


class FormFact(NamedTuple):
    """A filled form; second, blind entries are never among the facts.

    `subject` names what it is about: two forms of one instrument version with the same one can be compared.
    """

    form_id: Id
    instrument: str
    version: int
    school_id: Id | None
    person_id: Id | None
    rater_id: Id | None
    held_on: date | None
    view: View | None
    occasion: Occasion | None
    version_id: Id | None
    lesson: LessonKind | None
    subject: str


class SweepFact(NamedTuple):
    """One count over a class: pupils present and engaged."""

    form_id: Id
    present: int
    engaged: int


class TallyFact(NamedTuple):
    """Messages of one kind of one group in one month (its first day)."""

    tally_id: Id
    group_id: Id
    month: date
    category: Category
    messages: int


class ModuleFact(NamedTuple):
    """A module and its versions, by number."""

    module_id: Id
    school_id: Id | None
    focus: ModuleFocus | None
    local: bool
    status: ModuleStatus
    versions: tuple[Id, ...]


class CycleFact(NamedTuple):
    """A coaching cycle: `ended_on` is the day of its last part, empty while it is not complete."""

    cycle_id: Id
    school_id: Id | None
    person_id: Id
    ended_on: date | None


class VisitFact(NamedTuple):
    """A mentor's visit, planned or done."""

    visit_id: Id
    school_id: Id | None
    planned_on: date | None
    status: VisitStatus | None


@dataclass(frozen=True, slots=True)
class FormFacts:
    """Everything the form indicators need. `scores` holds the scored answers by form and item; `told` the forms with
    words for an item."""

    forms: tuple[FormFact, ...] = ()
    scores: Mapping[Id, Mapping[str, int]] = field(default_factory=dict)
    told: frozenset[tuple[Id, str]] = frozenset()
    sweeps: tuple[SweepFact, ...] = ()
    tallies: tuple[TallyFact, ...] = ()
    modules: tuple[ModuleFact, ...] = ()
    cycles: tuple[CycleFact, ...] = ()
    visits: tuple[VisitFact, ...] = ()
    instruments: Mapping[tuple[str, int], Instrument] = field(default_factory=dict)
