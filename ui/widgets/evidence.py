"""The box for notes of evidence at the bottom of a rating, and the notes an item already has."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from plcdesk.domain.forms import Note
from plcdesk.words import Words
from ui.runtime.context import Look
from ui.theme.roles import set_role
from ui.widgets.control import SMALLEST
from ui.widgets.fields import TextField
from ui.widgets.form_field import plain_label
from ui.widgets.scrolling import ScrolledColumn

Minute = Callable[[], int | None]


class EvidenceBox(QWidget):
    """One line; Enter saves it as a note with the minute, and the keyboard returns to where it was before F8."""

    noted = Signal(object)
    """A Note."""
    typed = Signal(str)

    def __init__(self, w: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.w = w
        self.setObjectName("foot")  # a toast stays above it
        self.minute: Minute = lambda: None
        self._came_from: QWidget | None = None
        self.caption = plain_label(w("Evidence note (F8)"), "label")
        self.line = TextField(500)
        self.line.setAccessibleName(w("Evidence note"))
        self.line.setToolTip(w("Enter stores the note with the minute and the item in view"))
        self.add = set_role(QPushButton(w("Add note")), "outlined")
        self.add.setMinimumHeight(SMALLEST)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.caption)
        row.addWidget(self.line, 1)
        row.addWidget(self.add)
        self.line.textEdited.connect(self.typed)
        self.line.returnPressed.connect(self._entered)
        self.add.clicked.connect(self.store)

    def jump(self) -> None:
        """F8: into the line, and from there back to where the keyboard was."""
        focus = QApplication.focusWidget()
        if focus is self.line:
            self.back()
        else:
            self._came_from = focus
            self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def back(self) -> None:
        """The keyboard returns to where it was."""
        place, self._came_from = self._came_from, None
        if place is not None and place.isVisible():
            place.setFocus(Qt.FocusReason.OtherFocusReason)

    def store(self) -> bool:
        """Tell the note, with the minute; False when nothing is written."""
        text = self.line.value()
        if not text:
            return False
        note = Note(self.minute(), text)
        self.line.clear()
        self.noted.emit(note)
        return True

    def _entered(self) -> None:
        if self.store() and self._came_from is not None:
            self.back()


class NoteList(QWidget):
    """The notes of the item in view, each with a button that takes it away."""

    removed = Signal(int)
    """The place of the note, from 0."""

    def __init__(self, w: Words, theme: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.w = w
        self._theme = theme
        self._lines: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._head = plain_label(w("Notes on this item"), "label")
        self._column.addWidget(self._head)
        self._head.hide()

    def show_notes(self, notes: Sequence[Note], *, locked: bool = False) -> None:
        """Show these notes."""
        for line in self._lines:
            line.hide()
            line.deleteLater()
        self._lines = [self._line(at, note, locked) for at, note in enumerate(notes)]
        self._head.setVisible(bool(notes))

    def _line(self, at: int, note: Note, locked: bool) -> QWidget:
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        if note.minute is not None:
            row.addWidget(plain_label(self.w("minute {m}", m=str(note.minute)), "pill-neutral"), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(plain_label(note.text, "body", wrap=True), 1)
        if not locked:
            remove = set_role(QPushButton(), "icon")
            self._theme.dress(remove, "x")
            remove.setAccessibleName(self.w("Remove the note “{words}”", words=note.text))
            remove.setToolTip(self.w("Remove this note"))
            remove.clicked.connect(lambda: self.removed.emit(at))
            row.addWidget(remove)
        self._column.addWidget(line)
        line.show()
        return line


class QuietScroll(ScrolledColumn):
    """A scrolling column that leaves Page Up and Page Down to whoever turns items with them."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Every key goes on."""
        event.ignore()
