"""Typing a paper questionnaire: one item in view, a digit answers it and goes on (ux 5.6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from plcdesk.domain.forms import Rated
from plcdesk.domain.instruments import AnswerKind, Item, Scale
from plcdesk.words import Words
from ui.runtime.context import Look
from ui.theme.roles import set_role
from ui.widgets.control import SMALLEST
from ui.widgets.evidence import QuietScroll
from ui.widgets.form_field import plain_label
from ui.widgets.item_base import ItemControl
from ui.widgets.item_control import control_for
from ui.widgets.item_list import BLANK, answer_mark
from ui.widgets.item_strip import ItemMarks
from ui.widgets.key_pad import KeyPad

WIDEST = 1000
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def keys_of(w: Words, item: Item) -> str:
    """Which keys answer an item."""
    if item.kind is AnswerKind.LEVEL and item.scale is not None:
        return w("{rule} ↑ back, Enter on.", rule=rule_of(w, item.scale))
    return w("Press the keys of all that apply, then Enter.") if item.kind is AnswerKind.MANY else w("Type, then Enter.")


def rule_of(w: Words, scale: Scale) -> str:
    """The keys of a scale in a sentence."""
    keys = [option.key for option in scale.options]
    if keys == [str(at) for at in range(1, len(keys) + 1)] and scale.skip_key == "0":
        return w("Use 1–{k}. Press 0 if not answered.", k=str(len(keys)))
    return w("Use {keys}. Press {skip} if not answered.", keys=", ".join(keys), skip=scale.skip_key)


class SheetEntry(KeyPad):
    """Digits answer and go on · 0 not answered · Up or Backspace back · Down or Enter on · Delete clears ·
    Enter on the last item: finished. A digit that is not on the scale stores nothing and is answered with words."""

    answered = Signal(str, object)
    """Code and Rated."""
    ticked = Signal(str, bool)
    typed = Signal(str, str)
    finished = Signal()
    message = Signal(str)
    """What was refused, in words; it is shown here as well."""

    def __init__(self, w: Words, theme: Look, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.w = w
        self._today = today
        self._items: tuple[Item, ...] = ()
        self._rated: dict[str, Rated] = {}
        self._locked = False
        self.current = ""
        self.control: ItemControl | None = None
        self.marks = ItemMarks(w)
        self._question = plain_label("", "section", wrap=True)
        self.trouble = plain_label("", "error", wrap=True)
        self.trouble.hide()
        self._hint = plain_label("", "help", wrap=True)
        self.before, self.after = QPushButton(w("‹ Back")), QPushButton(w("On ›"))
        self._arrange()
        self.marks.picked.connect(self._picked)
        self.before.clicked.connect(lambda: self.step(-1))
        self.after.clicked.connect(self.go_on)

    def start(self, items: Sequence[Item], rated: Mapping[str, Rated] | None = None) -> None:
        """Begin a sheet, or go on with one: the first item without an answer is in view."""
        self.commit()
        self._items, self._rated, self.current = tuple(items), dict(rated or {}), ""
        blank = next((item for item in self._items if answer_mark(item, self._rated) == BLANK), None)
        if self._items:
            self.select((blank or self._items[-1]).code)
        else:
            self._show_marks()

    def set_rated(self, rated: Mapping[str, Rated]) -> None:
        """Show what is stored."""
        self._rated = dict(rated)
        if self.control is not None:
            self.control.show_answer(self._rated)
        self._show_marks()

    @property
    def answered_count(self) -> int:
        """How many items have an answer, the deliberate blanks included."""
        return sum(answer_mark(item, self._rated) != BLANK for item in self._items)

    def set_read_only(self, locked: bool) -> None:
        """Show only."""
        self._locked = locked
        if self.control is not None:
            self.control.set_read_only(locked)

    def select(self, code: str) -> None:
        """Bring an item into view; the keyboard goes with it."""
        item = next((item for item in self._items if item.code == code), None)
        if item is None or code == self.current:
            return
        self.commit()
        if self.current and self.control is not None and self.control.holds_back():
            return
        held = self.hasFocus() or (self.control is not None and self._holds_focus())
        self.current = code
        self._say("")
        self._show_item(item)
        self._show_marks()
        if held:
            self.setFocus()

    def step(self, by: int) -> None:
        """The item before or after."""
        at = self._place() + by
        if 0 <= at < len(self._items):
            self.select(self._items[at].code)

    def go_on(self) -> None:
        """The next item; on the last one the sheet is finished."""
        self.commit()
        if self.control is not None and self.control.typing and (self.trouble.isVisible() or self.control.stuck):
            return
        if self._place() + 1 < len(self._items):
            self.step(1)
        elif self._items:
            self.finished.emit()

    def commit(self) -> None:
        """Tell what is typed and not told yet."""
        if self.control is not None:
            self.control.commit()

    def refused(self, code: str, why: str) -> None:
        """The words of an item could not be saved: they stay in view, with the reason, until they are."""
        if self.control is not None and code == self.current:
            self._rated.pop(code, None)
            self.control.refused()
            self._say(why)

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """The keyboard on the item: on its field when words are typed, else here."""
        if self.control is not None and self.control.typing:
            self.control.focus_first()
        else:
            super().setFocus(reason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of a sheet."""
        key = event.key()
        if event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier):
            super().keyPressEvent(event)
        elif key in _ENTER:
            self.go_on()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_PageUp):
            self.step(-1)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown):
            self.step(1)
        elif self.control is None or self.control.typing:
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Backspace:
            self.step(-1)
        elif key == Qt.Key.Key_Delete:
            self.control.clear()
        elif event.text().isprintable() and event.text().strip():
            self._press(event.text())
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Delete and digits are keys of the sheet here, also where the window has them as shortcuts."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and not event.modifiers() and (
                event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) or event.text().isdigit()):
            event.accept()
            return True
        return super().event(event)

    def _arrange(self) -> None:
        set_role(self, "card")
        self._holder = QWidget()
        self._place_for = QVBoxLayout(self._holder)
        self._place_for.setContentsMargins(0, 0, 0, 0)
        turns = QWidget()
        row = QHBoxLayout(turns)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for button in (self.before, self.after):
            set_role(button, "outlined")
            button.setMinimumHeight(SMALLEST)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.addWidget(QuietScroll(self.marks, self._question, self._holder, self.trouble, turns, self._hint,
                                     widest=WIDEST, role="surface"))

    def _show_item(self, item: Item) -> None:
        number = self._items.index(item) + 1
        self._question.setText(f"{number}. {item.label.to(self.w.language)}")
        old, control = self.control, control_for(self.w, self._theme, item, number, self._today, one_line=True)
        self.control = control
        if old is not None:
            old.hide()
            old.deleteLater()
        control.show_answer(self._rated)
        control.set_read_only(self._locked)
        control.answered.connect(self._answered)
        control.ticked.connect(self._ticked)
        control.typed.connect(self.typed)
        control.entered.connect(self.go_on)
        if not control.typing:
            for button in control.findChildren(QAbstractButton):
                button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._place_for.addWidget(control)
        control.show()
        self._hint.setText(keys_of(self.w, item))
        last = number == len(self._items)
        self.after.setText(self.w("Finish this sheet (Enter)") if last else self.w("On ›"))
        self.before.setVisible(number > 1)
        self.setAccessibleName(self.w("Item {n}, {text}", n=str(number), text=item.label.to(self.w.language)))
        self.setAccessibleDescription(self._hint.text())

    def _press(self, key: str) -> None:
        assert self.control is not None
        if self.control.press(key):
            return
        item = self.control.item
        if item.scale is not None:
            self._say(rule_of(self.w, item.scale))
            self.message.emit(self.trouble.text().removeprefix("✕ "))
        else:
            self._say(self.w("There is no choice with the key {key}.", key=key))
            self.message.emit(self.trouble.text().removeprefix("✕ "))

    def _answered(self, code: str, answer: Rated) -> None:
        self._say("")
        self._rated[code] = answer
        self._show_marks()
        self.answered.emit(code, answer)
        item = self.control.item if self.control is not None else None
        if item is not None and item.code == code and item.kind is AnswerKind.LEVEL and not answer.blank:
            self.step(1)

    def _ticked(self, code: str, on: bool) -> None:
        self._say("")
        self._rated[code] = Rated(score=1) if on else Rated()
        self._show_marks()
        self.ticked.emit(code, on)

    def _picked(self, code: str) -> None:
        self.select(code)
        self.setFocus()

    def _show_marks(self) -> None:
        self.marks.show_items(self._items, self._rated, self.current)

    def _say(self, text: str) -> None:
        self.trouble.setText(f"✕ {text}" if text else "")
        self.trouble.setVisible(bool(text))

    def _holds_focus(self) -> bool:
        focus = self.window().focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def _place(self) -> int:
        return next((at for at, item in enumerate(self._items) if item.code == self.current), 0)


