"""A person, found by the first letters of the name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from plcdesk.domain.changes import Problem
from plcdesk.domain.fields import mark
from plcdesk.domain.ids import Id
from plcdesk.words import Words
from ui.runtime.tips import plain_tip
from ui.widgets.fields import LineField

LETTERS = 3
"""So many letters and the list of matching people opens."""

_ROW = 36
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Option:
    """Someone to choose: identity, name as shown, and what tells namesakes apart (the school)."""

    id: Id
    title: str
    sub: str = ""


class PeopleSource(Protocol):
    """Where people are looked up."""

    def find(self, text: str, limit: int) -> Sequence[Option]:
        """People whose names match, best first. An empty text may give the nearest ones (the group's members)."""

    def name(self, person: Id) -> str:
        """The name of one person, empty when unknown."""


class PersonField(LineField):
    """Type three letters, Enter takes the first match; Down or a click on the field shows the nearest people.

    The value is the person's id. Text that names nobody stays as typed and is reported.
    """

    def __init__(self, w: Words, people: PeopleSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.w = w
        self.people = people
        self._chosen: Id | None = None
        self._options: list[Option] = []
        self._list = _Matches(self)
        self._list.picked.connect(self._pick_row)
        self.returnPressed.disconnect()
        self.textEdited.connect(self._typed)

    def value(self) -> Id | None:
        """The chosen person."""
        return self._chosen

    def set_value(self, value: Id | None) -> None:
        """Show a person's name, or nothing."""
        self._chosen = value
        self.setText(self.people.name(value) if value is not None else "")
        self.setCursorPosition(0)

    def raw(self) -> str:
        """The text as typed."""
        return self.text()

    def set_raw(self, text: str) -> None:
        """Show this text; a full name chooses its person."""
        self.setText(text)
        self._chosen = self._named(text)

    def readable(self) -> bool:
        """Whether this is empty or a known person."""
        return self._chosen is not None or not self.text().strip()

    def problem(self) -> Problem | None:
        """Text that names nobody."""
        if self.readable():
            return None
        return Problem("", mark("“{name}” is not in the list. Type the first letters, then choose a name."),
                       {"name": self.text().strip()})

    def matches(self) -> list[Option]:
        """The people listed at the moment."""
        return list(self._options) if self._list.isVisible() else []

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk the list, Enter takes, Escape closes it and nothing else."""
        key = event.key()
        open_list = self._list.isVisible()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and (open_list or key == Qt.Key.Key_Down):
            if open_list:
                self._list.step(1 if key == Qt.Key.Key_Down else -1)
            else:
                self._offer(self.text() if self._chosen is None else "")
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key == Qt.Key.Key_Escape and open_list:
            self._list.hide()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """An unmistakable name is taken, the list closes."""
        self._settle()
        self._list.hide()
        super().focusOutEvent(event)

    def _typed(self, text: str) -> None:
        self._chosen = None
        if len(text.strip()) >= LETTERS:
            self._offer(text)
        else:
            self._list.hide()

    def _offer(self, text: str) -> None:
        self._options = [] if self.isReadOnly() else list(self.people.find(text.strip(), _SHOWN))
        if self._options:
            self._list.offer(self._options, self)
        else:
            self._list.hide()

    def _enter(self) -> None:
        """Take the marked match, or what is written."""
        if self._list.isVisible():
            self._pick_row(self._list.row())
        else:
            self._settle()
            self.left.emit()
        self.entered.emit()

    def _pick_row(self, row: int) -> None:
        self._list.hide()
        self.set_value(self._options[row].id)
        self.edited.emit()
        self.left.emit()

    def _settle(self) -> None:
        if self._chosen is None and self.text().strip():
            found = self._named(self.text())
            if found is not None:
                self.set_value(found)
                self.edited.emit()

    def _named(self, text: str) -> Id | None:
        wanted = " ".join(text.split()).casefold()
        if not wanted:
            return None
        same = [option for option in self.people.find(text.strip(), _SHOWN) if option.title.casefold() == wanted]
        return same[0].id if len(same) == 1 else None


class _Matches(QFrame):
    """The list under the field. It never takes the keyboard: typing goes on in the field."""

    picked = Signal(int)

    def __init__(self, field: PersonField) -> None:
        super().__init__(field, Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint)
        self.setProperty("role", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._rows = QListWidget(self)
        self._rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._rows.setProperty("role", "plain")
        self._rows.setUniformItemSizes(True)
        self._rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rows.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._rows.setAccessibleName(field.w("Matching people"))
        # pressing the mouse is the last moment before the field would lose the focus and close the list
        self._rows.viewport().installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(self._rows)

    def offer(self, options: Sequence[Option], field: QWidget) -> None:
        """Show these below the field, the first one marked."""
        self._rows.clear()
        for option in options:
            text = f"{option.title} · {option.sub}" if option.sub else option.title
            item = QListWidgetItem(text, self._rows)
            item.setToolTip(plain_tip(text))
            item.setSizeHint(QSize(0, _ROW))
        self._rows.setCurrentRow(0)
        self.resize(max(field.width(), 280), _ROW * len(options) + 4)
        self.move(self._place(field))
        self.show()

    def row(self) -> int:
        """The marked row."""
        return max(0, self._rows.currentRow())

    def step(self, by: int) -> None:
        """Mark the next or previous row; the ends meet."""
        self._rows.setCurrentRow((self._rows.currentRow() + by) % self._rows.count())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A press picks."""
        if event.type() is QEvent.Type.MouseButtonPress:
            index = self._rows.indexAt(event.position().toPoint())  # type: ignore[attr-defined]
            if index.isValid():
                self.picked.emit(index.row())
            return True
        return super().eventFilter(watched, event)

    def _place(self, field: QWidget) -> QPoint:
        below = field.mapToGlobal(QPoint(0, field.height() + 2))
        screen = field.screen().availableGeometry()
        if below.y() + self.height() > screen.bottom():
            below.setY(field.mapToGlobal(QPoint(0, 0)).y() - self.height() - 2)
        return below
