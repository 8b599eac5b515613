"""One person: what is printed about them, what stays in the school, their duties, what they agreed to."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from plcdesk.domain.ids import Id
from plcdesk.domain.people import AgeBand, Person, PersonContact, PersonNumber, PersonStatus, Role
from plcdesk.services.people import PersonDetail
from ui.pages.people.consents import ConsentsCard
from ui.pages.people.duties import DutiesCard
from ui.pages.people.erasure import ErasureCard
from ui.runtime.context import Context
from ui.widgets.binding import RecordForm
from ui.widgets.bound_rows import DATE, bind_row, date_field, make_field
from ui.widgets.cards import Card
from ui.widgets.choice_field import ChoiceField
from ui.widgets.fields import TextField
from ui.widgets.form_field import plain_label
from ui.widgets.record_head import RecordHead
from ui.widgets.scrolling import scrolled


class PersonForm(QWidget):
    """Cards of one person; each field is saved when it is left. `changed` follows a save that the list shows too."""

    changed = Signal()

    def __init__(self, ctx: Context, origin: QWidget) -> None:
        super().__init__()
        self.ctx, self.w, self._origin = ctx, ctx.w, origin
        self.detail: PersonDetail | None = None
        self.head = RecordHead(self.w("Move to Trash"), self.delete)
        self.person = RecordForm(ctx, Person, self.w("Person"), origin, self)
        self.numbers = RecordForm(ctx, PersonNumber, self.w("Staff numbers"), origin, self)
        self.contact = RecordForm(ctx, PersonContact, self.w("Contact"), origin, self)
        self.duties, self.consents = DutiesCard(ctx, origin), ConsentsCard(ctx, origin)
        self.erasing = ErasureCard(ctx)
        self.erasing.asked.connect(self._erase)
        self.person.saved.connect(self._saved)
        self.numbers.saved.connect(self._check)
        self._numbers_shown = self._numbers_card()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled(self._person_card(), self._numbers_shown, self._contact_card(), self.duties, self.consents,
                                  self.erasing), 1)

    @property
    def forms(self) -> tuple[RecordForm, ...]:
        """The forms of the person's own records."""
        return self.person, self.numbers, self.contact

    def open(self, person_id: Id) -> bool:
        """Show a person; False when there is none of this id."""
        detail = self.ctx.desk.people.detail(person_id)
        if detail is None:
            return False
        self.detail = detail
        self.schools.set_choices([(row.record.id, row.record.name) for row in self.ctx.desk.programme.schools()])
        self.person.open(detail.loaded)
        self.numbers.open(detail.numbers)
        self._numbers_shown.setVisible(detail.numbers is not None)
        self.contact.open(detail.contact)
        self.duties.open(person_id)
        self.consents.open(detail.consents)
        self.erasing.show_person(detail.loaded.record)
        self._check()
        self._head()
        return True

    def commit(self) -> bool:
        """Save what is half typed."""
        return all([*(form.commit() for form in self.forms), self.duties.commit(), self.consents.commit()])

    def let_go(self) -> None:
        """Save what is half typed and let go of the person."""
        for form in self.forms:
            form.close()
        self.duties.open(None)
        self.consents.let_go()
        self.detail = None

    def delete(self) -> None:
        """Move the person to the trash; the toast brings them back."""
        if self.detail is None:
            return
        if self.detail.is_me:
            self.ctx.notify.toast(self.w("This is you. Choose who sits here under Settings first."), self.w("Settings"),
                                  lambda: self.ctx.go("settings"))
            return
        self.commit()
        record = cast(Person, self.person.record)
        self.let_go()
        if self.ctx.write(lambda: self.ctx.desk.records.delete(record), self.w("Person")):
            self.ctx.notify.undo_toast(self.w("“{title}” moved to Trash", title=record.name or "—"))

    def _erase(self) -> None:
        """Put the pseudonym in the place of the person's data."""
        if self.detail is not None:
            self.commit()
            person = self.detail.loaded.record.id
            if self.erasing.erase(person):
                self.open(person)
                self.changed.emit()

    def begin(self) -> None:
        """Put the cursor into the name."""
        self.person.focus("name")

    def _saved(self) -> None:
        """A changed school brings its staff numbers or takes them away."""
        detail = self.ctx.desk.people.detail(self.person.record.id)
        if detail is not None and self.detail is not None:
            if (detail.numbers is None) != (self.detail.numbers is None):
                self.numbers.open(detail.numbers)
                self._numbers_shown.setVisible(detail.numbers is not None)
            self.detail = detail
        self._check()
        self._head()
        self.changed.emit()

    def _check(self) -> None:
        people = self.ctx.desk.people
        if self.person.record is not None:
            self.person.remark(people.problems(self.person.record))
        if self.numbers.record is not None:
            self.numbers.remark(people.problems(self.numbers.record))

    def _head(self) -> None:
        detail, w = self.detail, self.w
        if detail is None:
            return
        parts = [membership.group.name for membership in detail.memberships]
        if detail.due:
            parts.append(w("{n} of {m} meetings attended", n=detail.attended, m=detail.due))
        if detail.open_actions:
            parts.append(w.plural("{n} open follow-up", "{n} open follow-ups", detail.open_actions))
        self.head.say(self.person.record.name, " · ".join(parts))

    def _person_card(self) -> Card:
        ctx, w, card = self.ctx, self.w, Card()
        self.schools = ChoiceField(w, [])
        bind_row(ctx, self.person, card, ("name", make_field(
            ctx, w("Name and titles"), TextField(), optional=False,
            help=w("As it is printed, for example Dra. Hj. Siti Rahmawati, M.Pd.")), 480))
        bind_row(ctx, self.person, card,
                 ("role", make_field(ctx, w("Role"), ChoiceField(w, Role), optional=False), 180),
                 ("school_id", make_field(ctx, w("School"), self.schools), 260),
                 ("status", make_field(ctx, w("Status"), ChoiceField(w, PersonStatus, none=None), optional=False), 130))
        bind_row(ctx, self.person, card,
                 ("teaches", make_field(ctx, w("Class or subject"), TextField()), 220),
                 ("alias", make_field(ctx, w("Pseudonym"), TextField(60)), 200),
                 ("age_band", make_field(ctx, w("Age band"), ChoiceField(w, AgeBand)), 170))
        bind_row(ctx, self.person, card, ("period.starts_on", date_field(ctx, w("Joined")), DATE),
                 ("period.ends_on", date_field(ctx, w("Left")), DATE))
        return card

    def _numbers_card(self) -> Card:
        ctx, w, card = self.ctx, self.w, Card(self.w("Staff numbers"))
        card.body.addWidget(plain_label(w("Kept in this school's data only; printed only where you ask for it."),
                                        "help", wrap=True))
        bind_row(ctx, self.numbers, card, ("nip", make_field(ctx, "NIP", TextField(40)), 220),
                 ("nuptk", make_field(ctx, "NUPTK", TextField(40)), 220))
        bind_row(ctx, self.numbers, card, ("grade", make_field(ctx, w("Rank"), TextField(60)), 220),
                 ("employment", make_field(ctx, w("Employment status"), TextField(60)), 220))
        return card

    def _contact_card(self) -> Card:
        ctx, w, card = self.ctx, self.w, Card(self.w("Contact"))
        card.body.addWidget(plain_label(w("Never leaves this computer."), "help", wrap=True))
        bind_row(ctx, self.contact, card, ("phone", make_field(ctx, w("Phone"), TextField(40)), 220),
                 ("email", make_field(ctx, w("E-mail"), TextField(120)), 300))
        return card
