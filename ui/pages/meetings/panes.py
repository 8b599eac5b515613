"""How list, record and tables share the page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from plcdesk.domain.fields import mark
from ui.pages.meetings.actions_view import ActionsView
from ui.pages.meetings.detail import MeetingView
from ui.pages.meetings.meeting_list import MeetingList
from ui.pages.meetings.schedule_view import ScheduleView
from ui.runtime.context import Context
from ui.runtime.sizes import SizeClass
from ui.widgets.banner import Strip
from ui.widgets.segmented import Segmented
from ui.widgets.table_view import TableView

GAP = 8
LIST, SCHEDULE, ACTIONS = "list", "schedule", "actions"
VIEWS = ((LIST, mark("List")), (SCHEDULE, mark("Schedule")), (ACTIONS, mark("Follow-ups")))


class Panes(QWidget):
    """The switch on top of the list, the list, the record, the two tables. `arrange` shows what belongs together.

    Where there is room the record stands at the right over the whole height; otherwise list and record take turns.
    The tables are made when they are first looked at.
    """

    opened = Signal(object)
    """A table asks for a meeting."""
    plan_asked = Signal()

    def __init__(self, ctx: Context, origin: QWidget) -> None:
        super().__init__()
        w = ctx.w
        self._ctx, self._theme, self._origin = ctx, ctx.theme, origin
        self.views = Segmented(w("View"), [(key, w(text)) for key, text in VIEWS])
        self.views.set_value(LIST)
        self.list = MeetingList(ctx)
        self.detail = MeetingView(ctx, origin)
        self._schedule: ScheduleView | None = None
        self._followups: ActionsView | None = None
        self.fresh = Strip("", "info", w("Choose another…"), w("Close"))
        self.fresh.hide()
        self.fresh.put_off.connect(self.fresh.hide)
        self.detail.column.insertWidget(1, self.fresh)
        self.stacked, self.shows_detail, self._short = False, False, False
        self._list_width = SizeClass.M.list_width
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(0)
        self._grid.addWidget(self.views, 0, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        self.arrange()

    @property
    def view(self) -> str:
        """Which of the three views is shown."""
        return str(self.views.value())

    @property
    def table(self) -> TableView | None:
        """The table in sight, None beside list and record."""
        views: dict[str, Callable[[], TableView]] = {SCHEDULE: lambda: self.schedule, ACTIONS: lambda: self.followups}
        make = views.get(self.view)
        return make() if make is not None else None

    @property
    def schedule(self) -> ScheduleView:
        """What was planned, against what was held."""
        if self._schedule is None:
            self._schedule = ScheduleView(self._ctx, self._origin)
            self._schedule.opened.connect(self.opened)
            self._schedule.plan_asked.connect(self.plan_asked)
            self._take_in(self._schedule)
        return self._schedule

    @property
    def followups(self) -> ActionsView:
        """All follow-ups."""
        if self._followups is None:
            self._followups = ActionsView(self._ctx, self._origin)
            self._followups.opened.connect(self.opened)
            self._take_in(self._followups)
        return self._followups

    def fit(self, size_class: SizeClass, short: bool) -> None:
        """Take over the room there is."""
        self.stacked = size_class.stacked
        self._list_width = size_class.list_width
        self._short = short
        for table in self._tables():
            table.set_short(short)
        self.arrange()

    def arrange(self) -> None:
        """Show what belongs together."""
        listing = self.view == LIST
        detail = listing and self.detail.record_id is not None and (self.shows_detail or not self.stacked)
        alone = detail and self.stacked
        beside = detail and not self.stacked
        for part in (self.list, self.detail):
            self._grid.removeWidget(part)
        if listing and not beside:
            self._grid.addWidget(self.list.filters, 0, 1)
        else:
            self.list.hold_filters()
        self._grid.addWidget(self.list, 2, 0, 1, 1 if beside else 2)
        self._grid.addWidget(self.detail, 0, 0 if alone else 1, 3, 2 if alone else 1)
        # a grid forgets its spacing beside items whose height hangs on their width: a row of its own does not
        self._grid.setRowMinimumHeight(1, 0 if alone else GAP)
        width = self._theme.px(self._list_width)
        self.list.setMinimumWidth(width if beside else 0)
        self.list.setMaximumWidth(width if beside else 16777215)
        self._grid.setColumnStretch(1, 1)
        self.views.setVisible(not alone)
        self.list.filters.setVisible(listing and not alone)
        self.list.setVisible(listing and not alone)
        self.detail.setVisible(detail)
        self.detail.header.set_stacked(alone)
        self.detail.tabs.set_dense(self.stacked)
        shown = self.table
        for table in self._tables():
            table.setVisible(table is shown)

    def _take_in(self, table: TableView) -> None:
        table.set_short(self._short)
        table.hide()
        self._grid.addWidget(table, 2, 0, 1, 2)

    def _tables(self) -> list[TableView]:
        return [table for table in (self._schedule, self._followups) if table is not None]
