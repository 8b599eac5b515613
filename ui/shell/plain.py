"""The inside of the window before there is a programme: one page over the whole width, with its messages."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.runtime.context import Context
from ui.runtime.sizes import classify
from ui.shell.banners import BannerArea
from ui.shell.disk_full import DiskFull
from ui.shell.progress import show_progress_of
from ui.shell.toasts import ToastArea
from ui.theme.roles import set_role
from ui.widgets.page import Page


class PlainSpace(QWidget):
    """Holds the first-run page."""

    def __init__(self, ctx: Context, page: Page) -> None:
        super().__init__()
        self.ctx, self.page = ctx, page
        set_role(self, "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.banners = BannerArea(ctx)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banners)
        column.addWidget(page, 1)
        self.toasts = ToastArea(ctx, self)
        self.disk_full = DiskFull(ctx, self)
        show_progress_of(ctx, self)
        page.show_fresh()

    def leave(self) -> None:
        """Save what is pending."""
        self.page.leave()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        size, short = classify(self.width(), self.height(), self.ctx.theme.scale)
        self.page.fit(size, short)
        self.banners.fit(size.margin, short)
        if self.toasts.isVisible():
            self.toasts.place()
