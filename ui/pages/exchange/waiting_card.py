"""The bundles that wait here for an earlier one: whose, what for, and a way to let them go."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from plcdesk.domain.exchange_log import Waiting
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.cards import Card
from ui.widgets.control import SMALLEST
from ui.widgets.dialogs import Answer, ask
from ui.widgets.form_field import plain_label
from ui.widgets.relist import relist


class WaitingCard(Card):
    """Hides itself while nothing waits."""

    request_asked = Signal()
    """Write a request for what is missing."""
    changed = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx.w("Bundles that wait for an earlier one"))
        self.ctx, self.w = ctx, ctx.w
        self.drops: dict[str, QPushButton] = {}
        self._list: QWidget | None = None
        self.ask_button = set_role(QPushButton(self.w("Ask for the missing data")), "outlined")
        self.ask_button.setMinimumHeight(SMALLEST)
        once(self.ask_button, self.request_asked.emit)
        self.body.addWidget(plain_label(self.w("They are merged by themselves as soon as the rest arrives."), "meta",
                                        wrap=True))
        self.hide()

    def reload(self) -> None:
        """Read what waits anew."""
        found = self.ctx.desk.exchange.waiting()
        self.drops = {}
        self._list = relist(self._list, self.body, [self._row(one) for one in found])
        self.body.addWidget(self.ask_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.setVisible(bool(found))

    def _row(self, one: Waiting) -> QFrame:
        w = self.w
        row = set_role(QFrame(), "row")
        words = QVBoxLayout()
        words.setSpacing(4)
        title = w("From {name}, {date}", name=one.sender or w("A laptop without a name"), date=w.moment(one.made_at))
        names = ", ".join(one.names) or one.sender
        words.addWidget(plain_label(title, "strong", wrap=True))
        words.addWidget(plain_label(w("Waits for the changes of {names} up to {date}. Ask {names} for a bundle.",
                                      names=names, date=w.day(one.until)), "", wrap=True))
        words.addWidget(plain_label(f"{one.file} · {w.size(one.size)}", "help", wrap=True))
        drop = set_role(QPushButton(w("Let it go")), "outlined")
        drop.setMinimumHeight(SMALLEST)
        drop.setAccessibleDescription(title)
        once(drop, partial(self._ask_drop, one, title))
        self.drops[one.id] = drop
        place = QHBoxLayout(row)
        place.setContentsMargins(0, 8, 0, 8)
        place.setSpacing(12)
        place.addLayout(words, 1)
        place.addWidget(drop, 0, Qt.AlignmentFlag.AlignVCenter)
        return row

    def _ask_drop(self, one: Waiting, title: str) -> None:
        w = self.w
        ask(self, w("Let it go"), f"{w('Let this bundle go?')} {title}",
            [Answer("keep", w("Keep it")), Answer("drop", w("Let it go"), "danger")],
            lambda key: self._drop(one) if key == "drop" else None,
            details=[w("It was not merged. Data on this computer stays as it is; the bundle can be received again from the "
                       "USB stick.")])

    def _drop(self, one: Waiting) -> None:
        self.ctx.desk.exchange.drop_waiting(one.id)
        self.reload()
        self.changed.emit()
        self.ctx.notify.toast(self.w("The bundle was let go. No data changed."))
