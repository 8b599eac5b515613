"""The levels of a rubric item as cards side by side (ux 4, "Level chips")."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from plcdesk.domain.forms import Rated
from plcdesk.domain.instruments import Item, Option
from plcdesk.words import Words
from ui.runtime.context import Look
from ui.theme.roles import set_role
from ui.widgets.control import SMALLEST, set_property
from ui.widgets.equal_columns import EqualColumns
from ui.widgets.flow import FlowLayout
from ui.widgets.form_field import plain_label

WIDE, HALF = 800, 560
"""From these widths (pixels at text size 100 %) all levels stand in one row, or two of them."""
CHIP = 44
ERASE = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)


class LevelCard(QPushButton):
    """One level: its digit, its name and what it looks like. The whole card can be pressed."""

    moved = Signal(int)

    def __init__(self, theme: Look, key: str, name: str, descriptor: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        set_role(self, "level")
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.digit = plain_label(key, "level-digit")
        self.digit.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.name = plain_label(name, "level-name", wrap=True)
        self.descriptor = plain_label(descriptor, "level-text", self, wrap=True)  # shown without one: a window
        self.descriptor.setVisible(bool(descriptor))
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 10, 6)
        column.setSpacing(2)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.digit, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.name, 1)
        column.addLayout(head)
        column.addWidget(self.descriptor)
        if descriptor:
            column.addStretch(1)
        for part in (self.digit, self.name, self.descriptor):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._key = key
        self.toggled.connect(self._mark)

    def hasHeightForWidth(self) -> bool:
        """The words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of the words at this width, and never less than a finger needs."""
        layout = self.layout()
        height = layout.totalHeightForWidth(width) if layout is not None else 0
        return max(height, self._theme.px(CHIP))

    def sizeHint(self) -> QSize:
        """As wide as half a line of text."""
        width = self._theme.px(200)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """A narrow card is a high one."""
        return QSize(self._theme.px(88), self._theme.px(CHIP))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go to the neighbour and rate nothing; Space and Enter choose."""
        turns = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
        if event.key() in turns:
            self.moved.emit(turns[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        elif event.key() in ERASE:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _mark(self, on: bool) -> None:
        self.digit.setText(f"✓ {self._key}" if on else self._key)
        for part in (self.digit, self.name):
            set_property(part, "chosen", on)
        self.updateGeometry()


class LevelChips(QWidget):
    """The options of one LEVEL item and, apart from them, the deliberate blank. Nothing is ever chosen beforehand.

    `number` is the place of the item among those that are asked. Keys while the focus is inside: the keys of the
    options, the key of the blank, Backspace takes the choice away.
    """

    chosen = Signal(object, bool)
    """Score or None, and whether the item was skipped deliberately; (None, False): the choice was taken away."""

    def __init__(self, w: Words, theme: Look, item: Item, number: int = 1, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        assert item.scale is not None, "only items with a scale have levels"
        self.w, self.item, self.scale = w, item, item.scale
        self._theme = theme
        self._read_only = False
        self._number = number
        self._group = QButtonGroup(self)
        self.cards = [self._card(at, option) for at, option in enumerate(self.scale.options)]
        skip = w("{choice} ({key})", choice=self.scale.skip.to(w.language), key=self.scale.skip_key)
        self.skip = set_role(QPushButton(skip), "skip")
        self.skip.setCheckable(True)
        self.skip.setAccessibleName(w("Item {n}, {text}", n=str(number), text=self.scale.skip.to(w.language)))
        self._group.addButton(self.skip, len(self.cards))
        self.erase = set_role(QPushButton(w("Clear the choice")), "plain")
        self.erase.setToolTip(w("Key: Backspace"))
        self.erase.setAccessibleName(w("Item {n}, clear the choice", n=str(number)))
        for button in (self.skip, self.erase):
            button.setMinimumHeight(SMALLEST)
        self._arrange()
        self._group.idClicked.connect(self._clicked)
        self.erase.clicked.connect(self.clear)
        self.set_value(None)

    def value(self) -> Rated:
        """What is chosen; the evidence is not known here."""
        at = self._group.checkedId()
        if at == len(self.cards):
            return Rated(skipped=True)
        return Rated(score=self.scale.options[at].score) if at >= 0 else Rated()

    def set_value(self, score: int | None, skipped: bool | None = None) -> None:
        """Show a choice without telling; a score off the scale shows as nothing chosen."""
        option = self.scale.by_score(score) if score is not None else None
        self._group.setExclusive(False)
        for at, card in enumerate(self.cards):
            card.setChecked(option is not None and self.scale.options[at] is option)
        self.skip.setChecked(option is None and bool(skipped))
        self._group.setExclusive(True)
        self._show_erase()

    def press(self, key: str) -> bool:
        """Choose by a key of the scale; False when the key means nothing here."""
        option = self.scale.by_key(key)
        if option is None and key != self.scale.skip_key:
            return False
        if not self._read_only:
            at = self.scale.options.index(option) if option is not None else len(self.cards)
            self._group.button(at).setChecked(True)
            self._clicked(at)
        return True

    def clear(self) -> None:
        """Take the choice away, and tell."""
        if self._group.checkedId() >= 0 and not self._read_only:
            if self.erase.hasFocus():
                self.focus_first()
            self.set_value(None)
            self.chosen.emit(None, False)

    def set_read_only(self, locked: bool) -> None:
        """Show only."""
        self._read_only = locked
        for button in (*self.cards, self.skip):
            button.setEnabled(not locked)
        self._show_erase()

    def focus_first(self) -> None:
        """Put the keyboard on the chosen level, or on the first."""
        at = max(0, self._group.checkedId())
        self._group.button(at).setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits and Backspace; keys with Ctrl or Alt belong to the page."""
        if event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier):
            super().keyPressEvent(event)
        elif event.key() in ERASE:
            self.clear()
        elif not (event.text() and self.press(event.text())):
            super().keyPressEvent(event)

    def _card(self, at: int, option: Option) -> LevelCard:
        language = self.w.language
        name = option.label.to(language)
        descriptor = self.item.anchors[at].to(language) if at < len(self.item.anchors) else ""
        card = LevelCard(self._theme, option.key, name, descriptor, self)
        card.setAccessibleName(self.w("Item {n}, level {k} of {total}, {text}", n=str(self._number), k=str(at + 1),
                                      total=str(len(self.scale.options)), text=descriptor or name))
        card.moved.connect(lambda by: self._step(at + by))
        self._group.addButton(card, at)
        return card

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        cards = EqualColumns(self._columns)
        for card in self.cards:
            cards.addWidget(card)
        column.addLayout(cards)
        below = QWidget()
        flow = FlowLayout(below, 8)
        flow.addWidget(self.skip)
        flow.addWidget(self.erase)
        column.addWidget(below)

    def _columns(self, width: int) -> int:
        """Few words need little room: a plain scale stands in one row even where descriptors would not."""
        total = len(self.cards)
        if width >= self._theme.px(WIDE if self.item.anchors else min(WIDE, 120 * total)):
            return total
        return 2 if width >= self._theme.px(HALF if self.item.anchors else 240) else 1

    def _clicked(self, _at: int) -> None:
        self._show_erase()
        now = self.value()
        self.chosen.emit(now.score, bool(now.skipped))

    def _step(self, at: int) -> None:
        buttons = [*self.cards, self.skip]
        if 0 <= at < len(buttons):
            buttons[at].setFocus(Qt.FocusReason.TabFocusReason)

    def _show_erase(self) -> None:
        # it keeps its place while it is hidden, so that nothing jumps
        policy = self.erase.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.erase.setSizePolicy(policy)
        self.erase.setVisible(self._group.checkedId() >= 0 and not self._read_only)
