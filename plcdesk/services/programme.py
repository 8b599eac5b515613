"""The programme itself: beginning it, its schools and stages, and who sits at this computer."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from plcdesk.domain.changes import Changes, Loaded, Problem
from plcdesk.domain.checks import check_programme, check_school, check_stage, too_long
from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import mark
from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import Attachment
from plcdesk.domain.people import Group, Person, Role
from plcdesk.domain.programme import Letter, Period, Programme, School, Stage
from plcdesk.services import ranks
from plcdesk.services.groups import new_member
from plcdesk.services.photos import Photos
from plcdesk.services.records import Made, Records


class ProblemsFound(UserError):
    """Entries that need attention before anything can be made; nothing was written."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(mark("{n} entries need attention"), n=len(problems))
        self.problems = problems


class Programmes:
    """The one programme of this database."""

    def __init__(self, records: Records, photos: Photos, make_key: Callable[[], object]) -> None:
        self._records = records
        self._photos = photos
        self._make_key = make_key

    def current(self) -> Loaded[Programme] | None:
        """The programme; None on a fresh computer that has neither begun nor joined one."""
        found = self._records.load_all(Programme)
        return min(found, key=lambda loaded: loaded.record.id, default=None)

    @property
    def label(self) -> str:
        """The programme's word for a learning group (KBP, Kombel, KKG, MGMP)."""
        return self._records.label()

    def begin(self, name: str, school: str, me: str) -> Changes:
        """Make a programme from the three fields of the first run, in one transaction.

        With it come this computer's key, the school, its space, its group, and the person at this computer as member
        and facilitator.
        Raises ProblemsFound for an empty field, UserError where a programme is already.
        """
        found = _first_run_problems(name.strip(), school.strip(), me.strip())
        if found:
            raise ProblemsFound(tuple(found))
        if self.current() is not None:
            raise UserError(mark("There is a programme in this folder already. Open it, or choose another folder."))
        self._make_key()
        programme = Programme(name=name.strip())
        place = School(name=school.strip())
        person = Person(name=me.strip(), role=Role.FACILITATOR, school_id=place.id)
        group = _school_group(place, programme.group_label, person.id)
        with self._records.writing(person.id) as unit:
            for record in (programme, place, person, group, new_member(group.id, person.id)):
                unit.save(record)
        return unit.changes

    def me(self) -> Person | None:
        """The person who sits at this computer."""
        key = self._records.me()
        return self._records.get(Person, key) if key is not None else None

    def set_me(self, person_id: Id) -> None:
        """Say who sits at this computer; written behind every later save."""
        self._records.set_me(person_id)

    def save(self, record: Programme | School | Stage, loaded: Loaded[Any] | None = None) -> Changes:
        """Save a changed programme, school or stage."""
        return self._records.save(record, loaded)

    def schools(self) -> list[Loaded[School]]:
        """The schools by name."""
        return sorted(self._records.load_all(School), key=lambda row: (row.record.name.casefold(), row.record.id))

    def school(self, school_id: Id) -> Loaded[School] | None:
        """One school."""
        return self._records.load(School, school_id)

    def add_school(self, name: str, *, group: bool = True, **fields: Any) -> Made:
        """A new school with a space of its own and, unless told otherwise, its learning group."""
        school = School(name=name.strip(), **fields)
        found = check_school(school)
        if any(problem.field == "name" for problem in found):
            raise ProblemsFound(tuple(found))
        made: list[Any] = [school, _school_group(school, self.label)] if group else [school]
        return Made(school.id, self._records.save_all([(record, None) for record in made]))

    def stages(self) -> list[Loaded[Stage]]:
        """The stages in order."""
        return ranks.ordered(self._records.load_all(Stage))

    def add_stage(self, name: str, starts_on: date | None = None, ends_on: date | None = None,
                  letter: Letter | None = None) -> Made:
        """A new stage at the end."""
        current = self.current()
        stage = Stage(
            programme_id=current.record.id if current is not None else None, name=name.strip(), letter=letter,
            rank=ranks.last_rank(self._records.load_all(Stage)), period=Period(starts_on, ends_on),
        )
        return Made(stage.id, self._records.save(stage))

    def move_stage(self, stage_id: Id, steps: int) -> Changes:
        """Move a stage up (negative) or down."""
        return ranks.move(self._records, self._records.load_all(Stage), stage_id, steps)

    def set_logo(self, school_id: Id, picture: Path) -> Changes:
        """Take a picture as the school's logo. Raises UserError when it is none."""
        loaded = self._records.need(School, school_id)
        sha256, media_type, size = self._photos.store(picture)
        logo = Attachment(sha256=sha256, media_type=media_type, size=size)
        school = dataclasses.replace(loaded.record, logo_id=logo.id)
        return self._records.save_all([(logo, None), (school, loaded)])

    def logo(self, school_id: Id) -> Path | None:
        """Where the school's logo lies; None when there is none."""
        school = self._records.get(School, school_id)
        logo = self._records.get(Attachment, school.logo_id) if school is not None and school.logo_id else None
        return self._photos.path(logo) if logo is not None else None

    def problems(self, record: Programme | School | Stage) -> list[Problem]:
        """What needs attention in a programme, a school or a stage."""
        if isinstance(record, School):
            return check_school(record)
        return check_stage(record) if isinstance(record, Stage) else check_programme(record)


def _school_group(school: School, label: str, facilitator_id: Id | None = None) -> Group:
    return Group(name=f"{label} {school.name}", school_id=school.id, facilitator_id=facilitator_id)


def _first_run_problems(name: str, school: str, me: str) -> list[Problem]:
    found = []
    for field, text, empty in (
        ("name", name, mark("Enter the programme name")),
        ("school", school, mark("Enter the school name")),
        ("me", me, mark("Enter your name")),
    ):
        if not text:
            found.append(Problem(field, empty))
        elif too_long(Programme(name=text)):
            found.append(Problem(field, mark("Use at most {n} characters"), {"n": 200}))
    return found
