"""The sample's reviews: two people rate both versions of each module (domain handbook 3.5-3.7, 8.2; I11, I20)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from plcdesk.domain.forms import Hour, Rated
from plcdesk.domain.ids import Id
from plcdesk.domain.modules import version_id
from plcdesk.services.sample_coaching import mentor_of
from plcdesk.services.sample_data import Batch, moment, person_id, table
from plcdesk.services.sample_forms import filled, form_id, level, levels, numbered
from plcdesk.services.sample_modules import Story

CRITERIA = ("A1.1", "A1.2", "A2.1", "A2.2", "A2.3", "A3.1", "A3.2")


def review_batches(story: Story) -> Iterator[Batch]:
    """Both versions by the mentor and by a teacher of another school; creativity and completeness by one of them.

    Only A is rated twice: the agreement of raters (I20) is told of its 168 items.
    """
    told, code = table("modules"), story.told["code"]
    mentor, peer = mentor_of(story.place), person_id(*story.told["peer"])
    for number, name in ((1, "reviewed"), (2, "again")):
        day = story.day(name)
        for turn, (rater, digits) in enumerate(zip((mentor, peer), told["ratings"][f"v{number}"][code], strict=True)):
            yield _batch(story, number, day, rater, 20 * turn, "A", _criteria(story, digits))
    notes = {item: story.say(text) for item, text in told["notes"].items()}
    kind = "LP" if story.told["focus"] == "p5" else "L"
    yield _batch(story, 2, story.day("again"), mentor, 40, "K", levels(numbered("K", 11), told["creativity"][code], notes))
    yield _batch(story, 2, story.day("again"), peer, 50, kind, levels(numbered("L", 18), told["completeness"][code], notes))


def _batch(story: Story, number: int, day: date, rater: Id, minute: int, code: str, answers: dict[str, Rated]) -> Batch:
    version = version_id(story.id, number)
    records: Iterator[Any] = filled(
        code, form_id(code, version, rater), answers, private=False, school_id=story.home, version_id=version,
        module_id=story.id, rater_id=rater, hour=Hour(day, None),
    )
    return Batch(moment(day, 19, minute), rater, tuple(records))


def _criteria(story: Story, digits: str) -> dict[str, Rated]:
    reasons = table("modules")["evidence"]
    return {item: level(digit, story.say(reasons[item][digit])) for item, digit in zip(CRITERIA, digits, strict=True)}
