"""The story of a module: problem, decision, first version, observed lesson, reflection, next version, what changed.

It puts together what was recorded elsewhere: rounds, reviews of the versions, and the observed lessons (instrument D) in
which the module was taught against the conventional lessons of the same teachers (domain handbook 3.4, 3.5, I4, I11).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from plcdesk.domain.forms import Form, LessonKind, Sweep
from plcdesk.domain.ids import Id
from plcdesk.domain.modules import Module
from plcdesk.domain.scoring import engagement
from plcdesk.services.module_reviews import AUTHENTIC, ModuleReviews, Result
from plcdesk.services.module_views import ModuleDetail, RoundRow, VersionRow
from plcdesk.services.records import Records

LESSON = "D"


@dataclass(frozen=True, slots=True)
class Engagement:
    """Pupils engaged and pupils present, summed over the sweeps of some lessons."""

    engaged: int
    present: int

    @property
    def share(self) -> Fraction | None:
        """Engaged of present; None when nobody was counted."""
        return Fraction(self.engaged, self.present) if self.present else None


@dataclass(frozen=True, slots=True)
class StoryVersion:
    """A version and what its reviewers say about authentic work."""

    row: VersionRow
    result: Result | None


@dataclass(frozen=True, slots=True)
class SeenLesson:
    """An observed lesson."""

    form_id: Id
    held_on: date | None
    teacher: str
    classroom: str
    engagement: Engagement


@dataclass(frozen=True, slots=True)
class Story:
    """What became of a module. `lessons` were taught with it, `before` are the conventional ones of the same teachers;
    versions and rounds oldest first."""

    module: Module
    authors: tuple[str, ...]
    versions: tuple[StoryVersion, ...]
    rounds: tuple[RoundRow, ...]
    lessons: tuple[SeenLesson, ...]
    before: tuple[SeenLesson, ...]

    @property
    def with_module(self) -> Engagement:
        """Engagement in the lessons with the module, pooled."""
        return _pooled(self.lessons)

    @property
    def conventional(self) -> Engagement:
        """Engagement in the conventional lessons of the same teachers, pooled."""
        return _pooled(self.before)

    @property
    def points(self) -> Fraction | None:
        """The change of engagement in percentage points; None while one side was not observed."""
        now, before = self.with_module.share, self.conventional.share
        return (now - before) * 100 if now is not None and before is not None else None

    @property
    def relative(self) -> Fraction | None:
        """The change of engagement relative to the conventional lessons, in per cent (I4)."""
        now, before = self.with_module.share, self.conventional.share
        return (now - before) / before * 100 if now is not None and before else None


def tell(detail: ModuleDetail, records: Records, reviews: ModuleReviews) -> Story:
    """Put the story of a module together."""
    module = detail.module
    taught = [form for form in records.all(Form, instrument=LESSON, module_id=module.id)
              if form.second_of is None and form.lesson.kind is not LessonKind.CONVENTIONAL]
    teachers = {form.person_id for form in taught if form.person_id is not None}
    before = [form for form in records.all(Form, instrument=LESSON, person_id=teachers) if form.second_of is None
              and form.lesson.kind is LessonKind.CONVENTIONAL] if teachers else []
    versions = tuple(StoryVersion(row, reviews.of(row.version.id).result(AUTHENTIC)) for row in reversed(detail.versions))
    return Story(module, tuple(author.name for author in detail.authors), versions, detail.rounds,
                 _lessons(taught, records), _lessons(before, records))


def _lessons(forms: Iterable[Form], records: Records) -> tuple[SeenLesson, ...]:
    names = records.names()
    found = []
    for form in sorted(forms, key=lambda form: (str(form.hour.held_on or ""), form.id)):
        counted = Engagement(*engagement(records.all(Sweep, form_id=form.id)))
        found.append(SeenLesson(form.id, form.hour.held_on, names.get(form.person_id or Id(""), ""),
                            form.lesson.classroom or "", counted))
    return tuple(found)


def _pooled(lessons: Iterable[SeenLesson]) -> Engagement:
    """The sums over all lessons, so that a large class weighs more than a small one."""
    found = [lesson.engagement for lesson in lessons]
    return Engagement(sum(one.engaged for one in found), sum(one.present for one in found))
