"""One group: its name and leaders, its members, its fixed meeting times."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from plcdesk.domain.ids import Id
from plcdesk.domain.people import Group, GroupKind, GroupStatus
from ui.pages.people.forms import bind_row, make_field, scrolled
from ui.pages.people.lookup import Lookup
from ui.pages.people.slots import SlotsCard
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.binding import RecordForm
from ui.widgets.cards import Card
from ui.widgets.choice_field import ChoiceField
from ui.widgets.fields import TextField
from ui.widgets.form_field import FormField, plain_label
from ui.widgets.long_text import LongText
from ui.widgets.person_field import PersonField


class GroupForm(QWidget):
    """Cards of one group."""

    def __init__(self, ctx: Context, origin: QWidget) -> None:
        super().__init__()
        self.ctx, self.w, self._origin = ctx, ctx.w, origin
        self.detail: Any = None
        self._lookup = Lookup(ctx.desk)
        self.form = RecordForm(ctx, Group, self.w("Group"), origin, self)
        self.slots = SlotsCard(ctx, origin)
        self.members = self._members_card()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled(self.form.summary, self._group_card(), self.slots, self.members), 1)

    def open(self, group_id: Id) -> bool:
        """Show a group; False when there is none of this id."""
        detail = self.ctx.desk.groups.detail(group_id)
        if detail is None:
            return False
        self.detail = detail
        self._lookup.group_id = group_id
        self.form.open(detail.loaded)
        self.slots.open(group_id, detail.slots)
        self._show_members()
        return True

    def commit(self) -> bool:
        """Save what is half typed."""
        return self.form.commit()

    def begin(self) -> None:
        """Put the cursor into the name."""
        self.form.focus("name")

    def delete(self) -> None:
        """Move the group to the trash, with its schedule and meetings; the toast brings all of it back."""
        name = self.form.record.name
        self.form.close()
        if self.ctx.write(lambda: self.ctx.desk.records.delete(self.detail.loaded.record), self.w("Group")):
            self.ctx.notify.undo_toast(self.w("“{title}” moved to Trash", title=name))

    def _group_card(self) -> Card:
        w, card = self.w, Card()
        bind_row(self.form, card, ("name", make_field(self.ctx, w("Group name"), TextField(), 420, optional=False)))
        bind_row(self.form, card,
                 ("kind", make_field(self.ctx, w("Kind"), ChoiceField(w, GroupKind, none=None), 220, optional=False)),
                 ("status", make_field(self.ctx, w("Status"), ChoiceField(w, GroupStatus, none=None), 180,
                                       optional=False)))
        bind_row(self.form, card,
                 ("chair_id", make_field(self.ctx, w("Chair"), PersonField(w, self._lookup), 300)),
                 ("facilitator_id", make_field(self.ctx, w("Facilitator"), PersonField(w, self._lookup), 300)))
        norms = FormField(w, w("Norms"), LongText(2), optional=True, width=640)
        card.body.addWidget(self.form.bind("norms", norms))
        remove = set_role(QPushButton(w("Move to trash")), "danger-flat")
        once(remove, self.delete)
        card.body.addWidget(remove, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _members_card(self) -> Card:
        w, card = self.w, Card(self.w("Members"))
        self.adding = PersonField(w, self._lookup)
        self.adding.left.connect(self._add)
        card.body.addWidget(FormField(w, w("Add a member"), self.adding, width=360,
                                      help=w("Type three letters of a name already among the people.")))
        self._list: QWidget | None = None
        return card

    def _show_members(self) -> None:
        if self._list is not None:
            self._list.hide()
            self._list.deleteLater()
        self._list = QWidget()
        column = QVBoxLayout(self._list)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for member in self.detail.members:
            column.addLayout(self._member(member))
        if not self.detail.members:
            column.addWidget(plain_label(self.w("No members yet"), "help"))
        self.members.body.addWidget(self._list)

    def _member(self, row: Any) -> QHBoxLayout:
        w, line = self.w, QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(plain_label(row.person.name, "meta", wrap=True), 1)
        left = row.member.record.period.ends_on
        if left is not None:
            line.addWidget(plain_label(w("left on {date}", date=w.day(left)), "help"))
            return line
        button = set_role(QPushButton(w("Take out")), "flat")
        button.setAccessibleName(w("Take {name} out of the group", name=row.person.name))
        once(button, partial(self._take_out, row.person))
        line.addWidget(button)
        return line

    def _add(self) -> None:
        person = self.adding.value()
        if person is None:
            return
        group_id = self.detail.loaded.record.id
        self.ctx.write(lambda: self.ctx.desk.groups.add_members(group_id, [person]), self.w("Member"), self._origin)
        self.adding.set_value(None)
        self.open(group_id)

    def _take_out(self, person: Any) -> None:
        group_id = self.detail.loaded.record.id
        if self.ctx.write(lambda: self.ctx.desk.groups.remove_member(group_id, person.id), self.w("Member"),
                          self._origin):
            self.ctx.notify.undo_toast(self.w("{name} taken out of the group", name=person.name))
        self.open(group_id)
