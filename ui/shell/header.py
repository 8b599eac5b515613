"""The strip above a page: its title, the search box, its one action."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOption,
    QStylePainter,
    QWidget,
)

from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.runtime.sizes import SizeClass
from ui.runtime.tips import plain_tip
from ui.theme.roles import restyle, set_role


class Title(QLabel):
    """The page's title; where it does not fit it ends in three dots, and the tool tip has it whole."""

    def __init__(self) -> None:
        super().__init__()
        set_role(self, "title")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, option = QStylePainter(self), QStyleOption()
        option.initFrom(self)
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(plain_tip(self.text()) if text != self.text() else "")
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        self.style().drawItemText(painter, self.rect(), align, option.palette, bool(option.state & QStyle.StateFlag.
                                  State_Enabled), text, self.foregroundRole())


class Header(QWidget):
    """Title, search and primary action of the open page; in the narrowest class the menu button too."""

    searched = Signal()
    menu_asked = Signal()
    primary = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        set_role(self, "header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = Title()
        self.menu = QPushButton(ctx.w("Menu"))
        ctx.theme.dress(self.menu, "menu")
        self.menu.clicked.connect(self.menu_asked)
        self.search = set_role(QPushButton(ctx.w("Search (Ctrl+K)")), "search")
        self.search.setToolTip(ctx.w("Search pages, people, meetings and commands (Ctrl+K)"))
        self.search.setAccessibleName(ctx.w("Search"))
        ctx.theme.dress(self.search, "search", "text-2")
        self.search.clicked.connect(self.searched)
        self.action = set_role(QPushButton(), "primary")
        self.action.setToolTip("Ctrl+N")
        once(self.action, self.primary.emit)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(8)
        self._row.addWidget(self.menu)
        self._row.addWidget(self.title, 1)
        self._row.addWidget(self.search)
        self._row.addWidget(self.action)
        self.fit(SizeClass.M, short=False)

    def fit(self, size: SizeClass, short: bool) -> None:
        """Arrange for the room there is."""
        px = self._ctx.theme.px
        self._row.setContentsMargins(size.margin, 6 if short else 10, size.margin, 6 if short else 10)
        self.menu.setVisible(size is SizeClass.XS)
        self.search.setFixedWidth(px(280 if not size.stacked else 180 if size is SizeClass.S else 168))

    def show_page(self, title: str, action: str, quiet: bool) -> None:
        """The open page's title and the words on its action (empty: none); `quiet` draws it as an outline."""
        self.title.setText(title)
        self.action.setText(action)
        self.action.setVisible(bool(action))
        role = "outlined" if quiet else "primary"
        if self.action.property("role") != role:
            set_role(self.action, role)
            restyle(self.action)
