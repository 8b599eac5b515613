"""The schedule: what was planned, against what was held."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from PySide6.QtCore import QObject, Qt, Signal

from plcdesk.services.meeting_views import ScheduleRow, ScheduleState
from ui.pages.meetings.cancel_dialog import CancelDialog
from ui.pages.meetings.parts import action
from ui.pages.meetings.sources import CachedSource
from ui.runtime.context import Context
from ui.widgets.data_table import DataTable
from ui.widgets.empty import EmptyState
from ui.widgets.filter_bar import Filter
from ui.widgets.query import Query
from ui.widgets.table import Column
from ui.widgets.table_view import TableView

BEFORE, AFTER = timedelta(weeks=52), timedelta(weeks=26)
"""How far back and ahead of today the schedule is shown."""


class ScheduleView(TableView):
    """Planned dates of all groups. `opened(meeting id)` asks to show a meeting."""

    spare = frozenset({"hours"})
    opened = Signal(object)
    plan_asked = Signal()

    def __init__(self, ctx: Context, origin: QObject) -> None:
        w = ctx.w
        columns = (
            Column("day", w("Date"), lambda row: w.date(row.planned_on), 210),
            Column("title", w("Meeting"), lambda row: row.heading(w), 200, stretch=True),
            Column("group", w("Group"), lambda row: row.group, 190),
            Column("hours", w("Time"), lambda row: w.hours(*row.hours) if row.hours.starts else "", 120, sort=False),
            Column("state", w("Status"), _state_words(ctx), 160),
        )
        filters = (Filter("group", w("Group"), ()),
                   Filter("state", w("Status"), [(state, w(state.label)) for state in ScheduleState]))
        empty = EmptyState(w, w("No meeting is planned yet"),
                           w("A regular day is set with the group; single meetings can be planned here."),
                           w("Schedule a meeting"), primary=False)
        super().__init__(ctx, origin, DataTable(w, ctx.theme, columns, filters, empty))
        self.table.view.setAccessibleName(w("Schedule"))
        empty.acted.connect(self.plan_asked)
        self.start = action(w("Start recording"), "outlined", self._start)
        self.cancel = action(w("Call off this meeting…"), "outlined", self._ask_cancel)
        self.plan = action(w("Schedule a meeting"), "outlined", self.plan_asked.emit)
        ctx.theme.dress(self.plan, "plus")
        for button in (self.start, self.cancel):
            self.buttons.addWidget(button)
        self.head.addWidget(self.plan, 0, Qt.AlignmentFlag.AlignTop)
        self._source = CachedSource(self._read, {
            "day": lambda row: row.planned_on, "title": lambda row: row.heading(w).casefold(),
            "group": lambda row: row.group.casefold(), "state": lambda row: row.state.value})

    def refresh(self) -> None:
        """Read everything anew; at the first time the row of today, or the next one, is chosen."""
        first = self.table.current() is None
        self.show_groups()
        self._source.forget()
        self.table.set_source(self._source)
        if first:
            today = self.desk.today()
            rows = self._source.page(self.table.bar.query, 0, 10_000)
            near = next((row for row in rows if row.planned_on >= today), rows[-1] if rows else None)
            self.table.select(near)
        self._choose(self.table.current())

    def reload(self) -> None:
        """Read the dates anew. A row is its own identity here, so the choice is kept by its place in the plan."""
        before = self.table.current()
        self._source.forget()
        self.table.reload()
        if before is not None and self.table.current() is None:
            rows = self._source.page(self.table.bar.query, 0, 10_000)
            self.table.select(next((row for row in rows if (row.slot_id, row.planned_on, row.group_id) ==
                                    (before.slot_id, before.planned_on, before.group_id)), None))
        self._choose(self.table.current())

    def _read(self, query: Query) -> Sequence[ScheduleRow]:
        today = self.desk.today()
        rows = self.desk.meetings.schedule(today - BEFORE, today + AFTER, query.choices.get("group"))
        words = query.text.casefold().split()
        state = query.choices.get("state")
        return [
            row for row in rows
            if (state is None or row.state is state) and all(
                word in f"{row.heading(self.w)} {row.group} {self.w.date(row.planned_on)} {row.venue}".casefold()
                for word in words)
        ]

    def _choose(self, row: ScheduleRow | None) -> None:
        self.start.setVisible(row is not None)
        self.cancel.setVisible(row is not None and row.state not in {ScheduleState.CANCELLED, ScheduleState.HELD})
        if row is None:
            self.chosen.setText(self.w("Choose a row"))
            return
        self.chosen.setText(f"{row.heading(self.w)} · {self.w.date(row.planned_on)}")
        self.start.setText(self.w("Start recording") if row.meeting_id is None else self.w("Open the meeting"))

    def _open(self, row: ScheduleRow) -> None:
        if row.meeting_id is not None:
            self.opened.emit(row.meeting_id)
        elif row.slot_id is not None:
            made = self.desk.meetings.start_from_slot(row.slot_id, row.planned_on)
            self.ctx.write(lambda: made, self.w("New meeting"), self.origin)
            self.opened.emit(made.id)

    def _start(self) -> None:
        row = self.table.current()
        if row is not None:
            self._open(row)

    def _ask_cancel(self) -> None:
        row = self.table.current()
        if row is None:
            return
        dialog = CancelDialog(self.ctx, f"{row.heading(self.w)} · {self.w.date(row.planned_on)}", self.window())
        dialog.chosen.connect(lambda reason: self._cancel(row, reason))
        dialog.open()

    def _cancel(self, row: ScheduleRow, reason: str) -> None:
        if row.slot_id is not None and row.meeting_id is None:
            slot = row.slot_id
            done = self.write(lambda: self.desk.meetings.cancel_slot(slot, row.planned_on, reason), self.w("Call off"))
        else:
            meeting = row.meeting_id
            assert meeting is not None
            done = self.write(lambda: self.desk.meetings.cancel(meeting, reason), self.w("Call off"))
        if done:
            self.ctx.notify.undo_toast(self.w("Meeting called off"))


def _state_words(ctx: Context) -> Callable[[ScheduleRow], str]:
    def text(row: ScheduleRow) -> str:
        state = ctx.w(row.state.label)
        return f"{state}: {row.reason}" if row.reason else state

    return text
