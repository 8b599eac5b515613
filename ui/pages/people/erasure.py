"""Erasing the personal data of somebody who asks for it (domain handbook 6)."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from plcdesk.domain.errors import UserError
from plcdesk.domain.ids import Id
from plcdesk.domain.people import Person
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.cards import Card
from ui.widgets.control import SMALLEST
from ui.widgets.dialogs import Answer, ask
from ui.widgets.erase_forever import EraseForever, stewards_told
from ui.widgets.form_field import plain_label


class ErasureCard(Card):
    """`asked` follows the confirmation: this reaches into many records, so it says first what it will do."""

    asked = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx.w("Personal data"))
        self.ctx, self.w = ctx, ctx.w
        self._person: Person | None = None
        self.note = plain_label("", "help", wrap=True)
        self.button = set_role(QPushButton(self.w("Erase personal data…")), "danger-flat")
        self.button.setMinimumHeight(SMALLEST)
        once(self.button, self._ask)
        line = QHBoxLayout()
        line.addWidget(self.button)
        self.forever = EraseForever(ctx, self)
        self.forever.erased.connect(self._gone)
        self.last = set_role(QPushButton(self.w("Erase from the history for good…")), "danger-flat")
        self.last.setMinimumHeight(SMALLEST)
        once(self.last, self._ask_forever)
        line.addWidget(self.last)
        line.addStretch(1)
        self.body.addWidget(self.note)
        self.body.addLayout(line)

    def show_person(self, person: Person) -> None:
        """Offer it, or say that it is done."""
        self._person = person
        done = bool(person.alias) and person.name == person.alias
        self.button.setVisible(not done)
        who = stewards_told(self.ctx) if done else ""
        self.last.setVisible(done and not who)
        kept = self.w("The history may still keep the old name, so that this can be undone.")
        told = self.w("The personal data is erased. Attendance and forms still count under the pseudonym.")
        self.note.setText(
            " ".join(part for part in (told, kept, who) if part) if done else
            self.w("On request the pseudonym takes the place of the name everywhere. The counts stay."))

    def erase(self, person_id: Id) -> bool:
        """Erase, with a way back."""
        privacy = self.ctx.desk.privacy
        if not self.ctx.write(lambda: privacy.erase(person_id), self.w("Personal data")):
            return False
        self.ctx.notify.undo_toast(self.w("The pseudonym has taken the place of the name"))
        return True

    def _ask(self) -> None:
        person, w = self._person, self.w
        if person is None:
            return
        try:
            plan = self.ctx.desk.privacy.preview(person.id)
        except UserError as error:
            self.ctx.notify.error(w.error(error))
            return
        told = [w("The name becomes “{alias}”, on every screen and paper.", alias=plan.alias)]
        count = sum(plan.mentions.values())
        if count:
            told.append(w.plural("{n} text that mentions the name is changed.", "{n} texts that mention the name are "
                                 "changed.", count))
        if plan.details:
            told.append(w("Staff numbers, phone and e-mail are removed."))
        told.append(w.plural("{n} record keeps counting under the pseudonym.",
                             "{n} records keep counting under the pseudonym.", plan.kept))
        told.append(w("The history keeps the old name, so that this can be undone. Other laptops follow with the next "
                      "bundle."))
        ask(self.window(), w("Erase personal data"), w("Erase the personal data of {name}?", name=plan.name),
            (Answer("keep", w("Cancel")), Answer("erase", w("Erase personal data"), "danger")), self._answered,
            details=told)

    def _gone(self) -> None:
        self.last.hide()
        self.note.setText(self.w("The personal data is erased, from the history too."))

    def _ask_forever(self) -> None:
        person, erasure = self._person, self.ctx.desk.erasure
        if person is not None:
            self.forever.ask_person(person.name, lambda word: erasure.plan_person(person.id, (word,) if word else ()))

    def _answered(self, answer: str) -> None:
        if answer == "erase":
            self.asked.emit()
