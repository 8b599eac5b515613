"""Handing over: the form, the wait, what came of it, and what this laptop is from now on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from plcdesk.domain.errors import UserError
from plcdesk.domain.papers import PaperOptions, PaperSize
from plcdesk.domain.progress import Progress
from plcdesk.services.handover import Package
from ui.pages.settings.handover_form import HandoverForm, Order
from ui.pages.settings.handover_result import DoneCard, ThisLaptopCard
from ui.runtime.context import Context
from ui.runtime.tasks import Task
from ui.widgets.print_panel import Paper
from ui.widgets.wait_card import WaitCard


class HandoverView(QWidget):
    """One of three is in sight: what is asked, how far it is, what came of it. Cancelling leads back as it was."""

    paper_asked = Signal(object)
    """A `Paper` to show in the print preview."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.ctx, self.w = ctx, ctx.w
        self.form = HandoverForm(ctx)
        self.form.ordered.connect(self.pack)
        self.wait = WaitCard(self.w, self.w("Handover"))
        self.laptop = ThisLaptopCard(ctx)
        self.done: DoneCard | None = None
        self._task: Task | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        for part in (self.form, self.wait, self.laptop):
            self._column.addWidget(part)
        self._arrange()

    def reload(self) -> None:
        """Read anew what would go along and what this laptop is."""
        self.form.reload()
        self._arrange()

    def begin(self) -> bool:
        """Put the keyboard where the next step is."""
        if self._task is not None:
            self.wait.cancel.setFocus(Qt.FocusReason.TabFocusReason)
        elif self.done is not None:
            self.done.begin()
        else:
            self.form.begin()
        return True

    def back(self) -> bool:
        """From the result to the form; False when there is none."""
        if self.done is None:
            return False
        self._drop()
        self.reload()
        self.form.begin()
        return True

    def pack(self, order: Order) -> None:
        """Save everything on the stick; nothing stays there when it is cancelled."""
        if self._task is not None:
            return
        handover, options = self.ctx.desk.handover, self.options()

        def work(progress: Progress) -> Package:
            return handover.pack(order.folder, order.to, options, backup=order.backup, progress=progress)

        self._task = self.ctx.tasks.run(work, lambda package: self._show(package, order), self._failed,
                                        cancelled=self._cancelled)
        self._task.ended.connect(self._ended)
        self.wait.watch(self._task, self.w("Saving the handover to {name}. Do not unplug yet.", name=order.label))
        self._arrange()
        self.begin()

    def options(self) -> PaperOptions:
        """How the guide is printed: the paper and the language of this computer."""
        papers = {size.value: size for size in PaperSize}
        return PaperOptions(paper=papers.get(self.ctx.settings.paper, PaperSize.A4), language=self.w.language)

    def _show(self, package: Package, order: Order) -> None:
        self._drop()
        self.done = DoneCard(self.ctx, package, order)
        self.done.closed.connect(self.back)
        self.done.guide_asked.connect(lambda: self.paper_asked.emit(self._paper(package, order)))
        self._column.insertWidget(0, self.done)
        self._arrange()
        self.begin()

    def _paper(self, package: Package, order: Order) -> Paper:
        handover = self.ctx.desk.handover
        return Paper("guide", self.w("Handover guide"), lambda options: handover.guide(options, order.to, package),
                     lambda: package.guide.name)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self.form.complain(self.w.error(error))

    def _cancelled(self) -> None:
        self.ctx.notify.toast(self.w("Cancelled. Nothing was changed."))
        self.form.begin()

    def _ended(self) -> None:
        self._task = None
        self.wait.stop()
        self._arrange()

    def _arrange(self) -> None:
        busy, done = self._task is not None, self.done is not None
        self.form.setVisible(not busy and not done)
        self.wait.setVisible(busy)
        self.laptop.setVisible(not busy)
        self.laptop.show_state(done)

    def _drop(self) -> None:
        if self.done is not None:
            self.done.hide()
            self.done.deleteLater()
            self.done = None
