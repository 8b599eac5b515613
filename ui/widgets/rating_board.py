"""Rating by an instrument: items at the left, the levels of the item in view at the right, evidence at the bottom
(ux 5.4). It saves nothing: it shows at once what was chosen and tells it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import reduce

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from plcdesk.domain.forms import Note, Rated, notes_in, with_note
from plcdesk.domain.instruments import AnswerKind, Dimension, Item
from plcdesk.words import Words
from ui.runtime.context import Look
from ui.widgets.control import tab_order
from ui.widgets.evidence import EvidenceBox, Minute, NoteList, QuietScroll
from ui.widgets.fields import LineField
from ui.widgets.form_field import plain_label
from ui.widgets.item_base import ItemControl
from ui.widgets.item_control import FieldItem, control_for, joined
from ui.widgets.item_list import BLANK, ItemList, ItemStrip, answer_mark, rows_of
from ui.widgets.levels import ERASE

BESIDE, LIST = 880, 290
"""From this width on the list stands beside the item, so wide; the levels then still have two columns. In pixels at text
size 100 %."""
WIDEST = 1200
_NOTED = (AnswerKind.LEVEL, AnswerKind.NUMBER)


class RatingBoard(QWidget):
    """Keys: those of the scale, Backspace clears, Page Up and Page Down turn items, F8 to the evidence and back."""

    rated = Signal(str, object)
    """Code and the whole Rated of an item."""
    noted = Signal(str, object)
    """Code and a Note of evidence, written with Enter."""
    ticked = Signal(str, bool)
    """Code of a choice of a MANY item, and whether it holds."""
    typed = Signal(str, str)
    """Field ("evidence" or a code) and its words as they are typed, for the draft."""
    in_view = Signal(str)
    """The code of the item now in view."""

    def __init__(self, w: Words, theme: Look, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.w, self._theme, self._today = w, theme, today
        self._items: tuple[Item, ...] = ()
        self._dimensions: tuple[Dimension, ...] = ()
        self._rated: dict[str, Rated] = {}
        self._locked, self._takes_notes = False, True
        self.current = ""
        self.control: ItemControl | None = None
        self.list, self.strip = ItemList(w, theme), ItemStrip(w)
        self.box = EvidenceBox(w)
        self.evidence = self.box.line
        self._dimension, self._question = (plain_label("", role, wrap=True) for role in ("help", "subsection"))
        self._notes = NoteList(w, theme)
        self._arrange()
        self.list.picked.connect(self.select)
        self.strip.picked.connect(self.select)
        self.strip.stepped.connect(self.step)
        self.box.noted.connect(self._note)
        self.box.typed.connect(lambda text: self.typed.emit("evidence", text))
        self._notes.removed.connect(self._remove_note)
        theme.changed.connect(self._fit)

    def set_items(self, items: Sequence[Item], dimensions: Sequence[Dimension], rated: Mapping[str, Rated]) -> None:
        """Rate by these items; the item in view stays when it is still among them, else the first blank one comes."""
        same = [item.code for item in items] == [item.code for item in self._items]
        self.commit()
        self._items, self._dimensions, self._rated = tuple(items), tuple(dimensions), dict(rated)
        if same and self.current:
            self.set_rated(rated)
            return
        self.current = ""
        self._show_list()
        if self._items:
            blank = next((item for item in self._items if answer_mark(item, self._rated) == BLANK), self._items[0])
            self.select(blank.code)

    def set_rated(self, rated: Mapping[str, Rated]) -> None:
        """Show what is stored."""
        self._rated = dict(rated)
        self._show_list()
        if self.control is not None:
            self.control.show_answer(self._rated)
        self._show_notes()

    def set_minute(self, minute: Minute) -> None:
        """Where the minute of a note comes from."""
        self.box.minute = minute

    def set_notes(self, on: bool) -> None:
        """Whether there is a box for evidence."""
        self._takes_notes = on
        self._show_box()

    def set_read_only(self, locked: bool) -> None:
        """Show only."""
        self._locked = locked
        if self.control is not None:
            self.control.set_read_only(locked)
        self._show_box()
        self._show_notes()

    @property
    def answered_count(self) -> int:
        """How many items have an answer, the deliberate blanks included; evidence alone is none."""
        return sum(answer_mark(item, self._rated) != BLANK for item in self._items)

    def select(self, code: str) -> None:
        """Bring an item into view; the keyboard stays where it is, or follows when it was on the old item."""
        item = self._item(code)
        if item is None or code == self.current:
            return
        self.commit()
        if self.current and self.control is not None and self.control.holds_back():
            return
        inside = self.control is not None and self.control.isAncestorOf(QApplication.focusWidget() or self)
        self.current = code
        self._show_item(item)
        self._show_list()
        if inside and self.control is not None:
            self.control.focus_first()
        self.in_view.emit(code)

    def step(self, by: int) -> None:
        """The next item or the one before."""
        codes = [item.code for item in self._items]
        at = codes.index(self.current) + by if self.current in codes else 0
        if 0 <= at < len(codes):
            self.select(codes[at])

    def commit(self) -> None:
        """Tell what is typed and not told yet (the evidence line waits for Enter, its words stay a draft)."""
        if self.control is not None:
            self.control.commit()

    def focus_item(self) -> None:
        """Put the keyboard on the item in view."""
        if self.control is not None:
            self.control.focus_first()

    def handle(self, event: QKeyEvent) -> bool:
        """Do what a key means, wherever the keyboard is but in a text; False when it means nothing here."""
        key = event.key()
        if event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier):
            return False
        if key == Qt.Key.Key_F8 and self.box.isVisible():
            self.box.jump()
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.step(1 if key == Qt.Key.Key_PageDown else -1)
        elif isinstance(QApplication.focusWidget(), LineField) or self.control is None or self.control.typing:
            return False
        elif key in ERASE:
            self.control.clear()
        else:
            return bool(event.text()) and self.control.press(event.text())
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that the focused part left over."""
        if not self.handle(event):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may part or join list and item."""
        super().resizeEvent(event)
        self._fit()

    def _arrange(self) -> None:
        self._holder = QWidget()
        self._place = QVBoxLayout(self._holder)
        self._place.setContentsMargins(0, 0, 0, 0)
        self._scroll = QuietScroll(self._dimension, self._question, self._holder, self._notes, widest=WIDEST)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.strip)
        right.addWidget(self._scroll, 1)
        above = QHBoxLayout()
        above.setSpacing(12)
        above.addWidget(self.list)
        above.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(above, 1)
        column.addWidget(self.box)
        self._fit()

    def _fit(self) -> None:
        beside = self.width() >= self._theme.px(BESIDE)
        self.list.setVisible(beside)
        self.strip.setVisible(not beside)
        self.list.setFixedWidth(self._theme.px(LIST))
        self._dimension.setVisible(not self._theme.short and bool(self._dimension.text()))
        self.box.caption.setVisible(self.width() >= self._theme.px(480))

    def _show_item(self, item: Item) -> None:
        language, number = self.w.language, self._items.index(item) + 1
        self._dimension.setText(next((dimension.label.to(language) for dimension in self._dimensions
                                      if dimension.code == item.dimension), ""))
        self._question.setText(f"{number}. {item.label.to(language)}")
        old, self.control = self.control, control_for(self.w, self._theme, item, number, self._today)
        if old is not None:
            old.hide()
            old.deleteLater()
        control = self.control
        control.show_answer(self._rated)
        control.set_read_only(self._locked)
        control.answered.connect(self._answered)
        control.ticked.connect(self._ticked)
        control.typed.connect(self.typed)
        self._place.addWidget(control)
        control.show()
        self._scroll.verticalScrollBar().setValue(0)
        self._show_notes()
        self._show_box()
        self._fit()

    def _show_list(self) -> None:
        rows = rows_of(self._items, self._dimensions, self._rated, self.w.language)
        self.list.show_rows(rows)
        self.list.choose(self.current)
        self.strip.show_rows(rows, self.current)

    def _show_notes(self) -> None:
        item = self._item(self.current)
        noted = item is not None and item.kind in _NOTED
        found = self._rated.get(self.current, Rated())
        self._notes.show_notes(notes_in(found.evidence) if noted else (), locked=self._locked)
        self._order()

    def _order(self) -> None:
        """Tab goes from the list to the item, its notes, and then to the evidence; made later, they would come last."""
        parts = [part for holder in (self.control, self._notes) if holder is not None
                 for part in holder.findChildren(QWidget) if part.focusPolicy() & Qt.FocusPolicy.TabFocus]
        tab_order([self.list, self.strip.before, self.strip.choice, self.strip.after, *parts, self.evidence, self.box.add])

    def _show_box(self) -> None:
        item = self._item(self.current)
        offered = item is not None and item.kind in (*_NOTED, AnswerKind.TEXT)
        self.box.setVisible(self._takes_notes and offered and not self._locked)

    def _answered(self, code: str, answer: Rated) -> None:
        item = self._item(code)
        if item is not None and item.kind in _NOTED:
            answer = joined(self._rated.get(code, Rated()), answer)
        self._become(code, answer)
        self.rated.emit(code, answer)

    def _ticked(self, code: str, on: bool) -> None:
        self._become(code, Rated(score=1) if on else Rated())
        self.ticked.emit(code, on)

    def _note(self, note: Note) -> None:
        before = self._rated.get(self.current, Rated())
        self._become(self.current, before._replace(evidence=with_note(before.evidence, note)))
        self.typed.emit("evidence", "")
        self.noted.emit(self.current, note)

    def _remove_note(self, at: int) -> None:
        before = self._rated.get(self.current, Rated())
        left = [note for place, note in enumerate(notes_in(before.evidence)) if place != at]
        evidence: str | None = reduce(with_note, left, None)
        after = before._replace(evidence=evidence)
        self._become(self.current, after)
        self.rated.emit(self.current, after)

    def _become(self, code: str, answer: Rated) -> None:
        self._rated[code] = answer
        self._show_list()
        if self.control is not None and isinstance(self.control, FieldItem):
            self.control.show_answer(self._rated)
        self._show_notes()

    def _item(self, code: str) -> Item | None:
        return next((item for item in self._items if item.code == code), None)
