"""Colleagues: what each known laptop last told about itself, this laptop's six words, and what is kept for others."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from plcdesk.domain.exchange import DeviceSeen, Peer
from ui.pages.exchange.carried_card import CarriedCard
from ui.pages.exchange.whom_box import cut_off, name_of, told
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.cards import Card
from ui.widgets.control import SMALLEST
from ui.widgets.form_field import plain_label
from ui.widgets.notice import Notice
from ui.widgets.relist import relist
from ui.widgets.scrolling import scrolled


class PeersView(QWidget):
    """Nothing is changed here but what is kept for others; a laptop leads to sending to it."""

    send_asked = Signal(str)
    """Send to the laptop with this key."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ctx, self.w = ctx, ctx.w
        self.buttons: dict[str, QPushButton] = {}
        self.own = Card(self.w("This computer"))
        self.card = Card(self.w("Laptops of colleagues"))
        self.carried = CarriedCard(ctx)
        self._parts: dict[Card, QWidget] = {}
        self._cut: frozenset[str] = frozenset()
        self._copied: set[str] = set()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled(self.own, self.card, self.carried))

    def reload(self) -> None:
        """Read everything anew."""
        exchange = self.ctx.desk.exchange
        devices = {device.key: device for device in exchange.devices()}
        self._cut = cut_off(self.ctx)
        self._copied = {copy.key for copy in exchange.copied()}
        own = [self._own_words(device) for device in devices.values() if device.trust == "self"]
        self._fill(self.own, own)
        self.own.setVisible(bool(own))  # nothing to compare before the first bundle is sent
        self.buttons = {}
        peers = exchange.peers()
        rows: list[QWidget] = [self._row(peer, devices.get(peer.key)) for peer in peers]
        if not rows:
            rows.append(plain_label(self.w("No laptop has told yet what it holds. It does so with the first bundle you "
                                           "receive from it."), "meta", wrap=True))
        self._fill(self.card, rows)
        self.carried.reload()

    def begin(self) -> None:
        """Put the keyboard on the first laptop."""
        first = next(iter(self.buttons.values()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def _fill(self, card: Card, rows: list[QWidget]) -> None:
        self._parts[card] = relist(self._parts.get(card), card.body, rows)

    def _own_words(self, device: DeviceSeen) -> QWidget:
        w = self.w
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(plain_label(w("The six words of this computer, {name}:", name=device.label or w(
            "A laptop without a name")), "", wrap=True))
        column.addWidget(plain_label(device.words, "title", wrap=True))
        column.addWidget(plain_label(w("Read them out when a colleague receives from you for the first time."), "help",
                                     wrap=True))
        if device.key in self._copied:
            column.addWidget(self._copy_notice(w("This computer was copied once")))
        return box

    def _row(self, peer: Peer, device: DeviceSeen | None) -> QFrame:
        w = self.w
        row = set_role(QFrame(), "row")
        sign = QLabel()
        sign.setPixmap(self.ctx.theme.pixmap("users", "text-2", 20))
        words = QVBoxLayout()
        words.setSpacing(4)
        name = name_of(w, peer)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(plain_label(name, "strong", wrap=True), 1)
        if peer.key in self._cut:
            head.addWidget(plain_label(w("Cut off"), "pill-danger"))
        elif device is not None and device.trust == "blocked":
            head.addWidget(plain_label(w("Blocked here"), "pill-danger"))
        words.addLayout(head)
        words.addWidget(plain_label(told(w, peer), "", wrap=True))
        facts = [w("Last told: {date}", date=w.moment(peer.seen_at))] if peer.seen_at is not None else []
        if peer.schools:
            facts.append(", ".join(peer.schools))
        words.addWidget(plain_label(" · ".join(facts), "help", wrap=True))
        if peer.key in self._copied:
            words.addWidget(self._copy_notice(w("The laptop of {name} was copied once", name=name)))
        button = set_role(QPushButton(w("Send")), "outlined")
        button.setMinimumHeight(SMALLEST)
        button.setAccessibleDescription(name)
        once(button, partial(self.send_asked.emit, peer.key))
        if peer.key not in self._cut:
            self.buttons[peer.key] = button
        place = QHBoxLayout(row)
        place.setContentsMargins(0, 8, 0, 8)
        place.setSpacing(12)
        place.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        place.addLayout(words, 1)
        place.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        button.setVisible(peer.key not in self._cut)
        return row

    def _copy_notice(self, heading: str) -> Notice:
        w = self.w
        return Notice(self.ctx, "warning", "triangle-alert", [
            (heading, "strong"),
            (w("Its data folder is used on two laptops. Nothing is lost. Keep using only one of them."), "")])
