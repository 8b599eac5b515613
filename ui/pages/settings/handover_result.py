"""What came of a handover, and what this laptop is to be from now on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from plcdesk.services.handover import Package
from ui.pages.settings.handover_form import Order
from ui.runtime import archive
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.cards import Card
from ui.widgets.control import SMALLEST
from ui.widgets.flow import FlowLayout
from ui.widgets.form_field import LINE, plain_label
from ui.widgets.notice import Notice, SignLine


class DoneCard(Card):
    """Everything is on the stick and was read back."""

    guide_asked = Signal()
    closed = Signal()

    def __init__(self, ctx: Context, package: Package, order: Order) -> None:
        super().__init__(ctx.w("Handover"))
        self.package, self.order = package, order
        w = ctx.w
        self.body.addWidget(Notice(ctx, "success", "check", [
            (w("Handover saved and checked. You can unplug the USB stick."), "subsection"),
            (w("{place}, folder {folder}", place=order.label, folder=package.folder.name), "meta")]))
        lines = [(package.bundle.file.name, w("everything that is shared"), package.bundle.bytes)]
        if package.backup is not None:
            private = w.plural("everything, with {n} private record", "everything, with {n} private records", package.private)
            lines.append((package.backup.name, private, package.backup.stat().st_size))
        lines.append((package.guide.name, w("guide of one page"), package.guide.stat().st_size))
        for name, what, size in lines:
            self.body.addWidget(SignLine(ctx, "file-text", f"{what[:1].upper()}{what[1:]} · {w.size(size)}\n{name}"))
        step = w("On the new laptop: open PLC Desk, choose “Continue from a backup”.") if package.backup is not None else \
            w("On the other laptop: open PLC Desk, choose “Join a programme from a USB stick”.")
        self.body.addWidget(plain_label(step, "strong", wrap=True))
        box = QWidget()
        row = FlowLayout(box, 8)
        self.guide = _button(w("Print the guide"), self.guide_asked.emit, "primary")
        self.folder = _button(w("Open folder"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(package.folder))))
        self.close_button = _button(w("Close"), self.closed.emit)
        for button in (self.guide, self.folder, self.close_button):
            row.addWidget(button)
        self.body.addWidget(box)

    def begin(self) -> None:
        """To the guide: paper goes along with the stick."""
        self.guide.setFocus(Qt.FocusReason.TabFocusReason)


class ThisLaptopCard(Card):
    """Shared as before, or an archive; either can be chosen at any time."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx.w("This computer afterwards"))
        self.ctx, self.w = ctx, ctx.w
        w = self.w
        self.state = plain_label("", "", wrap=True)
        self.state.setMaximumWidth(ctx.theme.px(LINE))
        self.keep = _button(w("Go on using it together"), self._keep)
        self.archive = _button(w("Make it an archive (read-only)"), lambda: archive.archive(ctx))
        self.reopen = _button(w("Open for editing again"), lambda: archive.reopen(ctx), "primary")
        box = QWidget()
        row = FlowLayout(box, 8)
        for button in (self.keep, self.archive, self.reopen):
            row.addWidget(button)
        inside = QVBoxLayout()
        inside.setSpacing(8)
        inside.addWidget(self.state)
        inside.addWidget(box)
        self.body.addLayout(inside)
        self._after = False

    def show_state(self, after: bool) -> None:
        """Say what this laptop is now; right `after` a handover both ways are offered."""
        w, archived = self.w, self.ctx.desk.handover.archived
        self._after = after
        self.keep.setVisible(after and not archived)
        self.archive.setVisible(not archived)
        self.reopen.setVisible(archived)
        self.state.setText(
            w("This computer is an archive. Everything can be viewed, printed and sent; nothing can be changed or received.")
            if archived else
            w("It is used as before: both computers write, and exchange bundles. As an archive it can only be read and "
              "printed. You can change this at any time."))

    def _keep(self) -> None:
        self.show_state(False)
        self.ctx.notify.toast(self.w("This computer stays in use together with the other one."))


def _button(text: str, act: Callable[[], object], role: str = "outlined") -> QPushButton:
    button = set_role(QPushButton(text), role)
    button.setMinimumHeight(SMALLEST)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    once(button, act)
    return button
