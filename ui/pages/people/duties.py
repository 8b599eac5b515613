"""The duties a person has or had: in a group, in a school, in the programme."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from plcdesk.domain.changes import Loaded
from plcdesk.domain.ids import Id
from plcdesk.domain.people import RoleHeld
from plcdesk.services.records import Made
from ui.runtime.context import Context
from ui.widgets.bound_rows import DATE, date_field, make_field
from ui.widgets.choice_field import ChoiceField
from ui.widgets.fields import TextField
from ui.widgets.form_rows import Fields, FormRows


class DutiesCard(FormRows):
    """Each duty with where it is held, from when to when, and its decree."""

    RECORD, FIRST = RoleHeld, "role"

    def __init__(self, ctx: Context, origin: QWidget) -> None:
        w = ctx.w
        super().__init__(ctx, origin, w("Duties"), w("For example chair of the group or member of the mentoring team."),
                         w("Add a duty"), w("Duty"))

    def fields(self) -> Sequence[Fields]:
        """What it is and where; when and by which decree."""
        ctx, w, desk = self.ctx, self.w, self.ctx.desk
        groups = ChoiceField(w, [(row.id, row.name) for row in desk.groups.rows()])
        schools = ChoiceField(w, [(row.record.id, row.record.name) for row in desk.programme.schools()])
        return ((("role", make_field(ctx, w("Duty"), TextField(), optional=False), 240),
                 ("group_id", make_field(ctx, w("Group"), groups), 250),
                 ("school_id", make_field(ctx, w("School"), schools), 240)),
                (("period.starts_on", date_field(ctx, w("From (date)")), DATE),
                 ("period.ends_on", date_field(ctx, w("To (date)")), DATE),
                 ("decree", make_field(ctx, w("Decree number"), TextField()), 220)))

    def load(self, parent: Id) -> Sequence[Loaded[Any]]:
        """The duties, the earliest first."""
        detail = self.ctx.desk.people.detail(parent)
        held = detail.roles_held if detail is not None else ()
        return sorted(held, key=lambda one: (str(one.record.period.starts_on or ""), one.record.id))

    def make(self, parent: Id) -> Made:
        """A duty from today on."""
        return self.ctx.desk.people.add_role_held(parent, "", starts_on=self.ctx.desk.today())

    def removed(self, record: Any) -> str:
        """What the toast says."""
        return self.w("“{title}” moved to Trash", title=record.role or self.w("Duty"))
