"""The second screen of a new programme: three fields."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from plcdesk.domain.changes import Problem
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.fields import TextField
from ui.widgets.form_field import FormField, plain_label
from ui.widgets.summary import ErrorSummary


class NewProgramme(QWidget):
    """Programme name, school, your name. What was typed stays when something is missing."""

    started = Signal(str, str, str)
    back_asked = Signal()

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.w = w = ctx.w
        self.fields = {
            "name": FormField(w, w("Programme name"), TextField(), help=w("For example: KBP of the year 2026/2027")),
            "school": FormField(w, w("School"), TextField(), help=w("Your school; others can be added later")),
            "me": FormField(w, w("Your name"), TextField(), help=w("With titles, as it is printed on papers")),
        }
        self.summary = ErrorSummary(w)
        self.summary.jump.connect(self._jump)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(plain_label(w("Start a new programme"), "title", wrap=True))
        column.addWidget(self.summary)
        for field in self.fields.values():
            column.addWidget(field)
            field.control.returnPressed.connect(self._next)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        self.back = set_role(QPushButton(self.w("Back")), "outlined")
        self.back.clicked.connect(self.back_asked)
        self.start = set_role(QPushButton(self.w("Start")), "primary")
        self.start.clicked.connect(self._start)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.start)
        return row

    def begin(self) -> None:
        """Put the cursor where typing starts."""
        self.fields["name"].control.setFocus(Qt.FocusReason.TabFocusReason)

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Say at each field, and on top, what is still needed."""
        words = {problem.field: self.w.problem(problem) for problem in problems}
        for name, field in self.fields.items():
            field.set_error(words.get(name, ""))
        self.summary.show_problems(list(words.items()))

    def _next(self) -> None:
        order = list(self.fields.values())
        here = next((index for index, field in enumerate(order) if field.control is self.sender()), len(order))
        if here + 1 < len(order):
            order[here + 1].control.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._start()

    def _jump(self, name: str) -> None:
        self.fields[name].control.setFocus(Qt.FocusReason.TabFocusReason)

    def _start(self) -> None:
        self.started.emit(*(self.fields[name].control.value() for name in ("name", "school", "me")))
