"""Add a module: the few things that must be known, before anything is stored."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from plcdesk.domain.modules import ModuleFocus, ModuleKind
from plcdesk.services.records import Made
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.widgets.choice_field import ChoiceField
from ui.widgets.dialogs import BaseDialog
from ui.widgets.field_row import FieldRow
from ui.widgets.fields import TextField
from ui.widgets.form_field import FormField

TITLE, CHOICE = 496, 240


class AddModule(BaseDialog):
    """Title, school, kind and focus; the one who sits here becomes its first author. `made(id)` follows the save."""

    made = Signal(str)

    def __init__(self, ctx: Context, parent: QWidget) -> None:
        super().__init__(ctx.w("Add a module"), parent)
        self.ctx, self.w, w = ctx, ctx.w, ctx.w
        me = ctx.desk.programme.me()
        schools = [(row.record.id, row.record.name) for row in ctx.desk.programme.schools()]
        school = me.school_id if me is not None and me.school_id is not None else schools[0][0] if schools else None
        self._me = me.id if me is not None else None
        self.title = FormField(w, w("Title"), TextField())
        self.kind = self._choice(w("Kind"), ModuleKind, ModuleKind.MODULE)
        self.school = self._choice(w("School"), schools, school, w("No school"))
        self.focus = self._choice(w("Focus"), ModuleFocus, None, "—")
        self.classroom = FormField(w, w("Class or phase"), TextField(60))
        self.body.addWidget(FieldRow(ctx.theme, [(self.title, TITLE)]))
        self.body.addWidget(FieldRow(ctx.theme, [(self.kind, CHOICE), (self.school, CHOICE)]))
        self.body.addWidget(FieldRow(ctx.theme, [(self.focus, CHOICE), (self.classroom, CHOICE)]))
        self.add_button("cancel", w("Cancel"))
        self.add = self.add_button("add", w("Add"), "primary", closes=False)
        once(self.add, self.store)
        for line in (self.title, self.classroom):
            line.control.entered.connect(self.store)

    def begin(self) -> None:
        """Show the dialog with the cursor in the title."""
        self.body.addStretch(1)
        self.open()
        self.title.control.setFocus()

    def store(self) -> None:
        """Store it and close, or say what is missing."""
        problem = self.title.control.problem()
        text = self.w.problem(problem) if problem is not None else \
            "" if self.title.control.value() else self.w("Enter the title")
        self.title.set_error(text)
        if text:
            self.title.control.setFocus()
            return
        result: list[Made] = []

        def save() -> Made:
            result.append(self.ctx.desk.modules.add(
                self.title.control.value(), self.school.control.value(), self.kind.control.value(),
                focus=self.focus.control.value(), classroom=self.classroom.control.value(),
                authors=[self._me] if self._me is not None else []))
            return result[0]

        if self.ctx.write(save, self.w("Teaching material")):
            self.made.emit(str(result[0].id))
            self.accept()

    def _choice(self, label: str, choices: Any, value: Any, none: str | None = None) -> FormField:
        control = ChoiceField(self.w, choices, none)
        control.set_value(value)
        return FormField(self.w, label, control)
