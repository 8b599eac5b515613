"""Teaching material through its rounds (domain handbook 1.4, 3.5-3.7; needs N8, N31-N33, N45, N48, N70)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from plcdesk.domain.fields import (
    Choice,
    coupled,
    key,
    mark,
    once,
    paragraphs,
    record,
    same_as,
    school_of,
    value,
)
from plcdesk.domain.ids import Id, derived
from plcdesk.domain.programme import Letter


class ModuleKind(Choice):
    """What sort of teaching material."""

    MODULE = "modul_ajar", mark("Teaching module")
    PLAN = "rpp", mark("Lesson plan (RPP)")
    PROJECT = "modul_projek", mark("Project module")


class ModuleFocus(Choice):
    """What it was developed for (I10)."""

    DIFFERENTIATION = "diferensiasi", mark("Differentiated learning")
    PROJECT = "p5", mark("Student profile project (P5)")
    OTHER = "lain", mark("Other")


class ModuleStatus(Choice):
    """How far it is."""

    DRAFT = "rancangan", mark("Draft")
    TRIED = "diujicobakan", mark("Tried out")
    REVIEWED = "ditelaah", mark("Reviewed")
    REVISED = "direvisi", mark("Revised")
    FINAL = "final", mark("Final")


class Verdict(Choice):
    """What is decided at the end of a round."""

    USE = "pakai", mark("Use it")
    REVISE = "revisi", mark("Revise it")
    STOP = "hentikan", mark("Stop it")


class Decided(NamedTuple):
    """The decision of a round, its day and its reason."""

    verdict: Verdict | None = None
    decided_on: date | None = None
    reason: str | None = None


@record("module", space=school_of("school_id"), label=mark("Teaching material"))
class Module:
    """A module, lesson plan or project module; `problem` is the local problem it answers (need N8)."""

    id: Id = key()
    school_id: Id | None = once(refers="school")
    code: str = value("", label=mark("Code"))
    title: str = value("", label=mark("Title"), searchable=True)
    kind: ModuleKind = value(ModuleKind.MODULE, label=mark("Kind"))
    classroom: str = value("", label=mark("Class or phase"))
    subject: str = value("", label=mark("Subject or theme"))
    focus: ModuleFocus | None = value(None, label=mark("Focus"))
    local: bool = value(False, label=mark("Based on a local problem"))
    problem: str = paragraphs(label=mark("Local problem"))
    status: ModuleStatus = value(ModuleStatus.DRAFT, label=mark("Status"))


@record("author", space=same_as("module_id"), label=mark("Author"))
class Author:
    """A person who wrote a module; the id is derived from both."""

    id: Id = key()
    module_id: Id | None = once(refers="module", parent=True)
    person_id: Id | None = once(refers="person")
    rank: str = value("a", label=mark("Order"))


@record("module_version", space=same_as("module_id"), label=mark("Version"))
class ModuleVersion:
    """A version of a module; the id is derived from module and number. Reviews are forms about it."""

    id: Id = key()
    module_id: Id | None = once(refers="module", parent=True)
    number: int | None = once(None, label=mark("Version"))
    made_on: date | None = value(None, label=mark("Date"))
    changes: str = paragraphs(label=mark("What changed"))


@record("module_file", space=same_as("version_id"), label=mark("File"))
class ModuleFile:
    """A file of a version; its bytes lie beside the database under their SHA-256."""

    id: Id = key()
    version_id: Id | None = once(refers="module_version", parent=True)
    sha256: str = once("")
    media_type: str = once("")
    size: int | None = once()
    name: str = value("", label=mark("File name"), searchable=True)


@record("round", space=same_as("module_id"), label=mark("PDCA round"))
class Round:
    """One plan-do-check-act round of a module; the id is derived from module and number."""

    id: Id = key()
    module_id: Id | None = once(refers="module", parent=True)
    number: int | None = once(None, label=mark("Round"))
    version_id: Id | None = value(None, label=mark("Version"), refers="module_version")
    objective: str = paragraphs(label=mark("Objective"))
    classroom: str = value("", label=mark("Class"))
    planned_on: date | None = value(None, label=mark("Planned for"))
    taught_by: Id | None = value(None, label=mark("Taught by"), refers="person")
    taught_on: date | None = value(None, label=mark("Taught on"))
    observers: str = value("", label=mark("Observers"))
    happened: str = paragraphs(label=mark("What happened to the students"))
    reflection: str = paragraphs(label=mark("Reflection"))
    decided: Decided = coupled(Decided, label=mark("Decision of the round"))
    changes: str = paragraphs(label=mark("Changes to make"))

    @property
    def step(self) -> Letter:
        """The first step that is not done: planned with an objective, taught, seen, decided."""
        if not self.objective:
            return Letter.PLAN
        if self.taught_on is None:
            return Letter.DO
        if not self.happened:
            return Letter.CHECK
        return Letter.ACT


class ModuleRow(NamedTuple):
    """A module in a list with its newest version and round: `version` and `round` are their numbers, 0 without one;
    `reviewers` is how many people reviewed that version, `authors` are in their order."""

    id: Id
    code: str
    title: str
    kind: ModuleKind
    focus: ModuleFocus | None
    classroom: str
    subject: str
    school_id: Id | None
    school: str
    status: ModuleStatus
    local: bool
    version: int
    reviewers: int
    round_id: Id | None
    round: int
    objective: str
    taught_on: date | None
    happened: str
    verdict: Verdict | None
    authors: tuple[str, ...]

    @property
    def step(self) -> Letter:
        """The open step of the newest round; to be planned where there is none."""
        return Round(objective=self.objective, taught_on=self.taught_on, happened=self.happened).step


def author_id(module: Id, person: Id) -> Id:
    """The identity of an authorship."""
    return derived("author", module, person)


def version_id(module: Id, number: int) -> Id:
    """The identity of a version."""
    return derived("module_version", module, number)


def round_id(module: Id, number: int) -> Id:
    """The identity of a round."""
    return derived("round", module, number)
