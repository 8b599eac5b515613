"""The control that answers one item of an instrument, whatever its kind (domain handbook 3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from plcdesk.domain.forms import Rated
from plcdesk.domain.instruments import AnswerKind, Item, Tick
from plcdesk.words import Words
from ui.runtime.context import Look
from ui.widgets.date_field import DateField
from ui.widgets.equal_columns import EqualColumns
from ui.widgets.fields import NumberField
from ui.widgets.form_field import LINE, plain_label
from ui.widgets.item_base import Answers, ItemControl
from ui.widgets.levels import WIDE, LevelCard, LevelChips
from ui.widgets.long_text import GrowingLine, LongText

IDLE_MS, LONGEST_MS, AGAIN_MS = 1500, 5000, 5000
"""Typed words are told after so long a pause, and at the latest so long after the first letter; where they could not be
saved they are told again after `AGAIN_MS`."""
PAGING = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
TICK_KEYS = "1234567890abcdefghijklmnopqrstuvwxyz"


class LevelItem(ItemControl):
    """The levels of a scale."""

    def __init__(self, w: Words, theme: Look, item: Item, number: int, parent: QWidget | None = None) -> None:
        super().__init__(item, parent)
        self.chips = LevelChips(w, theme, item, number)
        self.chips.chosen.connect(self._tell)
        self.column.addWidget(self.chips)

    def show_answer(self, rated: Answers) -> None:
        """Show the stored level."""
        found = rated.get(self.item.code, Rated())
        self.chips.set_value(found.score, found.skipped)

    def press(self, key: str) -> bool:
        """A key of the scale."""
        return self.chips.press(key)

    def clear(self) -> None:
        """Nothing chosen."""
        self.chips.clear()

    def focus_first(self) -> None:
        """The chosen level or the first."""
        self.chips.focus_first()

    def set_read_only(self, locked: bool) -> None:
        """Show only."""
        self.chips.set_read_only(locked)

    def _tell(self, score: int | None, skipped: bool) -> None:
        self.answered.emit(self.item.code, Rated(score=score, skipped=skipped or None))


class TicksItem(ItemControl):
    """Any number of choices, each with a key; an exclusive one stands alone."""

    def __init__(self, w: Words, theme: Look, item: Item, number: int, parent: QWidget | None = None) -> None:
        super().__init__(item, parent)
        self.cards: dict[str, LevelCard] = {}
        cards = EqualColumns(lambda width: 2 if width >= theme.px(WIDE * 3 // 5) else 1)
        for tick, key in zip(item.ticks, TICK_KEYS, strict=False):
            words = tick.label.to(w.language)
            card = LevelCard(theme, key, words)
            card.setAccessibleName(w("Item {n}, {text}", n=str(number), text=words))
            card.clicked.connect(lambda on, tick=tick: self._clicked(tick, on))
            card.moved.connect(lambda by, code=tick.code: self._step(code, by))
            self.cards[tick.code] = card
            cards.addWidget(card)
        self.column.addWidget(plain_label(w("Choose as many as apply; the keys tick and untick"), "help", wrap=True))
        self.column.addLayout(cards)

    def show_answer(self, rated: Answers) -> None:
        """Show the ticks."""
        for code, card in self.cards.items():
            card.setChecked(bool(rated.get(code, Rated()).score))

    def press(self, key: str) -> bool:
        """Tick or untick by key."""
        at = TICK_KEYS.find(key.lower()) if len(key) == 1 else -1
        if not 0 <= at < len(self.cards):
            return False
        card = list(self.cards.values())[at]
        if card.isEnabled():
            card.click()
        return True

    def clear(self) -> None:
        """Untick all."""
        for code, card in self.cards.items():
            if card.isChecked() and card.isEnabled():
                card.setChecked(False)
                self.ticked.emit(code, False)

    def focus_first(self) -> None:
        """The first choice."""
        next(iter(self.cards.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def set_read_only(self, locked: bool) -> None:
        """Show only."""
        for card in self.cards.values():
            card.setEnabled(not locked)

    def _clicked(self, tick: Tick, on: bool) -> None:
        alone = {other.code for other in self.item.ticks if other.exclusive}
        for code, card in self.cards.items():
            if on and code != tick.code and (tick.exclusive or code in alone):
                card.setChecked(False)
        self.ticked.emit(tick.code, on)

    def _step(self, code: str, by: int) -> None:
        codes = list(self.cards)
        at = codes.index(code) + by
        if 0 <= at < len(codes):
            self.cards[codes[at]].setFocus(Qt.FocusReason.TabFocusReason)


class FieldItem(ItemControl):
    """An answer that is typed: words, a number or a day. Told when it is left, in a pause, or after five seconds."""

    def __init__(self, w: Words, field: Any, read: Callable[[Any], Rated], show: Callable[[Rated], Any], item: Item,
                 parent: QWidget | None = None) -> None:
        super().__init__(item, parent)
        self.w = w
        self.field, self._read, self._show = field, read, show
        self._stored = self._before = Rated()
        self._error = plain_label("", "error", wrap=True)
        self._error.hide()
        field.setParent(self)
        self.column.addWidget(field)
        self.column.addWidget(self._error)
        self._pause, self._longest = QTimer(self), QTimer(self)
        for timer in (self._pause, self._longest):
            timer.setSingleShot(True)
            timer.timeout.connect(self.commit)
        field.edited.connect(self._edited)
        field.left.connect(self.commit)
        if hasattr(field, "entered"):
            field.entered.connect(self.entered)

    def show_answer(self, rated: Answers) -> None:
        """Show what is stored, unless something else is being typed here."""
        self._stored = rated.get(self.item.code, Rated())
        if not self.busy:
            self.field.set_value(self._show(self._stored))

    def show_draft(self, text: str) -> None:
        """Show what was typed before the program closed."""
        self.field.set_raw(text)
        self._edited()

    def clear(self) -> None:
        """Nothing typed."""
        self.field.set_value(None)
        self.commit()

    def focus_first(self) -> None:
        """The field."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def commit(self) -> None:
        """Tell what is typed; what can not be read stays, with the reason below it."""
        for timer in (self._pause, self._longest):
            timer.stop()
        problem = self.field.problem()
        self._error.setVisible(problem is not None)
        if problem is not None:
            self._error.setText(f"✕ {self.w.problem(problem)}")
            return
        now = self._read(self.field.value())
        if self._show(now) != self._show(self._stored) and not (now.blank and self._stored.blank):
            self._before, self._stored = self._stored, now
            self.answered.emit(self.item.code, now)

    def refused(self) -> None:
        """The words stay and are told again in a while."""
        self._stored = self._before
        self._pause.start(AGAIN_MS)

    @property
    def busy(self) -> bool:
        """Typed a moment ago, not taken by the disk, or nothing that can be stored."""
        return self._pause.isActive() or self.stuck

    @property
    def stuck(self) -> bool:
        """No number, no day, or more words than there is room for."""
        return self.field.problem() is not None

    def set_read_only(self, locked: bool) -> None:
        """Show only."""
        self.field.setEnabled(not locked)

    @property
    def typing(self) -> bool:
        """Always."""
        return True

    def _edited(self) -> None:
        self._pause.start(IDLE_MS)
        if not self._longest.isActive():
            self._longest.start(LONGEST_MS)
        self.typed.emit(self.item.code, self.field.raw())


