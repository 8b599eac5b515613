"""Add a person, a group or a school: the few things that must be known, before anything is stored."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QWidget

from plcdesk.domain.ids import Id
from plcdesk.domain.people import GroupKind, Role
from plcdesk.services.records import Made
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.widgets.choice_field import ChoiceField
from ui.widgets.dialogs import BaseDialog
from ui.widgets.field_row import FieldRow
from ui.widgets.fields import LineField, TextField
from ui.widgets.form_field import FormField
from ui.widgets.name_field import NameField
from ui.widgets.person_field import Option

NAME, CHOICE, HINT = 496, 240, 40


class AddDialog(BaseDialog):
    """A name and what goes with it. `made(id)` follows the save; a name that cannot be taken stays in its field."""

    made = Signal(str)

    def __init__(self, ctx: Context, title: str, name: FormField, label: str, parent: QWidget) -> None:
        super().__init__(title, parent)
        self.ctx, self.w, self.name, self._label = ctx, ctx.w, name, label
        self.body.addWidget(FieldRow(ctx.theme, [(name, NAME)]))
        self.add_button("cancel", self.w("Cancel"))
        self.add = self.add_button("add", self.w("Add"), "primary", closes=False)
        once(self.add, self.store)
        self._line.entered.connect(self.store)

    def begin(self) -> None:
        """Show the dialog with the cursor in the name."""
        self.body.addStretch(1)
        self.open()
        self.name.control.setFocus()

    def work(self, name: str) -> Made:
        """Store what was entered."""
        raise NotImplementedError

    def store(self) -> None:
        """Store it and close, or say at the field what is missing."""
        problem = self.name.control.problem()
        text = self.w.problem(problem) if problem is not None else "" if self.name.control.value() else \
            self.w("Enter the name")
        self.name.set_error(text)
        if text:
            self.name.control.setFocus()
            return
        result: list[Made] = []

        def save() -> Made:
            result.append(self.work(self.name.control.value()))
            return result[0]

        if self.ctx.write(save, self._label):
            self.made.emit(str(result[0].id))
            self.accept()

    @property
    def _line(self) -> LineField:
        control = self.name.control
        line: LineField = control.line if isinstance(control, NameField) else control
        return line

    def _choice(self, label: str, choices: Any, value: Any, none: str | None = None) -> FormField:
        control = ChoiceField(self.w, choices, none)
        control.set_value(value)
        return FormField(self.w, label, control)

    def _row(self, *fields: FormField) -> None:
        self.body.addWidget(FieldRow(self.ctx.theme, [(field, CHOICE) for field in fields]))

    def _schools(self) -> list[tuple[Id, str]]:
        return [(row.record.id, row.record.name) for row in self.ctx.desk.programme.schools()]


class AddPerson(AddDialog):
    """A person with role, school and group. When someone alike is known, `existing(id)` offers that one instead."""

    existing = Signal(str)

    def __init__(self, ctx: Context, parent: QWidget) -> None:
        w = ctx.w
        self._desk = ctx.desk
        control = NameField(w, self._similar)
        control.existing.connect(self._take)
        name = FormField(w, w("Name and titles"), control,
                         help=w("As it is printed, for example Dra. Hj. Siti Rahmawati, M.Pd."))
        super().__init__(ctx, w("Add a person"), name, w("Person"), parent)
        group = ctx.desk.groups.default()
        me = ctx.desk.programme.me()
        school = group.school_id if group is not None else me.school_id if me is not None else None
        groups = [(row.id, row.name) for row in ctx.desk.groups.rows()]
        self.role = self._choice(w("Role"), Role, Role.TEACHER)
        self.school = self._choice(w("School"), self._schools(), school, w("No school"))
        self.group = self._choice(w("Group"), groups, group.id if group is not None else None, w("No group"))
        self._row(self.role, self.school)
        self._row(self.group)

    def sizeHint(self) -> QSize:
        """With room for the words about someone alike."""
        return super().sizeHint() + QSize(0, self.ctx.theme.px(HINT))

    def work(self, name: str) -> Made:
        """The person, and the membership in the same save."""
        group = self.group.control.value()
        return self._desk.people.add(name, self.role.control.value(), self.school.control.value(),
                                     [group] if group is not None else [])

    def _similar(self, name: str) -> Option | None:
        found = self._desk.people.similar(name)
        return Option(found.id, found.name, found.school) if found is not None else None

    def _take(self, person: object) -> None:
        self.existing.emit(str(person))
        self.accept()


class AddGroup(AddDialog):
    """A group with its kind and school; one across schools has none."""

    def __init__(self, ctx: Context, parent: QWidget) -> None:
        w = ctx.w
        super().__init__(ctx, w("Add a group"), FormField(w, w("Group name"), TextField()), w("Group"), parent)
        me = ctx.desk.programme.me()
        self.kind = self._choice(w("Kind"), GroupKind, GroupKind.SCHOOL)
        self.school = self._choice(w("School"), self._schools(), me.school_id if me is not None else None,
                                   w("Several schools"))
        self._row(self.kind, self.school)
        self.kind.control.edited.connect(self._kind_chosen)

    def work(self, name: str) -> Made:
        """The group, still without members."""
        return self.ctx.desk.groups.add(name, self.kind.control.value(), self.school.control.value())

    def _kind_chosen(self) -> None:
        if self.kind.control.value() is GroupKind.CROSS:
            self.school.control.set_value(None)


class AddSchool(AddDialog):
    """A school; its learning group is made with it."""

    def __init__(self, ctx: Context, parent: QWidget) -> None:
        w = ctx.w
        name = FormField(w, w("School name"), TextField(), help=w("A learning group is made along with it."))
        super().__init__(ctx, w("Add a school"), name, w("School"), parent)

    def work(self, name: str) -> Made:
        """The school with its group."""
        return self.ctx.desk.programme.add_school(name)
