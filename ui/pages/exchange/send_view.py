"""Sending: the form, the wait, and what came of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from plcdesk.domain.errors import UserError
from plcdesk.domain.exchange import SendResult
from plcdesk.domain.progress import Progress
from plcdesk.domain.sticks import Drive
from ui.pages.exchange.send_form import Order, SendForm
from ui.pages.exchange.sent_card import SentCard
from ui.runtime.context import Context
from ui.runtime.tasks import Task
from ui.widgets.scrolling import scrolled
from ui.widgets.wait_card import WaitCard


class SendView(QWidget):
    """Three states in one place; cancelling or trouble leads back to the form as it was."""

    sent = Signal()
    """A bundle passed its read-back."""
    print_asked = Signal(str)
    """The bundle to print a record of."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ctx, self.w = ctx, ctx.w
        self.form = SendForm(ctx)
        self.form.send_asked.connect(self._send)
        self.form.ask_asked.connect(self._ask)
        self.wait = WaitCard(self.w, self.w("Send to USB stick"))
        self.result: SentCard | None = None
        self._task: Task | None = None
        self._stack = QStackedWidget()
        self._wait_page = scrolled(self.wait)
        self._stack.addWidget(self.form)
        self._stack.addWidget(self._wait_page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    @property
    def state(self) -> str:
        """``form``, ``wait`` or ``result``."""
        shown = self._stack.currentWidget()
        return "form" if shown is self.form else "wait" if shown is self._wait_page else "result"

    def reload(self) -> None:
        """Read the known laptops anew."""
        self.form.reload()

    def begin(self) -> None:
        """Put the keyboard where the next step is."""
        if self.result is not None and self.state == "result":
            self.result.begin()
        elif self.state == "wait":
            self.wait.cancel.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.form.begin()

    def start(self) -> None:
        """Send, or show what is still to be chosen; a finished bundle makes room for the next."""
        if self.state == "result":
            self.back()
        elif self.state == "form":
            self.form.send()

    def send_to(self, key: str) -> None:
        """The form with this laptop chosen: it asked for data."""
        self.back()
        if self.state == "form":
            self.form.reload()
            self.form.choose(key)

    def back(self) -> bool:
        """From the result to the form."""
        if self.state != "result":
            return False
        self._stack.setCurrentWidget(self.form)
        self._drop_result()
        self.form.reload()
        self.form.begin()
        return True

    def _send(self, order: Order) -> None:
        exchange = self.ctx.desk.exchange

        def work(progress: Progress) -> SendResult:
            result: SendResult = exchange.send(order.place.path, order.whom, spaces=order.spaces,
                                               passphrase=order.passphrase, progress=progress)
            return result

        self._run(work, order.place, self.w("Saving the bundle to {name}. Do not unplug yet.", name=order.place.label),
                  secret=order.passphrase is not None)

    def _ask(self, place: Drive) -> None:
        exchange = self.ctx.desk.exchange

        def work(progress: Progress) -> SendResult:
            result: SendResult = exchange.ask(place.path, progress=progress)
            return result

        self._run(work, place, self.w("Saving the request to {name}. Do not unplug yet.", name=place.label))

    def _run(self, work: Callable[[Progress], SendResult], place: Drive, words: str, *, secret: bool = False) -> None:
        if self._task is not None:
            return
        self._stack.setCurrentWidget(self._wait_page)
        self._task = self.ctx.tasks.run(work, lambda result: self._show_result(result, place, secret), self._failed,
                                        cancelled=self._cancelled)
        self._task.ended.connect(self._ended)
        self.wait.watch(self._task, words)
        self.begin()

    def _ended(self) -> None:
        self._task = None
        self.wait.stop()
        self._stack.setCurrentWidget(self.form)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self.form.show_trouble(self.w.error(error))

    def _cancelled(self) -> None:
        self.ctx.notify.toast(self.w("Cancelled. Nothing was changed."))
        self.form.begin()

    def _show_result(self, result: SendResult, place: Drive, secret: bool) -> None:
        self._drop_result()
        self.form.whom.passphrase.clear()
        self.result = SentCard(self.ctx, result, place, secret=secret)
        self.result.closed.connect(self.back)
        self.result.print_asked.connect(self.print_asked)
        page = scrolled(self.result)
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        self.begin()
        self.sent.emit()

    def _drop_result(self) -> None:
        while self._stack.count() > 2:
            page = self._stack.widget(2)
            if page is None:
                break
            self._stack.removeWidget(page)
            page.deleteLater()
        self.result = None
