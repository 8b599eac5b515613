"""The tab with what each person contributed."""

from __future__ import annotations

from PySide6.QtCore import QObject

from plcdesk.domain.ids import Id
from plcdesk.services.attendance import TurnRow as Counted
from plcdesk.services.meeting_views import MeetingDetail
from ui.pages.meetings.parts import TabPage
from ui.runtime.context import Context
from ui.widgets.cards import Card
from ui.widgets.empty import EmptyState
from ui.widgets.form_field import plain_label
from ui.widgets.turns import TalkTurns, TurnRow


class TurnsTab(TabPage):
    """How often each person present spoke, whether they shared practice or led a part."""

    def __init__(self, ctx: Context, origin: QObject) -> None:
        super().__init__(ctx, origin)
        self._rows: dict[Id, Counted] = {}
        self.editor = TalkTurns(self.w, ctx.theme)
        self.editor.changed.connect(self._change)
        self.card = Card()
        self.card.body.addWidget(plain_label(
            self.w("Count once for each time somebody speaks. Leave it empty where nobody counted."), "help", wrap=True))
        self.card.body.addWidget(self.editor)
        self.empty = EmptyState(self.w, self.w("Nobody is marked present yet"),
                                self.w("Those who were there are listed here as soon as they are marked present."))
        self.column.addWidget(self.card)
        self.column.addWidget(self.empty)
        self.column.addStretch(1)

    def show_detail(self, detail: MeetingDetail) -> None:
        """Show the contributions at a meeting."""
        self._rows = {row.person_id: row for row in detail.turns}
        self.card.setVisible(bool(self._rows))
        self.empty.setVisible(not self._rows)
        self.editor.set_rows([
            TurnRow(row.person_id, row.name, row.loaded.record.turns, row.loaded.record.shared, row.loaded.record.led)
            for row in detail.turns
        ])
        turns = {row.loaded.record.id: row.name for row in detail.turns}
        self.differing.say([
            turns[row.id] for row, _field in sorted(detail.differing) if row.table == "talk_turn" and row.id in turns
        ])

    def start(self) -> None:
        """The first person."""
        self.editor.focus_row(0)

    def _change(self, person: Id, turns: int | None, shared: bool, led: bool) -> None:
        loaded = self._rows[person].loaded
        self.write(lambda: self.desk.attendance.turn(loaded, turns=turns, shared=shared, led=led), self.w("Talk turns"))
