"""The rounds of a module: plan, do, check, act; each step a form, opened in any order."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from plcdesk.domain.ids import Id
from plcdesk.domain.modules import Module, ModuleStatus, Round
from plcdesk.domain.programme import Letter
from plcdesk.services.module_views import ModuleDetail, RoundRow
from plcdesk.services.records import Made
from ui.pages.modules.act_step import ActStep
from ui.pages.modules.lookup import Lookup
from ui.pages.modules.part import Part, action
from ui.pages.modules.steps import CheckStep, DoStep, PlanStep
from ui.runtime.context import Context
from ui.widgets.binding import RecordForm
from ui.widgets.form_field import plain_label
from ui.widgets.segmented import Segmented
from ui.widgets.stepper import Step, Stepper

LETTERS = tuple(Letter)


class RoundsTab(Part):
    """One round at a time: its stepper, and below it the step that is open. `reviews_asked` leads to the reviews,
    `versions_asked` to the versions."""

    reviews_asked = Signal()
    versions_asked = Signal()

    def __init__(self, ctx: Context, origin: QObject, people: Lookup) -> None:
        super().__init__(ctx, origin)
        w = self.w
        self._round: Id | None = None
        self._chooser: Segmented | None = None
        self._offered: list[tuple[Id, str]] = []
        self._step = 0
        self.form = RecordForm(ctx, Round, w("PDCA round"), origin, self)
        self.form.saved.connect(lambda _changes: self._saved())
        self.module = RecordForm(ctx, Module, w("Teaching material"), origin, self)
        self.module.saved.connect(lambda _changes: self.changed.emit())
        self.next_round = action(w("Start the next round"), "outlined", self._next_round)
        ctx.theme.dress(self.next_round, "plus")
        self._head = QHBoxLayout()
        self._head.setSpacing(12)
        self._head.addStretch(1)
        self._head.addWidget(self.next_round)
        self.stepper = Stepper(w, ctx.theme, w("Steps of the round"))
        self.stepper.opened.connect(self._open_step)
        self.plan = PlanStep(ctx, self.form, self.module, self.versions_asked.emit)
        self.do = DoStep(ctx, self.form, people)
        self.check = CheckStep(ctx, self.form, self.reviews_asked.emit)
        self.act = ActStep(ctx, origin, self.form, people)
        self.act.changed.connect(self.changed)
        self.act.version_asked.connect(self.versions_asked)
        self.act.review_asked.connect(self.reviews_asked)
        self.act.round_asked.connect(self._next_round)
        self.steps: tuple[QWidget, ...] = (self.plan, self.do, self.check, self.act)
        self.empty = plain_label(w("No round yet. Start one to plan a lesson with this module."), "meta", wrap=True)
        self.column.addLayout(self._head)
        self.column.addWidget(self.empty)
        self.column.addWidget(self.stepper)
        for step in self.steps:
            self.column.addWidget(step)
            step.hide()
        self.column.addStretch(1)

    def show_detail(self, detail: ModuleDetail) -> None:
        """Show the newest round of a module, or the one chosen before."""
        fresh = self.detail is None or self.detail.module.id != detail.module.id
        super().show_detail(detail)
        if self.module.record is None or self.module.record.id != detail.module.id:
            self.module.open(detail.loaded)
        if fresh or not any(row.round.id == self._round for row in detail.rounds):
            self._round = detail.rounds[-1].round.id if detail.rounds else None
            fresh = True
        self._show_rounds(detail)
        row = self.row
        self.stepper.setVisible(row is not None)
        self.empty.setVisible(row is None)
        if row is None:
            self.form.close()
            self._open_step(0)
            return
        if self.form.record is None or self.form.record.id != row.round.id:
            self.form.open(row.loaded)
        self.plan.show_round(detail, row)
        self.check.show_round(detail, row)
        self.act.show_round(detail, row, last=row is detail.rounds[-1])
        self._show_steps(row)
        self._open_step(LETTERS.index(row.round.step) if fresh else self._step)

    @property
    def row(self) -> RoundRow | None:
        """The round in view."""
        rounds = self.detail.rounds if self.detail is not None else ()
        return next((row for row in rounds if row.round.id == self._round), None)

    def start(self) -> None:
        """The first field of the open step."""
        step = self.steps[self._step]
        if step.isVisible():
            step.setFocus(Qt.FocusReason.OtherFocusReason)

    def commit(self) -> bool:
        """Save what is being typed."""
        return all([self.form.commit(), self.module.commit(), self.act.commit()])

    def let_go(self) -> None:
        """Save what is being typed and let go."""
        super().let_go()
        self.form.close()
        self.module.close()
        self.act.let_go()
        self._round = None

    def _show_rounds(self, detail: ModuleDetail) -> None:
        wanted = [(row.round.id, self.w("Round {n}", n=row.number)) for row in detail.rounds]
        if self._chooser is None or wanted != self._offered:
            if self._chooser is not None:
                self._head.removeWidget(self._chooser)
                self._chooser.hide()
                self._chooser.deleteLater()
            self._offered, self._chooser = wanted, Segmented(self.w("Round"), wanted)
            self._chooser.chosen.connect(self._choose)
            self._head.insertWidget(0, self._chooser)
        self._chooser.set_value(self._round)
        number = (detail.rounds[-1].number if detail.rounds else 0) + 1
        self.next_round.setText(self.w("Start round {n}", n=number))

    def _show_steps(self, row: RoundRow) -> None:
        w = self.w
        self.stepper.set_steps([Step(
            w(step.letter.label), step.state, w.short(step.day) if step.day is not None else "",
            w(row.round.decided.verdict.label) if step.letter is Letter.ACT and row.round.decided.verdict else "")
            for step in row.steps])

    def _open_step(self, at: int) -> None:
        self._step = at
        for place, step in enumerate(self.steps):
            step.setVisible(place == at and self.row is not None)
        self.stepper.set_current(at)

    def _choose(self, round_id: Id) -> None:
        self.commit()
        self._round = round_id
        if self.detail is not None:
            row = self.row
            self._step = LETTERS.index(row.round.step) if row is not None else 0
            self.show_detail(self.detail)
            self._open_step(self._step)

    def _saved(self) -> None:
        """A taught lesson moves the module's status on."""
        found = self.form.record
        if self.detail is not None and found is not None and found.taught_on is not None \
                and self.detail.module.status is ModuleStatus.DRAFT:
            module = self.detail.module.id
            self.ctx.write(lambda: self.desk.modules.advance(module), self.w("Status"), self.origin)
        self.changed.emit()

    def _next_round(self) -> None:
        if self.detail is None:
            return
        self.commit()
        module, made = self.detail.module.id, list[Made]()

        def begin() -> Made:
            made.append(self.desk.modules.start_round(module))
            return made[0]

        if self.ctx.write(begin, self.w("PDCA round"), self.origin):
            self._round = made[0].id
            self._step = 0
            self.changed.emit()
            self._open_step(0)
            self.ctx.notify.undo_toast(self.w("A new round began with the plan of the last one"))
