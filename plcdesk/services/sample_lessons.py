"""The sample's observed lessons: form D with its ten engagement sweeps (domain handbook 3.4, 8.2; I4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from plcdesk.domain.forms import Counted, Hour, Lesson, LessonKind, Rated, Sweep, Talker, sweep_id
from plcdesk.domain.ids import Id
from plcdesk.services.sample_coaching import mentor_of
from plcdesk.services.sample_data import Batch, clock, ident, moment, other_id, person_id, table
from plcdesk.services.sample_forms import filled, form_id, level, levels, numbered, spread

SWEEPS = 10
TEACHERS = range(1, 6)
TALKERS = {"G": Talker.TEACHER, "S": Talker.STUDENTS, "B": Talker.BOTH, "H": Talker.SILENCE}


@dataclass(frozen=True, slots=True)
class Seen:
    """A lesson of a teacher that somebody watched."""

    school: dict[str, Any]
    place: int
    index: int
    kind: LessonKind

    @property
    def day(self) -> date:
        """Tuesday to Friday of its week, so that no holiday is hit."""
        weeks: list[date] = table("lessons")["lessons"][f"weeks_{self.kind.value}"]
        return weeks[self.index - 1] + timedelta(days=1 + (self.place + self.index) % 4)

    @property
    def module(self) -> Id | None:
        """The module that was taught; none in a conventional lesson."""
        if self.kind is LessonKind.CONVENTIONAL:
            return None
        return next(ident("module", told["code"]) for told in table("modules")["modules"]
                    if told["school"] == self.school["code"] and self.index in told["authors"])

    @property
    def observer(self) -> Id:
        """The mentor, the principal or the supervisor."""
        if self.index == 3:
            return person_id(self.school["code"], 0)
        return other_id("pengawas", 0) if self.index == 4 else mentor_of(self.place)


def lesson_batches(school: dict[str, Any], place: int) -> Iterator[Batch]:
    """Five lessons taught as before in September and the same five teachers with a module in November.

    The forms are written as shared ones: everybody in the school may see them.
    """
    for kind in LessonKind:
        for index in TEACHERS:
            seen = Seen(school, place, index, kind)
            starts = clock(table("lessons")["lessons"]["starts"][index - 1])
            yield Batch(moment(seen.day, starts.hour + 1, starts.minute), seen.observer, tuple(_form(seen)))


def _form(seen: Seen) -> Iterator[Any]:
    told = table("lessons")["lessons"]
    pupils, teaches = told["pupils"][seen.index - 1], table("programme")["teachers"]["teaches"][seen.index - 1]
    form = form_id("D", seen.school["code"], seen.index, seen.kind.value)
    engaged = told[seen.kind.value][seen.index - 1]
    yield from filled(
        "D", form, _answers(seen, engaged, pupils), private=False, school_id=ident("school", seen.school["code"]),
        person_id=person_id(seen.school["code"], seen.index), rater_id=seen.observer, module_id=seen.module,
        hour=Hour(seen.day, clock(told["starts"][seen.index - 1])), seconds=35 * 60,
        lesson=Lesson(teaches, told["subjects"][seen.index - 1], seen.kind, pupils),
    )
    talkers = told[f"talk_{seen.kind.value}"]
    for number, count in enumerate(_counts(seen, engaged), 1):
        active = count * (1 if seen.kind is LessonKind.CONVENTIONAL else 2) // 3
        talker = TALKERS[talkers[(number + seen.index + seen.place) % SWEEPS]]
        yield Sweep(id=sweep_id(form, number), form_id=form, number=number, minute=2 + number * 3,
                    counted=Counted(pupils, count, active, talker))


def _counts(seen: Seen, engaged: int) -> list[int]:
    swing = table("lessons")["lessons"]["swing"]
    even = spread(engaged, SWEEPS, seen.index + seen.place)
    return [count + swing[(place + seen.index + seen.place) % SWEEPS] for place, count in enumerate(even)]


def _answers(seen: Seen, engaged: int, pupils: int) -> dict[str, Rated]:
    told = table("lessons")
    digits = told["levels"][seen.kind.value][(seen.index - 1 + seen.place) % 5]
    notes = {item: texts[0] for item, texts in told["notes"][seen.kind.value].items()}
    share = 4 * engaged // (SWEEPS * pupils) + 1
    return {"D1": level(share), **levels(numbered("D", 12, 2), digits, notes)}
