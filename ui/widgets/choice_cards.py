"""One of several, each with a line that explains it: cards below each other with a round mark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QMargins, QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QRadioButton, QVBoxLayout, QWidget

from plcdesk.words import Words
from ui.theme.roles import set_role
from ui.widgets.control import SMALLEST, set_property, tab_order
from ui.widgets.flow import ItemsLayout
from ui.widgets.form_field import plain_label
from ui.widgets.scrolling import BODY

INDENT = 26
"""From the edge of a card to its words, past the round mark, in pixels."""
BESIDE = 560
"""From this width on the line stands beside the name, in pixels at text size 100 %."""
NAME, GAP = 200, 8
MARGINS = QMargins(12, 2, 12, 3)


@dataclass(frozen=True, slots=True)
class CardOption:
    """A key, its name, and what it means in a sentence or two, each on a line of its own."""

    key: str
    title: str
    lines: tuple[str, ...] = ()


class _NameAndLine(ItemsLayout):
    """A name with its line beside it, or below it where it is narrow."""

    def sizeHint(self) -> QSize:
        """The line beside the name."""
        name, line = (item.sizeHint() for item in self._items)
        return QSize(max(NAME, name.width()) + GAP + line.width(), max(name.height(), line.height())).grownBy(MARGINS)

    def minimumSize(self) -> QSize:
        """The line below the name."""
        name, line = (item.minimumSize() for item in self._items)
        return QSize(max(name.width(), INDENT + line.width()), name.height()).grownBy(MARGINS)

    def _lay(self, rect: QRect, *, move: bool) -> int:
        room = rect.marginsRemoved(MARGINS)
        name, line = self._items
        first = name.sizeHint()
        owner = self.parentWidget()
        size = max(owner.font().pixelSize() if owner is not None else BODY, BODY)
        if room.width() >= BESIDE * size / BODY:
            left = max(NAME * size // BODY, first.width()) + GAP
            below = line.heightForWidth(room.width() - left)
            height = max(first.height(), below)
            name_at, line_at = (height - first.height()) // 2, (height - below) // 2
        else:
            left = INDENT
            below = line.heightForWidth(room.width() - left)
            height, name_at, line_at = first.height() + below, 0, first.height()
        if move:
            name.setGeometry(QRect(room.x(), room.y() + name_at, min(first.width(), room.width()), first.height()))
            line.setGeometry(QRect(room.x() + left, room.y() + line_at, room.width() - left, below))
        return height + MARGINS.top() + MARGINS.bottom()


class _Card(QFrame):
    """A round mark with a name, and what it means; a press anywhere chooses it."""

    def __init__(self, option: CardOption) -> None:
        super().__init__()
        self.option = option
        set_role(self, "compared")
        self.radio = QRadioButton(option.title.replace("&", "&&"))
        self.radio.setMinimumHeight(SMALLEST)
        self.radio.setAccessibleName(option.title)
        self.radio.setAccessibleDescription(" ".join(option.lines))
        row = _NameAndLine(self)
        row.addWidget(self.radio)
        row.addWidget(plain_label(" ".join(option.lines), "help", wrap=True))
        self.radio.toggled.connect(lambda on: set_property(self, "chosen", on))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The lines belong to the choice."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.radio.setFocus(Qt.FocusReason.MouseFocusReason)
            self.radio.click()


class ChoiceCards(QWidget):
    """Exactly one is chosen. More than `most` fold away behind a link, but never the chosen one."""

    chosen = Signal(str)
    """The user chose this key."""

    def __init__(self, w: Words, label: str, most: int = 5, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.w = w
        self._most = most
        self._all = False
        self._options: list[CardOption] = []
        self._key = ""
        self.cards: list[_Card] = []
        self.setAccessibleName(label)
        self._group = QButtonGroup(self)
        self.more = set_role(QPushButton(), "link")
        self.more.setMinimumHeight(SMALLEST)
        self.more.clicked.connect(self._show_all)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def value(self) -> str:
        """The key of the chosen card."""
        return self._key

    def set_options(self, options: Sequence[CardOption], value: str) -> None:
        """Offer these, with `value` chosen. The same ones with the same choice stay as they are, with the keyboard."""
        if list(options) == self._options and value == self._key:
            return
        self._options, self._key = list(options), value
        self._build()

    def set_value(self, value: str) -> None:
        """Choose without telling."""
        self._key = value
        self._build()

    def choose(self, key: str) -> None:
        """Choose as the user would."""
        for card in self.cards:
            if card.option.key == key:
                card.radio.click()

    def begin(self) -> None:
        """Put the keyboard on the chosen one."""
        card = next((card for card in self.cards if card.radio.isChecked()), None)
        if card is not None:
            card.radio.setFocus(Qt.FocusReason.TabFocusReason)

    @property
    def first(self) -> QWidget:
        """The widget that Tab reaches first."""
        return next((card.radio for card in self.cards if card.radio.isChecked()), self.more)

    def _build(self) -> None:
        held = any(card.radio.hasFocus() for card in self.cards)
        for old in self.cards:
            self._group.removeButton(old.radio)
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        shown = self._options if self._all else [
            option for at, option in enumerate(self._options) if at < self._most or option.key == self._key]
        self.cards = []
        for at, option in enumerate(shown):
            card = _Card(option)
            self._group.addButton(card.radio)
            self._column.insertWidget(at, card)
            card.radio.setChecked(option.key == self._key)
            card.radio.clicked.connect(partial(self._choose, option.key))
            card.show()
            self.cards.append(card)
        self.more.setText(self.w("Show all {n}", n=len(self._options)))
        self.more.setVisible(len(shown) < len(self._options))
        tab_order([*(card.radio for card in self.cards), self.more])
        if held:
            self.begin()

    def _choose(self, key: str) -> None:
        if key != self._key:
            self._key = key
            self.chosen.emit(key)

    def _show_all(self) -> None:
        self._all = True
        self._build()
        self.begin()
