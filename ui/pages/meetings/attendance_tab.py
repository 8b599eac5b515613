"""The tab with the attendance list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import Attendance, Presence
from plcdesk.services.attendance import AttendanceRow as Listed
from plcdesk.services.meeting_views import MeetingDetail
from ui.pages.meetings.guest_dialog import GuestDialog
from ui.pages.meetings.parts import TabPage
from ui.runtime.context import Context
from ui.widgets.attendance import AttendanceGrid, AttendanceRow
from ui.widgets.cards import Card
from ui.widgets.empty import EmptyState


class AttendanceTab(TabPage):
    """Who came. Each mark is saved at once and can be undone."""

    marked = Signal()
    """One line was written and is shown as it is stored: nothing needs to be read again for this list."""

    def __init__(self, ctx: Context, origin: QObject) -> None:
        super().__init__(ctx, origin)
        self._rows: dict[Id, Listed] = {}
        self._differing: frozenset[Id] = frozenset()
        self._meeting: Id | None = None
        self.grid = AttendanceGrid(self.w, ctx.theme)
        self.empty = EmptyState(self.w, self.w("This group has no members on this day"),
                                self.w("The attendance list is filled from the group's members."),
                                self.w("Add people"), primary=False)
        self.empty.acted.connect(lambda: ctx.go("people"))
        card = Card()
        # every line of height is one more name in sight
        card.body.setContentsMargins(12, 8, 12, 8)
        card.body.addWidget(self.grid)
        card.body.addWidget(self.empty)
        self.column.addWidget(card)
        self.column.addStretch(1)
        self.grid.marked.connect(self._mark)
        self.grid.all_marked.connect(self._mark_all)
        self.grid.note_changed.connect(self._note)
        self.grid.guest_asked.connect(self._ask_guest)
        self.grid.guest_removed.connect(self._remove)

    def show_detail(self, detail: MeetingDetail) -> None:
        """Show the list of a meeting."""
        self._meeting = detail.meeting.id
        self._rows = {row.row_id: row for row in detail.attendance}
        self.grid.set_rows([
            AttendanceRow(row.row_id, row.name, row.presence, row.note, row.guest, self.w(row.role))
            for row in detail.attendance
        ])
        self.empty.setVisible(not self._rows)
        wrong = [row.id for row, _field in sorted(detail.differing) if row.table == "attendance" and row.id in self._rows]
        self._differing = frozenset(wrong)
        self.differing.say([self._rows[key].name for key in wrong])

    def start(self) -> None:
        """The first row without a mark."""
        self.grid.focus_first_blank()

    def commit(self) -> bool:
        """A note that is being written is kept when it loses the focus."""
        focus = self.grid.focusWidget()
        if focus is not None and focus is not self.grid and focus.hasFocus():
            self.grid.setFocus()
        return True

    def _mark(self, key: Id, presence: Presence | None) -> None:
        self._write_line(key, lambda row: self.desk.attendance.mark(row, presence), self.w("Attendance"))

    def _mark_all(self, keys: list[Id]) -> None:
        meeting = self._meeting
        if meeting is None:
            return
        if self.write(lambda: self.desk.attendance.mark_all_present(meeting), self.w("Mark all present")):
            self.ctx.notify.undo_toast(
                self.w.plural("{n} person marked present", "{n} people marked present", len(keys)))

    def _note(self, key: Id, text: str) -> None:
        self._write_line(key, lambda row: self.desk.attendance.note(row, text), self.w("Note"))

    def _write_line(self, key: Id, work: Callable[[Listed], object], label: str) -> None:
        """Save one line. Letters come fast: only this line is read again, unless more hangs on it."""
        row = self._rows[key]
        if not self.ctx.write(lambda: work(row), label, self.origin):
            return
        loaded = self.desk.records.load(Attendance, key)
        if loaded is None or key in self._differing:
            self.changed.emit()
            return
        self._rows[key] = replace(row, loaded=loaded)
        self.marked.emit()

    def _ask_guest(self) -> None:
        dialog = GuestDialog(self.ctx, self.window())
        dialog.named.connect(self._add_guest)
        dialog.known.connect(self._add_person)
        dialog.open()

    def _add_guest(self, name: str, role: str) -> None:
        meeting = self._meeting
        if meeting is not None:
            self.write(lambda: self.desk.attendance.add_guest(meeting, name, role), self.w("Add a guest"))

    def _add_person(self, person: Id) -> None:
        meeting = self._meeting
        if meeting is not None:
            self.write(lambda: self.desk.attendance.add_person(meeting, person), self.w("Add a guest"))

    def _remove(self, key: Id) -> None:
        row = self._rows[key]
        if self.write(lambda: self.desk.attendance.remove(row), self.w("Remove a guest")):
            self.ctx.notify.undo_toast(self.w("{name} removed from the list", name=row.name))
