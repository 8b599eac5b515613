"""The list of meetings: where its rows come from and how it is filtered."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import MeetingKind, MeetingStatus
from plcdesk.services.meeting_views import MeetingRow
from ui.pages.meetings.parts import action
from ui.pages.meetings.sources import MeetingSource
from ui.pages.meetings.wording import list_line
from ui.runtime.context import Context
from ui.widgets.cards import Card
from ui.widgets.data_table import ListPane
from ui.widgets.empty import EmptyState
from ui.widgets.filter_bar import Filter
from ui.widgets.two_line_list import Line


class MeetingList(QWidget):
    """Filters, the two-line list, and the way to other kinds of meetings below."""

    selected = Signal(object)
    opened = Signal(object)
    first_asked = Signal()
    other_asked = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.ctx, self.w = ctx, ctx.w
        w = ctx.w
        self.source = MeetingSource(ctx.desk)
        self._several = False
        empty = EmptyState(w, w("No meetings yet. Record the first one; some fields are already prepared."),
                           action=w("Record a meeting"), primary=False)
        empty.acted.connect(self.first_asked)
        filters = (Filter("group", w("Group"), ()),
                   Filter("kind", w("Kind"), [(kind, w(kind.label)) for kind in MeetingKind]),
                   Filter("status", w("Status"), [(status, w(status.label)) for status in MeetingStatus]))
        orders = (("newest", w("Newest first")), ("oldest", w("Oldest first")))
        self.pane = ListPane(w, ctx.theme, self._line, filters, orders, empty)
        self.pane.view.setAccessibleName(w("Meetings"))
        self.pane.selected.connect(self.selected)
        self.pane.opened.connect(self.opened)
        self.other = action(w("Other kind or plan ahead…"), "flat", self.other_asked.emit)
        ctx.theme.dress(self.other, "plus")
        self.filters = QWidget()
        holder = QVBoxLayout(self.filters)
        holder.setContentsMargins(0, 0, 0, 0)
        holder.addWidget(self.pane.bar)
        card = Card()
        card.body.setContentsMargins(1, 4, 1, 4)
        card.body.addWidget(self.pane, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.other)
        foot.addStretch(1)
        foot.addWidget(self.pane.count_label)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(card, 1)
        self._column.addLayout(foot)
        self.hold_filters()

    def hold_filters(self) -> None:
        """Take the filters in above the list (where list and record take turns they stand elsewhere)."""
        self._column.insertWidget(0, self.filters)

    def refresh(self) -> None:
        """Read the meetings and the groups to filter by."""
        groups = [(row.id, row.name) for row in self.ctx.desk.groups.rows()]
        self._several = len(groups) > 1
        self.pane.bar.set_options("group", groups)
        self.pane.bar.show_filter("group", self._several)
        self.source.forget()
        self.pane.set_source(self.source)

    def reload(self) -> None:
        """Read the meetings anew; choice and scroll position stay."""
        self.source.forget()
        self.pane.reload()

    def follow(self, meeting: Id) -> None:
        """Show what became of one meeting."""
        self.source.follow(meeting)
        self.pane.reload()

    def select(self, meeting: object) -> bool:
        """Choose a meeting; the filter is cleared when it hides it."""
        if self.pane.select(meeting):
            return True
        if self.pane.bar.query.filtered:
            self.pane.bar.clear()
        return self.pane.select(meeting)

    def first(self) -> Id | None:
        """The id of the topmost meeting."""
        row = self.pane.view.records.row(0)
        return row.id if row is not None else None

    def _line(self, row: MeetingRow) -> Line:
        return list_line(row, self.w, self.ctx.desk.today(), groups=self._several)
