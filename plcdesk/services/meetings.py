"""Meetings: begun from a schedule or freely, recorded, finished, called off."""

from __future__ import annotations

import dataclasses
from datetime import date

from plcdesk.domain.changes import Changes, Loaded, Problem, Row
from plcdesk.domain.checks import check_action, check_meeting
from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import children_of, mark
from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import (
    Action,
    ActionStatus,
    Decision,
    Meeting,
    MeetingKind,
    MeetingStatus,
    State,
    When,
    meeting_id,
)
from plcdesk.domain.people import Group, Slot
from plcdesk.domain.programme import School
from plcdesk.services import ranks
from plcdesk.services.actions import Actions
from plcdesk.services.agenda import Agendas
from plcdesk.services.attendance import AttendanceLists, count_marks
from plcdesk.services.meeting_lists import MeetingFilter, MeetingLists
from plcdesk.services.meeting_views import (
    FinishReport,
    MeetingDetail,
    MeetingRow,
    ScheduleRow,
    day_order,
    number_in,
)
from plcdesk.services.photos import Photos
from plcdesk.services.programme import Programmes
from plcdesk.services.records import Made, Records
from plcdesk.services.schedule import Planned, Schedule
from plcdesk.services.whatsapp import summary
from plcdesk.words import Words

OPEN_STATES = frozenset({ActionStatus.OPEN, ActionStatus.GOING, ActionStatus.POSTPONED})


