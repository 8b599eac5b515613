"""Follow-ups: who does what until when, over all meetings and all modules' rounds."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from plcdesk.domain.changes import Changes, Loaded
from plcdesk.domain.fields import Choice, mark
from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import Action, ActionStatus, Meeting, Outcome
from plcdesk.domain.people import Slot
from plcdesk.domain.queries import ActionQuery
from plcdesk.services import ranks
from plcdesk.services.groups import next_date
from plcdesk.services.records import Made, Records

if TYPE_CHECKING:
    from plcdesk.storage.queries import ActionLine, Queries

_UNSET = date.min


class ActionState(Choice):
    """Which follow-ups to list."""

    OPEN = "terbuka", mark("Not finished")
    OVERDUE = "terlambat", mark("Overdue")
    DONE = "selesai", mark("Done")
    DROPPED = "dibatalkan", mark("Dropped")


OPEN = (ActionStatus.OPEN, ActionStatus.GOING, ActionStatus.POSTPONED)
STATUSES = {
    ActionState.OPEN: OPEN, ActionState.OVERDUE: OPEN, ActionState.DONE: (ActionStatus.DONE,),
    ActionState.DROPPED: (ActionStatus.DROPPED,),
}


@dataclass(frozen=True, slots=True)
class ActionFilter:
    """Which follow-ups to list; an empty part asks nothing."""

    text: str = ""
    group_id: Id | None = None
    school_id: Id | None = None
    owner_id: Id | None = None
    state: ActionState | None = None


@dataclass(frozen=True, slots=True)
class ActionRow:
    """A follow-up in a list; `overdue_days` is 0 unless it is open and past its day. One that came out of a module's
    round names that module instead of a meeting."""

    id: Id
    what: str
    owner_id: Id | None
    owner: str
    due_on: date | None
    status: ActionStatus
    done_on: date | None
    overdue_days: int
    meeting_id: Id | None
    meeting_on: date | None
    group_id: Id | None
    group: str
    round_id: Id | None = None
    module_id: Id | None = None
    module: str = ""


class Actions:
    """The follow-ups of the programme."""

    def __init__(self, records: Records, queries: Queries) -> None:
        self._records = records
        self._queries = queries

    def rows(self, wanted: ActionFilter | None = None) -> list[ActionRow]:
        """The follow-ups that pass the filter: the most overdue first, then by due date, finished ones last."""
        return [self._row(line) for line in self._queries.actions(self._query(wanted or ActionFilter()))]

    def of(self, meeting_id: Id) -> tuple[Loaded[Action], ...]:
        """The follow-ups agreed at a meeting, in order."""
        return tuple(ranks.ordered(self._records.load_all(Action, meeting_id=meeting_id)))

    def add(self, meeting_id: Id, what: str, owner_id: Id | None = None, due_on: date | None = _UNSET,
            measure: str = "") -> Made:
        """A new follow-up; unless another day (or None) is given it is due at the next meeting."""
        due = self.default_due(meeting_id) if due_on is _UNSET else due_on
        rank = ranks.last_rank(self._records.load_all(Action, meeting_id=meeting_id))
        action = Action(meeting_id=meeting_id, rank=rank, what=what.strip(), owner_id=owner_id, due_on=due,
                        measure=measure)
        return Made(action.id, self._records.save(action))

    def add_for_round(self, round_id: Id, what: str, owner_id: Id | None = None, due_on: date | None = None,
                      measure: str = "") -> Made:
        """A new follow-up of a module's round."""
        rank = ranks.last_rank(self._records.load_all(Action, round_id=round_id))
        action = Action(round_id=round_id, rank=rank, what=what.strip(), owner_id=owner_id, due_on=due_on, measure=measure)
        return Made(action.id, self._records.save(action))

    def default_due(self, meeting_id: Id) -> date | None:
        """The day of the group's next planned meeting after this one; None without a schedule."""
        meeting = self._records.get(Meeting, meeting_id)
        if meeting is None or meeting.group_id is None:
            return None
        day = meeting.when.held_on or meeting.planned_on or self._records.today()
        return next_date(self._records.all(Slot, group_id=meeting.group_id), day)

    def set_status(self, action_id: Id, status: ActionStatus) -> Changes:
        """Where the follow-up stands; done is stamped with today."""
        loaded = self._records.need(Action, action_id)
        if loaded.record.outcome.status is status:
            return Changes()
        done_on = self._records.today() if status is ActionStatus.DONE else None
        return self._records.save(dataclasses.replace(loaded.record, outcome=Outcome(status, done_on)), loaded)

    def carry_forward(self, action_id: Id, due_on: date | None = None) -> Changes:
        """Give it a new day: the one named, else the group's next planned meeting after today.

        A postponed one is open again; without a schedule and a named day nothing changes.
        """
        loaded = self._records.need(Action, action_id)
        due = due_on
        if due is None and loaded.record.meeting_id is not None:
            meeting = self._records.get(Meeting, loaded.record.meeting_id)
            slots = self._records.all(Slot, group_id=meeting.group_id) if meeting is not None else []
            due = next_date(slots, self._records.today())
        if due is None:
            return Changes()
        outcome = loaded.record.outcome
        if outcome.status is ActionStatus.POSTPONED:
            outcome = Outcome(ActionStatus.OPEN)
        return self._records.save(dataclasses.replace(loaded.record, due_on=due, outcome=outcome), loaded)

    def move(self, action_id: Id, steps: int) -> Changes:
        """Move a follow-up up (negative) or down in its meeting or round."""
        action = self._records.need(Action, action_id).record
        beside = (self._records.load_all(Action, meeting_id=action.meeting_id) if action.meeting_id is not None
                  else self._records.load_all(Action, round_id=action.round_id))
        return ranks.move(self._records, beside, action_id, steps)

    def overdue_days(self, action: Action) -> int:
        """Days past the due date; 0 when it is not open or not due."""
        if not action.is_open or action.due_on is None:
            return 0
        return max(0, (self._records.today() - action.due_on).days)

    def count_overdue(self) -> int:
        """How many open follow-ups are past their day."""
        return len(self._queries.actions(self._query(ActionFilter(state=ActionState.OVERDUE))))

    def _query(self, wanted: ActionFilter) -> ActionQuery:
        statuses = STATUSES[wanted.state] if wanted.state is not None else None
        before = self._records.today() if wanted.state is ActionState.OVERDUE else None
        return ActionQuery(text=wanted.text, group_id=wanted.group_id, school_id=wanted.school_id, owner_id=wanted.owner_id,
                           statuses=statuses, due_before=before)

    def _row(self, line: ActionLine) -> ActionRow:
        late = line.due_on is not None and line.status in OPEN
        days = max(0, (self._records.today() - line.due_on).days) if late and line.due_on is not None else 0
        return ActionRow(
            line.id, line.what, line.owner_id, line.owner, line.due_on, line.status, line.done_on, days,
            line.meeting_id, line.meeting_on, line.group_id, line.group, line.round_id, line.module_id, line.module,
        )
