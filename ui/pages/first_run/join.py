"""Joining a programme from a bundle: choose it, see what it holds, say who you are."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from plcdesk.domain.exchange import Receipt, ReceiptState
from plcdesk.domain.ids import Id
from plcdesk.domain.people import TEACHING, Role
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.bundle_picker import BundlePicker
from ui.widgets.busy import BusyLine
from ui.widgets.cards import Card
from ui.widgets.choice_field import ChoiceField
from ui.widgets.control import SMALLEST
from ui.widgets.fields import TextField
from ui.widgets.form_field import FormField, plain_label
from ui.widgets.locked_card import PassphraseCard
from ui.widgets.receipt_view import ReceiptView

FIRST = TEACHING | {Role.PRINCIPAL, Role.MENTOR, Role.OPERATOR}
"""Those who usually sit at the computer stand first."""


class JoinView(QWidget):
    """Three steps in one place. Until "Join this programme" nothing is stored."""

    joined = Signal()
    """The programme is here and somebody said who they are."""
    back_asked = Signal()

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ctx, self.w = ctx, ctx.w
        w = self.w
        self.path: Path | None = None
        self.receipt: ReceiptView | None = None
        self.locked: PassphraseCard | None = None
        self.who: WhoAreYou | None = None
        self._passphrase: str | None = None
        self.title = plain_label(w("Join a programme from a USB stick"), "title", wrap=True)
        self.busy = BusyLine(ctx)
        self.picker = BundlePicker(ctx)
        self.picker.picked.connect(self.open)
        self.back_button = set_role(QPushButton(w("Back")), "outlined")
        self.back_button.setMinimumHeight(SMALLEST)
        self.back_button.clicked.connect(self.back)
        self._place = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.title)
        column.addWidget(self.busy)
        column.addWidget(self.picker)
        column.addLayout(self._place)
        column.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignLeft)

    def begin(self) -> None:
        """Put the keyboard where the next step is."""
        for part in (self.who, self.receipt, self.locked, self.picker):
            if part is not None:
                part.begin()
                return

    def back(self) -> bool:
        """One step back; after joining there is none."""
        if self.who is not None:
            return False
        if self.receipt is not None or self.locked is not None:
            self._put(None)
            self._passphrase = None
            self.begin()
        else:
            self.back_asked.emit()
        return True

    def open(self, path: Path, passphrase: str | None = None) -> None:
        """Show what the bundle holds; one with a passphrase asks for it first."""
        exchange = self.ctx.desk.exchange
        self.busy.run(lambda progress: exchange.preview(path, joining=True, passphrase=passphrase, progress=progress),
                      lambda receipt: self._opened(path, passphrase, receipt), self.w("Checking the bundle"))

    def _opened(self, path: Path, passphrase: str | None, receipt: Receipt) -> None:
        if receipt.state is not ReceiptState.NEEDS_PASSPHRASE:
            self._passphrase = passphrase
            self._preview(path, receipt)
        elif self.locked is not None and passphrase is not None:
            self.locked.wrong()
        else:
            card = PassphraseCard(self.ctx, path.name, cancel=self.w("Choose another file"))
            card.given.connect(partial(self.open, path))
            card.cancelled.connect(self.back)
            self._put(card)
            self.locked = card
            card.begin()

    def _preview(self, path: Path, receipt: Receipt) -> None:
        w = self.w
        self.path = path
        title = path.name
        if receipt.sender and receipt.made_at is not None:
            title = w("Bundle from {name}, {date}", name=receipt.sender, date=w.moment(receipt.made_at))
        merge = w("The six words are the same: join") if receipt.strangers else w("Join this programme")
        view = ReceiptView(self.ctx, receipt, title=title, merge=merge, cancel=w("Choose another file"))
        view.cancelled.connect(self.back)
        view.merge_asked.connect(self._join)
        self._put(view)
        self.receipt = view
        view.begin()

    def _join(self) -> None:
        path, passphrase, exchange = self.path, self._passphrase, self.ctx.desk.exchange
        if path is not None:
            self.busy.run(lambda progress: exchange.join(path, passphrase=passphrase, progress=progress), self._joined,
                          self.w("Joining"))

    def _joined(self, receipt: Receipt) -> None:
        if receipt.state is not ReceiptState.APPLIED and self.path is not None:
            self._preview(self.path, receipt)
            return
        self.who = WhoAreYou(self.ctx)
        self.who.chosen.connect(self.joined)
        self._put(self.who)
        self.who.begin()

    def _put(self, part: QWidget | None) -> None:
        """Put a card in the place of the list of bundles, or bring the list back."""
        for old in (self.receipt, self.locked):
            if old is not None:
                old.hide()
                old.deleteLater()
        self.receipt = self.locked = None
        self.picker.setVisible(part is None)
        self.back_button.setVisible(part is None)
        if part is not None:
            self._place.addWidget(part)


class WhoAreYou(Card):
    """The people of the programme; who is not among them writes the name."""

    chosen = Signal()

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx.w("Who are you?"), parent)
        self.ctx, self.w = ctx, ctx.w
        w = self.w
        self.people = ChoiceField(w, self._people())
        self.list = FormField(w, w("Your name"), self.people, help=w("Your name stands behind every change you make here."),
                              width=420)
        self.people.edited.connect(lambda: self.list.set_error(""))
        self.name = FormField(w, w("Your name"), TextField(), help=w("With titles, as it is printed on papers"), width=420)
        self.name.control.returnPressed.connect(self.go)
        self.name.hide()
        self.other = set_role(QPushButton(w("My name is not in the list")), "link")
        self.other.clicked.connect(self._turn)
        self.start = set_role(QPushButton(w("Start")), "primary")
        once(self.start, self.go)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.other)
        row.addStretch(1)
        row.addWidget(self.start)
        for button in (self.other, self.start):
            button.setMinimumHeight(SMALLEST)
        self.body.addWidget(self.list)
        self.body.addWidget(self.name)
        self.body.addLayout(row)

    def begin(self) -> None:
        """Put the keyboard where the name is chosen or written."""
        field = self.name if self.list.isHidden() else self.list
        field.control.setFocus(Qt.FocusReason.TabFocusReason)

    def go(self) -> None:
        """Take the chosen name, or the written one."""
        desk = self.ctx.desk
        if self.list.isHidden():
            name = self.name.control.value().strip()
            if not name:
                self.name.set_error(self.w("Enter your name"))
                self.begin()
                return
            schools = desk.programme.schools()
            person = desk.people.add(name, school_id=schools[0].record.id if len(schools) == 1 else None).id
        else:
            person = self.people.value()
            if person is None:
                self.list.set_error(self.w("Choose your name in the list"))
                self.begin()
                return
        desk.programme.set_me(person)
        self.chosen.emit()

    def _people(self) -> list[tuple[Id, str]]:
        rows = sorted(self.ctx.desk.people.rows(), key=lambda row: (row.role not in FIRST, row.name.casefold()))
        several = len({row.school_id for row in rows}) > 1
        return [(row.id, f"{row.name} · {row.school}" if several and row.school else row.name) for row in rows]

    def _turn(self) -> None:
        write = not self.list.isHidden()
        self.list.setVisible(not write)
        self.name.setVisible(write)
        self.other.setText(self.w("Back to the list") if write else self.w("My name is not in the list"))
        self.begin()
