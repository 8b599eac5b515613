"""The sidebar: which programme is open, and the pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QMenu, QPushButton, QStyle, QStyleOptionButton, QVBoxLayout, QWidget

from ui.runtime.context import Context
from ui.runtime.tips import plain_tip
from ui.shell.actions import PAGE_KEYS
from ui.shell.pages import Entry
from ui.theme.roles import set_role


class NavItem(QPushButton):
    """A page's line: icon, words, and for the open page a bar at the left and bold words."""

    def __init__(self, ctx: Context, entry: Entry, keys: str) -> None:
        super().__init__(ctx.w(entry.title))
        self._theme, self._icon = ctx.theme, entry.icon
        set_role(self, "navitem")
        self.setCheckable(True)
        self.setToolTip(f"{self.text()} ({keys})" if keys else self.text())
        self.setAccessibleName(self.text())

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(self._theme.px(45) + metrics.horizontalAdvance(self.text()), self._theme.control_height)

    def nextCheckState(self) -> None:
        """A click does not check: the page that is really open does."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, tokens, px = QPainter(self), self._theme.tokens, self._theme.px
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        hover = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if self.isChecked() or hover:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.color("selected" if self.isChecked() else "hover"))
            painter.drawRoundedRect(QRectF(self.rect()), px(6), px(6))
        if self.isChecked():
            painter.setBrush(tokens.color("primary"))
            painter.drawRoundedRect(QRectF(0, px(6), 3, self.height() - 2 * px(6)), 1.5, 1.5)
        ink = "on-primary" if tokens.high_contrast and self.isChecked() else "text"
        picture = self._theme.pixmap(self._icon, "primary" if self.isChecked() and ink == "text" else ink)
        painter.drawPixmap(QPoint(px(10), (self.height() - px(20)) // 2), picture)
        painter.setPen(tokens.color(ink))
        painter.setFont(self._theme.font("strong" if self.isChecked() else "body"))
        box = QRect(px(37), 0, self.width() - px(39), self.height())
        text = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


class ProgrammeButton(QPushButton):
    """The open programme's name, shortened to the room there is, with a menu to open another."""

    def __init__(self, ctx: Context, name: str) -> None:
        super().__init__()
        self._ctx, self._name = ctx, name
        set_role(self, "programme")
        self.setToolTip(plain_tip(name))
        self.setAccessibleName(ctx.w("Programme {name}", name=name))
        menu = QMenu(self)
        menu.aboutToShow.connect(lambda: self._fill(menu))
        self.setMenu(menu)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, tokens, px = QPainter(self), self._ctx.theme.tokens, self._ctx.theme.px
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        if option.state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Sunken):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.color("hover"))
            painter.drawRoundedRect(QRectF(self.rect()), px(6), px(6))
        painter.setPen(tokens.color("text"))
        painter.setFont(self._ctx.theme.font("strong"))
        box = self.rect().adjusted(px(12), 0, -px(32), 0)
        text = painter.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        arrow = self._ctx.theme.pixmap("chevron-down", "text-2", 16)
        painter.drawPixmap(QPoint(self.width() - px(24), (self.height() - px(16)) // 2), arrow)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._ctx.theme.px(96), self._ctx.theme.control_height)

    def _fill(self, menu: QMenu) -> None:
        w, host = self._ctx.w, self._ctx.host
        menu.clear()
        for folder, name in host.programmes():
            action = menu.addAction(name.replace("&", "&&"), _opener(host.open_programme, folder))
            action.setCheckable(True)
            action.setChecked(folder == self._ctx.desk.folder)
        menu.addSeparator()
        menu.addAction(w("New programme"), host.new_programme)
        if self._ctx.desk.is_sample:
            menu.addAction(w("Leave the sample"), host.leave_sample)
        else:
            menu.addAction(w("Try it with sample data"), host.open_sample)


def _opener(act: Callable[[Path], object], folder: Path) -> Callable[[], None]:
    def run() -> None:
        act(folder)

    return run


class Sidebar(QWidget):
    """Programme and pages; `chosen(page id)`."""

    chosen = Signal(str)

    def __init__(self, ctx: Context, entries: tuple[Entry, ...], programme: str) -> None:
        super().__init__()
        set_role(self, "sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(ctx.w("Pages"))
        self._items: dict[str, NavItem] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 12, 8, 8)
        column.setSpacing(0)
        self.programme = ProgrammeButton(ctx, programme)
        column.addWidget(self.programme)
        column.addSpacing(8)
        for place, entry in enumerate(entries):
            if entry.group and place:
                column.addSpacing(4)
                column.addWidget(set_role(QFrame(), "line"))
                column.addSpacing(4)
            item = NavItem(ctx, entry, PAGE_KEYS[place] if place < len(PAGE_KEYS) else "")
            item.clicked.connect(lambda _checked=False, page=entry.id: self.chosen.emit(page))
            self._items[entry.id] = item
            column.addWidget(item)
        column.addStretch(1)

    def mark_open(self, page_id: str) -> None:
        """Show which page is open."""
        for key, item in self._items.items():
            item.setChecked(key == page_id)

    def focus(self) -> None:
        """Put the keyboard on the open page's line."""
        item = next((item for item in self._items.values() if item.isChecked()), None)
        (item or self.programme).setFocus(Qt.FocusReason.ShortcutFocusReason)