class _Paragraphs(LongText):
    """Long words among items: going to another item and finishing are not keys of the text."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter makes a new line, with Ctrl it finishes; Page Up and Page Down leave."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if (enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier) or event.key() in PAGING:
            event.ignore()
            return
        super().keyPressEvent(event)


def control_for(w: Words, theme: Look, item: Item, number: int, today: Callable[[], date], *,
                one_line: bool = False) -> ItemControl:
    """The control that suits an item. `number` is its place among the items that are asked.

    With `one_line` Enter is done with free words, which then never hold a line break (sheets typed from paper).
    """
    if item.kind is AnswerKind.LEVEL:
        return LevelItem(w, theme, item, number)
    if item.kind is AnswerKind.MANY:
        return TicksItem(w, theme, item, number)
    field: Any
    if item.kind is AnswerKind.NUMBER:
        field = NumberField(w)
        field.setMaximumWidth(theme.px(160))
        control = FieldItem(w, field, lambda value: Rated(score=value), lambda rated: rated.score, item)
    elif item.kind is AnswerKind.DATE:
        field = DateField(w, today, theme)
        field.setMaximumWidth(theme.px(300))
        control = FieldItem(w, field, lambda day: Rated(evidence=day.isoformat() if day else None), _day, item)
    else:
        field = GrowingLine(2000) if one_line else _Paragraphs(3)
        field.setMaximumWidth(theme.px(LINE))
        control = FieldItem(w, field, lambda words: Rated(evidence=words or None), lambda rated: rated.evidence, item)
    field.setAccessibleName(w("Item {n}, {text}", n=str(number), text=item.label.to(w.language)))
    return control


def _day(rated: Rated) -> date | None:
    try:
        return date.fromisoformat(rated.evidence or "")
    except ValueError:
        return None


def joined(rated: Rated, answer: Rated) -> Rated:
    """The whole answer of an item with levels: the new score beside the evidence there was."""
    return Rated(score=answer.score, evidence=rated.evidence, skipped=answer.skipped)
