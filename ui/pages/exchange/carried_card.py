"""Bundles kept here for others: for whom, since when, how often passed on; pass them on now, or let them go."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from plcdesk.domain.exchange import Carried
from plcdesk.domain.sticks import Drive
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.busy import BusyLine
from ui.widgets.cards import Card
from ui.widgets.control import SMALLEST
from ui.widgets.dialogs import Answer, ask
from ui.widgets.form_field import plain_label
from ui.widgets.place_box import PlaceBox
from ui.widgets.relist import relist


class CarriedCard(Card):
    """Says what it is for while nothing is kept."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx.w("Kept for others"))
        self.ctx, self.w = ctx, ctx.w
        w = self.w
        self.drops: dict[str, QPushButton] = {}
        self._list: QWidget | None = None
        self.help = plain_label("", "meta", wrap=True)
        self.places = PlaceBox(ctx, w("Pass on to"))
        self.go = set_role(QPushButton(w("Pass them on now")), "outlined")
        self.go.setMinimumHeight(SMALLEST)
        once(self.go, self.pass_on)
        self.busy = BusyLine(ctx)
        self.body.addWidget(self.help)

    def reload(self) -> None:
        """Read what is kept anew."""
        w = self.w
        found = self.ctx.desk.exchange.carried()
        self.drops = {}
        self._list = relist(self._list, self.body, [self._row(one) for one in found])
        self.help.setText(w("They go along on the USB stick whenever you send. Only the laptop they are for can open them.")
                          if found else w("Nothing. When you open a bundle that is locked for a colleague, you can offer to "
                                          "carry it there."))
        self.body.addWidget(self.places)
        self.body.addWidget(self.busy)
        self.body.addWidget(self.go, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self.places, self.go):
            part.setVisible(bool(found))

    def pass_on(self) -> None:
        """Copy them to the chosen stick now."""
        self.places.sticks.look()
        place = self.places.place
        if place is None:
            self.places.complain()
            return
        exchange = self.ctx.desk.exchange
        self.busy.run(lambda progress: exchange.pass_on(place.path, progress=progress), partial(self._passed, place),
                      self.w("Saving to {name}. Do not unplug yet.", name=place.label))

    def _passed(self, place: Drive, files: list[Path]) -> None:
        w = self.w
        self.reload()
        self.ctx.notify.toast(w.plural("{n} bundle copied to {place} and checked. You can unplug the USB stick.",
                                       "{n} bundles copied to {place} and checked. You can unplug the USB stick.", len(files),
                                       place=place.label) if files else
                              w("They lie on {place} already. You can unplug the USB stick.", place=place.label))

    def _row(self, one: Carried) -> QFrame:
        w = self.w
        row = set_role(QFrame(), "row")
        names = ", ".join(one.for_whom)
        title = w("For: {name}", name=names) if names else w("For a laptop that is not known here")
        passed = w.plural("passed on {n} time", "passed on {n} times", one.passed) if one.passed else w("not passed on yet")
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(plain_label(title, "strong", wrap=True))
        facts = (w("Kept since {date}", date=w.moment(one.taken_at)), passed, w.size(one.size))
        words.addWidget(plain_label(" · ".join(facts), "", wrap=True))
        words.addWidget(plain_label(w("File: {name}", name=one.file), "help", wrap=True))
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

    def _ask_drop(self, one: Carried, title: str) -> None:
        w = self.w
        ask(self, w("Let it go"), f"{w('Let this bundle go?')} {title}",
            [Answer("keep", w("Keep it")), Answer("drop", w("Let it go"), "danger")],
            lambda key: self._drop(one) if key == "drop" else None,
            details=[w("It is then carried no more. Data on this computer stays as it is.")])

    def _drop(self, one: Carried) -> None:
        self.ctx.desk.exchange.drop_carried(one.id)
        self.reload()
        self.ctx.notify.toast(self.w("The bundle was let go. No data changed."))
