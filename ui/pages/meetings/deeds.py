"""What is done with whole meetings: begin, plan, call off, take up again, move to the trash."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from plcdesk.domain.changes import Changes, Row
from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import MeetingKind, When
from plcdesk.services.meeting_views import MeetingDetail
from plcdesk.services.records import Made
from ui.pages.meetings.cancel_dialog import CancelDialog
from ui.pages.meetings.new_dialog import NewDialog
from ui.runtime.context import Context


class Deeds(QObject):
    """Each deed is one save with undo. `begun(id, text)` follows a new meeting: what was made, in words."""

    begun = Signal(object, str)
    changed = Signal()
    trashed = Signal()

    def __init__(self, ctx: Context, page: QWidget) -> None:
        super().__init__(page)
        self.ctx, self.w, self.desk, self._page = ctx, ctx.w, ctx.desk, page
        self._fresh: tuple[Id, Changes] | None = None

    def begin(self) -> None:
        """A meeting of the user's own group: the planned date that has no record yet, else one today."""
        group = self.desk.groups.default()
        if group is None:
            self.ctx.notify.toast(self.w("Add a group first"), self.w("Add people"), lambda: self.ctx.go("people"))
            return
        planned = self.desk.meetings.next_slot(group.id)
        if planned is not None:
            self._make(lambda: self.desk.meetings.start_from_slot(planned.slot_id, planned.planned_on))
        else:
            self._make(lambda: self.desk.meetings.new(group.id))

    def ask_new(self, *, planned: bool = False) -> None:
        """Ask for group, kind and day of a new meeting."""
        group = self.desk.groups.default()
        if group is not None:
            dialog = NewDialog(self.ctx, self.desk.groups.rows(), group.id, self._page.window(), planned=planned)
            dialog.chosen.connect(self._chosen)
            dialog.open()

    def ask_another(self, meeting: MeetingDetail) -> None:
        """The meeting that was just begun was not the one that was meant: take it back and begin another."""
        dialog = NewDialog(self.ctx, self.desk.groups.rows(), meeting.meeting.group_id, self._page.window(),
                           kind=meeting.meeting.kind)
        dialog.chosen.connect(lambda *wanted: self._instead(meeting.meeting.id, *wanted))
        dialog.open()

    def ask_cancel(self, meeting: MeetingDetail) -> None:
        """Ask why, then call the meeting off."""
        dialog = CancelDialog(self.ctx, meeting.heading(self.w), self._page.window())
        dialog.chosen.connect(lambda reason: self.cancel(meeting.meeting.id, reason))
        dialog.open()

    def cancel(self, meeting: Id, reason: str) -> None:
        """Call a meeting off."""
        if self._write(lambda: self.desk.meetings.cancel(meeting, reason), self.w("Call off")):
            self.ctx.notify.undo_toast(self.w("Meeting called off"))
            self.changed.emit()

    def reopen(self, meeting: Id) -> None:
        """Take a finished or called-off meeting up again."""
        if self._write(lambda: self.desk.meetings.reopen(meeting), self.w("Reopen")):
            self.ctx.notify.undo_toast(self.w("Meeting reopened"))
            self.changed.emit()

    def trash(self, meeting: MeetingDetail) -> None:
        """Move a meeting with everything in it to the trash."""
        row = Row("meeting", meeting.meeting.id)
        if self._write(lambda: self.desk.records.delete(row), self.w("Meeting")):
            self.trashed.emit()
            self.ctx.notify.undo_toast(self.w("“{title}” moved to Trash", title=meeting.heading(self.w)))

    def _chosen(self, group: Id, kind: MeetingKind, when: When, title: str, planned: bool) -> None:
        # without hours of its own the meeting takes the group's usual ones
        wanted = when if when.starts is not None or when.held_on != self.desk.today() else None
        self._make(lambda: self.desk.meetings.new(group, kind, wanted, title, planned=planned))

    def _instead(self, meeting: Id, group: Id, kind: MeetingKind, when: When, title: str, planned: bool) -> None:
        if self._fresh is not None and self._fresh[0] == meeting:
            changes = self._fresh[1]
            self._write(lambda: self.desk.records.undo(changes), self.w("New meeting"))
        self._chosen(group, kind, when, title, planned)

    def _make(self, work: Callable[[], Made]) -> None:
        made: list[Made] = []

        def make() -> Made:
            made.append(work())
            return made[0]

        changes = self._write(make, self.w("New meeting"))
        if not made:
            return
        self._fresh = (made[0].id, changes) if changes else None
        detail = self.desk.meetings.detail(made[0].id)
        several = len(self.desk.groups.rows()) > 1
        told = ""
        if changes and several and detail is not None and detail.group is not None:
            told = self.w("Begun for {group}.", group=detail.group.name)
        self.begun.emit(made[0].id, told)

    def _write(self, work: Callable[[], object], label: str) -> Changes:
        return self.ctx.write(work, label, self._page)
