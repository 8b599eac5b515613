"""All modules at a glance: a column for each step of the round they have come to."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from plcdesk.domain.ids import Id
from plcdesk.domain.modules import ModuleRow
from plcdesk.domain.programme import Letter
from plcdesk.words import Words
from ui.pages.modules.part import Part
from ui.pages.modules.pill import Pill
from ui.pages.modules.wording import module_line
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.empty import EmptyState
from ui.widgets.equal_columns import EqualColumns
from ui.widgets.form_field import plain_label

STEPS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
"""Where an arrow leads: columns to the right, cards down."""
NARROWEST = 210
"""Narrowest column, in pixels at text size 100 %."""


class BoardCard(QPushButton):
    """A module: its title, where it stands, its status. The whole can be pressed."""

    def __init__(self, w: Words, row: ModuleRow) -> None:
        super().__init__()
        set_role(self, "tile")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        line = module_line(row, w, staged=True)
        self.module: Id = row.id
        self.setAccessibleName(f"{line.title}. {line.sub}. {line.pill}")
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        below = QHBoxLayout()
        below.addWidget(Pill(line.pill, line.tone))
        below.addStretch(1)
        column.addWidget(plain_label(line.title, "strong", wrap=True))
        column.addWidget(plain_label(line.sub, "help", wrap=True))
        column.addLayout(below)
        for part in self.findChildren(QWidget):
            # the words are the face of the button: a press on them is a press on it
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows are the board's: a button alone would walk along the order of Tab."""
        if Qt.Key(event.key()) in STEPS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """As large as its words."""
        return self._column.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """As large as its words can be wrapped."""
        return self._column.minimumSize()

    def hasHeightForWidth(self) -> bool:
        """Narrow cards wrap their words."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height at a width."""
        return self._column.totalHeightForWidth(width)


class Board(Part):
    """Plan, do, check and act beside each other where there is room, below each other where there is not; the arrow
    keys walk from card to card. `opened(id)`: a card was pressed."""

    opened = Signal(object)
    add_asked = Signal()

    def __init__(self, ctx: Context, origin: QObject) -> None:
        super().__init__(ctx, origin)
        self._holder: QWidget | None = None
        self.columns: list[list[BoardCard]] = []
        self.setAccessibleName(self.w("Modules by step"))
        self.column.addStretch(1)

    def show_rows(self, rows: list[ModuleRow]) -> None:
        """Show the modules."""
        old, self._holder = self._holder, QWidget()
        set_role(self._holder, "scrolled")
        grid = EqualColumns(self._fitting, self._holder, 12)
        self.columns = []
        if not rows:
            grid.addWidget(self._nothing())
        for letter in Letter if rows else ():
            mine = [row for row in rows if row.step is letter]
            grid.addWidget(self._stage(letter, mine))
        if old is not None:
            self.column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.column.insertWidget(0, self._holder)

    def setFocus(self, *_: object) -> None:
        """To the first card."""
        for card in [card for column in self.columns for card in column][:1]:
            card.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk from card to card."""
        step = STEPS.get(Qt.Key(event.key()))
        if step is None or not self._walk(*step):
            super().keyPressEvent(event)

    def _nothing(self) -> EmptyState:
        w = self.w
        empty = EmptyState(w, w("No modules yet"), w("A module, lesson plan or project that your group works on together."),
                           w("Add a module"), primary=False)
        empty.acted.connect(self.add_asked)
        return empty

    def _stage(self, letter: Letter, rows: list[ModuleRow]) -> QWidget:
        stage, cards = QWidget(), [BoardCard(self.w, row) for row in rows]
        column = QVBoxLayout(stage)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(plain_label(f"{self.w(letter.label)} ({self.w.number(len(rows))})", "subsection"))
        for card in cards:
            once(card, partial(self.opened.emit, card.module))
            column.addWidget(card)
        if not cards:
            column.addWidget(plain_label(self.w("No module at this step"), "help", wrap=True))
        column.addStretch(1)
        self.columns.append(cards)
        return stage

    def _walk(self, across: int, down: int) -> bool:
        place = next(((at, row) for at, column in enumerate(self.columns) for row, card in enumerate(column)
                      if card.hasFocus()), None)
        if place is None:
            return False
        at, row = place[0] + across, place[1] + down
        while across and 0 <= at < len(self.columns) and not self.columns[at]:
            at += across
        if not 0 <= at < len(self.columns) or not 0 <= (row if down else 0) < len(self.columns[at]):
            return True
        card = self.columns[at][min(row, len(self.columns[at]) - 1)]
        card.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ensureWidgetVisible(card)
        return True

    def _fitting(self, width: int) -> int:
        room = self.ctx.theme.px(NARROWEST)
        return next(count for count in (4, 2, 1) if count == 1 or width >= count * room)

    def _fit(self) -> None:
        """As wide as the page."""
