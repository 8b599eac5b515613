"""What is asked before sending: for whom, what goes along, and where to; the buttons stay in sight below."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from plcdesk.domain.sticks import Drive
from ui.pages.exchange.scope_box import ScopeBox
from ui.pages.exchange.whom_box import WhomBox, name_of
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.banner import Strip
from ui.widgets.cards import Card
from ui.widgets.control import SMALLEST, tab_order
from ui.widgets.elided import ElidedLabel
from ui.widgets.notice import SignLine
from ui.widgets.place_box import PlaceBox
from ui.widgets.scrolling import scrolled

WHOM = "exchange:whom"


@dataclass(frozen=True, slots=True)
class Order:
    """What to send: where to, the key of a known laptop (None: anyone), the spaces (None: all), a passphrase."""

    place: Drive
    whom: str | None = None
    spaces: frozenset[str] | None = None
    passphrase: str | None = None


class SendForm(QWidget):
    """Three questions; usually all are answered already."""

    send_asked = Signal(object)
    """`Order`."""
    ask_asked = Signal(object)
    """Write a request to this `Drive`."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ctx, self.w = ctx, ctx.w
        self.trouble = Strip(action="")
        self.trouble.acted.connect(self.send)
        self.trouble.hide()
        self.whom, self.scope, self.places = WhomBox(ctx), ScopeBox(ctx), PlaceBox(ctx, self.w("3. Where to?"))
        self.carried = SignLine(ctx, "hand-helping")
        self.whom.cards.chosen.connect(lambda _: self._scoped())
        for box in (self.whom, self.scope, self.places):
            box.changed.connect(self._sum_up)
        self._arrange()

    @property
    def place(self) -> Drive | None:
        """Where the bundle goes; None while nothing is chosen."""
        return self.places.place

    def reload(self) -> None:
        """Read the known laptops anew; the choice stays."""
        exchange = self.ctx.desk.exchange
        chosen = self.whom.cards.value if self.whom.cards.cards else self.ctx.desk.drafts.recall(WHOM) or ""
        self.whom.set_peers(exchange.peers(), chosen)
        count = len(exchange.carried())
        self.carried.setVisible(count > 0)
        self.carried.say(self.w.plural("{n} bundle kept for a colleague goes along when it fits.",
                                       "{n} bundles kept for colleagues go along when they fit.", count))
        self._scoped()

    def begin(self) -> None:
        """From the first question, with the keyboard where the next step is."""
        self._area.verticalScrollBar().setValue(0)
        (self.go if self.place is not None else self.places.browse).setFocus(Qt.FocusReason.TabFocusReason)

    def choose(self, key: str) -> None:
        """Choose for whom, as the user would."""
        self.whom.choose(key)
        self.begin()

    def send(self) -> None:
        """Begin, or say what is still to be chosen. A stick plugged in again this moment is found."""
        place = self._ready()
        if place is None or not self.whom.passphrase.check():
            return
        peer = self.whom.peer
        self.ctx.desk.drafts.remember(WHOM, peer.key if peer is not None else "")
        self.send_asked.emit(Order(place, peer.key if peer is not None else None, self.scope.spaces,
                                   self.whom.passphrase.value()))

    def ask(self) -> None:
        """Write a request instead: this laptop tells what it holds, a colleague sends what it lacks."""
        place = self._ready()
        if place is not None:
            self.ask_asked.emit(place)

    def show_trouble(self, text: str) -> None:
        """Say why nothing was sent, with a button that tries again."""
        self.trouble.say(text, "danger", self.w("Send again"))
        self.trouble.show()
        self.trouble.action.setFocus(Qt.FocusReason.TabFocusReason)

    def _ready(self) -> Drive | None:
        self.places.sticks.look()
        if self.place is None:
            self.places.complain()
            self._area.ensureWidgetVisible(self.places.missing)
            return None
        self.trouble.hide()
        return self.place

    def _scoped(self) -> None:
        self.scope.show_for(self.whom.peer)

    def _sum_up(self) -> None:
        """In one line what "Send now" would do: in a low window the questions are not all in sight."""
        w, peer = self.w, self.whom.peer
        whom = w("for {name}", name=name_of(w, peer)) if peer is not None else w("for anyone")
        where = w("to {place}", place=self.place.label) if self.place is not None else w("no place chosen yet")
        self.sum.setText(" · ".join((whom, where)))

    def _arrange(self) -> None:
        w = self.w
        card = Card()
        card.body.setSpacing(12)
        for part in (self.whom, self.scope, self.places, self.carried):
            card.body.addWidget(part)
        self._area = scrolled(card)
        self.go = set_role(QPushButton(w("Send now")), "primary")
        self.ctx.theme.dress(self.go, "usb", tint="on-primary")
        once(self.go, self.send)
        self.ask_button = set_role(QPushButton(w("Ask a colleague for data")), "outlined")
        self.ask_button.setToolTip(w("Writes a small file that tells a colleague what this computer does not have yet."))
        once(self.ask_button, self.ask)
        self.sum = ElidedLabel("", "meta")
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.go)
        row.addWidget(self.sum, 1)
        row.addWidget(self.ask_button)
        for button in (self.go, self.ask_button):
            button.setMinimumHeight(SMALLEST)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.trouble)
        column.addWidget(self._area, 1)
        column.addWidget(foot)
        tab_order([self.places.browse, self.go, self.ask_button])
