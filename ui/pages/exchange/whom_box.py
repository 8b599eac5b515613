"""For whom a bundle is: the known laptops with what they last said they hold, and anyone; and who can open it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from plcdesk.domain.exchange import Peer
from plcdesk.words import Words
from ui.runtime.context import Context
from ui.widgets.choice_cards import CardOption, ChoiceCards
from ui.widgets.form_field import plain_label
from ui.widgets.notice import SignLine
from ui.widgets.passphrase import NewPassphrase

ANYONE = ""


def told(w: Words, peer: Peer) -> str:
    """What a laptop holds of the changes made here, as far as it told itself."""
    if peer.seen_at is None:
        return w("Has not told yet what it holds")
    if not peer.lacks:
        return w("Has all your data")
    lacks = w.plural("{n} change is not there yet", "{n} changes are not there yet", peer.lacks)
    if peer.holds_until is None:
        return f"{w('Has none of your data yet')} · {lacks}"
    return f"{w('Has your data up to {date}', date=w.day(peer.holds_until))} · {lacks}"


def name_of(w: Words, peer: Peer | None) -> str:
    """What a laptop is called."""
    return (peer.label if peer is not None else "") or w("A laptop without a name")


def cut_off(ctx: Context) -> frozenset[str]:
    """The keys of the laptops that a steward cut off from the programme."""
    return frozenset(one.key for one in ctx.desk.stewards.computers() if one.cut)


class WhomBox(QWidget):
    """The choice, what protects the bundle, and a passphrase where anyone may get it."""

    changed = Signal()

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ctx, self.w = ctx, ctx.w
        w = self.w
        self.peers: list[Peer] = []
        heading = plain_label(w("1. For whom?"), "subsection", wrap=True)
        self.cards = ChoiceCards(w, heading.text())
        self.cards.chosen.connect(self._chosen)
        self.lock = SignLine(ctx, "lock")
        self.passphrase = NewPassphrase(w)
        self.passphrase.changed.connect(self._explain)
        self.passphrase.changed.connect(self.changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (heading, self.cards, self.lock, self.passphrase):
            column.addWidget(part)

    @property
    def peer(self) -> Peer | None:
        """The chosen laptop; None for anyone."""
        return next((peer for peer in self.peers if peer.key == self.cards.value), None)

    def set_peers(self, peers: list[Peer], chosen: str) -> None:
        """Offer these laptops; an unknown choice becomes anyone."""
        w = self.w
        cut = cut_off(self.ctx)
        self.peers = sorted(peers, key=lambda peer: peer.key in cut)
        options = [CardOption(peer.key, name_of(w, peer), (w("Cut off") if peer.key in cut else told(w, peer),))
                   for peer in self.peers]
        options.append(CardOption(ANYONE, w("Anyone"), (
            w("Holds everything that is shared. For a new colleague, or a laptop that is not in this list."),)))
        self.cards.set_options(options, chosen if any(peer.key == chosen for peer in peers) else ANYONE)
        self._explain()

    def choose(self, key: str) -> None:
        """Choose as the user would."""
        self.cards.choose(key)

    def _chosen(self) -> None:
        self.passphrase.clear()
        self._explain()
        self.changed.emit()

    def _explain(self) -> None:
        w, peer = self.w, self.peer
        self.passphrase.setVisible(peer is None)
        if peer is not None:
            self.lock.say(w("Only the laptop of {name} can open this bundle.", name=name_of(w, peer)), "lock")
        elif self.passphrase.value() is not None:
            self.lock.say(w("Only somebody who knows the passphrase can open this bundle."), "lock")
        else:
            self.lock.say(w("Anybody who holds the USB stick can open this bundle."), "info")
