"""Looking back: the bundles sent and received, newest first."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from plcdesk.domain.exchange import Undone
from ui.pages.exchange.log_line import LogLine
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.banner import Strip
from ui.widgets.cards import Card
from ui.widgets.control import SMALLEST, tab_order
from ui.widgets.empty import EmptyState
from ui.widgets.relist import relist
from ui.widgets.scrolling import scrolled

NAMED = 5
"""Entries named that an undo had to leave."""
FIRST, ALL = 20, 1000


class LogView(QWidget):
    """Each receipt can be undone for a month, and what was undone applied again."""

    undo_asked = Signal(str, str)
    again_asked = Signal(str, str)
    print_asked = Signal(str)

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ctx, self.w = ctx, ctx.w
        self.lines: list[LogLine] = []
        self._limit = FIRST
        self.left = Strip()
        self.left.hide()
        self.card = Card(self.w("Bundles sent and received"))
        self.empty = EmptyState(self.w, self.w("No bundle sent or received yet"),
                                self.w("Every bundle is noted here; what was received can be undone for 30 days."))
        self.more = set_role(QPushButton(self.w("Show older ones")), "link")
        self.more.setMinimumHeight(SMALLEST)
        self.more.clicked.connect(self._show_all)
        self._list: QWidget | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled(self.left, self.card, self.empty))

    def reload(self) -> None:
        """Read the log anew; opened lines stay open."""
        lines = self.ctx.desk.exchange.log(self._limit + 1)
        opened = {(line.line.bundle, line.line.direction) for line in self.lines if line.opened}
        self.lines = [LogLine(self.ctx, line) for line in lines[:self._limit]]
        for line in self.lines:
            line.undo_asked.connect(self.undo_asked)
            line.again_asked.connect(self.again_asked)
            line.print_asked.connect(self.print_asked)
            if (line.line.bundle, line.line.direction) in opened:
                line.turn()
        self._list = relist(self._list, self.card.body, self.lines)
        self.card.body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.more.setVisible(len(lines) > self._limit)
        self.card.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        tab_order([*(line.more for line in self.lines), self.more])

    def begin(self) -> None:
        """Put the keyboard on the newest line."""
        if self.lines:
            self.lines[0].more.setFocus(Qt.FocusReason.TabFocusReason)

    def tell_left(self, undone: Undone) -> None:
        """Name what an undo left, because it was edited since; nothing to name takes the strip away."""
        w = self.w
        self.left.setVisible(bool(undone.left))
        if not undone.left:
            return
        count = len(undone.left)
        names = list(dict.fromkeys(self.ctx.desk.records.title(row, w) for row, _ in undone.left))
        named = "; ".join([name for name in names if name][:NAMED])
        text = w.plural("{n} entry was edited since and stays.", "{n} entries were edited since and stay.", count)
        self.left.say(f"{text} {named}" if named else text, "warning")

    def _show_all(self) -> None:
        self._limit = ALL
        self.reload()
