"""One teacher: the cycles, the last commitment, and the three parts of the open cycle (domain handbook 3.3)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from plcdesk.domain.changes import Row
from plcdesk.domain.coaching import Cycle, CycleStep
from plcdesk.domain.ids import Id
from plcdesk.domain.programme import StepState
from plcdesk.services.coaching_views import CycleDetail, CycleRow
from ui.pages.coaching.cycle_part import CyclePart
from ui.pages.coaching.remarks import CycleRemarks
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.binding import RecordForm
from ui.widgets.choice_field import ChoiceField
from ui.widgets.control import SMALLEST
from ui.widgets.empty import EmptyState
from ui.widgets.form_field import plain_label
from ui.widgets.private_strip import PrivateStrip
from ui.widgets.record_head import RecordHead
from ui.widgets.record_history import RecordHistory
from ui.widgets.scrolling import scrolled
from ui.widgets.stepper import Step, Stepper

PARTS = (CycleStep.BEFORE, CycleStep.LESSON, CycleStep.AFTER)
DIMENSIONS = {CycleStep.BEFORE: ("awal",), CycleStep.LESSON: ("observasi",), CycleStep.AFTER: ("akhir", "mutu")}
"""The parts of instrument C by their dimensions; its follow-up date is a field of the cycle."""
ELSEWHERE = frozenset({"C8", "C12", "C19"})
"""Items asked only on paper: the module, the class observation and the follow-up date stand elsewhere on screen."""


class TeacherForm(QWidget):
    """`changed` follows a save that the list shows too; `start_asked(person id)` the button that begins a cycle."""

    changed = Signal()
    start_asked = Signal(str)
    shown = Signal()
    """Another cycle, or none, is on screen."""

    def __init__(self, ctx: Context, origin: QWidget) -> None:
        super().__init__()
        self.ctx, self.w, self._origin = ctx, ctx.w, origin
        w = self.w
        self.person_id: Id | None = None
        self.cycle_id: Id | None = None
        self.detail: CycleDetail | None = None
        self._rows: list[CycleRow] = []
        self.head = RecordHead(w("Move to Trash"), self.delete)
        self.cycle = RecordForm(ctx, Cycle, w("Coaching cycle"), origin, self)
        self.cycle.saved.connect(self._saved)
        self.parts = {step: CyclePart(ctx, origin, self.cycle, *self._words(step)) for step in PARTS}
        for part in self.parts.values():
            part.saved.connect(self._told)
        self.stepper = Stepper(w, ctx.theme, w("Parts of the cycle"))
        self.stepper.opened.connect(self._open_part)
        self.strip = PrivateStrip(ctx, w("Coaching cycle"))
        self.strip.shared.connect(lambda _: self.refresh())
        self.remarks = CycleRemarks(ctx)
        self.remarks.wanted.connect(self._converse)
        self.chooser = ChoiceField(w, [], none=None)
        self.chooser.setAccessibleName(w("Cycle"))
        self.chooser.left.connect(lambda: self._pick(self.chooser.value()))
        self.start_button = set_role(QPushButton(w("Start the next cycle")), "outlined")
        self.start_button.setMinimumHeight(SMALLEST)
        once(self.start_button, lambda: self.start_asked.emit(self.person_id or ""))
        self._nothing = EmptyState(w, w("No cycle yet"), w("A cycle has three parts: pre-conference, observation and "
                                                            "post-conference."), w("Start a cycle"))
        self._nothing.acted.connect(lambda: self.start_asked.emit(self.person_id or ""))
        self._arrange()

    @property
    def unfinished(self) -> bool:
        """Whether an unfinished cycle is open."""
        return self.detail is not None and not self.detail.cycle.complete

    def open(self, person_id: str) -> bool:
        """Show a teacher with the cycle that is under way, else the last one; False when there is none of this id."""
        row = next((row for row in self.ctx.desk.coaching.teachers() if row.id == person_id), None)
        if row is None:
            return False
        same = row.id == self.person_id
        self.person_id = row.id
        self._rows = self.ctx.desk.coaching.cycles(row.id)
        self.head.say(row.name, " · ".join(part for part in (
            row.school, self.w.plural("{n} complete cycle", "{n} complete cycles", row.complete)) if part))
        ids = [cycle.id for cycle in self._rows]
        wanted = self.cycle_id if same and self.cycle_id in ids else row.open_id or (ids[-1] if ids else None)
        self._show(wanted, keep=same)
        return True

    def show_cycle(self, cycle_id: Id) -> None:
        """Show one cycle of the open teacher."""
        if cycle_id != self.cycle_id:
            self.commit()
            self._show(cycle_id)

    def start(self, person_id: str) -> Id | None:
        """Begin a cycle with a teacher, or open the one under way; its id."""
        made: list[Id] = []

        def work() -> object:
            found = self.ctx.desk.coaching.start(Id(person_id))
            made.append(found.id)
            return found

        if self.ctx.write(work, self.w("Coaching cycle"), self._origin):
            self.ctx.notify.undo_toast(self.w("A new cycle is open"))
        self.changed.emit()
        return made[0] if made else None

    def refresh(self) -> None:
        """Read the open cycle anew."""
        if self.person_id is not None:
            self.open(self.person_id)

    def commit(self) -> bool:
        """Save what is half typed."""
        for part in self.parts.values():
            part.items.commit()
        return self.cycle.commit()

    def begin(self) -> None:
        """Put the keyboard into the open part."""
        self.parts[self._part].begin()

    def delete(self) -> None:
        """Move the open cycle to the trash; the toast brings it back."""
        detail = self.detail
        if detail is None:
            return
        self.commit()
        self.cycle.close()
        if self.ctx.write(lambda: self.ctx.desk.coaching.delete(detail.cycle.id), self.w("Coaching cycle")):
            self.ctx.notify.undo_toast(self.w("“{title}” moved to Trash", title=self._name(detail.number)))

    def history(self) -> bool:
        """What was changed in the open cycle, at the side."""
        if self.cycle_id is None:
            return False
        self.ctx.panel.show(self.w("History"), RecordHistory(self.ctx, Row("cycle", self.cycle_id)))
        return True

    def _words(self, step: CycleStep) -> tuple[str, tuple[tuple[str, str], ...]]:
        w = self.w
        if step is CycleStep.BEFORE:
            return w("Pre-conference"), (("before_on", w("Date")),)
        if step is CycleStep.LESSON:
            return w("Observation"), (("lesson_on", w("Date")),)
        return w("Post-conference"), (("after_on", w("Date")), ("follow_on", w("Follow-up date")))

    def _arrange(self) -> None:
        self._part = CycleStep.BEFORE
        top = QWidget()
        line = QHBoxLayout(top)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(plain_label(self.w("Cycle"), "label"))
        line.addWidget(self.chooser)
        line.addStretch(1)
        line.addWidget(self.start_button)
        # everything scrolls together: on a small screen the steps would leave no room for what is written
        self._open = scrolled(top, self.remarks, self.stepper, self.strip, *self.parts.values())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._open, 1)
        outer.addWidget(self._nothing, 1, Qt.AlignmentFlag.AlignTop)

    def _show(self, cycle_id: Id | None, *, keep: bool = False) -> None:
        changed = cycle_id != self.cycle_id
        self.detail = self.ctx.desk.coaching.detail(cycle_id) if cycle_id is not None else None
        self.cycle_id = self.detail.cycle.id if self.detail is not None else None
        self._open.setVisible(self.detail is not None)
        self._nothing.setVisible(self.detail is None)
        self.head.remove.setVisible(self.detail is not None)
        self.shown.emit()
        if self.detail is None:
            self.cycle.close()
            self.strip.show_record(None, private=False)
            return
        if changed or not keep:
            self.cycle.open(self.detail.loaded)
            self.cycle.remark(self.ctx.desk.coaching.problems(self.detail.cycle))
            step = self.detail.cycle.step
            self._part = CycleStep.AFTER if step is CycleStep.CLOSED else step
        self._fill(self.detail)

    def _fill(self, detail: CycleDetail) -> None:
        form = detail.form
        for step, part in self.parts.items():
            items = [item for item in form.asked if item.dimension in DIMENSIONS[step] and item.code not in ELSEWHERE
                     ] if form is not None else []
            part.show_cycle(detail, items)
        self.strip.show_record(Row("form", form.form.id) if form is not None else None,
                               private=form is not None and form.form.private)
        self.remarks.show_cycle(detail)
        self.chooser.set_choices([(row.id, self._name(row.number)) for row in self._rows])
        self.chooser.set_value(detail.cycle.id)
        self.start_button.setVisible(detail.cycle.complete)
        self._steps(detail.cycle)

    def _steps(self, cycle: Cycle) -> None:
        steps = []
        for step in PARTS:
            day = cycle.days[step]
            state = StepState.DONE if day else StepState.RUNNING if cycle.step is step else StepState.TODO
            steps.append(Step(self.w(step.label), state, self.w.short(day) if day else ""))
        self.stepper.set_steps(steps)
        self._open_part(PARTS.index(self._part))

    def _open_part(self, index: int) -> None:
        self._part = PARTS[index]
        self.stepper.set_current(index)
        for step, part in self.parts.items():
            part.setVisible(step is self._part)

    def _name(self, number: int) -> str:
        return self.w("Cycle {n}", n=str(number))

    def _pick(self, cycle_id: str | None) -> None:
        if cycle_id and cycle_id != self.cycle_id:
            self.show_cycle(Id(cycle_id))

    def _converse(self) -> None:
        detail = self.detail
        if detail is not None and self.ctx.write(lambda: self.ctx.desk.coaching.converse(detail.cycle.id),
                                                 self.w("Coaching cycle"), self._origin):
            self.refresh()

    def _saved(self) -> None:
        if self.person_id is not None and self.cycle_id is not None:
            self.detail = self.ctx.desk.coaching.detail(self.cycle_id)
            self._rows = self.ctx.desk.coaching.cycles(self.person_id)
            if self.detail is not None:
                self.cycle.remark(self.ctx.desk.coaching.problems(self.detail.cycle))
                self.start_button.setVisible(self.detail.cycle.complete)
                self._steps(self.detail.cycle)
        self.changed.emit()

    def _told(self) -> None:
        """Something was said: the list may show the commitment."""
        self.changed.emit()
