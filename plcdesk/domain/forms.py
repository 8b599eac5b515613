"""Filled forms: the answers of someone to a version of an instrument about something (domain handbook 3).

One engine for rubric observations, facilitation ratings, coaching forms, module reviews, questionnaires, journals and
interviews. What a form is about is named by one of its references; the rest of its heading is a few plain fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, time
from typing import NamedTuple

from plcdesk.domain.fields import Choice, coupled, key, mark, once, record, same_as, school_of, value
from plcdesk.domain.ids import Id, derived
from plcdesk.domain.instruments import Occasion


class Mode(Choice):
    """How the answers came in."""

    SCREEN = "layar", mark("On screen")
    PAPER = "kertas", mark("From paper")


class View(Choice):
    """Whose eyes: the person about themselves, or somebody else."""

    OTHER = "pengamat", mark("Observer")
    SELF = "diri", mark("Self")


class FormState(Choice):
    """How far a form is."""

    PARTIAL = "sebagian", mark("Partial")
    COMPLETE = "lengkap", mark("Filled in completely")


class LessonKind(Choice):
    """Which way of teaching is seen (I4)."""

    CONVENTIONAL = "konvensional", mark("Conventional lesson")
    MODULE = "modul_kbp", mark("Lesson with a module")


class Talker(Choice):
    """Who talks at the moment of a sweep."""

    TEACHER = "guru", mark("Teacher")
    STUDENTS = "siswa", mark("Students")
    BOTH = "keduanya", mark("Both")
    SILENCE = "hening", mark("Silence")


class Rated(NamedTuple):
    """What one item got: a score, evidence or free words, or a deliberate blank (not observed, not answered)."""

    score: int | None = None
    evidence: str | None = None
    skipped: bool | None = None

    @property
    def blank(self) -> bool:
        """Whether nothing was said at all."""
        return self.score is None and not self.evidence and not self.skipped


class Counted(NamedTuple):
    """One sweep over the class: pupils present, engaged, actively taking part (a ≤ e ≤ n), and who talked."""

    present: int | None = None
    engaged: int | None = None
    active: int | None = None
    talker: Talker | None = None


class Lesson(NamedTuple):
    """The lesson that was seen."""

    classroom: str | None = None
    subject: str | None = None
    kind: LessonKind | None = None
    pupils: int | None = None


class Hour(NamedTuple):
    """The day and the hour of what is described."""

    held_on: date | None = None
    starts: time | None = None


@record("batch", space=school_of("school_id"), label=mark("Questionnaire batch"))
class Batch:
    """A questionnaire handed to some people at one time; its sheets are forms."""

    id: Id = key()
    school_id: Id | None = once(None, refers="school")
    instrument: str = once("", label=mark("Instrument"))
    version: int | None = once(None, label=mark("Version"))
    title: str = value("", label=mark("Title"), searchable=True)
    occasion: Occasion | None = value(None, label=mark("Occasion"))
    held_on: date | None = value(None, label=mark("Date"))
    meeting_id: Id | None = value(None, label=mark("Meeting"), refers="meeting")
    expected: int | None = value(None, label=mark("Number of people asked"))
    closed: bool = value(False, label=mark("Closed"))


@record("form", space=school_of("school_id", unless="private"), label=mark("Form"))
class Form:
    """One filled form. Private ones live in the private space and travel in no bundle.

    Two forms with the same instrument version are about the same thing (`same_subject`) when two raters saw it.
    """

    id: Id = key()
    instrument: str = once("", label=mark("Instrument"))
    version: int | None = once(None, label=mark("Version"))
    private: bool = once(False, label=mark("Private"))
    school_id: Id | None = once(None, refers="school")
    view: View = once(View.OTHER, label=mark("Seen by"))
    batch_id: Id | None = once(None, refers="batch", parent=True)
    cycle_id: Id | None = once(None, refers="cycle", parent=True)
    version_id: Id | None = once(None, refers="module_version", parent=True)
    interview_id: Id | None = once(None, refers="interview", parent=True)
    second_of: Id | None = once(None, refers="form", parent=True)
    meeting_id: Id | None = value(None, label=mark("Meeting"), refers="meeting")
    module_id: Id | None = value(None, label=mark("Module"), refers="module")
    person_id: Id | None = value(None, label=mark("About"), refers="person")
    rater_id: Id | None = value(None, label=mark("Filled in by"), refers="person")
    respondent: str = value("", label=mark("Respondent code or role"))
    number: int | None = value(None, label=mark("Sheet number"))
    hour: Hour = coupled(Hour, label=mark("Date and time"))
    lesson: Lesson = coupled(Lesson, label=mark("Lesson"))
    seconds: int | None = value(None, label=mark("Time observed"))
    mode: Mode = value(Mode.SCREEN, label=mark("Filled in"))
    state: FormState = value(FormState.PARTIAL, label=mark("Status"))


@record("answer", space=same_as("form_id"), label=mark("Answer"))
class Answer:
    """The answer to one item of a form; the id is derived from both."""

    id: Id = key()
    form_id: Id | None = once(refers="form", parent=True)
    item: str = once("", label=mark("Item"))
    rated: Rated = coupled(Rated, label=mark("Answer"), searchable=True)


@record("sweep", space=same_as("form_id"), label=mark("Engagement sweep"))
class Sweep:
    """One interval count of a class observation; the id is derived from form and number (counted from 1)."""

    id: Id = key()
    form_id: Id | None = once(refers="form", parent=True)
    number: int | None = once(None, label=mark("Sweep"))
    minute: int | None = value(None, label=mark("Minute"))
    counted: Counted = coupled(Counted, label=mark("Count"))


def answer_id(form: Id, item: str) -> Id:
    """The identity of the answer to an item."""
    return derived("answer", form, item)


def sweep_id(form: Id, number: int) -> Id:
    """The identity of a sweep."""
    return derived("sweep", form, number)


def second_id(form: Id) -> Id:
    """The identity of the second, blind entry of a sheet."""
    return derived("second", form)


def shared_id(record: Id) -> Id:
    """The identity of the copy that is made when a private record is shared: sharing twice meets in one record."""
    return derived("shared", record)


class Note(NamedTuple):
    """A piece of evidence, with the minute of the observation when it was written live."""

    minute: int | None
    text: str


_STAMPED = re.compile(r"(\d{1,3})' (.*)", re.DOTALL)


def notes_in(evidence: str | None) -> tuple[Note, ...]:
    """The notes of an answer's evidence, one a line; ``12' text`` bears the minute."""
    found = []
    for line in (evidence or "").split("\n"):
        stamped = _STAMPED.fullmatch(line)
        if stamped:
            found.append(Note(int(stamped[1]), stamped[2]))
        elif line.strip():
            found.append(Note(None, line))
    return tuple(found)


def with_note(evidence: str | None, note: Note) -> str:
    """The evidence with one note more."""
    text = " ".join(note.text.split())
    line = f"{note.minute}' {text}" if note.minute is not None else text
    return f"{evidence}\n{line}" if evidence else line


def same_subject(one: Form, other: Form) -> bool:
    """Whether two forms rate the same thing by the same version: then their items can be compared."""
    if (one.instrument, one.version) != (other.instrument, other.version) or one.id == other.id:
        return False
    if one.version_id or other.version_id:
        return one.version_id == other.version_id
    return _subject(one) == _subject(other) and one.hour.held_on is not None


def _subject(form: Form) -> Iterable[object]:
    return form.meeting_id, form.person_id, form.hour.held_on
