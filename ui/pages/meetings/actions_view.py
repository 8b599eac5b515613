"""All follow-ups of the programme: who does what until when, and what is late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QObject, Signal

from plcdesk.domain.meetings import Action, ActionStatus
from plcdesk.services.actions import ActionFilter, ActionRow, ActionState
from plcdesk.words import Words
from ui.pages.meetings.details_dialog import DetailsDialog
from ui.pages.meetings.due_dialog import DueDialog
from ui.pages.meetings.parts import action
from ui.pages.meetings.sources import CachedSource
from ui.pages.meetings.wording import short_day
from ui.runtime.context import Context
from ui.widgets.choice_field import ChoiceField
from ui.widgets.data_table import DataTable
from ui.widgets.empty import EmptyState
from ui.widgets.filter_bar import Filter
from ui.widgets.form_field import plain_label
from ui.widgets.query import Query
from ui.widgets.table import Column
from ui.widgets.table_view import TableView


class ActionsView(TableView):
    """A table of follow-ups; status and due date are changed below it. `opened(meeting id)` asks for its meeting."""

    spare = frozenset({"meeting", "group"})
    opened = Signal(object)

    def __init__(self, ctx: Context, origin: QObject) -> None:
        w, today = ctx.w, ctx.desk.today()
        columns = (
            Column("what", w("Activity"), lambda row: row.what, 280, stretch=True),
            Column("owner", w("Responsible"), lambda row: row.owner, 160),
            Column("due", w("Due"), lambda row: short_day(row.due_on, today, w), 120),
            Column("late", w("Overdue"), lambda row: _late(row, ctx), 110),
            Column("status", w("Status"), lambda row: w(row.status.label), 95),
            Column("group", w("Group"), lambda row: row.group or _of_module(row, w), 215),
            Column("meeting", w("From meeting"), lambda row: short_day(row.meeting_on, today, w), 125),
        )
        filters = (Filter("state", w("Status"), [(state, w(state.label)) for state in ActionState]),
                   Filter("group", w("Group"), ()))
        empty = EmptyState(w, w("No follow-ups yet"), w("They are written in a meeting or in a round of a module, under Follow-up."))
        super().__init__(ctx, origin, DataTable(w, ctx.theme, columns, filters, empty))
        self.table.view.setAccessibleName(w("All follow-ups"))
        self.status = ChoiceField(w, ActionStatus, none=None)
        self.status.setAccessibleName(w("Status of the chosen follow-up"))
        self.status.setMinimumWidth(ctx.theme.px(140))
        self.status.edited.connect(self._set_status)
        self.done = action(w("Done"), "outlined", lambda: self._set(ActionStatus.DONE))
        ctx.theme.dress(self.done, "check")
        self.forward = action(w("Carry forward"), "outlined", self._forward)
        self.more = action(w("Details…"), "outlined", self._ask_details)
        self.go = action(w("Open the meeting"), "outlined", self._go)
        label = plain_label(w("Status"), "label")
        label.setBuddy(self.status)
        for part in (label, self.status, self.done, self.forward, self.more, self.go):
            self.buttons.addWidget(part)
        self._source = CachedSource(self._read, {
            "what": lambda row: row.what.casefold(), "owner": lambda row: row.owner.casefold(),
            "due": lambda row: row.due_on, "late": lambda row: row.overdue_days,
            "group": lambda row: (row.group or row.module).casefold(),
            "status": lambda row: list(ActionStatus).index(row.status), "meeting": lambda row: row.meeting_on})

    def refresh(self) -> None:
        """Read everything anew."""
        self.show_groups()
        self._source.forget()
        self.table.set_source(self._source)
        if self.table.current() is None and (rows := self._source.page(self.table.bar.query, 0, 1)):
            self.table.select(rows[0].id)
        self._choose(self.table.current())

    def reload(self) -> None:
        """Read the follow-ups anew and keep the choice."""
        self._source.forget()
        super().reload()

    def _read(self, query: Query) -> Sequence[ActionRow]:
        return self.desk.actions.rows(ActionFilter(
            text=query.text.strip(), group_id=query.choices.get("group"), state=query.choices.get("state")))

    def _choose(self, row: ActionRow | None) -> None:
        self.bar.setVisible(row is not None)
        if row is None:
            return
        self.chosen.setText(row.what)
        self.status.set_value(row.status)
        self.done.setVisible(row.status is not ActionStatus.DONE)
        self.forward.setVisible(row.status not in {ActionStatus.DONE, ActionStatus.DROPPED})
        self.go.setText(self.w("Open the meeting") if row.meeting_id is not None else self.w("Open the module"))
        self.go.setVisible(row.meeting_id is not None or row.module_id is not None)

    def _open(self, row: ActionRow) -> None:
        if row.meeting_id is not None:
            self.opened.emit(row.meeting_id)
        elif row.module_id is not None:
            self.ctx.go("modules", row.id)

    def _go(self) -> None:
        row = self.table.current()
        if row is not None:
            self._open(row)

    def _set_status(self) -> None:
        self._set(self.status.value())

    def _set(self, status: ActionStatus) -> None:
        row = self.table.current()
        if row is not None and self.write(lambda: self.desk.actions.set_status(row.id, status), self.w("Follow-up")):
            self.ctx.notify.undo_toast(self.w("“{text}”: {status}", text=row.what, status=self.w(status.label)))

    def _forward(self) -> None:
        row = self.table.current()
        if row is None:
            return
        dialog = DueDialog(self.ctx, row.what, self.window(), self._next(row))
        dialog.chosen.connect(lambda day: self._carry(row, day))
        dialog.open()

    def _carry(self, row: ActionRow, day: date) -> None:
        if self.write(lambda: self.desk.actions.carry_forward(row.id, day), self.w("Carry forward")):
            self.ctx.notify.undo_toast(self.w("“{text}” carried forward to {date}", text=row.what, date=day))

    def _ask_details(self) -> None:
        row = self.table.current()
        loaded = self.desk.records.load(Action, row.id) if row is not None else None
        if loaded is not None:
            dialog = DetailsDialog(self.ctx, loaded, self.origin, self.window())
            dialog.open()

    def _next(self, row: ActionRow) -> date | None:
        """The group's next planned day after today, to begin with."""
        today = self.desk.today()
        found = next((group.next_on for group in self.desk.groups.rows() if group.id == row.group_id), None)
        return found if found is not None and found > today else None


def _of_module(row: ActionRow, w: Words) -> str:
    """Where a follow-up comes from that was not agreed at a meeting."""
    return w("Module: {title}", title=row.module) if row.module_id is not None else ""


def _late(row: ActionRow, ctx: Context) -> str:
    if not row.overdue_days:
        return ""
    return "! " + ctx.w.plural("{n} day", "{n} days", row.overdue_days)
