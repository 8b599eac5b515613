"""The computers of the programme: who takes part, and what a steward, or anybody for this laptop alone, says of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from plcdesk.domain.changes import Changes
from plcdesk.domain.errors import UserError
from plcdesk.domain.stewardship import Computer
from ui.pages.settings import computer_row as row
from ui.pages.settings.computer_row import ComputerRow
from ui.pages.settings.computer_words import name_of
from ui.pages.settings.cut_dialog import CutDialog
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.cards import Card
from ui.widgets.dialogs import ROOM, BaseDialog
from ui.widgets.form_field import plain_label


class ComputersCard(Card):
    """What a steward says travels with every bundle and is a statement: it is answered by another, never undone."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx.w("Computers in the programme"))
        self.ctx, self.w = ctx, ctx.w
        self.rows: list[ComputerRow] = []
        self.may = plain_label("", "meta", wrap=True)
        self.body.addWidget(self.may)
        self.body.addWidget(plain_label(self.w("The six words tell laptops apart. Ask the owner by telephone whether they "
                                               "are the same."), "help", wrap=True))
        self._list: QWidget | None = None

    def show_computers(self) -> None:
        """Read the computers anew; the keyboard stays with its computer."""
        w, stewards = self.w, self.ctx.desk.stewards
        focus = self.window().focusWidget()
        held = next((one.computer.key for one in self.rows if focus is not None and one.isAncestorOf(focus)), "")
        computers, steward = stewards.computers(), stewards.may_i()
        names = ", ".join(name_of(w, one) for one in computers if one.steward) or "—"
        self.may.setText(w("This computer is a steward: what you decide here holds on every laptop of the programme.")
                         if steward else
                         w("Stewards accept laptops and cut them off for everybody: {names}. Here you can block one on "
                           "this computer only.", names=names))
        old, self._list = self._list, set_role(QWidget(), "scrolled")
        column = QVBoxLayout(self._list)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.rows = [ComputerRow(self.ctx, computer, steward) for computer in computers]
        for one in self.rows:
            one.asked.connect(partial(self._ask, one.computer))
            column.addWidget(one)
        if len(computers) < 2:
            column.addWidget(plain_label(w("No other laptop yet. One appears here with the first bundle you receive from "
                                           "it."), "help", wrap=True))
        self.body.addWidget(self._list)
        if old is not None:
            old.hide()
            old.deleteLater()
        back = next((one for one in self.rows if held and one.computer.key == held and one.buttons), None)
        if back is not None:
            back.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def begin(self) -> bool:
        """To the first button."""
        first: QPushButton | None = next((one.buttons[0] for one in self.rows if one.buttons), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)
        return first is not None

    def _ask(self, computer: Computer, key: str) -> None:
        name, stewards, exchange = name_of(self.w, computer), self.ctx.desk.stewards, self.ctx.desk.exchange
        if key == row.CUT:
            dialog = CutDialog(self.ctx, name, self)
            dialog.decided.connect(lambda reason: self._say(partial(stewards.cut_off, computer.key, reason),
                                                            self.w("{name} is cut off", name=name)))
        elif key == row.ACCEPT:
            self._confirm_accept(computer, name)
        elif key == row.BACK:
            self._confirm_back(computer, name)
        elif key == row.STEWARD:
            self._confirm_steward(computer, name)
        elif key == row.BLOCK:
            self._confirm_block(computer, name)
        else:
            self._say(partial(exchange.block, computer.key, blocked=False),
                      self.w("{name} is accepted on this computer", name=name))

    def _confirm_accept(self, computer: Computer, name: str) -> BaseDialog:
        w = self.w
        return self._confirm(
            w("Accept a laptop"), w("Does the laptop of {name} show these six words?", name=name),
            [w("Telephone or meet {name} and compare them.", name=name),
             w("Then no laptop of the programme asks about it any more.")],
            w("The words are the same: accept"),
            lambda: self._say(partial(self.ctx.desk.stewards.accept, computer.key),
                              w("{name} is accepted on every laptop", name=name)), words=computer.words)

    def _confirm_back(self, computer: Computer, name: str) -> BaseDialog:
        w = self.w
        return self._confirm(
            w("Let a laptop back in"), w("Let {name} take part again?", name=name),
            [w("All its work counts again, also what was done after it was cut off."),
             w("It holds on every laptop that receives your next bundle.")],
            w("Let back in"),
            lambda: self._say(partial(self.ctx.desk.stewards.let_back, computer.key), w("{name} takes part again", name=name)))

    def _confirm_steward(self, computer: Computer, name: str) -> BaseDialog:
        w = self.w
        return self._confirm(
            w("Name a steward"), w("Name the laptop of {name} as steward too?", name=name),
            [w("It may then accept laptops, cut them off, and erase data for good on every laptop."),
             w("This cannot be taken back. Such a laptop can only be cut off.")],
            w("Name as steward"),
            lambda: self._say(partial(self.ctx.desk.stewards.name_steward, computer.key),
                              w("{name} is a steward now", name=name)))

    def _confirm_block(self, computer: Computer, name: str) -> BaseDialog:
        w = self.w
        return self._confirm(
            w("Block a laptop"), w("Refuse the bundles of {name} on this computer?", name=name),
            [w("Nothing already received from it is lost."), w("Other laptops go on receiving from it."),
             w("It can be accepted again at any time.")],
            w("Block on this computer"),
            lambda: self._say(partial(self.ctx.desk.exchange.block, computer.key),
                              w("{name} is blocked on this computer", name=name)))

    def _confirm(self, title: str, question: str, details: list[str], verb: str, act: Callable[[], object], *,
                 words: str = "") -> BaseDialog:
        dialog = BaseDialog(title, self)
        asked = plain_label(question, "subsection", wrap=True)
        asked.setMinimumWidth(min(self.ctx.theme.px(460), ROOM))
        dialog.body.addWidget(asked)
        if words:
            dialog.body.addWidget(plain_label(words, "title", wrap=True))
        for text in details:
            dialog.body.addWidget(plain_label(text, "meta", wrap=True))
        dialog.body.addStretch(1)
        keep = dialog.add_button("keep", self.w("Cancel"))
        dialog.add_button("do", verb, "primary")
        dialog.setAccessibleDescription(" ".join((question, words, *details)))
        dialog.answered.connect(lambda key: act() if key == "do" else None)
        dialog.open()
        keep.setFocus(Qt.FocusReason.OtherFocusReason)
        return dialog

    def _say(self, act: Callable[[], Changes | None], told: str) -> None:
        try:
            changes = act()
        except UserError as error:
            self.ctx.notify.error(self.w.error(error))
            return
        if changes:
            self.ctx.bus.announce(changes, None)
        self.show_computers()
        self.ctx.notify.toast(told)
