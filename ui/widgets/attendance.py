"""The attendance list: fast to fill by keys, plain to fill by mouse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from plcdesk.domain.meetings import Presence
from plcdesk.words import Words
from ui.runtime.context import Look
from ui.theme.roles import set_role
from ui.widgets.attendance_row import AttendanceLine, AttendanceRow
from ui.widgets.control import SMALLEST
from ui.widgets.flow import FlowLayout
from ui.widgets.form_field import plain_label

__all__ = ["AttendanceGrid", "AttendanceRow"]

NARROW = 640
"""Below this width notes give way to names."""

_ALWAYS = (Presence.PRESENT, Presence.EXCUSED, Presence.SICK, Presence.ABSENT)


class AttendanceGrid(QWidget):
    """Rows of people with six marks each; grows with its rows, so the page keeps its one scroll bar.

    Keys on a row: H T I S D A or 1 to 6 set and move down, Space repeats the row above, Backspace clears, Enter
    opens the note, arrows move. What was set shows at once; the page stores it and hands in the rows again.
    """

    marked = Signal(object, object)
    """Key of the row, its new `Presence` or None."""
    all_marked = Signal(list)
    """Keys of the rows that were blank and are now marked present."""
    note_changed = Signal(object, str)
    guest_asked = Signal()
    guest_removed = Signal(object)

    def __init__(self, w: Words, theme: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.w = w
        self._theme = theme
        self._lines: list[AttendanceLine] = []
        self._at = 0
        self.read_only = False
        self.mark_all_button = set_role(QPushButton(w("Mark all present")), "outlined")
        self.mark_all_button.setToolTip("Ctrl+Shift+H")
        self.mark_all_button.clicked.connect(self.mark_all)
        self.note_button = set_role(QPushButton(w("Note")), "outlined")
        self.note_button.setToolTip("Enter")
        self.note_button.setAccessibleName(w("Note for the current row"))
        self.note_button.clicked.connect(self._edit_note)
        self.guest_button = set_role(QPushButton(w("Add a guest")), "outlined")
        self.guest_button.clicked.connect(self.guest_asked)
        self.remove_button = set_role(QPushButton(w("Remove this guest")), "flat")
        self.remove_button.setToolTip("Del")
        self.remove_button.clicked.connect(lambda: self.guest_removed.emit(self.current_key))
        self.count_label = plain_label("", "strong")
        self.hint = plain_label(w("Keys: H T I S D A · Space = same as above"), "help")
        self._arrange()
        theme.changed.connect(self._fit)

    def _arrange(self) -> None:
        theme_dress = ((self.mark_all_button, "check"), (self.guest_button, "plus"))
        for button, icon in theme_dress:
            self._theme.dress(button, icon)
        bar = QWidget()
        flow = FlowLayout(bar, 12)
        for part in (self.mark_all_button, self.note_button, self.count_label, self.hint):
            flow.addWidget(part)
        for button in (self.mark_all_button, self.note_button, self.guest_button, self.remove_button):
            button.setMinimumHeight(SMALLEST)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(bar)
        column.addLayout(self._rows)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.guest_button)
        foot.addWidget(self.remove_button)
        foot.addStretch(1)
        column.addLayout(foot)
        self.remove_button.hide()

    @property
    def rows(self) -> list[AttendanceRow]:
        """The rows as shown."""
        return [line.row for line in self._lines]

    @property
    def current_key(self) -> object:
        """Key of the current row, None without rows."""
        return self._lines[self._at].row.key if self._lines else None

    def set_rows(self, rows: Sequence[AttendanceRow]) -> None:
        """Show these people. The current row stays the current one, a note being written stays open."""
        if [row.key for row in rows] == [line.row.key for line in self._lines]:
            for line, row in zip(self._lines, rows, strict=True):
                line.show_row(row)
                line.set_narrow(self._narrow)
        else:
            self._rebuild(rows)
        self._recount()

    def mark_all(self) -> None:
        """Mark every blank row present; marked rows stay as they are."""
        blank = [line for line in self._lines if line.row.presence is None]
        if self.read_only or not blank:
            return
        for line in blank:
            line.set_presence(Presence.PRESENT)
        self._recount()
        self.all_marked.emit([line.row.key for line in blank])

    def focus_first_blank(self) -> None:
        """Put the focus on the first row that is not filled in, else on the first row."""
        at = next((at for at, line in enumerate(self._lines) if line.row.presence is None), 0)
        self.focus_row(at)

    def focus_row(self, at: int) -> None:
        """Put the focus on a row."""
        if self._lines:
            line = self._lines[max(0, min(at, len(self._lines) - 1))]
            line.setFocus(Qt.FocusReason.TabFocusReason)

    def counts(self) -> Counter[Presence | None]:
        """How many rows carry each mark; None counts the blank ones."""
        return Counter(line.row.presence for line in self._lines)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Shift+H works from anywhere inside."""
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        if event.key() == Qt.Key.Key_H and event.modifiers() == both:
            self.mark_all()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Notes come and go with the width."""
        super().resizeEvent(event)
        self._relayout()

    def changeEvent(self, event: QEvent) -> None:
        """Another font may change what fits."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and hasattr(self, "_rows"):
            self._relayout()

    @property
    def _narrow(self) -> bool:
        return self.width() < self._theme.px(NARROW)

    def _rebuild(self, rows: Sequence[AttendanceRow]) -> None:
        current, focus = self.current_key, QApplication.focusWidget()
        had_focus = focus is not None and any(line is focus or line.isAncestorOf(focus) for line in self._lines)
        for line in self._lines:
            self._rows.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = [self._line(row, at) for at, row in enumerate(rows)]
        keys = [row.key for row in rows]
        self._become(keys.index(current) if current in keys else min(self._at, max(0, len(rows) - 1)))
        self._relayout()
        for first, second in pairwise((self.note_button, *self._lines, self.guest_button, self.remove_button)):
            QWidget.setTabOrder(first, second)
        if had_focus:
            self.focus_row(self._at)

    def _line(self, row: AttendanceRow, at: int) -> AttendanceLine:
        line = AttendanceLine(self.w, self._theme, row, at + 1, self)
        line.marked.connect(partial(self._mark, at))
        line.moved.connect(lambda by: self.focus_row(at + by))
        line.repeated.connect(partial(self._repeat, at))
        line.noted.connect(lambda text: self.note_changed.emit(line.row.key, text))
        line.removed.connect(lambda: self.guest_removed.emit(line.row.key))
        line.focused.connect(partial(self._become, at))
        line.fit()
        self._rows.addWidget(line)
        # at once and not with the next events: a hidden row could not take the focus
        line.show()
        return line

    def _become(self, at: int) -> None:
        """Only the current row is a stop of the Tab key: Tab leaves the list."""
        self._at = at
        for place, line in enumerate(self._lines):
            line.setFocusPolicy(Qt.FocusPolicy.StrongFocus if place == at else Qt.FocusPolicy.ClickFocus)
        self.remove_button.setVisible(bool(self._lines) and self._lines[at].row.guest and not self.read_only)

    def _mark(self, at: int, presence: Presence | None, move: bool) -> None:
        line = self._lines[at]
        if self.read_only:
            return
        if presence is not line.row.presence:
            line.set_presence(presence)
            self._recount()
            self.marked.emit(line.row.key, presence)
        if move:
            self.focus_row(at + 1)

    def _repeat(self, at: int) -> None:
        above = self._lines[at - 1].row.presence if at > 0 else None
        if above is not None:
            self._mark(at, above, True)

    def _edit_note(self) -> None:
        if self._lines:
            self._lines[self._at].edit_note()

    def _recount(self) -> None:
        counts = self.counts()
        shown = [mark for mark in Presence if counts[mark] or mark in _ALWAYS or not self._narrow]
        parts = [f"{mark.value} {counts[mark]}" for mark in shown]
        self.count_label.setText(" · ".join([*parts, self.w("blank {n}", n=counts[None])]))
        words = [f"{self.w(mark.label)} {counts[mark]}" for mark in Presence]
        self.count_label.setAccessibleName(", ".join([*words, self.w("blank {n}", n=counts[None])]))

    def _relayout(self) -> None:
        for line in self._lines:
            line.set_narrow(self._narrow)
        self.note_button.setVisible(self._narrow and bool(self._lines))
        self.hint.setVisible(not self._narrow and not self._theme.short)
        self._recount()

    def _fit(self) -> None:
        for line in self._lines:
            line.fit()
        self._relayout()
