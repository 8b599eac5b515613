"""What the pages see of teaching material: rows of the list, the parts of one module, what a decision did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from plcdesk.domain.changes import Changes, Loaded, Row
from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import Choice, mark
from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import Action
from plcdesk.domain.modules import Author, Module, ModuleFile, ModuleVersion, Round
from plcdesk.domain.partners import PartnerInput
from plcdesk.domain.programme import Letter, School, StepState
from plcdesk.domain.queries import ModuleQuery
from plcdesk.words import Words


class FileChangeKind(Choice):
    """What became of a file from one version to the next."""

    ADDED = "baru", mark("New")
    CHANGED = "diubah", mark("Changed")
    SAME = "sama", mark("Unchanged")
    REMOVED = "hilang", mark("Not there any more")


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleFilter(ModuleQuery):
    """Which modules to list. `step` is the open step of the newest round, None asks nothing."""

    step: Letter | None = None


@dataclass(frozen=True, slots=True)
class AuthorRow:
    """A person who wrote a module."""

    loaded: Loaded[Author]
    person_id: Id | None
    name: str


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file of a version; `here` is False until its content was received."""

    loaded: Loaded[ModuleFile]
    here: bool

    @property
    def file(self) -> ModuleFile:
        """The record of the file."""
        return self.loaded.record


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version with its files."""

    loaded: Loaded[ModuleVersion]
    files: tuple[FileRow, ...]

    @property
    def version(self) -> ModuleVersion:
        """The record of the version."""
        return self.loaded.record

    @property
    def number(self) -> int:
        """The number of the version, from 1."""
        return self.loaded.record.number or 0


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step of a round: how far it is and its day, where it has one."""

    letter: Letter
    state: StepState
    day: date | None


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round with its steps, its follow-ups, and those lines of its changes that are no follow-up yet."""

    loaded: Loaded[Round]
    steps: tuple[StepRow, ...]
    actions: tuple[Loaded[Action], ...]
    lines: tuple[str, ...]

    @property
    def round(self) -> Round:
        """The record of the round."""
        return self.loaded.record

    @property
    def number(self) -> int:
        """The number of the round, from 1."""
        return self.loaded.record.number or 0


@dataclass(frozen=True, slots=True)
class ModuleDetail:
    """All there is about a module; versions newest first, rounds oldest first. `inputs` are those of parents and
    community figures it took up."""

    loaded: Loaded[Module]
    school: School | None
    authors: tuple[AuthorRow, ...]
    versions: tuple[VersionRow, ...]
    rounds: tuple[RoundRow, ...]
    inputs: tuple[PartnerInput, ...]
    names: Mapping[Id, str]
    differing: frozenset[tuple[Row, str]]

    @property
    def module(self) -> Module:
        """The module itself."""
        return self.loaded.record

    def heading(self, w: Words) -> str:
        """Code and title."""
        return " · ".join(part for part in (self.module.code, self.module.title.strip()) if part) or w("Teaching material")

    def version(self, version_id: Id | None) -> VersionRow | None:
        """The version with this id; the newest when it names none that is here."""
        found = next((row for row in self.versions if row.version.id == version_id), None)
        return found or (self.versions[0] if self.versions else None)


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file in one of two versions, or in both."""

    name: str
    kind: FileChangeKind


@dataclass(frozen=True, slots=True)
class Difference:
    """What a version changed: its authors' own words, and its files against those of the other."""

    changes: str
    files: tuple[FileChange, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a decision wrote; `why_not` tells why the module did not become final although it was to be used."""

    changes: Changes = field(default_factory=Changes)
    why_not: UserError | None = None
