"""Who belongs to a group."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from plcdesk.domain.ids import Id
from plcdesk.domain.people import Person
from plcdesk.services.groups import GroupDetail, MemberRow
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.cards import Card
from ui.widgets.control import SMALLEST
from ui.widgets.elided import ElidedLabel
from ui.widgets.field_row import FieldRow
from ui.widgets.form_field import FormField, plain_label
from ui.widgets.people_lookup import Lookup
from ui.widgets.person_field import PersonField


class MembersCard(Card):
    """The members of today before the former ones. `changed` follows each coming and going."""

    changed = Signal()

    def __init__(self, ctx: Context, origin: QWidget) -> None:
        super().__init__(ctx.w("Members"))
        self.ctx, self.w, self._origin = ctx, ctx.w, origin
        self._group_id: Id | None = None
        self._list: QWidget | None = None
        self._shown: tuple[MemberRow, ...] = ()
        w = self.w
        self.adding = PersonField(w, Lookup(ctx.desk))
        self.adding.left.connect(self._add)
        field = FormField(w, w("Add a member"), self.adding,
                          help=w("Type three letters of a name already among the people."))
        self.body.addWidget(FieldRow(ctx.theme, [(field, 360)]))

    def open(self, detail: GroupDetail) -> None:
        """Show the members of a group."""
        if self._list is not None and detail.members == self._shown and self._group_id == detail.loaded.record.id:
            return
        self._group_id, self._shown = detail.loaded.record.id, detail.members
        old, self._list = self._list, set_role(QWidget(), "scrolled")
        column = QVBoxLayout(self._list)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for member in detail.members:
            column.addWidget(self._line(member))
        if not detail.members:
            column.addWidget(plain_label(self.w("No members yet"), "help"))
        self.body.addWidget(self._list)
        self.heading.setText(f"{self.w('Members')} ({self.w.number(len(detail.members))})")
        if old is not None:
            old.hide()
            old.deleteLater()

    def _line(self, member: MemberRow) -> QFrame:
        w, frame, person = self.w, set_role(QFrame(), "row"), member.person
        line = QHBoxLayout(frame)
        line.setContentsMargins(0, 0, 0, 1)
        line.setSpacing(12)
        line.addWidget(ElidedLabel(person.name or "—"), 1)
        left = member.member.record.period.ends_on
        if left is not None and left < self.ctx.desk.today():
            line.addWidget(plain_label(w("left on {date}", date=w.day(left)), "help"))
        deed, text, spoken = (
            (self._take_out, w("Take out"), w("Take {name} out of the group", name=person.name)) if left is None else
            (self._take_back, w("Take back"), w("Take {name} back into the group", name=person.name)))
        button = set_role(QPushButton(text), "plain")
        button.setMinimumHeight(SMALLEST)
        button.setAccessibleName(spoken)
        once(button, partial(deed, person))
        line.addWidget(button)
        return frame

    def _add(self) -> None:
        person = self.adding.value()
        if person is None:
            return
        self.adding.set_value(None)
        self._join(person)
        self.adding.setFocus()

    def _join(self, person: Id) -> None:
        group = self._group_id
        if group is None:
            return
        if not self.ctx.write(lambda: self.ctx.desk.groups.add_members(group, [person]), self.w("Member"), self._origin):
            name = self.ctx.desk.people.names().get(person, "")
            self.ctx.notify.toast(self.w("{name} is a member already", name=name))
        self._reread()

    def _take_back(self, person: Person) -> None:
        self._join(person.id)

    def _take_out(self, person: Person) -> None:
        group = self._group_id
        if group is None:
            return
        if self.ctx.write(lambda: self.ctx.desk.groups.remove_member(group, person.id), self.w("Member"), self._origin):
            self.ctx.notify.undo_toast(self.w("{name} taken out of the group", name=person.name))
        self._reread()

    def _reread(self) -> None:
        detail = self.ctx.desk.groups.detail(self._group_id) if self._group_id is not None else None
        if detail is not None:
            self.open(detail)
        self.changed.emit()
