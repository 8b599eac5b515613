"""One entry that was changed on two computers, and the question which value to use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from plcdesk.words import NOTHING, Words
from ui.theme.roles import set_role
from ui.widgets.control import SMALLEST, set_property, tab_order
from ui.widgets.form_field import FormField, plain_label
from ui.widgets.long_text import LongText
from ui.widgets.marked_text import MarkedText, differing_words

STACKED = 520


@dataclass(frozen=True, slots=True)
class Side:
    """One of the values: key of the page, heading ("On this computer"), who and when, and the value in words."""

    key: object
    heading: str
    who: str
    text: str


class _Column(QFrame):
    """One value with its button."""

    def __init__(self, w: Words, side: Side, others: Sequence[Side], first: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.side = side
        set_role(self, "diff-here" if first else "diff-stick")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(plain_label(side.heading, "subsection", wrap=True))
        column.addWidget(plain_label(side.who, "help", wrap=True))
        self.text = MarkedText(self)
        if side.text:
            self.text.show_words(differing_words(side.text, others[0].text if others else ""))
        else:
            self.text.show_words([(NOTHING, True)])
        column.addWidget(self.text)
        column.addStretch(1)
        self.button = set_role(QPushButton(w("Use this one")), "outlined")
        self.button.setMinimumHeight(SMALLEST)
        self.button.setAccessibleName(f"{w('Use this one')}: {side.heading}, {side.who}, {side.text or NOTHING}")
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)


class ConflictCard(QFrame):
    """Question, the values side by side, no default. Left and right choose, Enter confirms the choice.

    A press on "Use this one" chooses and confirms at once. The page shows the next card after `chosen`, `combined` or
    `later`.
    """

    chosen = Signal(object)
    """Key of the side to use."""
    combined = Signal(str)
    """A text made of both."""
    later = Signal()

    def __init__(self, w: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.w = w
        self._at: int | None = None
        self._columns: list[_Column] = []
        set_role(self, "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.heading = plain_label("", "section", wrap=True)
        self.question = plain_label(w("This entry was changed on two computers. Which one should be used?"), "strong",
                                    wrap=True)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(12)
        self.result = LongText(3)
        self._field = FormField(w, w("Combined text"), self.result)
        self._take = set_role(QPushButton(w("Use the combined text")), "outlined")
        self._take.clicked.connect(lambda: self.combined.emit(self.result.value()))
        self.combine_button = set_role(QPushButton(w("Combine both")), "outlined")
        self.combine_button.clicked.connect(self._combine)
        self.later_button = set_role(QPushButton(w("Decide later")), "flat")
        self.later_button.clicked.connect(self.later)
        self._arrange()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(12)
        column.addWidget(self.heading)
        column.addWidget(self.question)
        column.addLayout(self._sides)
        column.addWidget(self._field)
        column.addWidget(self._take, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.combine_button)
        row.addWidget(self.later_button)
        row.addWidget(plain_label(self.w("The one not chosen stays in History."), "help", wrap=True), 1)
        for button in (self._take, self.combine_button, self.later_button):
            button.setMinimumHeight(SMALLEST)
        column.addLayout(row)

    def show_entry(self, heading: str, sides: Sequence[Side], *, combine: bool = False) -> None:
        """Show another entry ("2 dari 5 — Pertemuan ke-11, Tempat"). `combine` offers a text made of both."""
        for old in self._columns:
            self._sides.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._at = None
        self.heading.setText(heading)
        self._columns = []
        for at, side in enumerate(sides):
            others = [other for other in sides if other is not side]
            column = _Column(self.w, side, others, at == 0, self)
            column.button.clicked.connect(partial(self.chosen.emit, side.key))
            self._columns.append(column)
            self._sides.addWidget(column, 1)
        self.combine_button.setVisible(combine)
        for part in (self._field, self._take):
            part.hide()
        tab_order([self, *(column.button for column in self._columns), self.result, self._take, self.combine_button,
                   self.later_button])
        self.setAccessibleName(f"{heading}. {self.question.text()}")
        self._mark()

    @property
    def choice(self) -> object:
        """Key of the side marked by the arrows, None while there is none."""
        return self._columns[self._at].side.key if self._at is not None else None

    @property
    def marks(self) -> list[list[str]]:
        """The marked words of each side."""
        return [column.text.marked for column in self._columns]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose, Enter confirms what was chosen and nothing else."""
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self._columns:
            last = len(self._columns) - 1
            if self._at is None:
                self._at = 0 if key == Qt.Key.Key_Left else last
            else:
                self._at = max(0, min(last, self._at + (-1 if key == Qt.Key.Key_Left else 1)))
            self._mark()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focus = self.focusWidget()
            if isinstance(focus, QPushButton) and focus.hasFocus():
                focus.click()
            elif self._at is not None:
                self.chosen.emit(self.choice)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Below each other where it is narrow."""
        super().resizeEvent(event)
        narrow = self.width() < STACKED
        self._sides.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def _mark(self) -> None:
        for at, column in enumerate(self._columns):
            set_property(column, "chosen", at == self._at)
            words = self.w("Use this one")
            column.button.setText(f"✓ {words}" if at == self._at else words)

    def _combine(self) -> None:
        texts = [column.side.text for column in self._columns if column.side.text]
        self.result.set_value("\n\n".join(dict.fromkeys(texts)))
        for part in (self._field, self._take):
            part.show()
        self.result.setFocus(Qt.FocusReason.OtherFocusReason)
