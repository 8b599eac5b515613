"""Adding someone to the attendance list who is not a member of the group."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from plcdesk.services.attendance import GUEST_ROLES
from ui.runtime.context import Context
from ui.widgets.choice_field import ChoiceField
from ui.widgets.dialogs import BaseDialog
from ui.widgets.field_row import FieldRow
from ui.widgets.form_field import FormField
from ui.widgets.name_field import NameField
from ui.widgets.person_field import Option


class GuestDialog(BaseDialog):
    """Name and role. `named(name, role)` for someone new, `known(person id)` for someone who is already here."""

    named = Signal(str, str)
    known = Signal(object)

    def __init__(self, ctx: Context, parent: QWidget) -> None:
        super().__init__(ctx.w("Add a guest"), parent)
        self.ctx, self.w = ctx, ctx.w
        self.name = FormField(self.w, self.w("Name"), NameField(self.w, self._similar))
        roles = [(role, self.w(role)) for role in GUEST_ROLES]
        self.role = FormField(self.w, self.w("Comes as"), ChoiceField(self.w, roles), optional=True)
        self.name.control.existing.connect(self._use)
        self.body.addWidget(FieldRow(ctx.theme, [(self.name, 420)]))
        self.body.addWidget(FieldRow(ctx.theme, [(self.role, 260)]))
        self.body.addStretch(1)
        self.add_button("cancel", self.w("Cancel"))
        self.add_button("add", self.w("Add a guest"), "primary", closes=False).clicked.connect(self._add)
        self.name.control.line.returnPressed.connect(self._add)
        self.name.control.setFocus()

    def _similar(self, text: str) -> Option | None:
        found = self.ctx.desk.people.similar(text)
        return Option(found.id, found.name, found.school) if found is not None else None

    def _add(self) -> None:
        name = self.name.control.value()
        if not name:
            self.name.set_error(self.w("Enter the name"))
            self.name.control.setFocus()
            return
        self.named.emit(name, self.role.control.value() or "")
        self.accept()

    def _use(self, person: object) -> None:
        self.known.emit(person)
        self.accept()
