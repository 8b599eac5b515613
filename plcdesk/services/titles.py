"""A readable name for any record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from plcdesk.domain.coaching import Cycle, Visit
from plcdesk.domain.fields import SPECS, Choice, spec_of
from plcdesk.domain.forms import Answer, Batch, Form, Sweep
from plcdesk.domain.ids import Id
from plcdesk.domain.instruments import InstrumentEdition, edition_id
from plcdesk.domain.meetings import Meeting
from plcdesk.domain.modules import Module, ModuleVersion, Round
from plcdesk.domain.notes import ChatTally, Interview
from plcdesk.domain.partners import InputUse, PartnerInput, PartnerRole
from plcdesk.domain.people import SamePerson
from plcdesk.words import Words

Look = Callable[[type[Any], Id | None], Any]
"""Gives the record of a kind with this id; None when it is gone, or there is no id."""
_OWN = ("name", "title", "topic", "text", "what", "caption", "role", "speaker")
_MOST = 80


def nothing(cls: type[Any], record_id: Id | None) -> None:
    """For where no other record is to be looked at."""


def title_of(record: Any, names: Mapping[Id, str], w: Words, label: str = "KBP", look: Look = nothing) -> str:
    """What a record is called: its own name or text, else what it is about, else its day, else its kind.

    `names` are the display names of people, `label` the programme's word for a learning group; `look` finds what a record
    without words of its own belongs to.
    """
    return _Titles(names, w, label, look).of(record) or w(spec_of(record).label)


class _Titles:
    """Titles of one language and programme."""

    def __init__(self, names: Mapping[Id, str], w: Words, label: str, look: Look) -> None:
        self._names, self.w, self._label, self._look = names, w, label, look
        self._makers: dict[type, Callable[[Any], str]] = {
            Meeting: self._meeting, ChatTally: self._tally, Form: self._form, Batch: self._batch, Answer: self._answer,
            Sweep: self._sweep, ModuleVersion: self._version, Round: self._round, InputUse: self._use,
            SamePerson: self._pair, Cycle: self._cycle, Visit: self._visit, Interview: self._interview,
            InstrumentEdition: self._edition,
        }  # fmt: skip

    def of(self, record: Any) -> str:
        """What the record is called; empty where nothing tells."""
        if type(record) in self._makers:
            return self._makers[type(record)](record)
        for field in _OWN:
            text = getattr(record, field, None)
            if isinstance(text, str) and not isinstance(text, Choice) and text.strip():
                return _short(text)
        guest = getattr(record, "guest", None)
        if guest is not None and guest.guest_name:
            return _short(guest.guest_name)
        period = getattr(record, "period", None)
        return self._name(getattr(record, "person_id", None)) or self._day(period.starts_on if period else None) or \
            self._whole(record)

    def _whole(self, record: Any) -> str:
        """What a record without words belongs to."""
        for field in spec_of(record).parents:
            above = self._look(SPECS[field.refers].cls, getattr(record, field.name)) if field.refers else None
            if above is not None:
                return self.of(above)
        return ""

    def _meeting(self, meeting: Meeting) -> str:
        return _joined(self._gathering(meeting), self._day(meeting.when.held_on or meeting.planned_on))

    def _gathering(self, meeting: Meeting) -> str:
        return _short(meeting.title) or self.w("{label} meeting", label=self._label)

    def _tally(self, tally: ChatTally) -> str:
        return _joined(self.w.month(tally.month) if tally.month else "",
                       self.w(tally.category.label) if tally.category else "")

    def _form(self, form: Form) -> str:
        """Whom or what it is about, which form, which day: a form has no words of its own."""
        what = self._instrument(form.instrument, form.version)
        if form.batch_id is not None and form.number is not None:
            what = self.w("{form}, sheet {n}", form=what, n=str(form.number))
        return _joined(self._about(form), what, self._day(form.hour.held_on))

    def _about(self, form: Form) -> str:
        role = next((role for role in PartnerRole if role == form.respondent), None)
        who = self._name(form.person_id) or (self.w(role.label) if role is not None else _short(form.respondent))
        if who or form.batch_id is not None:
            return who
        module_id = form.module_id
        for cls, key in ((Interview, form.interview_id), (Cycle, form.cycle_id), (ModuleVersion, form.version_id)):
            whole = self._look(cls, key)
            module_id = module_id or getattr(whole, "module_id", None)
            if whole is not None and cls is not ModuleVersion:
                return _short(getattr(whole, "speaker", "")) or self._name(whole.person_id)
        module, meeting = self._look(Module, module_id), self._look(Meeting, form.meeting_id)
        if form.version_id is not None and module is not None:
            return _short(module.title)
        if meeting is not None:
            return self._gathering(meeting)
        return _joined(form.lesson.classroom or "", form.lesson.subject or "")

    def _instrument(self, code: str, version: int | None) -> str:
        """The title of an instrument, else its code: one that was made on another laptop may not be here yet."""
        # reading the heads of the program's own instruments is for those who need a title, not for every start
        from plcdesk.services.instrument_library import library

        headers = library().headers()
        found = next((header for header in headers if (header.code, header.version) == (code, version)), None)
        if found is not None:
            return found.title.to(self.w.language)
        own = self._look(InstrumentEdition, edition_id(code, version)) if version is not None else None
        return _short(own.title) if own is not None and own.title.strip() else self.w("Form {code}", code=code)

    def _batch(self, batch: Batch) -> str:
        """Its own title, else which questionnaire, and when."""
        name = _short(batch.title) or self._instrument(batch.instrument, batch.version)
        return _joined(name, self.w(batch.occasion.label) if batch.occasion is not None else "", self._day(batch.held_on))

    def _answer(self, answer: Answer) -> str:
        return _joined(self.w("Item {code}", code=answer.item), self._whole(answer))

    def _sweep(self, sweep: Sweep) -> str:
        return _joined(self.w("Sweep {n}", n=sweep.number or 0), self._whole(sweep))

    def _version(self, version: ModuleVersion) -> str:
        return _joined(self._whole(version), self.w("Version {n}", n=version.number or 0))

    def _round(self, found: Round) -> str:
        return _joined(self._whole(found), self.w("Round {n}", n=found.number or 0))

    def _use(self, use: InputUse) -> str:
        module, given = self._look(Module, use.module_id), self._look(PartnerInput, use.input_id)
        return _joined(self.of(module) if module is not None else "", self.of(given) if given is not None else "")

    def _pair(self, pair: SamePerson) -> str:
        return _joined(self._name(pair.person_id), self._name(pair.other_id))

    def _cycle(self, cycle: Cycle) -> str:
        return _joined(self._name(cycle.person_id), self._day(cycle.begun_on))

    def _visit(self, visit: Visit) -> str:
        school = self._look(SPECS["school"].cls, visit.school_id)
        name = _short(visit.topic) or (self.of(school) if school is not None else "")
        return _joined(name, self._day(visit.planned_on or visit.state.done_on))

    def _interview(self, talk: Interview) -> str:
        who = _short(talk.speaker) or self._name(talk.person_id) or self.w(talk.kind.label)
        return _joined(who, self._day(talk.held_on))

    def _edition(self, edition: InstrumentEdition) -> str:
        name = _short(edition.title) or self.w("Form {code}", code=edition.code)
        return _joined(name, self.w("Version {n}", n=edition.version or 0))

    def _name(self, person_id: Id | None) -> str:
        return self._names.get(person_id, "") if person_id is not None else ""

    def _day(self, day: date | None) -> str:
        return self.w.day(day) if day is not None else ""


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _short(text: str | None) -> str:
    line = " ".join((text or "").split())
    return line if len(line) <= _MOST else line[: _MOST - 1].rstrip() + "…"
