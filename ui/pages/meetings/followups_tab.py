"""The tab with the follow-ups: what was left open, and what was agreed now."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject

from plcdesk.domain.changes import Loaded
from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import Action, ActionStatus
from plcdesk.services.meeting_views import MeetingDetail
from ui.pages.meetings.due_dialog import DueDialog
from ui.pages.meetings.parts import TabPage, has_focus
from ui.pages.meetings.wording import short_day
from ui.runtime.context import Context
from ui.widgets.action_rows import ActionRows
from ui.widgets.cards import Card
from ui.widgets.carried import CarriedActions, CarriedRow
from ui.widgets.form_field import plain_label
from ui.widgets.people_lookup import Lookup
from ui.widgets.rows_binding import RowsBinding


class FollowUpsTab(TabPage):
    """Open follow-ups of earlier meetings on top, those of this one below."""

    def __init__(self, ctx: Context, origin: QObject, people: Lookup) -> None:
        super().__init__(ctx, origin)
        self._meeting: Id | None = None
        self._carried: list[CarriedRow] = []
        self._waiting: dict[object, str] = {}
        self.carried = CarriedActions(self.w)
        self.carried.done.connect(lambda key: self._settle(key, ActionStatus.DONE))
        self.carried.dropped.connect(lambda key: self._settle(key, ActionStatus.DROPPED))
        self.carried.carried.connect(self._forward)
        self.earlier = Card()
        self.earlier.body.addWidget(self.carried)
        self.earlier.hide()
        self.editor = ActionRows(self.w, ctx.theme, people, self.desk.today)
        self.rows = RowsBinding(ctx, Action, self.editor, label=self.w("Follow-up"),
                                removed_text=self.w("Follow-up removed"), origin=origin, parent=self)
        self.rows.saved.connect(lambda _changes: self.changed.emit())
        self.own = Card()
        self.own.body.setSpacing(4)
        self.own.body.addWidget(plain_label(self.w("Agreed at this meeting"), "subsection"))
        self.own.body.addWidget(plain_label(
            self.w("Enter walks on: what, who (3 letters of the name), until when."), "help", wrap=True))
        self.own.body.addWidget(self.editor)
        self.column.addWidget(self.earlier)
        self.column.addWidget(self.own)
        self.column.addStretch(1)

    def show_detail(self, detail: MeetingDetail) -> None:
        """Show the follow-ups around a meeting."""
        self.editor.set_default_due(detail.next_on)
        if detail.meeting.id != self._meeting:
            self._meeting = detail.meeting.id
            self.rows.open(detail.meeting.id)
        self._show_carried([self._row(item, detail) for item in detail.last_open])
        there = {item.record.id: item.record.what for item in (*detail.actions, *detail.last_open)}
        self.differing.say([
            there[row.id] for row, _field in sorted(detail.differing) if row.table == "action" and row.id in there
        ])

    def start(self) -> None:
        """The row for a new follow-up."""
        self.editor.focus_new()
        self.bring(self.editor.new_row)

    def commit(self) -> bool:
        """Save what is being typed."""
        return self.rows.commit()

    def reveal_row(self, key: Id, field: str) -> None:
        """Go to one entry of one follow-up."""
        row = self.editor.row_of(key)
        row.reveal(field)
        control = row.controls.get(field)
        if control is not None:
            self.reveal(control)

    def _show_carried(self, rows: list[CarriedRow]) -> None:
        if rows == self._carried:
            return
        had_focus = has_focus(self.carried)
        self._carried = rows
        self._waiting = {row.key: row.what for row in rows}
        self.carried.set_rows(rows)
        self.earlier.setVisible(bool(rows))
        if had_focus:
            self.start()

    def _row(self, item: Loaded[Action], detail: MeetingDetail) -> CarriedRow:
        record, w = item.record, self.w
        due = w("due {date}", date=short_day(record.due_on, self.desk.today(), w)) if record.due_on is not None else ""
        days = self.desk.actions.overdue_days(record)
        late = w.plural("{n} day overdue", "{n} days overdue", days) if days else ""
        return CarriedRow(record.id, record.what, " · ".join(x for x in (detail.name(record.owner_id), due) if x), late)

    def _settle(self, key: Id, status: ActionStatus) -> None:
        text = self._waiting[key]
        if self.write(lambda: self.desk.actions.set_status(key, status), self.w("Follow-up")):
            done = status is ActionStatus.DONE
            self.ctx.notify.undo_toast(
                self.w("“{text}” marked done", text=text) if done else self.w("“{text}” dropped", text=text))

    def _forward(self, key: Id, due: date | None = None) -> None:
        text = self._waiting.get(key, "")
        if not self.write(lambda: self.desk.actions.carry_forward(key, due), self.w("Carry forward")):
            dialog = DueDialog(self.ctx, text, self.window())
            dialog.chosen.connect(lambda day: self._forward(key, day))
            dialog.open()
            return
        carried = self.desk.records.get(Action, key)
        if carried is not None:
            self.ctx.notify.undo_toast(self.w("“{text}” carried forward to {date}", text=text, date=carried.due_on))
