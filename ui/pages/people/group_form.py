"""One group: its name and leaders, its members, its fixed meeting times."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from plcdesk.domain.ids import Id
from plcdesk.domain.people import Group, GroupKind, GroupStatus
from plcdesk.services.groups import GroupDetail
from ui.pages.people.members import MembersCard
from ui.pages.people.slots import SlotsCard
from ui.runtime.context import Context
from ui.widgets.binding import RecordForm
from ui.widgets.bound_rows import bind_row, make_field
from ui.widgets.cards import Card
from ui.widgets.choice_field import ChoiceField
from ui.widgets.fields import TextField
from ui.widgets.long_text import LongText
from ui.widgets.people_lookup import Lookup
from ui.widgets.person_field import PersonField
from ui.widgets.record_head import RecordHead
from ui.widgets.scrolling import scrolled


class GroupForm(QWidget):
    """Cards of one group. `changed` follows a save that the list shows too."""

    changed = Signal()

    def __init__(self, ctx: Context, origin: QWidget) -> None:
        super().__init__()
        self.ctx, self.w, self._origin = ctx, ctx.w, origin
        self.detail: GroupDetail | None = None
        self._lookup = Lookup(ctx.desk)
        self.head = RecordHead(self.w("Move to Trash"), self.delete)
        self.form = RecordForm(ctx, Group, self.w("Group"), origin, self)
        self.slots, self.members = SlotsCard(ctx, origin), MembersCard(ctx, origin)
        self.form.saved.connect(self._saved)
        self.members.changed.connect(self._saved)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled(self._group_card(), self.slots, self.members), 1)

    def open(self, group_id: Id) -> bool:
        """Show a group; False when there is none of this id."""
        detail = self.ctx.desk.groups.detail(group_id)
        if detail is None:
            return False
        self.detail = detail
        self._lookup.group_id = group_id
        self.form.open(detail.loaded)
        self.form.remark(self.ctx.desk.groups.problems(detail.loaded.record))
        self.slots.open(group_id)
        self.members.open(detail)
        self._head()
        return True

    def commit(self) -> bool:
        """Save what is half typed."""
        return all([self.form.commit(), self.slots.commit()])

    def let_go(self) -> None:
        """Save what is half typed and let go of the group."""
        self.form.close()
        self.slots.open(None)
        self.detail = None

    def begin(self) -> None:
        """Put the cursor into the name."""
        self.form.focus("name")

    def delete(self) -> None:
        """Move the group to the trash, with its schedule and meetings; the toast brings all of it back."""
        if self.detail is None:
            return
        self.commit()
        record = cast(Group, self.form.record)
        self.let_go()
        if self.ctx.write(lambda: self.ctx.desk.records.delete(record), self.w("Group")):
            self.ctx.notify.undo_toast(self.w("“{title}” moved to Trash", title=record.name or "—"))

    def _saved(self) -> None:
        record = self.form.record
        if record is not None:
            self.detail = self.ctx.desk.groups.detail(record.id) or self.detail
            self.form.remark(self.ctx.desk.groups.problems(record))
            self._head()
        self.changed.emit()

    def _head(self) -> None:
        if self.detail is not None:
            school = self.detail.school
            self.head.say(self.form.record.name, school.name if school is not None else "")

    def _group_card(self) -> Card:
        ctx, w, card = self.ctx, self.w, Card()
        bind_row(ctx, self.form, card, ("name", make_field(ctx, w("Group name"), TextField(), optional=False), 480))
        bind_row(ctx, self.form, card,
                 ("kind", make_field(ctx, w("Kind"), ChoiceField(w, GroupKind, none=None), optional=False), 260),
                 ("status", make_field(ctx, w("Status"), ChoiceField(w, GroupStatus, none=None), optional=False), 180))
        bind_row(ctx, self.form, card,
                 ("chair_id", make_field(ctx, w("Chair"), PersonField(w, self._lookup)), 300),
                 ("facilitator_id", make_field(ctx, w("Facilitator"), PersonField(w, self._lookup)), 300))
        bind_row(ctx, self.form, card, ("norms", make_field(ctx, w("Norms"), LongText(2)), 640))
        return card
