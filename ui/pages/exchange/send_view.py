"""Sending: the form, the wait, and what came of it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QProgressBar, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from plcdesk.domain.errors import UserError
from plcdesk.domain.exchange import Drive, SendResult
from plcdesk.domain.progress import Progress
from ui.pages.exchange.send_form import SendForm
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.runtime.tasks import Task
from ui.theme.roles import set_role
from ui.widgets.cards import Card
from ui.widgets.control import SMALLEST
from ui.widgets.flow import FlowLayout
from ui.widgets.form_field import plain_label
from ui.widgets.receipt_view import Notice
from ui.widgets.scrolling import scrolled


class SendView(QWidget):
    """Three states in one place; cancelling or trouble leads back to the form as it was."""

    sent = Signal()
    """A bundle passed its read-back."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ctx, self.w = ctx, ctx.w
        self.form = SendForm(ctx)
        self.form.send_asked.connect(self._send)
        self.result: SentCard | None = None
        self._task: Task | None = None
        self._stack = QStackedWidget()
        self._form_page, self._wait_page = scrolled(self.form), scrolled(self._wait_card())
        self._stack.addWidget(self._form_page)
        self._stack.addWidget(self._wait_page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    @property
    def state(self) -> str:
        """``form``, ``wait`` or ``result``."""
        shown = self._stack.currentWidget()
        return "form" if shown is self._form_page else "wait" if shown is self._wait_page else "result"

    def reload(self) -> None:
        """Read the known laptops anew."""
        self.form.reload()

    def begin(self) -> None:
        """Put the keyboard where the next step is."""
        if self.result is not None and self.state == "result":
            self.result.close_button.setFocus(Qt.FocusReason.TabFocusReason)
        elif self.state == "wait":
            self.cancel.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.form.begin()

    def start(self) -> None:
        """Send, or show what is still to be chosen; a finished bundle makes room for the next."""
        if self.state == "result":
            self.back()
        elif self.state == "form":
            self.form.send()

    def back(self) -> bool:
        """From the result to the form."""
        if self.state != "result":
            return False
        self._stack.setCurrentWidget(self._form_page)
        self._drop_result()
        self.form.reload()
        self.form.begin()
        return True

    def _send(self, place: Drive, whom: str | None) -> None:
        if self._task is not None:
            return
        w, exchange = self.w, self.ctx.desk.exchange
        name = w("Saving the bundle to {name}. Do not unplug yet.", name=place.label)
        self.waiting.setText(name)
        self._stack.setCurrentWidget(self._wait_page)

        def work(progress: Progress) -> SendResult:
            result: SendResult = exchange.send(place.path, whom, progress=progress)
            return result

        self._task = self.ctx.tasks.run(work, lambda result: self._show_result(result, place), self._failed,
                                        title=name, cancelled=self._cancelled)
        self._task.ended.connect(self._ended)
        self.begin()

    def _ended(self) -> None:
        self._task = None
        self._stack.setCurrentWidget(self._form_page)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self.form.show_trouble(self.w.error(error))

    def _cancelled(self) -> None:
        self.ctx.notify.toast(self.w("Cancelled. Nothing was changed."))
        self.form.begin()

    def _show_result(self, result: SendResult, place: Drive) -> None:
        self._drop_result()
        self.result = SentCard(self.ctx, result, place)
        self.result.closed.connect(self.back)
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

    def _wait_card(self) -> Card:
        card = Card(self.w("Send to USB stick"))
        self.waiting = plain_label("", "strong", wrap=True)
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(self.w("Send to USB stick"))
        self.cancel = set_role(QPushButton(self.w("Cancel")), "outlined")
        self.cancel.setMinimumHeight(SMALLEST)
        self.cancel.clicked.connect(lambda: self._task.cancel() if self._task is not None else None)
        card.body.addWidget(self.waiting)
        card.body.addWidget(bar)
        card.body.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignLeft)
        return card


class SentCard(Card):
    """The bundle is on the stick and was read back: what is in it, and what to do now."""

    closed = Signal()

    def __init__(self, ctx: Context, result: SendResult, place: Drive) -> None:
        super().__init__(ctx.w("Send to USB stick"))
        self.ctx, self.w, self.sent = ctx, ctx.w, result
        w = self.w
        self.notice = Notice(ctx, "success", "check", [
            (w("Bundle saved and checked. You can unplug the USB stick."), "subsection"), (place.label, "meta")])
        self.body.addWidget(self.notice)
        whom = w("for: {name}", name=result.whom) if result.whom else w("for anyone")
        facts = [w.plural("{n} change", "{n} changes", result.commits), w.size(result.bytes), whom]
        if result.photos:
            facts.insert(1, w.plural("{n} photo or file", "{n} photos and files", result.photos))
        self.facts = plain_label(" · ".join(facts), "strong", wrap=True)
        self.body.addWidget(self.facts)
        if result.photos_left:
            self.body.addWidget(plain_label(
                w.plural("{n} photo or file did not fit and goes with the next bundle.",
                         "{n} photos and files did not fit and go with the next bundle.", result.photos_left), "help", wrap=True))
        self.body.addWidget(plain_label(result.file.name, "help", wrap=True))
        self.body.addWidget(self._buttons())

    def message(self) -> str:
        """What to write to the colleague who gets the stick."""
        w, desk = self.w, self.ctx.desk
        programme, me = desk.programme.current(), desk.programme.me()
        lines = [w("A PLC Desk bundle is on the USB stick: {file}", file=self.sent.file.name)]
        lines.append(w("Programme: {name}", name=programme.record.name if programme is not None else "—"))
        if me is not None:
            lines.append(w("From: {name}, {date}", name=me.name, date=w.moment(desk.clock())))
        lines.append(w("Open PLC Desk, choose Send and receive, then Receive. "
                       "You see what it brings before anything changes."))
        return "\n".join(lines)

    def _buttons(self) -> QWidget:
        w = self.w
        self.copy = set_role(QPushButton(w("Copy message for WhatsApp")), "outlined")
        once(self.copy, self._copy)
        self.folder = set_role(QPushButton(w("Open folder")), "outlined")
        once(self.folder, lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(self.sent.file).parent))))
        self.close_button = set_role(QPushButton(w("Close")), "primary")
        once(self.close_button, self.closed.emit)
        box = QWidget()
        row = FlowLayout(box, 8)
        for button in (self.copy, self.folder, self.close_button):
            button.setMinimumHeight(SMALLEST)
            row.addWidget(button)
        return box

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.message())
        self.ctx.notify.toast(self.w("Message copied. Paste it into WhatsApp."))
