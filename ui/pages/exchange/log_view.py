"""Looking back: the bundles sent and received, newest first."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from plcdesk.domain.exchange import Receipted, Undone
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.banner import Strip
from ui.widgets.cards import Card
from ui.widgets.control import SMALLEST
from ui.widgets.empty import EmptyState
from ui.widgets.form_field import plain_label
from ui.widgets.scrolling import scrolled

NAMED = 5
"""Entries named that an undo had to leave."""


class LogView(QWidget):
    """Each receipt can be undone for a month, and what was undone applied again."""

    undo_asked = Signal(str, str)
    again_asked = Signal(str, str)

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ctx, self.w = ctx, ctx.w
        self.buttons: dict[str, QPushButton] = {}
        self.left = Strip()
        self.left.hide()
        self.card = Card(self.w("Bundles sent and received"))
        self.empty = EmptyState(self.w, self.w("No bundle sent or received yet"),
                                self.w("Every bundle is noted here; what was received can be undone for 30 days."))
        self._list: QWidget | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled(self.left, self.card, self.empty))

    def reload(self) -> None:
        """Read the log anew."""
        lines = self.ctx.desk.exchange.log()
        self.buttons = {}
        if self._list is not None:
            self._list.hide()
            self._list.deleteLater()
        self._list = QWidget()
        column = QVBoxLayout(self._list)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for line in lines:
            column.addWidget(self._row(line))
        self.card.body.addWidget(self._list)
        self.card.setVisible(bool(lines))
        self.empty.setVisible(not lines)

    def begin(self) -> None:
        """Put the keyboard on the first receipt that can be undone."""
        first = next(iter(self.buttons.values()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

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

    def _row(self, line: Receipted) -> QFrame:
        w = self.w
        sent = line.direction == "out"
        row = set_role(QFrame(), "row")
        sign = QLabel()
        sign.setPixmap(self.ctx.theme.pixmap("upload" if sent else "download", "text-2", 20))
        heading = self._heading(line)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(plain_label(heading, "strong", wrap=True))
        facts = [w.plural("{n} change", "{n} changes", line.changes)] if line.changes else []
        if line.file:
            facts.append(line.file)
        text, tone = self._state(line)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(plain_label(text, f"pill-{tone}"), 0, Qt.AlignmentFlag.AlignVCenter)
        below.addWidget(plain_label(" · ".join(facts), "help", wrap=True), 1)
        words.addLayout(below)
        place = QHBoxLayout(row)
        place.setContentsMargins(0, 8, 0, 8)
        place.setSpacing(12)
        place.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        place.addLayout(words, 1)
        button = self._button(line, heading)
        if button is not None:
            place.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return row

    def _heading(self, line: Receipted) -> str:
        w = self.w
        if line.direction == "out":
            words = w("Sent for {name}", name=line.peer) if line.peer else w("Sent for anyone")
        else:
            words = w("Received from {name}", name=line.peer or w("A laptop without a name"))
        return f"{words} · {w.moment(line.at)}"

    def _state(self, line: Receipted) -> tuple[str, str]:
        w = self.w
        states = {
            "sent": (w("Sent and checked"), "success"), "applied": (w("Merged"), "success"),
            "parked": (w("Waiting"), "warning"), "rejected": (w("Not merged"), "neutral"),
            "reverted": (w("Undone"), "neutral"),
        }  # fmt: skip
        return states.get(line.state, (line.state, "neutral"))

    def _button(self, line: Receipted, heading: str) -> QPushButton | None:
        w = self.w
        if line.undoable:
            text, signal = w("Undo this receipt"), self.undo_asked
        elif line.direction == "in" and line.state == "reverted":
            text, signal = w("Apply again"), self.again_asked
        else:
            return None
        button = set_role(QPushButton(text), "outlined")
        button.setMinimumHeight(SMALLEST)
        button.setAccessibleDescription(heading)
        once(button, partial(signal.emit, line.bundle, line.peer))
        self.buttons[line.bundle] = button
        return button