class Meetings:
    """The meetings of the programme."""

    def __init__(self, records: Records, programme: Programmes, attendance: AttendanceLists, agenda: Agendas,
                 actions: Actions, photos: Photos, lists: MeetingLists, schedule: Schedule) -> None:
        self._records = records
        self._programme = programme
        self._attendance = attendance
        self._agenda = agenda
        self._actions = actions
        self._photos = photos
        self._lists = lists
        self._schedule = schedule

    def rows(self, wanted: MeetingFilter | None = None, limit: int | None = None, offset: int = 0) -> list[MeetingRow]:
        """The meetings that pass the filter, newest first; `limit` of them from the one at `offset` on."""
        return self._lists.rows(wanted or MeetingFilter(), limit, offset)

    def row(self, meeting_id: Id) -> MeetingRow | None:
        """One meeting as the list shows it; None when it is gone."""
        return self._lists.row(meeting_id)

    def count(self, wanted: MeetingFilter) -> int:
        """How many meetings pass the filter."""
        return self._lists.count(wanted)

    def unfinished(self) -> list[MeetingRow]:
        """Meetings begun, or planned for a day that is past, and neither finished nor called off; newest first."""
        return self._lists.unfinished()

    def schedule(self, since: date, until: date, group_id: Id | None = None) -> list[ScheduleRow]:
        """Every planned date against what was recorded."""
        return self._schedule.rows(since, until, group_id)

    def today(self) -> list[ScheduleRow]:
        """What is planned or recorded for today."""
        return self.schedule(self._records.today(), self._records.today())

    def next_slot(self, group_id: Id | None = None) -> Planned | None:
        """The planned date to offer for "Record a meeting"."""
        return self._schedule.next_slot(group_id)

    def start_from_slot(self, slot_id: Id, planned_on: date) -> Made:
        """The meeting of a schedule's date, prefilled; the one there already when it was begun before."""
        key = meeting_id(slot_id, planned_on)
        if self._records.get(Meeting, key) is not None:
            return Made(key, Changes())
        return Made(key, self._records.save(self._from_slot(slot_id, planned_on)))

    def new(self, group_id: Id, kind: MeetingKind = MeetingKind.ROUTINE, when: When | None = None, title: str = "", *,
            planned: bool = False) -> Made:
        """A meeting without a schedule: today at the group's usual time unless `when` says otherwise."""
        group = self._records.need(Group, group_id).record
        today = self._records.today()
        slot = next(iter(self._records.all(Slot, group_id=group_id)), None) if kind is MeetingKind.ROUTINE else None
        usual = slot.hours if slot is not None else (None, None)
        when = when or When(today, *usual)
        ahead = planned or (when.held_on is not None and when.held_on > today)
        meeting = Meeting(
            group_id=group_id, planned_on=when.held_on, kind=kind, title=title.strip(), when=when,
            venue=slot.venue if slot is not None else "", chair_id=group.chair_id, facilitator_id=group.facilitator_id,
            notetaker_id=self._usual_notetaker(group_id),
            state=State(MeetingStatus.PLANNED if ahead else MeetingStatus.ONGOING),
        )
        return Made(meeting.id, self._records.save(meeting))

    def detail(self, meeting_id: Id) -> MeetingDetail | None:
        """Everything about one meeting; None when it is gone.

        `last` is the group's last held meeting before this one, `last_open` what still waits from all earlier ones.
        """
        loaded = self._records.load(Meeting, meeting_id)
        if loaded is None:
            return None
        meeting = loaded.record
        group = self._records.get(Group, meeting.group_id) if meeting.group_id is not None else None
        school = self._records.get(School, group.school_id) if group is not None and group.school_id else None
        kin = sorted(self._records.all(Meeting, group_id=meeting.group_id), key=day_order)
        place = next((index for index, other in enumerate(kin) if other.id == meeting.id), 0)
        held = [other for other in kin[:place] if other.held and other.kind is meeting.kind]
        rows = self._attendance.rows(meeting)
        return MeetingDetail(
            loaded, number_in(kin, meeting), group, school, rows, count_marks(rows), self._agenda.of(meeting.id),
            self.decisions_of(meeting.id), self._actions.of(meeting.id), held[-1] if held else None,
            self._waiting(kin[:place]), self._attendance.turns(meeting.id, rows), self._photos.of(meeting.id),
            self._records.names(), self._actions.default_due(meeting.id),
            kin[place - 1].id if place > 0 else None, kin[place + 1].id if place + 1 < len(kin) else None,
            self._differing(meeting.id), self._programme.label,
        )

    def check(self, meeting_id: Id) -> FinishReport:
        """How the meeting would stand if it were finished now; writes nothing."""
        meeting = self._records.need(Meeting, meeting_id).record
        rows = self._attendance.rows(meeting)
        actions = self._actions.of(meeting_id)
        problems = list(check_meeting(meeting, self._records.today()))
        for action in actions:
            problems += [
                Problem(f"actions/{action.record.id}/{problem.field}", problem.text, problem.values)
                for problem in check_action(action.record)
            ]
        blanks = tuple(row.name for row in rows if row.presence is None)
        decisions = len(self.decisions_of(meeting_id))
        return FinishReport(count_marks(rows).attended, blanks, decisions, len(actions), tuple(problems))

    def problems(self, meeting_id: Id) -> list[Problem]:
        """What needs attention in a meeting and its follow-ups."""
        return list(self.check(meeting_id).problems)

    def finish(self, meeting_id: Id) -> FinishReport:
        """Set the meeting to held. What needs attention is reported and never stands in the way."""
        changes = self._set_state(meeting_id, State(MeetingStatus.HELD))
        return dataclasses.replace(self.check(meeting_id), changes=changes)

    def reopen(self, meeting_id: Id) -> Changes:
        """Take a finished or called-off meeting up again; the history shows it."""
        when = self._records.need(Meeting, meeting_id).record.when
        ahead = when.held_on is not None and when.held_on > self._records.today()
        return self._set_state(meeting_id, State(MeetingStatus.PLANNED if ahead else MeetingStatus.ONGOING))

    def cancel(self, meeting_id: Id, reason: str = "") -> Changes:
        """Call the meeting off; it no longer counts as due."""
        return self._set_state(meeting_id, State(MeetingStatus.CANCELLED, reason.strip() or None))

    def cancel_slot(self, slot_id: Id, planned_on: date, reason: str = "") -> Made:
        """Call off the meeting of a schedule's date, whether it was begun or not, in one save."""
        state = State(MeetingStatus.CANCELLED, reason.strip() or None)
        loaded = self._records.load(Meeting, meeting_id(slot_id, planned_on))
        record = loaded.record if loaded is not None else self._from_slot(slot_id, planned_on)
        return Made(record.id, self._records.save(dataclasses.replace(record, state=state), loaded))

    def summary_for_whatsapp(self, meeting_id: Id, w: Words) -> str:
        """A text to paste into the group's chat: when, who, decisions, follow-ups."""
        detail = self.detail(meeting_id)
        if detail is None:
            raise UserError(mark("This meeting is no longer here. Nothing was copied. Choose one of the list."))
        return summary(detail, w)

    def actions_of(self, meeting_id: Id) -> tuple[Loaded[Action], ...]:
        """The follow-ups agreed at a meeting, in order."""
        return self._actions.of(meeting_id)

    def decisions_of(self, meeting_id: Id) -> tuple[Loaded[Decision], ...]:
        """The decisions of a meeting, in order."""
        return tuple(ranks.ordered(self._records.load_all(Decision, meeting_id=meeting_id)))

    def add_decision(self, meeting_id: Id, text: str) -> Made:
        """One more decision."""
        rank = ranks.last_rank(self._records.load_all(Decision, meeting_id=meeting_id))
        decision = Decision(meeting_id=meeting_id, rank=rank, text=text.strip())
        return Made(decision.id, self._records.save(decision))

    def _from_slot(self, slot_id: Id, planned_on: date) -> Meeting:
        slot = self._records.need(Slot, slot_id).record
        assert slot.group_id is not None
        group = self._records.need(Group, slot.group_id).record
        status = MeetingStatus.PLANNED if planned_on > self._records.today() else MeetingStatus.ONGOING
        return Meeting(
            id=meeting_id(slot_id, planned_on), group_id=group.id, slot_id=slot_id, planned_on=planned_on,
            when=When(planned_on, *slot.hours), venue=slot.venue, chair_id=group.chair_id,
            facilitator_id=group.facilitator_id, notetaker_id=self._usual_notetaker(group.id), state=State(status),
        )

    def _usual_notetaker(self, group_id: Id) -> Id | None:
        meetings = sorted(self._records.all(Meeting, group_id=group_id), key=day_order)
        return next((meeting.notetaker_id for meeting in reversed(meetings) if meeting.notetaker_id), None)

    def _set_state(self, meeting_id: Id, state: State) -> Changes:
        loaded = self._records.need(Meeting, meeting_id)
        return self._records.save(dataclasses.replace(loaded.record, state=state), loaded)

    def _waiting(self, earlier: list[Meeting]) -> tuple[Loaded[Action], ...]:
        ids = {meeting.id for meeting in earlier}
        found = self._records.load_all(Action, meeting_id=ids, status=OPEN_STATES) if ids else []
        return tuple(sorted(found, key=lambda action: (action.record.due_on or date.max, action.record.id)))

    def _differing(self, meeting_id: Id) -> frozenset[tuple[Row, str]]:
        tables = {spec.table for spec, _ in children_of("meeting")}
        found = []
        for entry in self._records.differing():
            mine = entry.row == Row("meeting", meeting_id)
            if mine or (entry.row.table in tables and self._records.parent_of(entry.row) == meeting_id):
                found.append((entry.row, entry.field))
        return frozenset(found)
