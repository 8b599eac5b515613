"""The page of the meetings: list and record side by side, the schedule, all follow-ups."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QTimer
from PySide6.QtWidgets import QWidget

from plcdesk.domain.fields import mark
from plcdesk.domain.ids import Id
from ui.pages.meetings.deeds import Deeds
from ui.pages.meetings.keys import RecordKeys
from ui.pages.meetings.panes import ACTIONS, LIST, SCHEDULE
from ui.pages.meetings.parts import has_focus
from ui.runtime.context import Context
from ui.runtime.sizes import SizeClass
from ui.widgets.page import Command, PageSpec


class MeetingsPage(RecordKeys):
    """Meetings: list, record, schedule, follow-ups, and the print preview over them."""

    SPEC = PageSpec(
        id="meetings", title=mark("Meetings"), icon="calendar-check",
        tables=frozenset({"meeting", "agenda_item", "attendance", "talk_turn", "decision", "action", "attachment",
                          "group", "member", "person", "slot"}),
        primary=("new", mark("Record a meeting")),
        commands=(Command("mark_all", mark("Mark all present"), "Ctrl+Shift+H", "check"),
                  Command("plan", mark("Schedule a meeting"), icon="plus"),
                  Command("all_actions", mark("All follow-ups"), icon="check")),
    )

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self.deeds = Deeds(ctx, self)
        # letters on the attendance list come faster than the list beside it needs to follow
        self._follow = QTimer(self, singleShot=True, interval=150)
        self._follow.timeout.connect(lambda: self.list.follow(self.detail.record_id) if self.detail.record_id else None)
        self._connect()

    def _connect(self) -> None:
        self.panes.views.chosen.connect(self.show_view)
        self.panes.fresh.acted.connect(self._choose_another)
        self.list.selected.connect(lambda row: None if self.panes.stacked else self._show(row.id))
        self.list.opened.connect(lambda row: self._enter(row.id))
        self.list.pane.view.clicked.connect(self._clicked)
        self.list.first_asked.connect(self.primary)
        self.list.other_asked.connect(self.deeds.ask_new)
        self.detail.changed.connect(self._written)
        self.detail.gone.connect(self._gone)
        self.detail.listed.connect(self.back_to_list)
        self.detail.printed.connect(self._print)
        self.detail.asked.connect(self._ask)
        self.panes.opened.connect(self.open)
        self.panes.plan_asked.connect(self.plan)
        self.deeds.begun.connect(self._begun)
        self.deeds.changed.connect(self._reread)
        self.deeds.trashed.connect(self._gone)

    def refresh(self) -> None:
        """Read everything anew; without an open meeting the newest is shown beside the list."""
        self.list.refresh()
        if (table := self.panes.table) is not None:
            table.refresh()
        if self.detail.record_id is not None and not self.detail.reload():
            self._gone()
        elif self.detail.record_id is None:
            self._show_first()
        self.list.select(self.detail.record_id)
        self._sync()

    def open(self, record_id: str) -> None:
        """Show a meeting with the attendance list ready for its letters; ``new`` begins one, ``view:schedule`` and
        ``view:actions`` show the other views."""
        self.close_print()
        if record_id == "new":
            self.primary()
            return
        kind, _, view = record_id.partition(":")
        if kind == "view" and view in (LIST, SCHEDULE, ACTIONS):
            self.show_view(view)
            return
        self.show_view(LIST)
        if not self._show(Id(record_id)):
            return
        if not self.list.pane.select(self.detail.record_id):
            self.list.reload()  # it came into being since the list was read, or the filter hides it
            self.list.select(self.detail.record_id)
        self.panes.shows_detail = True
        self._sync()
        self.detail.select("attendance")

    def primary(self) -> None:
        """Record a meeting."""
        self.leave()
        self.deeds.begin()

    def plan(self) -> None:
        """Plan a meeting ahead."""
        self.deeds.ask_new(planned=True)

    def mark_all(self) -> None:
        """Mark everybody present whose mark is blank."""
        if self.detail.isVisible():
            self.detail.select("attendance")
            self.detail.attendance.grid.mark_all()

    def all_actions(self) -> None:
        """Show all follow-ups."""
        self.show_view(ACTIONS)

    def show_view(self, view: str) -> None:
        """Show the list, the schedule or all follow-ups."""
        if view != LIST:
            self.leave()
        self.panes.views.set_value(view)
        if (table := self.panes.table) is not None:
            table.refresh()
        self._sync()

    def fit(self, size_class: SizeClass, short: bool) -> None:
        """List and record side by side, or one of them."""
        super().fit(size_class, short)
        if size_class.stacked and not self.panes.stacked:
            self.panes.shows_detail = has_focus(self.detail)
        self.panes.fit(size_class, short)
        if not self.stale and self.detail.record_id is None:
            self._show_first()
        self._sync()

    def _show(self, meeting: Id) -> bool:
        before = self.detail.record_id
        if meeting != before:
            self.panes.fresh.hide()
            if before is not None and self._follow.isActive():
                self._follow.stop()
                self.list.follow(before)
        return super()._show(meeting)

    def _enter(self, meeting: Id) -> None:
        """Enter or a double click in the list: on to the record."""
        if self._show(meeting):
            self.panes.shows_detail = True
            self._sync()
            self.focus_detail()

    def _clicked(self, index: QModelIndex) -> None:
        row = self.list.pane.view.records.row(index.row())
        if self.panes.stacked and row is not None:
            self._enter(row.id)

    def _show_first(self) -> None:
        first = self.list.first()
        if first is not None and not self.panes.stacked:
            self._show(first)
            self.list.select(first)

    def _begun(self, meeting: Id, told: str) -> None:
        self.list.reload()
        self.open(meeting)
        self.panes.fresh.label.setText(told)
        self.panes.fresh.setVisible(bool(told))

    def _choose_another(self) -> None:
        self.panes.fresh.hide()
        if self.detail.detail is not None:
            self.deeds.ask_another(self.detail.detail)

    def _written(self) -> None:
        """The record wrote something and shows it already; the list follows."""
        self._follow.start()
        self._sync()

    def _reread(self) -> None:
        self.detail.close_end()
        self.detail.reload()
        self._written()

    def _gone(self) -> None:
        self.detail.clear()
        self.list.reload()
        self.panes.shows_detail = False
        self._show_first()
        self._sync()

    def _ask(self, what: str) -> None:
        shown = self.detail.detail
        self.leave()
        if shown is None:
            return
        deeds = {"cancel": lambda: self.deeds.ask_cancel(shown), "reopen": lambda: self.deeds.reopen(shown.meeting.id),
                 "copy": self.detail.copy_summary, "history": self.history, "trash": lambda: self.deeds.trash(shown)}
        deeds[what]()
