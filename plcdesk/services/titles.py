"""A readable name for any record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plcdesk.domain.fields import Choice, mark
from plcdesk.domain.forms import Batch, Form
from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import Meeting
from plcdesk.domain.modules import ModuleVersion, Round
from plcdesk.domain.notes import ChatTally
from plcdesk.words import Words

_OWN = ("name", "title", "topic", "text", "what", "caption", "role", "speaker")
_NUMBERED: dict[type, str] = {ModuleVersion: mark("Version {n}"), Round: mark("Round {n}")}
_MOST = 80


def title_of(record: Any, names: Mapping[Id, str], w: Words, label: str = "KBP") -> str:
    """What a record is called: its own name or text, else the person or kind it is about, else its day.

    `names` are the display names of people, `label` the programme's word for a learning group.
    """
    if isinstance(record, Meeting):
        return _meeting(record, w, label)
    if isinstance(record, ChatTally):
        return ", ".join(part for part in (w.month(record.month) if record.month else "",
                                           w(record.category.label) if record.category else "") if part)
    if isinstance(record, Form):
        return _form(record, names, w)
    if isinstance(record, Batch):
        return _batch(record, w)
    if type(record) in _NUMBERED:
        return w(_NUMBERED[type(record)], n=record.number or 0)
    for field in _OWN:
        text = getattr(record, field, None)
        if isinstance(text, str) and not isinstance(text, Choice) and text.strip():
            return _short(text)
    guest = getattr(record, "guest", None)
    if guest is not None and guest.guest_name:
        return _short(guest.guest_name)
    person = names.get(getattr(record, "person_id", None) or Id(""), "")
    if person:
        return person
    period = getattr(record, "period", None)
    return w.day(period.starts_on) if period is not None and period.starts_on is not None else ""


def _meeting(meeting: Meeting, w: Words, label: str) -> str:
    day = meeting.when.held_on or meeting.planned_on
    name = _short(meeting.title) if meeting.title.strip() else w("{label} meeting", label=label)
    return f"{name}, {w.day(day)}" if day is not None else name


def _form(form: Form, names: Mapping[Id, str], w: Words) -> str:
    """Whom it is about or who answered, which form, which day: a form has no words of its own."""
    who = names.get(form.person_id or Id(""), "") or _short(form.respondent)
    what = w("Form {code}", code=form.instrument)
    if form.batch_id is not None and form.number is not None:
        what = w("{form}, sheet {n}", form=what, n=str(form.number))
    day = w.day(form.hour.held_on) if form.hour.held_on is not None else ""
    return ", ".join(part for part in (who, what, day) if part)


def _batch(batch: Batch, w: Words) -> str:
    """Its own title, else which questionnaire, and when."""
    name = _short(batch.title) if batch.title.strip() else w("Questionnaire {code}", code=batch.instrument)
    when = w(batch.occasion.label) if batch.occasion is not None else ""
    day = w.day(batch.held_on) if batch.held_on is not None else ""
    return ", ".join(part for part in (name, when, day) if part)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _MOST else line[: _MOST - 1].rstrip() + "…"
