"""A meeting of another group or kind, or on another day: everything is filled in and can be changed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from plcdesk.domain.checks import check_when
from plcdesk.domain.meetings import MeetingKind, When
from plcdesk.services.groups import GroupRow
from ui.runtime.context import Context
from ui.widgets.choice_field import ChoiceField
from ui.widgets.date_field import DateField
from ui.widgets.dialogs import BaseDialog
from ui.widgets.field_row import FieldRow
from ui.widgets.fields import TextField
from ui.widgets.form_field import FormField
from ui.widgets.summary import ErrorSummary
from ui.widgets.time_field import TimeField


class NewDialog(BaseDialog):
    """`chosen(group, kind, when, title, planned)` tells what is wanted; `planned` lets the day lie ahead."""

    chosen = Signal(object, object, object, str, bool)

    def __init__(self, ctx: Context, groups: Sequence[GroupRow], group: object, parent: QWidget, *,
                 kind: MeetingKind = MeetingKind.ROUTINE, planned: bool = False) -> None:
        super().__init__(ctx.w("Schedule a meeting") if planned else ctx.w("Record a meeting"), parent)
        self.ctx, self.w = ctx, ctx.w
        w = ctx.w
        several = len({row.school for row in groups}) > 1
        offered = [(row.id, f"{row.name} · {row.school}" if several and row.school and row.school not in row.name
                    else row.name) for row in groups]
        self.group = FormField(w, w("Group"), ChoiceField(w, offered, none=None))
        self.kind = FormField(w, w("Kind"), ChoiceField(w, MeetingKind, none=None))
        self.title = FormField(w, w("Title"), TextField())
        self.day = FormField(w, w("Date"), DateField(w, ctx.desk.today, ctx.theme))
        self.starts = FormField(w, w("Begins"), TimeField(w))
        self.ends = FormField(w, w("Ends"), TimeField(w))
        self.group.control.set_value(group)
        self.kind.control.set_value(kind)
        self.day.control.set_value(ctx.desk.today())
        self.summary = ErrorSummary(w)
        self.summary.jump.connect(self._focus)
        self.kind.control.edited.connect(self._kind_changed)
        self.group.control.edited.connect(self._usual_hours)
        self.body.addWidget(self.summary)
        self.body.addWidget(FieldRow(ctx.theme, [(self.group, 325), (self.kind, 265)]))
        self.body.addWidget(self.title)
        self.body.addWidget(FieldRow(ctx.theme, [(self.day, 280), (self.starts, 110), (self.ends, 110)]))
        self.body.addStretch(1)
        self.add_button("cancel", w("Cancel"))
        record = self.add_button("record", w("Record"), "outlined" if planned else "primary", closes=False)
        plan = self.add_button("plan", w("Schedule it"), "primary" if planned else "outlined", closes=False)
        record.clicked.connect(lambda: self._choose(planned=False))
        plan.clicked.connect(lambda: self._choose(planned=True))
        self._kind_changed()
        self._usual_hours()
        (self.day if planned else self.group).control.setFocus()

    def _usual_hours(self) -> None:
        """Begin and end at the group's usual time."""
        detail = self.ctx.desk.groups.detail(self.group.control.value())
        if detail is not None and detail.slots:
            hours = detail.slots[0].record.hours
            self.starts.control.set_value(hours.starts)
            self.ends.control.set_value(hours.ends)

    def _kind_changed(self) -> None:
        self.title.setVisible(self.kind.control.value() is not MeetingKind.ROUTINE)

    def _choose(self, *, planned: bool) -> None:
        fields = {"when": self.day, "starts": self.starts, "ends": self.ends}
        wrong = [(name, self.w.problem(problem)) for name, field in fields.items()
                 if (problem := field.control.problem()) is not None]
        when = When(self.day.control.value(), self.starts.control.value(), self.ends.control.value())
        kind, title = self.kind.control.value(), self.title.control.value()
        if not wrong:
            wrong = [(problem.field, self.w.problem(problem))
                     for problem in check_when(when, self.ctx.desk.today(), planned=planned)]
        if kind is not MeetingKind.ROUTINE and not title:
            wrong.insert(0, ("title", self.w("Enter the meeting title")))
        for name, field in {**fields, "title": self.title}.items():
            field.set_error(next((text for key, text in wrong if key == name), ""))
        self.summary.show_problems(wrong)
        if not wrong:
            self.chosen.emit(self.group.control.value(), kind, when, title, planned)
            self.accept()

    def _focus(self, name: str) -> None:
        field = {"when": self.day, "starts": self.starts, "ends": self.ends, "title": self.title}[name]
        field.control.setFocus()
