"""The heading of a new form: what follows from what it is about need not be asked."""

from __future__ import annotations

from datetime import date
from typing import Any

from plcdesk.domain.coaching import Cycle
from plcdesk.domain.forms import Batch, Form, Hour, View
from plcdesk.domain.ids import Id
from plcdesk.domain.instruments import About, Instrument
from plcdesk.domain.meetings import Meeting
from plcdesk.domain.modules import Module, ModuleVersion
from plcdesk.domain.notes import Interview
from plcdesk.domain.people import Group, Person
from plcdesk.services.records import Records


def head(records: Records, instrument: Instrument, given: dict[str, Any]) -> Form:
    """A new form with the fields `given`; the others follow from these, from the instrument and from who is here."""
    fields: dict[str, Any] = {
        "instrument": instrument.code, "version": instrument.version, "private": instrument.private, **given}
    about = instrument.about
    if about is About.JOURNAL:
        fields.setdefault("view", View.SELF)
    if about is not About.SHEET:
        # in one's own eyes there is no other rater
        fields.setdefault("person_id" if fields.get("view") is View.SELF else "rater_id", records.me())
    found = _Found(records, fields)
    for name, value in (("module_id", found.module_id), ("person_id", found.person_id), ("school_id", found.school_id)):
        if value is not None:
            fields.setdefault(name, value)
    fields.setdefault("hour", Hour(found.day or records.today()))
    return Form(**fields)


class _Found:
    """What the references of a form lead to."""

    def __init__(self, records: Records, fields: dict[str, Any]) -> None:
        def named(cls: type[Any], name: str) -> Any:
            return records.get(cls, fields[name]) if fields.get(name) else None

        batch, cycle, interview = named(Batch, "batch_id"), named(Cycle, "cycle_id"), named(Interview, "interview_id")
        version, first, meeting = named(ModuleVersion, "version_id"), named(Form, "second_of"), named(Meeting, "meeting_id")
        self.module_id: Id | None = fields.get("module_id") or (version.module_id if version is not None else None)
        self.person_id: Id | None = fields.get("person_id") or next(
            (one.person_id for one in (cycle, interview) if one is not None), None)
        module = records.get(Module, self.module_id) if self.module_id is not None else None
        group = records.get(Group, meeting.group_id) if meeting is not None and meeting.group_id else None
        person = records.get(Person, self.person_id) if self.person_id is not None else None
        places = (batch, cycle, interview, first, module, group, person)
        # the first one decides, even where it belongs to no school: a meeting across schools is the programme's
        self.school_id: Id | None = next((one.school_id for one in places if one is not None), None)
        self.day: date | None = _day(meeting, batch, interview, first)


def _day(meeting: Meeting | None, batch: Batch | None, interview: Interview | None, first: Form | None) -> date | None:
    """The day of what is described: two raters who type in on different days then still rate the same thing."""
    if first is not None:
        return first.hour.held_on
    if meeting is not None:
        return meeting.when.held_on
    if batch is not None:
        return batch.held_on
    return interview.held_on if interview is not None else None
