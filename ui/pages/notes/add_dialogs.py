"""What must be known before a note is made: its school, and for a talk with whom and whether they agree."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from plcdesk.domain.ids import Id
from plcdesk.services.records import Made
from ui.pages.notes.places import school_choice, schools
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.widgets.dialogs import BaseDialog
from ui.widgets.field_row import FieldRow
from ui.widgets.form_field import FormField


class AskSchool(BaseDialog):
    """Of which school it is: that can not be changed later, since it says which laptops receive it."""

    made = Signal(str)

    def __init__(self, ctx: Context, title: str, label: str, make: Callable[[Id | None], Made], parent: QWidget) -> None:
        super().__init__(title, parent)
        self._ctx, self._label, self._make = ctx, label, make
        w = ctx.w
        self.school = FormField(w, w("School"), school_choice(ctx),
                                help=w("It can not be changed later. A note of several schools goes to all laptops."))
        self.body.addWidget(FieldRow(ctx.theme, [(self.school, 496)]))
        self.body.addStretch(1)
        self.add_button("cancel", w("Cancel"))
        self.add = self.add_button("add", w("Add"), "primary", closes=False)
        once(self.add, self.store)

    def store(self) -> None:
        """Make it and close."""
        made: list[Made] = []

        def work() -> Made:
            made.append(self._make(self.school.control.value()))
            return made[0]

        if self._ctx.write(work, self._label):
            self.made.emit(str(made[0].id))
            self.accept()


def add_in_school(ctx: Context, title: str, label: str, make: Callable[[Id | None], Made], parent: QWidget,
                  made: Callable[[str], None]) -> BaseDialog | None:
    """Make a note in the only school at once; where there are several, ask in which."""
    found = schools(ctx)
    if len(found) > 1:
        dialog = AskSchool(ctx, title, label, make, parent)
        dialog.made.connect(made)
        dialog.open()
        dialog.school.control.setFocus()
        return dialog
    result: list[Made] = []

    def work() -> Made:
        result.append(make(found[0][0] if found else None))
        return result[0]

    if ctx.write(work, label):
        made(str(result[0].id))
    return None
