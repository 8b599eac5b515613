"""Follow-ups: who does what until when, and whether it is done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QWidget

from plcdesk.domain.meetings import ActionStatus, Outcome
from plcdesk.words import Words
from ui.runtime.context import Look
from ui.widgets.choice_field import ChoiceField
from ui.widgets.control import SMALLEST
from ui.widgets.date_field import DateField
from ui.widgets.form_field import plain_label
from ui.widgets.long_text import GrowingLine
from ui.widgets.person_field import PeopleSource, PersonField
from ui.widgets.row_editor import RowEditor
from ui.widgets.rows import RowsEditor

_OPEN = frozenset({ActionStatus.OPEN, ActionStatus.GOING, ActionStatus.POSTPONED})


class ActionRow(RowEditor):
    """Check box, what, who, until when, status, and how late it is."""

    def __init__(self, w: Words, theme: Look, people: PeopleSource, today: Callable[[], date], key: object,
                 parent: QWidget | None = None) -> None:
        super().__init__(w, theme, key, parent)
        self._today = today
        self.add("what", GrowingLine(500), w("New follow-up") if key is None else w("Activity"))
        self.add("owner_id", PersonField(w, people), w("Responsible"))
        self.add("due_on", DateField(w, today, theme, weekday=False), w("Due"))
        self.done = QCheckBox()
        self.done.setMinimumSize(SMALLEST, SMALLEST)
        self.status = ChoiceField(w, ActionStatus, none=None)
        self.status.setAccessibleName(w("Status"))
        self.late = plain_label("", "pill-danger")
        self.who, self.when = plain_label(w("Responsible"), "label"), plain_label(w("Due"), "label")
        self.set_narrow(False)
        if key is None:
            for part in (self.done, self.status):
                part.hide()
        self.late.hide()

    def show_record(self, record: Any) -> None:
        """Show a follow-up and whether it is late."""
        super().show_record(record)
        status = record.outcome.status or ActionStatus.OPEN
        self.done.setChecked(status is ActionStatus.DONE)
        self.done.setAccessibleName(self.w("Done: {name}", name=record.what))
        self.status.set_value(status)
        days = (self._today() - record.due_on).days if record.due_on is not None else 0
        self.late.setVisible(status in _OPEN and days > 0)
        if days > 0:
            self.late.setText("! " + self.w.plural("{n} day overdue", "{n} days overdue", days))

    def stops(self) -> list[QWidget]:
        """The check box comes first, the status after the date."""
        return [self.done, *self.controls.values(), self.status, self.remove]

    def set_narrow(self, narrow: bool) -> None:
        """What stands on the first line, who, when and how far on the second; where it is narrow on two."""
        what, owner, due = self.controls.values()
        owner.setMinimumWidth(self.theme.px(150))
        due.setMinimumWidth(self.theme.px(170))
        self.status.setFixedWidth(self.theme.px(130))
        grid, top, left = self.grid, Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignLeft
        grid.addWidget(self.grip, 0, 0, top)
        grid.addWidget(self.done, 0, 1, top)
        grid.addWidget(what, 0, 2, 1, 5)
        grid.addWidget(self.remove, 0, 7, top)
        grid.addWidget(self.who, 1, 2)
        grid.addWidget(owner, 1, 3, 1, 4 if narrow else 1)
        grid.addWidget(self.when, 2 if narrow else 1, 2 if narrow else 4)
        grid.addWidget(due, 2 if narrow else 1, 3 if narrow else 5)
        grid.addWidget(self.status, 3 if narrow else 1, 3 if narrow else 6, left)
        grid.addWidget(self.late, 4 if narrow else 2, 3, 1, 3, left)
        for column in range(8):
            grid.setColumnStretch(column, 0)
        grid.setColumnStretch(3, 2)
        grid.setColumnStretch(5, 0 if narrow else 1)


class ActionRows(RowsEditor):
    """Follow-ups of a meeting. In the new row Enter walks on to who and when, then adds it."""

    enter_adds = False
    narrow = 780

    def __init__(self, w: Words, theme: Look, people: PeopleSource, today: Callable[[], date],
                 parent: QWidget | None = None) -> None:
        self._people = people
        self._today = today
        self._due: date | None = None
        super().__init__(w, theme, parent)

    def make_row(self, key: object) -> RowEditor:
        """A follow-up."""
        row = ActionRow(self.w, self.theme, self._people, self._today, key, self)
        row.done.clicked.connect(
            lambda checked: self._set_status(row, ActionStatus.DONE if checked else ActionStatus.OPEN))
        row.status.edited.connect(lambda: self._set_status(row, row.status.value()))
        return row

    def set_default_due(self, due: date | None) -> None:
        """The usual date of a new follow-up: the next meeting."""
        before, self._due = self._due, due
        field = self.new_row.controls["due_on"]
        if field.value() == before and "due_on" not in self.new_row.dirty:
            field.set_value(due)

    def prepare_new(self) -> None:
        """The next new row starts with the usual date."""
        self.new_row.controls["due_on"].set_value(self._due)

    def _set_status(self, row: ActionRow, status: ActionStatus) -> None:
        self.put(row, "outcome", Outcome(status, self._today() if status is ActionStatus.DONE else None))
