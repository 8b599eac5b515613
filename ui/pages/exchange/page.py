"""Send and receive: by USB stick, from laptop to laptop."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from plcdesk.domain.changes import Changes
from plcdesk.domain.exchange import Undone
from plcdesk.domain.fields import mark
from plcdesk.domain.records import SPECS
from ui.pages.exchange.differences import Differences
from ui.pages.exchange.log_view import LogView
from ui.pages.exchange.peers_view import PeersView
from ui.pages.exchange.receipts import Receipts
from ui.pages.exchange.receive_view import ReceiveView
from ui.pages.exchange.send_view import SendView
from ui.runtime.context import Context
from ui.runtime.notify import Banner
from ui.runtime.sizes import SizeClass
from ui.widgets.form_field import plain_label
from ui.widgets.page import Command, PageSpec
from ui.widgets.print_panel import Paper
from ui.widgets.printing_page import PrintingPage
from ui.widgets.tabs import Tabs


class ExchangePage(PrintingPage):
    """Five sections: send, receive, differing entries, colleagues, log. Their keys open them (``send``, ``receive``,
    ``differences``, ``peers``, ``log``)."""

    SPEC = PageSpec(
        id="exchange", title=mark("Send and receive"), icon="arrow-left-right", tables=frozenset(SPECS),
        primary=("send", mark("Send to USB stick")),
        commands=(Command("browse", mark("Open a bundle file"), "Ctrl+O", "download"),),
    )

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        w = self.w
        self.send_view = SendView(ctx)
        self.receive_view = ReceiveView(ctx, self)
        self.differences = Differences(ctx, self)
        self.peers, self.log = PeersView(ctx), LogView(ctx)
        self.receipts = Receipts(ctx, self._after)
        self.views: dict[str, Any] = {"send": self.send_view, "receive": self.receive_view,
                                      "differences": self.differences, "peers": self.peers, "log": self.log}
        self.tabs = Tabs()
        for key, label in (("send", w("Send")), ("receive", w("Receive")), ("differences", w("Differing entries")),
                           ("peers", w("Colleagues")), ("log", w("Exchange log"))):
            self.tabs.add(key, label, self.views[key])
        self.tabs.bar.setAccessibleName(w("Send and receive"))
        self._short = False
        self._hushed = False
        self._line = self._unsent_line()
        self.body.addWidget(self._line)
        self.body.addWidget(self.tabs, 1)
        self._connect()
        ctx.theme.changed.connect(self._dress)
        self._tab(self.tabs.current)

    @property
    def record_id(self) -> str | None:
        """The section on screen."""
        return self.tabs.current

    @property
    def view(self) -> Any:
        """The section on screen."""
        return self.views[self.tabs.current]

    def refresh(self) -> None:
        """Read what is not sent, what differs, and the section on screen."""
        self._show_unsent()
        self.differences.reload()
        if self.tabs.current != "differences":
            self.view.reload()

    def open(self, record_id: str) -> None:
        """Open a section by its key."""
        if record_id in self.views:
            self.tabs.select(record_id)
            self.view.begin()

    def primary(self) -> None:
        """To the section that sends; there: send."""
        if self.tabs.current == "send":
            self.send_view.start()
        else:
            self.open("send")

    def browse(self) -> None:
        """Receive a bundle that lies anywhere."""
        self.tabs.select("receive")
        if self.receive_view.state == "pick":
            self.receive_view.picker.browse()

    def fit(self, size_class: SizeClass, short: bool) -> None:
        """In a low window what is not sent is said where one sends, and in the status line."""
        super().fit(size_class, short)
        self._short = short
        self.receive_view.fit(short)
        self.body.setSpacing(4 if short else 12)
        self._line.setVisible(not short or self.tabs.current == "send")

    def hideEvent(self, event: QHideEvent) -> None:
        """Another page follows: the banner is of use again."""
        super().hideEvent(event)
        self._speak_up()

    def focus_list(self) -> bool:
        """The sections."""
        self.tabs.bar.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def focus_detail(self) -> bool:
        """Into the section on screen."""
        self.view.begin()
        return True

    def step(self, delta: int) -> bool:
        """The next or previous differing entry."""
        return self.tabs.current == "differences" and self.differences.step(delta)

    def finish(self) -> bool:
        """Ctrl+Enter: send."""
        if self.tabs.current != "send":
            return False
        self.send_view.start()
        return True

    def back(self) -> bool:
        """Out of the print preview; from a preview or a result to where one chooses."""
        if self.close_print():
            return True
        view = self.view
        return bool(view.back()) if view in (self.send_view, self.receive_view) else False

    def _connect(self) -> None:
        self.tabs.changed.connect(self._tab)
        self.ctx.notify.bannered.connect(self._hush)
        self.differences.counted.connect(self._count)
        self.send_view.sent.connect(self._sent)
        receive = self.receive_view
        receive.received.connect(self.refresh)
        receive.differences_asked.connect(lambda: self.open("differences"))
        receive.carried_asked.connect(lambda: self.open("peers"))
        receive.request_asked.connect(self._ask)
        for view in (receive, self.log):
            view.undo_asked.connect(self.receipts.undo)
            view.again_asked.connect(self.receipts.apply_again)
        for asking in (receive, self.peers):
            asking.send_asked.connect(self._send_to)
        for printing in (receive, self.log, self.send_view):
            printing.print_asked.connect(self._print_record)

    def papers(self) -> Sequence[Paper]:
        """The record of the bundle last looked at."""
        bundle = self._bundle()
        return [self._record(bundle)] if bundle else []

    def _bundle(self) -> str:
        """The bundle whose result or log line is on screen; empty without one."""
        if self.tabs.current == "send" and self.send_view.result is not None:
            return self.send_view.result.sent.bundle
        if self.tabs.current == "log":
            return next((line.line.bundle for line in self.log.lines if line.opened), "")
        return ""

    def _record(self, bundle: str) -> Paper:
        papers = self.desk.bundle_papers
        return Paper("record", self.w("Handing-over record"), lambda options: papers.record(bundle, options),
                     lambda: papers.file_name(bundle, self.w))

    def _print_record(self, bundle: str) -> None:
        self.show_papers([self._record(bundle)])

    def _send_to(self, key: str) -> None:
        self.open("send")
        self.send_view.send_to(key)

    def _ask(self) -> None:
        self.open("send")
        self.send_view.back()
        self.send_view.form.ask()

    def _after(self, changes: Changes, undone: Undone | None) -> None:
        self.receive_view.undone(changes)
        self.ctx.bus.announce(changes, self)
        self.refresh()
        if undone is not None:
            self.log.tell_left(undone)
            if undone.left:
                self.tabs.select("log")

    def _sent(self) -> None:
        self._show_unsent()
        self.ctx.notify.clear("unsent")

    def _tab(self, key: str) -> None:
        # one filled button on a screen: the section that sends and the cards have their own
        self.primary_text("" if key == "send" else self.w("Send to USB stick"))
        self.quiet_header(True)
        self._line.setVisible(not self._short or key == "send")
        if key == "differences":
            self._quiet()
        else:
            self._speak_up()
        if self.isVisible() and self.stale:
            self.show_fresh()
        elif not self.stale:
            self.view.reload()

    def _hush(self, banner: Banner) -> None:
        """The banner about differing entries says nothing new to somebody who looks at them."""
        if banner.key == "differing" and self.isVisible() and self.tabs.current == "differences":
            self._quiet()

    def _quiet(self) -> None:
        self._hushed = True
        self.ctx.notify.clear("differing")

    def _speak_up(self) -> None:
        if self._hushed:
            self._hushed = False
            # nothing was changed: this only has the window look again at what it reminds of
            self.ctx.bus.changed.emit(Changes(), self)

    def _count(self, count: int) -> None:
        label = self.w("Differing entries")
        if not count:
            self.ctx.notify.clear("differing")
        self.tabs.set_label("differences", f"{label} ({self.w.number(count)})" if count else label)

    def _unsent_line(self) -> QWidget:
        self._sign = QLabel()
        self.unsent = plain_label("", "meta", wrap=True)
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._sign)
        row.addWidget(self.unsent, 1)
        return box

    def _dress(self) -> None:
        """The signs take the colours of another theme."""
        self.stale = True
        if self.isVisible():
            self.show_fresh()

    def _show_unsent(self) -> None:
        w = self.w
        count, since = self.desk.exchange.unsent()
        if count and since is not None:
            self.unsent.setText(w.plural("{n} change not sent since {date}", "{n} changes not sent since {date}", count,
                                         date=w.day(since.astimezone().date())))
        else:
            self.unsent.setText(w("Every change is in a bundle that was sent"))
        if not self.desk.is_sample:  # nobody waits for what is tried out in the sample
            self.ctx.notify.unsent(count, w.short(since.astimezone().date()) if since is not None else "")
        sign, tint = ("upload", "text-2") if count else ("check", "success")
        self._sign.setPixmap(self.ctx.theme.pixmap(sign, tint, 20))
