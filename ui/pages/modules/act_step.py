"""The last step of a round: the decision, what is to be changed, who does it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from plcdesk.domain.changes import Changes
from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import Action
from plcdesk.domain.modules import Verdict
from plcdesk.services.module_views import ModuleDetail, RoundRow
from ui.pages.modules.lookup import Lookup
from ui.pages.modules.part import action, emptied
from ui.pages.modules.steps import StepCard
from ui.runtime.context import Context
from ui.widgets.action_rows import ActionRows
from ui.widgets.banner import Strip
from ui.widgets.binding import RecordForm
from ui.widgets.bound_rows import make_field
from ui.widgets.cards import Card
from ui.widgets.elided import ElidedLabel
from ui.widgets.form_field import plain_label
from ui.widgets.long_text import LongText
from ui.widgets.rows_binding import RowsBinding
from ui.widgets.segmented import Segmented


class ActStep(QWidget):
    """Use, revise or stop; the changes to make, of which each line can become a follow-up."""

    changed = Signal()
    version_asked = Signal()
    round_asked = Signal()
    review_asked = Signal()

    def __init__(self, ctx: Context, origin: QObject, form: RecordForm, people: Lookup) -> None:
        super().__init__()
        self.ctx, self.w, self.desk, self._origin, self.form = ctx, ctx.w, ctx.desk, origin, form
        self._round: Id | None = None
        self._lines: tuple[str, ...] | None = None
        self._line_holder: QWidget | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._decision_card())
        column.addWidget(self._follow_card(people))

    def show_round(self, detail: ModuleDetail, row: RoundRow, *, last: bool) -> None:
        """Show the end of a round; `last`: a next one can follow."""
        if row.round.id != self._round:
            self.why_not.hide()
            self._round = row.round.id
            self.rows.open(row.round.id)
        verdict = row.round.decided.verdict
        self.verdict.set_value(verdict)
        w = self.w
        self.told.setText(w("Decided on {date}", date=w.day(row.round.decided.decided_on))
                          if verdict is not None else w("Not decided yet"))
        newest = detail.versions[0].version.id if detail.versions else None
        self.new_version.setVisible(verdict is Verdict.REVISE and last and row.round.version_id in (None, newest))
        self.new_round.setVisible(verdict is Verdict.REVISE and last)
        self.new_round.setText(w("Start round {n}", n=row.number + 1))
        self._show_lines(row.lines)

    def setFocus(self, *_: object) -> None:
        """To the decision."""
        buttons = self.verdict.findChildren(QWidget)
        chosen = [button for button in buttons if getattr(button, "isChecked", bool)()]
        (chosen or buttons)[0].setFocus()

    def commit(self) -> bool:
        """Save what is being typed."""
        return self.rows.commit()

    def let_go(self) -> None:
        """Save what is being typed and let go."""
        self.rows.open(None)
        self._round = None

    def _decision_card(self) -> Card:
        ctx, w, card = self.ctx, self.w, StepCard(self.w("Decide and improve"), self.form, "decided.reason")
        self.verdict = Segmented(w("Decision of the round"), [(one, w(one.label)) for one in Verdict])
        self.verdict.chosen.connect(self._decide)
        self.told = plain_label("", "help", wrap=True)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self.verdict)
        line.addWidget(self.told, 1)
        self.why_not = Strip("", "warning", w("Fill in the completeness review"), w("Close"))
        self.why_not.acted.connect(self.review_asked)
        self.why_not.put_off.connect(self.why_not.hide)
        self.why_not.hide()
        card.body.addWidget(plain_label(w("Decision of the round"), "label"))
        card.body.addLayout(line)
        card.body.addWidget(self.why_not)
        card.body.addWidget(self.form.bind("decided.reason", make_field(ctx, w("Reason"), LongText(1))))
        self.new_version = action(w("Make the next version"), "outlined", self.version_asked.emit)
        self.new_round = action(w("Start the next round"), "outlined", self.round_asked.emit)
        after = QHBoxLayout()
        after.setSpacing(8)
        after.addWidget(self.new_version)
        after.addWidget(self.new_round)
        after.addStretch(1)
        card.body.addLayout(after)
        return card

    def _follow_card(self, people: Lookup) -> Card:
        ctx, w, card = self.ctx, self.w, Card(self.w("Changes to make"))
        card.body.addWidget(self.form.bind("changes", make_field(
            ctx, w("What is to be changed, one change a line"), LongText(2))))
        self._follow = card
        self.editor = ActionRows(w, ctx.theme, people, self.desk.today)
        self.rows = RowsBinding(ctx, Action, self.editor, label=w("Follow-up"), removed_text=w("Follow-up removed"),
                                parent_field="round_id", origin=self._origin, parent=self)
        self.rows.saved.connect(lambda _changes: self.changed.emit())
        card.body.addWidget(plain_label(w("Follow-ups"), "subsection"))
        card.body.addWidget(plain_label(w("They also stand under Meetings, All follow-ups."), "help", wrap=True))
        card.body.addWidget(self.editor)
        return card

    def _show_lines(self, lines: tuple[str, ...]) -> None:
        if lines == self._lines:
            return
        self._lines = lines
        self._line_holder, column = emptied(self._line_holder, self._follow.body, 2)
        column.setSpacing(4)
        for text in lines:
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(ElidedLabel(text), 1)
            row.addWidget(action(self.w("Make it a follow-up"), "outlined", partial(self._follow_up, text),
                                 self.w("Make it a follow-up: {text}", text=text)))
            column.addLayout(row)
        self._line_holder.setVisible(bool(lines))

    def _follow_up(self, text: str) -> None:
        round_id = self._round
        if round_id is None:
            return
        self.form.commit()
        self.rows.commit()
        if self.ctx.write(lambda: self.desk.actions.add_for_round(round_id, text), self.w("Follow-up"), self._origin):
            self.rows.reload()
            self.changed.emit()

    def _decide(self, verdict: Verdict) -> None:
        round_id = self._round
        if round_id is None:
            return
        self.form.commit()
        reason = self.form.record.decided.reason or ""
        said: list[str] = []

        def decide() -> Changes:
            decision = self.desk.modules.decide(round_id, verdict, reason)
            said.extend([self.w.error(decision.why_not)] if decision.why_not is not None else [])
            return decision.changes

        self.ctx.write(decide, self.w("Decision of the round"), self._origin)
        self.changed.emit()
        self.why_not.setVisible(bool(said))
        for text in said:
            self.why_not.say(text, "warning", self.w("Fill in the completeness review"))
