"""The inside of the window for an open programme: sidebar, header, banner, page, status line, and what lies above."""

from __future__ import annotations

import contextlib

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from plcdesk.domain.errors import UserError
from ui.runtime.context import Context
from ui.runtime.sizes import SizeClass, classify
from ui.shell.banners import BannerArea
from ui.shell.disk_full import DiskFull
from ui.shell.header import Header
from ui.shell.help_view import HelpView
from ui.shell.pages import Entry, existing
from ui.shell.progress import show_progress_of
from ui.shell.reminders import Reminders
from ui.shell.sidebar import Sidebar
from ui.shell.status import StatusLine
from ui.shell.toasts import ToastArea
from ui.theme.roles import set_role
from ui.widgets.page import Page
from ui.widgets.side_panel import SidePanel

PAGE, RECORD = "window:page", "window:record"
"""Where the user was, kept for the next start."""


class Workspace(QWidget):
    """Pages are built at their first visit. `page_opened(page id)` follows each change of page."""

    page_opened = Signal(str)

    def __init__(self, ctx: Context, entries: tuple[Entry, ...] | None = None) -> None:
        super().__init__()
        self.ctx = ctx
        self.entries = entries if entries is not None else existing()
        self.pages: dict[str, Page] = {}
        self.size_class, self.short = SizeClass.M, False
        set_role(self, "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        programme = ctx.desk.programme.current()
        self.sidebar = Sidebar(ctx, self.entries, programme.record.name if programme is not None else "")
        self.header, self.banners, self.stack = Header(ctx), BannerArea(ctx), QStackedWidget()
        self.status = StatusLine(ctx)
        self._content = QWidget()
        self._arrange()
        self.panel = SidePanel(ctx.w, ctx.theme, self._content)
        set_role(self.panel, "sidepanel").hide()
        self.toasts = ToastArea(ctx, self._content)
        self._content.installEventFilter(self)
        self.reminders = Reminders(ctx, self)
        self.disk_full = DiskFull(ctx, self)
        self._connect()

    @property
    def page(self) -> Page | None:
        """The open page."""
        found = self.stack.currentWidget()
        return found if isinstance(found, Page) else None

    def go(self, page_id: str, record_id: str | None = None) -> None:
        """Open a page, and a record on it; the page that is left saves what is pending."""
        before = self.page
        page = self._page(page_id)
        if page is None:
            return
        if before is not None and before is not page:
            before.leave()
        self.stack.setCurrentWidget(page)
        page.show_fresh()
        if record_id is not None:
            page.open(record_id)
        if before is not page:
            self.ctx.panel.close()
            self.sidebar.mark_open(page_id)
            self._show_header()
            self.page_opened.emit(page_id)
        self.remember()

    def remember(self) -> None:
        """Keep where the user is for the next start; a full disk is no reason to stay on a page."""
        if self.page is not None:
            with contextlib.suppress(UserError):
                self.ctx.desk.drafts.remember(PAGE, self.page.SPEC.id)
                self.ctx.desk.drafts.remember(RECORD, self.page.record_id or "")

    def resume(self) -> None:
        """Go to where the user was when the program ended; the first page when there is nothing to go back to."""
        known = [entry.id for entry in self.entries]
        page = self.ctx.desk.drafts.recall(PAGE)
        if page in known:
            self.go(str(page), self.ctx.desk.drafts.recall(RECORD) or None)
        elif known:
            self.go(known[0])

    def leave(self) -> None:
        """Save what is pending on the open page and remember where the user is."""
        if self.page is not None:
            self.page.leave()
        self.remember()

    def fit(self) -> None:
        """Arrange everything for the room there is."""
        theme = self.ctx.theme
        size, short = classify(self.width(), self.height(), theme.scale)
        if short != theme.short:
            theme.apply(short=short)  # type: ignore[attr-defined]
        self.size_class, self.short = size, short
        self.sidebar.setVisible(size.sidebar > 0)
        if size.sidebar:
            self.sidebar.setFixedWidth(theme.px(size.sidebar))
        self.header.fit(size, short)
        self.banners.fit(size.margin, short)
        if self.page is not None:
            self.page.fit(size, short)
        self._place_above()

    def menu(self) -> QMenu:
        """The pages as a menu, for where there is no room for the sidebar."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for entry in self.entries:
            if entry.group and menu.actions():
                menu.addSeparator()
            action = menu.addAction(self.ctx.theme.icon(entry.icon), self.ctx.w(entry.title))
            action.triggered.connect(lambda _checked=False, page=entry.id: self.go(page))
        return menu

    def show_help(self) -> None:
        """The help of the open page in the side panel; once more puts it away."""
        if self.page is None:
            return
        if self.panel.isVisible() and isinstance(self.panel.findChild(HelpView), HelpView):
            self.ctx.panel.close()
        else:
            self.ctx.panel.show(self.ctx.w("Help"), HelpView(self.ctx, self.page.SPEC))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._content and event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._place_above()
        return False

    def _arrange(self) -> None:
        content = QVBoxLayout(self._content)
        content.setContentsMargins(0, 0, 0, 0)
        content.setSpacing(0)
        content.addWidget(self.banners)
        content.addWidget(self.stack, 1)
        column = QVBoxLayout()
        column.setSpacing(0)
        for part, stretch in ((self.header, 0), (self._content, 1), (self.status, 0)):
            column.addWidget(part, stretch)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addLayout(column, 1)

    def _connect(self) -> None:
        ctx = self.ctx
        self.sidebar.chosen.connect(self.go)
        ctx.navigator.asked.connect(self.go)
        ctx.panel.shown.connect(self._show_panel)
        ctx.panel.closed.connect(self._close_panel)
        ctx.panel.help_asked.connect(self.show_help)
        show_progress_of(ctx, self)
        ctx.theme.changed.connect(self.fit)
        self.panel.closed.connect(self._place_above)
        self.header.primary.connect(self._primary)
        self.header.menu_asked.connect(lambda: self.menu().popup(
            self.header.menu.mapToGlobal(QPoint(0, self.header.menu.height() + 4))))
        self.status.unsent_asked.connect(lambda: self.go("exchange", "send"))

    def _page(self, page_id: str) -> Page | None:
        if page_id not in self.pages:
            entry = next((entry for entry in self.entries if entry.id == page_id), None)
            if entry is None:
                return None
            page = entry.load()(self.ctx)
            page.header_changed.connect(self._show_header)
            self.pages[page_id] = page
            self.stack.addWidget(page)
        self.pages[page_id].fit(self.size_class, self.short)
        return self.pages[page_id]

    def _primary(self) -> None:
        if self.page is not None:
            self.page.uncover()
            self.page.primary()

    def _show_header(self) -> None:
        if self.page is not None:
            page = self.page
            self.header.show_page(self.ctx.w(page.SPEC.title), page.header_text, page.header_quiet)

    def _show_panel(self, title: str, widget: QWidget) -> None:
        self.panel.show_content(title, widget)
        self._place_above()
        self.panel.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close_panel(self) -> None:
        if self.panel.isVisible():
            held = self.window().focusWidget()
            inside = held is not None and self.panel.isAncestorOf(held)
            self.panel.close_panel()
            if inside and self.page is not None and not self.page.focus_detail() and not self.page.focus_list():
                self.sidebar.focus()

    def _place_above(self) -> None:
        """Side panel at the right, beside the page where there is room for both and above it elsewhere."""
        layout, room = self._content.layout(), self._content.rect()
        beside = self.panel.isVisible() and self.size_class is SizeClass.L
        right = self.panel.width() if beside else 0
        if layout is not None and layout.contentsMargins().right() != right:
            layout.setContentsMargins(0, 0, right, 0)
        # what a banner offers stays in reach
        top = self.banners.geometry().bottom() + 8 if self.banners.isVisible() and not beside else 0
        self.panel.setGeometry(room.width() - self.panel.width(), top, self.panel.width(), room.height() - top)
        self.panel.raise_()
        if self.toasts.isVisible():
            self.toasts.place()
            self.toasts.raise_()
