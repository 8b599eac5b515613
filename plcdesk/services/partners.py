"""What parents and community figures bring in, and the modules that took it up (domain handbook 3.12; N74, N75)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from plcdesk.domain.changes import Changes, Loaded
from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import Meeting, MeetingKind
from plcdesk.domain.modules import Module
from plcdesk.domain.partners import InputUse, PartnerInput, PartnerRole, use_id
from plcdesk.domain.people import Group
from plcdesk.services.records import Made, Records


@dataclass(frozen=True, slots=True)
class PartnerFilter:
    """Which inputs; None or "" asks nothing."""

    text: str = ""
    role: PartnerRole | None = None
    school_id: Id | None = None
    used: bool | None = None


@dataclass(frozen=True, slots=True)
class UsedIn:
    """A module that took an input up."""

    module_id: Id
    code: str
    title: str


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """An input in a list."""

    id: Id
    text: str
    role: PartnerRole | None
    given_on: date | None
    school_id: Id | None
    school: str
    meeting_id: Id | None
    used: tuple[UsedIn, ...]


class Partners:
    """The input of partners; roles only, never names."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def rows(self, wanted: PartnerFilter | None = None) -> list[PartnerRow]:
        """The inputs that pass the filter, the newest first."""
        wanted = wanted or PartnerFilter()
        schools = self._records.school_names()
        uses = self._uses()
        found = [
            PartnerRow(one.id, one.text, one.role, one.given_on, one.school_id,
                       schools.get(one.school_id or Id(""), ""), one.meeting_id, uses.get(one.id, ()))
            for one in self._records.all(PartnerInput)
        ]
        found = [row for row in found if _passes(row, wanted)]
        return sorted(found, key=lambda row: (row.given_on or date.min, row.id), reverse=True)

    def detail(self, input_id: Id) -> tuple[Loaded[PartnerInput], tuple[UsedIn, ...]] | None:
        """One input and the modules that took it up; None when it is gone."""
        loaded = self._records.load(PartnerInput, input_id)
        return (loaded, self._uses().get(input_id, ())) if loaded is not None else None

    def add(self, text: str = "", role: PartnerRole | None = None, *, school_id: Id | None = None,
            meeting_id: Id | None = None, given_on: date | None = None) -> Made:
        """A new input; of a meeting it has the day and the school already."""
        meeting = self._records.get(Meeting, meeting_id) if meeting_id is not None else None
        if meeting is not None:
            group = self._records.get(Group, meeting.group_id) if meeting.group_id is not None else None
            school_id = school_id or (group.school_id if group is not None else None)
            given_on = given_on or meeting.when.held_on
        made = PartnerInput(school_id=school_id, meeting_id=meeting_id, text=text.strip(), role=role,
                            given_on=given_on or self._records.today())
        return Made(made.id, self._records.save(made))

    def forums(self) -> list[Meeting]:
        """The meetings at which partners speak, the newest first: forums, cross-school meetings, then all others."""
        meetings = self._records.all(Meeting)
        return sorted(meetings, key=lambda one: (one.kind is MeetingKind.PARENTS, one.when.held_on or date.min),
                      reverse=True)

    def modules(self, school_id: Id | None = None) -> list[Module]:
        """The modules that an input can be used in: those of its school first."""
        modules = self._records.all(Module)
        return sorted(modules, key=lambda one: (one.school_id != school_id, one.code, one.title))

    def use(self, input_id: Id, module_id: Id) -> Changes:
        """Note that a module took it up; noted already writes nothing."""
        key = use_id(input_id, module_id)
        if self._records.get(InputUse, key) is not None:
            return Changes()
        return self._records.save(InputUse(id=key, input_id=input_id, module_id=module_id))

    def unuse(self, input_id: Id, module_id: Id) -> Changes:
        """Take that note back."""
        there = self._records.get(InputUse, use_id(input_id, module_id))
        return self._records.delete(there) if there is not None else Changes()

    def _uses(self) -> dict[Id, tuple[UsedIn, ...]]:
        modules = {module.id: module for module in self._records.all(Module)}
        found: dict[Id, list[UsedIn]] = {}
        for use in self._records.all(InputUse):
            module = modules.get(use.module_id or Id(""))
            if module is not None and use.input_id is not None:
                found.setdefault(use.input_id, []).append(UsedIn(module.id, module.code, module.title))
        return {key: tuple(sorted(uses, key=lambda use: (use.code, use.title))) for key, uses in found.items()}


def _passes(row: PartnerRow, wanted: PartnerFilter) -> bool:
    text = wanted.text.strip().casefold()
    return (
        (not text or text in f"{row.text} {row.school}".casefold())
        and wanted.role in (None, row.role)
        and wanted.school_id in (None, row.school_id)
        and wanted.used in (None, bool(row.used))
    )
