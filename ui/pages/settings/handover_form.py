"""What is asked before a handover: who goes on, where it is saved; and in words what goes along."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.banner import Strip
from ui.widgets.cards import Card
from ui.widgets.choice_cards import CardOption, ChoiceCards
from ui.widgets.control import SMALLEST
from ui.widgets.counts_told import counts_told
from ui.widgets.field_row import FieldRow
from ui.widgets.fields import TextField
from ui.widgets.form_field import FormField, plain_label
from ui.widgets.notice import SignLine
from ui.widgets.place_box import PlaceBox

OTHER, SELF = "other", "self"


@dataclass(frozen=True, slots=True)
class Order:
    """What to pack: the stick and its name, who takes over, and whether the backup with its private records goes along."""

    folder: Path
    label: str
    to: str
    backup: bool


class HandoverForm(Card):
    """`ordered` comes when everything is chosen; nothing is preselected that would hand private records to others."""

    ordered = Signal(object)

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx.w("Handover"))
        self.ctx, self.w = ctx, ctx.w
        w = self.w
        self.body.addWidget(plain_label(w("For a new laptop, or for somebody who takes over from you. Everything is put "
                                          "on a USB stick and checked."), "help", wrap=True))
        self.trouble = Strip()
        self.trouble.hide()
        who = plain_label(w("1. Who goes on?"), "subsection", wrap=True)
        self.cards = ChoiceCards(w, who.text())
        self.cards.chosen.connect(lambda _key: self._tell())
        self.to = TextField(120)
        self.name = FieldRow(ctx.theme, [(FormField(w, w("Name of who takes over"), self.to, optional=True,
                                                    help=w("Stands on the printed guide.")), 360)])
        self.places = PlaceBox(ctx, w("2. Where to?"), w("Choose where the handover goes"))
        self.start = set_role(QPushButton(w("Save the handover")), "primary")
        self.start.setMinimumHeight(SMALLEST)
        once(self.start, self._order)
        for part in (self.trouble, who, self.cards, self.name, self.places,
                     plain_label(w("3. What goes along"), "subsection", wrap=True), self._lines()):
            self.body.addWidget(part)
        row = QHBoxLayout()
        row.addWidget(self.start)
        row.addStretch(1)
        self.body.addLayout(row)

    def reload(self) -> None:
        """Count anew what would go along."""
        w, desk = self.w, self.ctx.desk
        self._private = desk.handover.private()
        stay = w.plural("{n} private record of yours stays here.", "{n} private records of yours stay here.", self._private) \
            if self._private else ""
        self.cards.set_options([
            CardOption(OTHER, w("Somebody else"), tuple(one for one in (w("Takes what is shared."), stay) if one)),
            CardOption(SELF, w("I, on a new laptop"), (w("Takes everything, private records too."),)),
        ], self.cards.value or OTHER)
        counts = desk.records.counts()
        main = {table: counts.get(table, 0) for table in ("meeting", "module", "person", "school")}
        self.shared.say(w("Everything that is shared: {list}, with history, photos and files",
                          list=", ".join(counts_told(w, main)) or "—"))
        self._tell()

    def begin(self) -> None:
        """To the first choice."""
        self.cards.begin()

    def complain(self, text: str) -> None:
        """Say why nothing was saved; what was chosen stays."""
        self.trouble.say(text, "danger")
        self.trouble.show()
        self.start.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lines(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.shared, self.backup = SignLine(self.ctx, "check"), SignLine(self.ctx, "check")
        self.guide = SignLine(self.ctx, "check", self.w("A guide of one page: what to do on the new laptop, open follow-ups, "
                                                        "the next meeting"))
        for line in (self.shared, self.backup, self.guide):
            column.addWidget(line)
        return box

    def _tell(self) -> None:
        w, whole = self.w, self.cards.value == SELF
        self.name.setVisible(not whole)
        if whole and not self._private:
            self.backup.say(w("A backup of this computer. Whoever has the USB stick can read it."), "check")
        elif whole:
            self.backup.say(w.plural("A backup of this computer, with {n} private record. Whoever has the USB stick can read it.",
                                     "A backup of this computer, with {n} private records. Whoever has the USB stick can read "
                                     "them.", self._private), "check")
        else:
            self.backup.say(w("No backup: your private records do not leave this computer"), "x")

    def _order(self) -> None:
        self.trouble.hide()
        place = self.places.place
        if place is None:
            self.places.complain()
            return
        whole = self.cards.value == SELF
        self.ordered.emit(Order(place.path, place.label, "" if whole else str(self.to.value() or "").strip(), whole))
