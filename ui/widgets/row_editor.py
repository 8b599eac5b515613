"""One row of an inline list: named controls, a number to drag it by, a button to remove it."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QToolButton, QWidget

from plcdesk.words import Words
from ui.runtime.context import Look
from ui.runtime.tips import plain_tip
from ui.theme.roles import set_role
from ui.widgets.control import SMALLEST, set_property


class RowEditor(QFrame):
    """One row: named controls, a number to drag by, a button to remove it. `key` None is the row for a new record."""

    edited = Signal(str)
    left = Signal(str)
    entered = Signal(str)
    removed = Signal()
    shifted = Signal(int)
    """Alt+Up or Alt+Down."""
    dragged = Signal(QPoint)
    """Where the row was dropped, in global pixels."""

    def __init__(self, w: Words, theme: Look, key: object, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.w = w
        self.theme = theme
        self.key = key
        self.controls: dict[str, Any] = {}
        self.dirty: set[str] = set()
        set_role(self, "row")
        self.grip = Grip(theme, self)
        self.remove = set_role(QToolButton(), "icon")
        self.remove.setMinimumSize(SMALLEST, SMALLEST)
        self.remove.clicked.connect(self.removed)
        theme.dress(self.remove, "x")
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 4, 0, 4)
        self.grid.setHorizontalSpacing(8)
        self.grid.setVerticalSpacing(4)
        if key is None:
            for part in (self.grip, self.remove):
                part.setEnabled(False)
                keep = part.sizePolicy()
                keep.setRetainSizeWhenHidden(True)
                part.setSizePolicy(keep)
                part.hide()

    def add(self, name: str, control: Any, label: str) -> None:
        """Take in a control under the name of the field it edits."""
        self.controls[name] = control
        control.setAccessibleName(label)
        control.edited.connect(partial(self._edited, name))
        control.left.connect(partial(self.left.emit, name))
        if hasattr(control, "entered"):
            control.entered.connect(partial(self.entered.emit, name))

    def show_record(self, record: Any) -> None:
        """Show a record; what is being written stays."""
        for name, control in self.controls.items():
            if name not in self.dirty and control.value() != getattr(record, name):
                control.set_value(getattr(record, name))
        self.remove.setAccessibleName(self.w("Remove: {name}", name=self.title))
        self.remove.setToolTip(plain_tip(self.remove.accessibleName()))

    def values(self) -> dict[str, Any]:
        """What all controls hold."""
        return {name: control.value() for name, control in self.controls.items()}

    def clear(self) -> None:
        """Make ready for the next new record."""
        self.dirty.clear()
        for control in self.controls.values():
            control.set_value(None)

    @property
    def title(self) -> str:
        """The first words of the row."""
        return str(next(iter(self.controls.values())).raw())

    def stops(self) -> list[QWidget]:
        """Where the Tab key stops, in reading order."""
        return [*self.controls.values(), self.remove]

    def reveal(self, field: str) -> None:
        """Bring a field into sight that is folded away."""

    def set_narrow(self, narrow: bool) -> None:
        """Place the controls for the width at hand."""

    def set_number(self, number: int) -> None:
        """The place of the row in its list."""
        self.grip.setText(str(number))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt and an arrow move the row."""
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.shifted.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
            return
        super().keyPressEvent(event)

    def _edited(self, name: str) -> None:
        self.dirty.add(name)
        set_property(self.controls[name], "state", "")
        self.edited.emit(name)


class Grip(QLabel):
    """The row's number, by which the mouse can drag it."""

    def __init__(self, theme: Look, row: RowEditor) -> None:
        super().__init__(row)
        self._theme = theme
        self._row = row
        set_role(self, "meta")
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        theme.changed.connect(self._fit)
        self._fit()
        self.setToolTip(row.w("Drag to reorder (Alt+↑, Alt+↓)"))

    def _fit(self) -> None:
        self.setFixedSize(max(SMALLEST, self._theme.px(36)), max(SMALLEST, self._theme.control_height))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Six dots beside the number say that it can be dragged."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.tokens.color("border"))
        for column in (0, 1):
            for line in (-1, 0, 1):
                painter.drawEllipse(2 + column * 5, self.height() // 2 + line * 5 - 1, 2, 2)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold."""
        self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go where the row is to stand."""
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self._row.dragged.emit(event.globalPosition().toPoint())
