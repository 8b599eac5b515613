"""The sweeps that are done, one line each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from plcdesk.domain.forms import Counted
from plcdesk.words import NOTHING, Words
from ui.runtime.context import Look
from ui.runtime.tips import plain_tip
from ui.theme.roles import set_role
from ui.widgets.control import SMALLEST
from ui.widgets.form_field import plain_label

Row = tuple[int, int | None, Counted]


class SweepTable(QWidget):
    """Number, minute, present, engaged, active, talker; pressing the number corrects the sweep."""

    opened = Signal(int)
    removed = Signal(int)

    def __init__(self, w: Words, theme: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.w = w
        self._theme = theme
        self._parts: list[QWidget] = []
        self._rows: tuple[object, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(7, 1)

    def show_rows(self, rows: Sequence[Row], current: int, *, locked: bool = False) -> None:
        """Show these sweeps; `current` is the one being counted."""
        state = (*rows, current, locked)
        if state == self._rows:
            return
        self._rows = state
        for part in self._parts:
            self._grid.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts = []
        if not rows:
            return
        w = self.w
        for column, text in enumerate((w("Sweep"), w("Minute"), w("Present"), w("Engaged"), w("Active"), w("Talks"))):
            self._put(plain_label(text, "label"), 0, column)
        for at, row in enumerate(rows, 1):
            self._line(at, row, current, locked)

    def _line(self, at: int, row: Row, current: int, locked: bool) -> None:
        number, minute, counted = row
        w = self.w
        if locked:
            self._put(plain_label(str(number), "body"), at, 0)
        else:
            button = set_role(QPushButton(str(number)), "plain")
            button.setMinimumSize(SMALLEST + 8, SMALLEST)
            button.setAccessibleName(w("Correct sweep {n}", n=str(number)))
            button.setToolTip(plain_tip(button.accessibleName()))
            button.clicked.connect(lambda _=False, number=number: self.opened.emit(number))
            self._put(button, at, 0)
        role = "strong" if number == current else "body"
        for column, value in enumerate((minute, counted.present, counted.engaged, counted.active), 1):
            self._put(plain_label(NOTHING if value is None else str(value), role), at, column)
        self._put(plain_label(w(counted.talker.label) if counted.talker else NOTHING, role), at, 5)
        if not locked:
            remove = set_role(QPushButton(), "icon")
            self._theme.dress(remove, "x")
            remove.setAccessibleName(w("Remove sweep {n}", n=str(number)))
            remove.setToolTip(plain_tip(remove.accessibleName()))
            remove.clicked.connect(lambda _=False, number=number: self.removed.emit(number))
            self._put(remove, at, 6)

    def _put(self, part: QWidget, row: int, column: int) -> None:
        part.setParent(self)
        self._grid.addWidget(part, row, column)
        self._parts.append(part)
        part.show()
