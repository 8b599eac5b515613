"""The tab with the agenda."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import AgendaItem
from plcdesk.services.meeting_views import MeetingDetail
from ui.pages.meetings.parts import TabPage
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.agenda import AgendaEditor
from ui.widgets.cards import Card
from ui.widgets.control import SMALLEST
from ui.widgets.form_field import plain_label
from ui.widgets.people_lookup import Lookup
from ui.widgets.rows_binding import RowsBinding


class AgendaTab(TabPage):
    """Topics with minutes and who leads them; ready agendas to begin with."""

    def __init__(self, ctx: Context, origin: QObject, people: Lookup) -> None:
        super().__init__(ctx, origin)
        self._meeting: Id | None = None
        self.templates = set_role(QPushButton(self.w("Use a ready agenda")), "outlined", menu=True)
        self.templates.setMinimumHeight(SMALLEST)
        self.templates.setMenu(self._menu())
        self.hint = plain_label(self.w("Enter adds the next topic. Alt+↑ and Alt+↓ move it."), "help", wrap=True)
        self.editor = AgendaEditor(self.w, ctx.theme, people)
        self.rows = RowsBinding(ctx, AgendaItem, self.editor, label=self.w("Agenda"),
                                removed_text=self.w("Topic removed"), origin=origin, parent=self)
        self.rows.saved.connect(lambda _changes: self.changed.emit())
        head = QWidget()
        line = QHBoxLayout(head)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(self.templates)
        line.addWidget(self.hint, 1)
        card = Card()
        card.body.addWidget(self.editor)
        self.column.addWidget(head)
        self.column.addWidget(card)
        self.column.addStretch(1)

    def show_detail(self, detail: MeetingDetail) -> None:
        """Show the agenda of a meeting."""
        if detail.meeting.id != self._meeting:
            self._meeting = detail.meeting.id
            self.rows.open(detail.meeting.id)
        starts, ends = detail.meeting.when.starts, detail.meeting.when.ends
        length = None
        if starts is not None and ends is not None and ends > starts:
            length = (ends.hour - starts.hour) * 60 + ends.minute - starts.minute
        self.editor.set_length(length)
        topics = {item.record.id: item.record.topic for item in detail.agenda}
        self.differing.say([
            topics[row.id] for row, field in sorted(detail.differing)
            if row.table == "agenda_item" and row.id in topics and field != "discussion"
        ])

    def start(self) -> None:
        """The row for a new topic."""
        self.editor.focus_new()
        self.bring(self.editor.new_row)

    def commit(self) -> bool:
        """Save what is being typed."""
        return self.rows.commit()

    def _menu(self) -> QMenu:
        menu = QMenu(self.templates)
        for template in self.desk.agenda.templates():
            chosen = QAction(self.w(template.label), menu)
            chosen.triggered.connect(lambda _=False, key=template.key: self._apply(key))
            menu.addAction(chosen)
        return menu

    def _apply(self, key: str) -> None:
        meeting = self._meeting
        if meeting is None or not self.commit():
            return
        self.write(lambda: self.desk.agenda.apply(meeting, key, self.w), self.w("Agenda"))
        self.start()
