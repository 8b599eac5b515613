"""What came of sending, and of asking for data."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget

from plcdesk.domain.exchange import BundleKind, SendResult
from plcdesk.domain.sticks import Drive
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.cards import Card
from ui.widgets.control import SMALLEST
from ui.widgets.flow import FlowLayout
from ui.widgets.form_field import plain_label
from ui.widgets.notice import Notice, SignLine


class SentCard(Card):
    """The bundle is on the stick and was read back: what is in it, who can open it, and what to do now."""

    closed = Signal()
    print_asked = Signal(str)
    """The bundle to print a record of."""

    def __init__(self, ctx: Context, result: SendResult, place: Drive, *, secret: bool = False) -> None:
        asked = result.kind is BundleKind.REQUEST
        super().__init__(ctx.w("Ask a colleague for data") if asked else ctx.w("Send to USB stick"))
        self.ctx, self.w, self.sent, self._secret = ctx, ctx.w, result, secret
        w = self.w
        done = w("The request is saved and checked. You can unplug the USB stick.") if asked else \
            w("Bundle saved and checked. You can unplug the USB stick.")
        self.notice = Notice(ctx, "success", "check", [(done, "subsection"), (place.label, "meta")])
        self.body.addWidget(self.notice)
        self.facts = plain_label(self._facts(asked), "strong", wrap=True)
        self.body.addWidget(self.facts)
        for icon, text in self._remarks(asked):
            self.body.addWidget(SignLine(ctx, icon, text))
        self.body.addWidget(plain_label(w("File: {name}", name=result.file.name), "help", wrap=True))
        self.body.addWidget(self._buttons(asked))

    def begin(self) -> None:
        """Put the keyboard on the way back."""
        self.close_button.setFocus(Qt.FocusReason.TabFocusReason)

    def message(self) -> str:
        """What to write to the colleague who gets the stick."""
        w, desk = self.w, self.ctx.desk
        programme, me = desk.programme.current(), desk.programme.me()
        asked = self.sent.kind is BundleKind.REQUEST
        lines = [w("I ask for the newest PLC Desk data. The request is on the USB stick: {file}", file=self.sent.file.name)
                 if asked else w("A PLC Desk bundle is on the USB stick: {file}", file=self.sent.file.name)]
        lines.append(w("Programme: {name}", name=programme.record.name if programme is not None else "—"))
        if me is not None:
            lines.append(w("From: {name}, {date}", name=me.name, date=w.moment(desk.clock())))
        if self._secret:
            lines.append(w("It asks for a passphrase. I tell it to you by telephone or in person."))
        lines.append(w("Open PLC Desk, choose Send and receive, then Receive. "
                       "You see what it brings before anything changes."))
        return "\n".join(lines)

    def _facts(self, asked: bool) -> str:
        w, result = self.w, self.sent
        size = w.size(result.bytes)
        if asked:
            return w("Request for what is missing here · {size}", size=size)
        facts = [w.plural("{n} change", "{n} changes", result.commits)]
        if result.photos:
            facts.append(w.plural("{n} photo or file", "{n} photos and files", result.photos))
        whom = w("for {name}", name=result.whom) if result.whom else w("for anyone")
        return " · ".join([*facts, size, whom])

    def _remarks(self, asked: bool) -> list[tuple[str, str]]:
        w, result = self.w, self.sent
        found: list[tuple[str, str]] = []
        if asked:
            found.append(("arrow-left-right", w("Take the USB stick to a colleague. There: Send and receive, then Receive; the "
                                                "colleague sends back what is missing here.")))
        elif self._secret:
            found.append(("lock", w("Only somebody who knows the passphrase can open it. "
                                    "Tell it by telephone or in person.")))
        elif result.sealed:
            found.append(("lock", w("Only the laptop of {name} can open it.", name=result.whom)))
        else:
            found.append(("info", w("Anybody who holds the USB stick can open it.")))
        if result.photos_left:
            found.append(("camera", w.plural("{n} photo or file did not fit and goes with the next bundle.",
                                             "{n} photos and files did not fit and go with the next bundle.",
                                             result.photos_left)))
        if result.carried:
            found.append(("hand-helping", w.plural("{n} bundle kept for a colleague was copied to the USB stick too.",
                                                   "{n} bundles kept for colleagues were copied to the USB stick too.",
                                                   len(result.carried))))
        return found

    def _buttons(self, asked: bool) -> QWidget:
        w = self.w
        box = QWidget()
        row = FlowLayout(box, 8)
        self.copy = self._button(w("Copy message for WhatsApp"), self._copy)
        self.folder = self._button(
            w("Open folder"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(self.sent.file).parent))))
        self.paper = self._button(w("Print a handing-over record"), lambda: self.print_asked.emit(self.sent.bundle))
        self.close_button = self._button(w("Close"), self.closed.emit, "primary")
        for button in (self.copy, self.folder, self.paper, self.close_button):
            row.addWidget(button)
        self.paper.setVisible(not asked and bool(self.sent.bundle))
        return box

    def _button(self, text: str, act: object, role: str = "outlined") -> QPushButton:
        button = set_role(QPushButton(text), role)
        button.setMinimumHeight(SMALLEST)
        once(button, act)  # type: ignore[arg-type]
        return button

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.message())
        self.ctx.notify.toast(self.w("Message copied. Paste it into WhatsApp."))
