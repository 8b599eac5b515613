"""Who spoke how often, who shared practice, who led a part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QFrame, QGridLayout, QPushButton, QVBoxLayout, QWidget

from plcdesk.words import NOTHING, Words
from ui.runtime.context import Look
from ui.theme.roles import set_role
from ui.widgets.control import SMALLEST
from ui.widgets.elided import ElidedLabel
from ui.widgets.flow import FlowLayout
from ui.widgets.form_field import plain_label

NARROW = 560


@dataclass(frozen=True, slots=True)
class TurnRow:
    """What one person contributed; `turns` None means that nobody counted."""

    person_id: object
    name: str
    turns: int | None = None
    shared: bool = False
    led: bool = False


class TurnLine(QFrame):
    """One person: minus, count, plus, two check boxes. On the row + and - count as well, S and L tick."""

    changed = Signal(object)
    moved = Signal(int)
    focused = Signal()

    def __init__(self, w: Words, theme: Look, row: TurnRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.w = w
        self._theme = theme
        self.row = row
        set_role(self, "row")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.name = ElidedLabel(row.name)
        self.less, self.more = QPushButton("−"), QPushButton("+")
        for button, by, words in ((self.less, -1, w("Less for {name}", name=row.name)),
                                  (self.more, 1, w("More for {name}", name=row.name))):
            set_role(button, "segment", position="only")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setAccessibleName(words)
            button.clicked.connect(partial(self.count, by))
        self.number = plain_label("", "strong")
        self.number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.shared, self.led = QCheckBox(w("Shared practice")), QCheckBox(w("Led a part"))
        for box in (self.shared, self.led):
            box.setMinimumSize(SMALLEST, SMALLEST)
            box.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            box.setAccessibleName(f"{row.name}: {box.text()}")
        self.shared.clicked.connect(lambda on: self._become(replace(self.row, shared=on)))
        self.led.clicked.connect(lambda on: self._become(replace(self.row, led=on)))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(12, 2, 8, 2)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(0, 1)
        self._boxes = QWidget()
        flow = FlowLayout(self._boxes, 12)
        flow.addWidget(self.shared)
        flow.addWidget(self.led)
        self.set_narrow(False)
        self.show_row(row)

    def set_narrow(self, narrow: bool) -> None:
        """The check boxes go below where it is narrow."""
        for column, part in enumerate((self.name, self.less, self.number, self.more)):
            self._grid.addWidget(part, 0, column)
        self._grid.addWidget(self._boxes, 1 if narrow else 0, 0 if narrow else 4, 1, 4 if narrow else 1)

    def fit(self) -> None:
        """Take the size of the present text scale."""
        for button in (self.less, self.more):
            button.setFixedSize(max(SMALLEST, self._theme.px(36)), max(SMALLEST, self._theme.px(32)))
        self.number.setFixedWidth(self._theme.px(36))

    def show_row(self, row: TurnRow) -> None:
        """Show other values."""
        self.row = row
        self.name.setText(row.name)
        self.number.setText(NOTHING if row.turns is None else str(row.turns))
        self.shared.setChecked(row.shared)
        self.led.setChecked(row.led)
        count = self.w("not counted") if row.turns is None else self.w.plural("spoke {n} time", "spoke {n} times",
                                                                              row.turns)
        ticked = [box.text() for box in (self.shared, self.led) if box.isChecked()]
        self.setAccessibleName(", ".join((f"{row.name}: {count}", *ticked)))

    def count(self, by: int) -> None:
        """Add a turn or take one away; below nothing stands "not counted"."""
        turns = self.row.turns
        if turns is None:
            turns = by if by > 0 else 0
        elif turns + by < 0:
            self._become(replace(self.row, turns=None))
            return
        else:
            turns = min(999, turns + by)
        self._become(replace(self.row, turns=turns))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of the row."""
        key = event.key()
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier & ~Qt.KeyboardModifier.ShiftModifier:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Right):
            self.count(1)
        elif key in (Qt.Key.Key_Minus, Qt.Key.Key_Left):
            self.count(-1)
        elif key == Qt.Key.Key_S:
            self._become(replace(self.row, shared=not self.row.shared))
        elif key == Qt.Key.Key_L:
            self._become(replace(self.row, led=not self.row.led))
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press anywhere on the row moves the focus here."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """This is the current row now."""
        super().focusInEvent(event)
        self.focused.emit()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Paint without the bar."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The current row as in every list."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.fillRect(self.rect(), self._theme.tokens.color("selected"))
            painter.fillRect(0, 0, 3, self.height(), self._theme.tokens.color("primary"))

    def _become(self, row: TurnRow) -> None:
        self.show_row(row)
        self.changed.emit(row)


class TalkTurns(QWidget):
    """Everybody present, one row each; grows with its rows."""

    changed = Signal(object, object, bool, bool)
    """Person, times spoken (None: not counted), shared practice, led a part."""

    def __init__(self, w: Words, theme: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.w = w
        self._theme = theme
        self._lines: list[TurnLine] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(plain_label(w("Keys: + and − count · S shared practice · L led a part"), "help"))
        theme.changed.connect(self._fit)

    @property
    def rows(self) -> list[TurnRow]:
        """The rows as shown."""
        return [line.row for line in self._lines]

    def set_rows(self, rows: Sequence[TurnRow]) -> None:
        """Show these people; the current row keeps the focus when it is still there."""
        if [row.person_id for row in rows] == [line.row.person_id for line in self._lines]:
            for line, row in zip(self._lines, rows, strict=True):
                line.show_row(row)
            return
        focus = QApplication.focusWidget()
        current = next((line.row.person_id for line in self._lines if line is focus), None)
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = [self._line(row, at) for at, row in enumerate(rows)]
        self._become(0)
        self._fit()
        keys = [row.person_id for row in rows]
        if current in keys:
            self.focus_row(keys.index(current))

    def focus_row(self, at: int) -> None:
        """Put the focus on a row."""
        if self._lines:
            self._lines[max(0, min(at, len(self._lines) - 1))].setFocus(Qt.FocusReason.TabFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows fold where it is narrow."""
        super().resizeEvent(event)
        self._fit()

    def _line(self, row: TurnRow, at: int) -> TurnLine:
        line = TurnLine(self.w, self._theme, row, self)
        line.fit()
        line.changed.connect(self._tell)
        line.moved.connect(lambda by: self.focus_row(at + by))
        line.focused.connect(partial(self._become, at))
        self._column.addWidget(line)
        # at once and not with the next events: a hidden row could not take the focus
        line.show()
        return line

    def _tell(self, row: TurnRow) -> None:
        self.changed.emit(row.person_id, row.turns, row.shared, row.led)

    def _become(self, at: int) -> None:
        """Only the current row is a stop of the Tab key."""
        for place, line in enumerate(self._lines):
            line.setFocusPolicy(Qt.FocusPolicy.StrongFocus if place == at else Qt.FocusPolicy.ClickFocus)

    def _fit(self) -> None:
        for line in self._lines:
            line.fit()
            line.set_narrow(self.width() < self._theme.px(NARROW))
