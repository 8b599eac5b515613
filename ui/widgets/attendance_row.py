"""One line of the attendance grid: name, six letters to press, note."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QWidget

from plcdesk.domain.meetings import Presence
from plcdesk.words import Words
from ui.runtime.context import Look
from ui.theme.roles import set_role
from ui.widgets.attendance_cells import NoteCell, Segment
from ui.widgets.control import SMALLEST
from ui.widgets.elided import ElidedLabel
from ui.widgets.fields import TextField
from ui.widgets.form_field import plain_label


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    """Someone expected at a meeting. `key` is the page's own; `role` is shown behind a guest's name."""

    key: object
    name: str
    presence: Presence | None = None
    note: str = ""
    guest: bool = False
    role: str = ""


class AttendanceLine(QFrame):
    """The row itself. It has the focus, paints that it has, and turns keys into marks."""

    marked = Signal(object, bool)
    """Presence (or None) the user set, and whether to move on."""
    moved = Signal(int)
    repeated = Signal()
    noted = Signal(str)
    removed = Signal()
    focused = Signal()

    def __init__(self, w: Words, theme: Look, row: AttendanceRow, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.w = w
        self._theme = theme
        self.row = row
        self._number = number
        self._editor: TextField | None = None
        self._narrow = False
        set_role(self, "row")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.name = ElidedLabel()
        self.blank = plain_label(w("not filled in"), "help")
        self.segments = {mark: Segment(theme, mark, w(mark.label), self) for mark in Presence}
        keep = self.blank.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self.blank.setSizePolicy(keep)
        self.note = NoteCell(theme, w("Add a note"), self)
        self.note.clicked.connect(self.edit_note)
        self._arrange()
        for mark, segment in self.segments.items():
            segment.clicked.connect(partial(self._click, mark))
        self.show_row(row)

    def _arrange(self) -> None:
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(12, 0, 8, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(0)
        count = plain_label(str(self._number), "meta")
        count.setFixedWidth(self._theme.px(24))
        letters = QHBoxLayout()
        letters.setSpacing(0)
        for segment in self.segments.values():
            letters.addWidget(segment)
        self._grid.addWidget(count, 0, 0)
        self._grid.addWidget(self.name, 0, 1)
        self._grid.addLayout(letters, 0, 2)
        self._grid.addWidget(self.blank, 0, 3)
        self._grid.addWidget(self.note, 0, 4)
        self._grid.setColumnStretch(1, 3)
        self._grid.setColumnStretch(4, 2)

    def show_row(self, row: AttendanceRow) -> None:
        """Show other values; a note being written stays."""
        self.row = row
        who = self.w("{name} ({role})", name=row.name, role=row.role) if row.guest and row.role else row.name
        self.name.setText(who)
        for mark, segment in self.segments.items():
            segment.setChecked(mark is row.presence)
            segment.setAccessibleName(f"{row.name}: {self.w(mark.label)} ({mark.value})")
        self.blank.setVisible(row.presence is None and not self._narrow)
        self.note.set_note(row.note)
        self.note.setAccessibleName(self.w("Note for {name}", name=row.name))
        state = self.w(row.presence.label) if row.presence is not None else self.w("not filled in")
        self.setAccessibleName(", ".join(part for part in (f"{self._number}. {who}: {state}", row.note) if part))

    def set_presence(self, presence: Presence | None) -> None:
        """Show another mark."""
        self.show_row(replace(self.row, presence=presence))

    def set_narrow(self, narrow: bool) -> None:
        """Without room the note is out of sight until Enter; one that exists stands below the name."""
        self._narrow = narrow
        keep = self.blank.sizePolicy()
        keep.setRetainSizeWhenHidden(not narrow)
        self.blank.setSizePolicy(keep)
        self.blank.setVisible(self.row.presence is None and not narrow)
        self._grid.removeWidget(self.note)
        if narrow:
            self._grid.addWidget(self.note, 1, 1, 1, 3)
        else:
            self._grid.addWidget(self.note, 0, 4)
        self._grid.setColumnStretch(4, 0 if narrow else 2)
        self.note.setVisible(self._editor is None and (not narrow or bool(self.row.note)))

    def fit(self) -> None:
        """Follow a change of text size."""
        for segment in self.segments.values():
            segment.fit()
        self.setMinimumHeight(max(SMALLEST + 2, self._theme.row_height))

    def edit_note(self) -> None:
        """Open the note; Enter, Escape or leaving closes it, and each keeps what was typed."""
        if self._editor is not None:
            return
        self._editor = TextField(200, self)
        self._editor.setAccessibleName(self.w("Note for {name}", name=self.row.name))
        self._editor.set_value(self.row.note)
        self._editor.end(False)
        self._editor.setMinimumWidth(120)
        self.note.hide()
        if self._narrow:
            self._grid.addWidget(self._editor, 1, 1, 1, 3)
        else:
            self._grid.addWidget(self._editor, 0, 4)
        self._editor.left.connect(self._close_note)
        self._editor.show()
        self._editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        """Claim the Delete key for a guest's row: the window would take it as its own."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self.row.guest and \
                self.hasFocus() and event.key() == Qt.Key.Key_Delete:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the attendance list (ux.md 4)."""
        key = event.key()
        if self._editor is not None and key == Qt.Key.Key_Escape:
            self._close_note()
        elif event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier & ~Qt.KeyboardModifier.ShiftModifier:
            super().keyPressEvent(event)
        elif (mark := mark_of(event)) is not None:
            self.marked.emit(mark, True)
        elif key == Qt.Key.Key_Backspace:
            self.marked.emit(None, False)
        elif key == Qt.Key.Key_Space:
            self.repeated.emit()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit_note()
        elif key == Qt.Key.Key_Delete and self.row.guest:
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press anywhere on the row moves the focus here."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """This is the current row now."""
        super().focusInEvent(event)
        self.note.set_offered(True)
        self.focused.emit()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Paint without the bar."""
        super().focusOutEvent(event)
        self.note.set_offered(False)
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        """The mouse is here: offer a note."""
        self.note.set_offered(True)

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse has left."""
        self.note.set_offered(self.hasFocus())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The current row has another ground and a bar, as in every list."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.fillRect(self.rect(), self._theme.tokens.color("selected"))
            painter.fillRect(0, 0, 3, self.height(), self._theme.tokens.color("primary"))

    def sizeHint(self) -> QSize:
        """At least a table row."""
        return super().sizeHint().expandedTo(QSize(0, max(SMALLEST + 2, self._theme.row_height)))

    def _click(self, mark: Presence) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.marked.emit(None if mark is self.row.presence else mark, False)

    def _close_note(self) -> None:
        editor, self._editor = self._editor, None
        if editor is None:
            return
        text, had_focus = editor.value(), editor.hasFocus()
        editor.hide()
        editor.deleteLater()
        self.set_narrow(self._narrow)
        if had_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        if text != self.row.note:
            self.show_row(replace(self.row, note=text))
            self.set_narrow(self._narrow)
            self.noted.emit(text)


def mark_of(event: QKeyEvent) -> Presence | None:
    """The mark a key stands for: its letter, or its place as a digit."""
    marks, text = list(Presence), event.text().upper()
    if text.isdigit() and 1 <= int(text) <= len(marks):
        return marks[int(text) - 1]
    return next((mark for mark in marks if mark.value == text), None)
