"""What is wrong with an answer or with a form; the first stops an entry, the second never does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from plcdesk.domain.changes import Problem
from plcdesk.domain.checks import LONG
from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import mark
from plcdesk.domain.forms import Counted, Form, Rated, Sweep
from plcdesk.domain.instruments import About, AnswerKind, Instrument, Item, Scale
from plcdesk.domain.meetings import Meeting

MOST_PUPILS = 999
"""So many pupils at most are counted in one sweep."""


def checked(item: Item, rated: Rated) -> Rated:
    """The answer as it is kept. Raises UserError for one that the item does not allow."""
    score = None if rated.skipped else rated.score
    if len(rated.evidence or "") > LONG:
        raise UserError(mark("Use at most {n} characters"), n=LONG)
    if score is not None and not allows(item, score):
        raise _refused(item.scale) if item.scale is not None else UserError(
            mark("Type a whole number from 0 up. Nothing was changed."))
    if item.kind is AnswerKind.DATE and rated.evidence and not _is_day(rated.evidence):
        raise UserError(mark("This is not a date. Type it like 12-5-2025. Nothing was changed."))
    return Rated(score, rated.evidence or None, True if rated.skipped else None)


def check_count(counted: Counted) -> list[Problem]:
    """The rule of a sweep: 0 ≤ active ≤ engaged ≤ present (domain handbook 3.4); parts may still be empty."""
    numbers = [number for number in (counted.active, counted.engaged, counted.present) if number is not None]
    if any(not 0 <= number <= MOST_PUPILS for number in numbers):
        return [Problem("counted", mark("Type whole numbers from 0 to {n}"), {"n": MOST_PUPILS})]
    if numbers != sorted(numbers):
        return [Problem("counted", mark("Taking part cannot be more than engaged, and engaged not more than present"))]
    return []


def check_form(form: Form, instrument: Instrument, rated: Mapping[str, Rated], sweeps: Iterable[Sweep],
               meeting: Meeting | None, today: date) -> list[Problem]:
    """What needs attention in a form; items without an answer are not among it."""
    found = []
    if form.hour.held_on is None:
        found.append(Problem("hour", mark("Enter the date")))
    elif form.hour.held_on > today:
        found.append(Problem("hour", mark("The date must be today or earlier")))
    if instrument.about in (About.LEADER, About.LESSON, About.JOURNAL) and form.person_id is None:
        found.append(Problem("person_id", mark("Choose who this is about")))
    if instrument.about is About.LESSON and form.lesson.kind is None:
        found.append(Problem("lesson", mark("Choose the way of teaching")))
    if instrument.about is About.MEETING and meeting is not None and form.rater_id is not None and (
            form.rater_id in (meeting.chair_id, meeting.facilitator_id)):
        found.append(Problem("rater_id", mark("Who led the meeting should not be the observer too")))
    for sweep in sweeps:
        found += [Problem(f"sweeps/{sweep.number}", problem.text) for problem in check_count(sweep.counted)]
    if instrument.code == "A":
        found += [Problem(f"answers/{code}", mark("Add an excerpt or a page number as evidence"))
                  for code, said in rated.items() if said.score is not None and not said.evidence]
    return found


def allows(item: Item, score: int) -> bool:
    """Whether an item can have this score: an answer from elsewhere may not, and then it counts for nothing."""
    if item.kind is AnswerKind.MANY:
        return score in (0, 1)
    if item.kind is AnswerKind.LEVEL and item.scale is not None:
        return item.scale.by_score(score) is not None
    return item.kind is AnswerKind.NUMBER and 0 <= score < 2**53


def _refused(scale: Scale) -> UserError:
    keys = [option.key for option in scale.options]
    if keys == [str(number + 1) for number in range(len(keys))] and scale.skip_key == "0":
        return UserError(mark("Use 1–{k}. Press 0 if not answered."), k=str(len(keys)))
    return UserError(mark("Use {keys}. Press {skip} if not answered."), keys=", ".join(keys), skip=scale.skip_key)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
