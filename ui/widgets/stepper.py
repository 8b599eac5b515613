"""The steps of a cycle: which are done, which is running, which is shown (ux 4, "Stepper")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from plcdesk.domain.programme import StepState
from plcdesk.words import Words
from ui.runtime.context import Look
from ui.theme.roles import set_role
from ui.widgets.equal_columns import EqualColumns
from ui.widgets.form_field import plain_label

HORIZONTAL = 640
"""From this width on the steps stand side by side; in pixels at text size 100 %."""
STEP = 44
_SIGNS = {StepState.TODO: "○", StepState.RUNNING: "●", StepState.DONE: "✓"}
"""What stands for a state beside its word."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step; `date` and `note` in words."""

    name: str
    state: StepState
    date: str = ""
    note: str = ""


class StepButton(QPushButton):
    """Number, name, date and state; the whole can be pressed."""

    moved = Signal(int)

    def __init__(self, w: Words, theme: Look, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.w = w
        self._theme, self._number = theme, number
        set_role(self, "step")
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.digit = plain_label(str(number), "level-digit")
        self.digit.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.name = plain_label("", "strong", wrap=True)
        self.below = plain_label("", "help", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 10, 4)
        row.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.name)
        words.addWidget(self.below)
        words.addStretch(1)
        row.addWidget(self.digit, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        for part in (self.digit, self.name, self.below):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_step(self, step: Step) -> None:
        """Show a step."""
        state = self.w(step.state.label)
        self.name.setText(step.name)
        self.below.setText(" · ".join(part for part in (f"{_SIGNS[step.state]} {state}", step.date, step.note) if part))
        self.setAccessibleName(self.w("Step {n}, {name}, {state}", n=str(self._number), name=step.name, state=state))
        self.setAccessibleDescription(", ".join(part for part in (step.date, step.note) if part))
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        """The words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of the words at this width."""
        layout = self.layout()
        return max(self._theme.px(STEP), layout.totalHeightForWidth(width) if layout is not None else 0)

    def sizeHint(self) -> QSize:
        """Room for a name and a date."""
        width = self._theme.px(200)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """A narrow step is a high one."""
        return QSize(self._theme.px(96), self._theme.px(STEP))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go to the neighbour and open nothing; Space and Enter open."""
        turns = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
        if event.key() in turns and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.moved.emit(turns[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)


class Stepper(QWidget):
    """Steps that can be opened in any order. `label` names the whole for screen readers."""

    opened = Signal(int)
    """The place of the step, from 0."""

    def __init__(self, w: Words, theme: Look, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.w = w
        self._theme = theme
        self.setAccessibleName(label)
        self._group = QButtonGroup(self)
        self._layout = EqualColumns(lambda width: len(self.buttons) if width >= theme.px(HORIZONTAL) else 1, self)
        self.buttons: list[StepButton] = []
        self._group.idClicked.connect(self.opened)

    def set_steps(self, steps: Sequence[Step]) -> None:
        """Show these steps; the one that is open stays open."""
        while len(self.buttons) > len(steps):
            button = self.buttons.pop()
            self._group.removeButton(button)
            self._layout.removeWidget(button)
            button.hide()
            button.deleteLater()
        while len(self.buttons) < len(steps):
            self._add(len(self.buttons))
        for button, step in zip(self.buttons, steps, strict=True):
            button.show_step(step)

    @property
    def current(self) -> int:
        """The place of the open step, -1 before one was opened."""
        return self._group.checkedId()

    def set_current(self, at: int) -> None:
        """Show which step is open, without telling."""
        if 0 <= at < len(self.buttons):
            self.buttons[at].setChecked(True)

    def _add(self, at: int) -> None:
        button = StepButton(self.w, self._theme, at + 1, self)
        button.moved.connect(lambda by: self._step(at + by))
        self._group.addButton(button, at)
        self._layout.addWidget(button)
        self.buttons.append(button)
        button.show()

    def _step(self, at: int) -> None:
        if 0 <= at < len(self.buttons):
            self.buttons[at].setFocus(Qt.FocusReason.TabFocusReason)
