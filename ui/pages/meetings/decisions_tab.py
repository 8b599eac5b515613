"""The tab with the decisions."""

from __future__ import annotations

from PySide6.QtCore import QObject

from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import Decision
from plcdesk.services.meeting_views import MeetingDetail
from ui.pages.meetings.parts import TabPage
from ui.runtime.context import Context
from ui.widgets.cards import Card
from ui.widgets.form_field import plain_label
from ui.widgets.rows import DecisionRows
from ui.widgets.rows_binding import RowsBinding


class DecisionsTab(TabPage):
    """What was decided, one row each."""

    def __init__(self, ctx: Context, origin: QObject) -> None:
        super().__init__(ctx, origin)
        self._meeting: Id | None = None
        self.editor = DecisionRows(self.w, ctx.theme)
        self.rows = RowsBinding(ctx, Decision, self.editor, label=self.w("Decision"),
                                removed_text=self.w("Decision removed"), origin=origin, parent=self)
        self.rows.saved.connect(lambda _changes: self.changed.emit())
        card = Card()
        card.body.addWidget(plain_label(self.w("What did you decide? Enter adds the next decision."), "help", wrap=True))
        card.body.addWidget(self.editor)
        self.column.addWidget(card)
        self.column.addStretch(1)

    def show_detail(self, detail: MeetingDetail) -> None:
        """Show the decisions of a meeting."""
        if detail.meeting.id != self._meeting:
            self._meeting = detail.meeting.id
            self.rows.open(detail.meeting.id)
        texts = {item.record.id: item.record.text for item in detail.decisions}
        self.differing.say([
            texts[row.id] for row, _field in sorted(detail.differing) if row.table == "decision" and row.id in texts
        ])

    def start(self) -> None:
        """The row for a new decision."""
        self.editor.focus_new()
        self.bring(self.editor.new_row)

    def commit(self) -> bool:
        """Save what is being typed."""
        return self.rows.commit()
