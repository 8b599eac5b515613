"""The sample's 120 follow-ups: two of each meeting, when they were due and when they were done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import Action, ActionStatus, Outcome, meeting_id
from plcdesk.services.sample_data import ident, slot_id, table

LATE = {5, 14, 21}
OPEN = {23, 27}
GOING = {29}
"""Places among a school's thirty follow-ups; all others were done in time."""


@dataclass(frozen=True, slots=True)
class SampleAction:
    """A follow-up of meeting `number`; `place` is 0 or 1."""

    code: str
    number: int
    place: int
    made_on: date
    due_on: date
    done_on: date | None
    going: bool

    @property
    def id(self) -> Id:
        """Its identity."""
        return ident("action", self.code, self.number, self.place)

    def done_by(self, day: date) -> bool:
        """Whether it was done on that day already."""
        return self.done_on is not None and self.done_on <= day


def plan(code: str, held: list[date], due: list[date]) -> list[SampleAction]:
    """The follow-ups of a school's meetings: due a week later, done up to two days before that, or six days late."""
    actions = []
    for number, (day, due_on) in enumerate(zip(held, due, strict=True), 1):
        for place in (0, 1):
            index = (number - 1) * 2 + place
            done_on: date | None = due_on - timedelta(days=index % 3)
            if index in LATE:
                done_on = due_on + timedelta(days=6)
            elif index in OPEN | GOING:
                done_on = None
            actions.append(SampleAction(code, number, place, day, due_on, done_on, index in GOING))
    return actions


def record_of(action: SampleAction, owner: Id, on: date, text: list[str] | None = None) -> Action:
    """The follow-up as it stood on that day."""
    what, measure = text or _text(action)
    status = ActionStatus.DONE if action.done_by(on) else ActionStatus.GOING if action.going else ActionStatus.OPEN
    return Action(
        id=action.id, meeting_id=meeting_id(slot_id(action.code), action.made_on), rank="i" if action.place == 0 else "r",
        what=what, owner_id=owner, due_on=action.due_on, measure=measure,
        outcome=Outcome(status, action.done_on if action.done_by(on) else None),
    )


def _text(action: SampleAction) -> list[str]:
    texts = table("themes")
    if action.code == "MEL" and action.number == 7:
        return list(texts["example"]["actions"][action.place])
    school = next(school for school in table("programme")["schools"] if school["code"] == action.code)
    return list(texts["themes"][school["themes"][action.number - 1]]["actions"][action.place])
