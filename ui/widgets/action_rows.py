"""Follow-ups: who does what until when, and whether it is done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from plcdesk.domain.meetings import ActionStatus, Outcome
from plcdesk.words import Words
from ui.runtime.context import Look
from ui.theme.roles import set_role
from ui.widgets.choice_field import ChoiceField
from ui.widgets.control import SMALLEST
from ui.widgets.date_field import DateField
from ui.widgets.elided import ElidedLabel
from ui.widgets.form_field import plain_label
from ui.widgets.long_text import GrowingLine
from ui.widgets.person_field import PeopleSource, PersonField
from ui.widgets.row_editor import RowEditor
from ui.widgets.rows import RowsEditor

_OPEN = frozenset({ActionStatus.OPEN, ActionStatus.GOING, ActionStatus.POSTPONED})


class ActionRow(RowEditor):
    """Check box, what, who, until when; folded away below: how far, how one can tell, what came of it.

    What is folded away is told in one line. The row for a new follow-up has only the first line.
    """

    def __init__(self, w: Words, theme: Look, people: PeopleSource, today: Callable[[], date], key: object,
                 parent: QWidget | None = None) -> None:
        super().__init__(w, theme, key, parent)
        self._today = today
        self.add("what", GrowingLine(500), w("New follow-up") if key is None else w("Activity"))
        self.add("owner_id", PersonField(w, people), w("Responsible"))
        self.add("due_on", DateField(w, today, theme, weekday=False), w("Due"))
        self.done = QCheckBox()
        self.done.setMinimumSize(SMALLEST, SMALLEST)
        self.who, self.when = plain_label(w("Responsible"), "label"), plain_label(w("Due"), "label")
        self.late, self.state = plain_label("", "pill-danger"), plain_label("", "pill-neutral")
        self.told = ElidedLabel("", "help")
        self.more = FoldButton(w("Details"))
        theme.dress(self.more, "chevron-down")
        self.more.toggled.connect(self._unfold)
        self.status = ChoiceField(w, ActionStatus, none=None)
        self.status.setAccessibleName(w("Status"))
        self._below: list[tuple[QLabel, QWidget]] = [(plain_label(w("Status"), "label"), self.status)]
        if key is not None:
            for name, label in (("measure", w("Measure of success")), ("result", w("Result"))):
                self.add(name, GrowingLine(500), label)
                self._below.append((plain_label(label, "label"), self.controls[name]))
        self._told_line = QWidget()
        line = QHBoxLayout(self._told_line)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        for pill in (self.late, self.state):
            line.addWidget(pill)
            pill.hide()
        line.addWidget(self.told, 1)
        self.set_narrow(False)
        self._unfold(False)
        if key is None:
            for part in (self.done, self.more, self._told_line):
                part.hide()

    def show_record(self, record: Any) -> None:
        """Show a follow-up and whether it is late."""
        super().show_record(record)
        status = record.outcome.status or ActionStatus.OPEN
        self.done.setChecked(status is ActionStatus.DONE)
        self.done.setAccessibleName(self.w("Done: {name}", name=record.what))
        self.more.setAccessibleName(self.w("Details: {name}", name=record.what))
        self.status.set_value(status)
        days = (self._today() - record.due_on).days if record.due_on is not None else 0
        self.late.setVisible(status in _OPEN and days > 0)
        if days > 0:
            self.late.setText("! " + self.w.plural("{n} day overdue", "{n} days overdue", days))
        # the check box tells done from open by itself
        self.state.setText(self.w(status.label))
        self.state.setVisible(status not in {ActionStatus.OPEN, ActionStatus.DONE})
        parts = ((self.w("Measure of success"), record.measure), (self.w("Result"), record.result))
        self.told.setText(" · ".join(f"{label}: {text}" for label, text in parts if text))
        self._unfold(self.more.isChecked())

    def reveal(self, field: str) -> None:
        """Unfold what a field is part of."""
        if self.key is not None and field in {"measure", "result", "outcome"}:
            self.more.setChecked(True)

    def stops(self) -> list[QWidget]:
        """The check box comes first, what can be unfolded after the date."""
        what, owner, due, *below = self.controls.values()
        return [self.done, what, owner, due, self.more, self.remove, self.status, *below]

    def set_narrow(self, narrow: bool) -> None:
        """What stands on the first line, who and when on the second; where it is narrow on two."""
        what, owner, due, *_ = self.controls.values()
        owner.setMinimumWidth(self.theme.px(150))
        due.setMinimumWidth(self.theme.px(200))
        self.status.setFixedWidth(self.theme.px(160))
        grid, top, left = self.grid, Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignLeft
        grid.addWidget(self.grip, 0, 0, top)
        grid.addWidget(self.done, 0, 1, top)
        grid.addWidget(what, 0, 2, 1, 5)
        grid.addWidget(self.remove, 0, 7, top)
        grid.addWidget(self.who, 1, 2)
        grid.addWidget(owner, 1, 3, 1, 4 if narrow else 1)
        grid.addWidget(self.when, 2 if narrow else 1, 2 if narrow else 4)
        grid.addWidget(due, 2 if narrow else 1, 3 if narrow else 5)
        grid.addWidget(self.more, 2 if narrow else 1, 6, left)
        grid.addWidget(self._told_line, 3, 2, 1, 5)
        for at, (label, control) in enumerate(self._below, 4):
            grid.addWidget(label, at, 2)
            grid.addWidget(control, at, 3, 1, 4, left if control is self.status else Qt.AlignmentFlag(0))
        for column in range(8):
            grid.setColumnStretch(column, 0)
        grid.setColumnMinimumWidth(2, max(label.sizeHint().width() for label in (self.who, *dict(self._below))))
        grid.setColumnStretch(3, 2)
        grid.setColumnStretch(5, 0 if narrow else 1)

    def _unfold(self, on: bool) -> None:
        for label, control in self._below:
            # a result is asked for when there can be one
            wanted = on and (control is not self.controls.get("result") or self.done.isChecked()
                             or bool(self.controls["result"].raw()))
            label.setVisible(wanted)
            control.setVisible(wanted)
        self.told.setVisible(not on and bool(self.told.text()))
        hinted = any(not part.isHidden() for part in (self.late, self.state, self.told))
        self._told_line.setVisible(self.key is not None and hinted)


class FoldButton(QPushButton):
    """Unfolds what is below it; Enter presses it too."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        set_role(self, "flat")
        self.setCheckable(True)
        self.setMinimumHeight(SMALLEST)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter as the space bar."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not (
                event.modifiers() & Qt.KeyboardModifier.ControlModifier):
            self.click()
        else:
            super().keyPressEvent(event)


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
