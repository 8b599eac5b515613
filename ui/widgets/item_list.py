"""The items of an instrument in a list, by dimension, each with the sign of its answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from plcdesk.domain.forms import Rated
from plcdesk.domain.instruments import AnswerKind, Dimension, Item
from plcdesk.words import Words
from ui.runtime.context import Look
from ui.runtime.tips import plain_tip
from ui.theme.roles import set_role
from ui.widgets.choice_field import ChoiceField
from ui.widgets.control import SMALLEST

BLANK = "·–"
_ROW = Qt.ItemDataRole.UserRole
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End)
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A line of the list; without a code it is the heading of a dimension."""

    code: str
    number: str
    text: str
    mark: str


def answer_mark(item: Item, rated: Mapping[str, Rated]) -> str:
    """The sign of an answer: "✓3" with its key, "✓" for words and ticks, "✓0" left out on purpose, "·–" not yet."""
    if item.kind is AnswerKind.MANY:
        return "✓" if any(rated.get(code, Rated()).score for code in item.codes) else BLANK
    found = rated.get(item.code, Rated())
    if item.scale is not None:
        option = item.scale.by_score(found.score) if found.score is not None else None
        return f"✓{option.key}" if option else f"✓{item.scale.skip_key}" if found.skipped else BLANK
    return "✓" if found.score is not None or found.evidence else BLANK


def rows_of(items: Sequence[Item], dimensions: Sequence[Dimension], rated: Mapping[str, Rated],
            language: str) -> list[ItemRow]:
    """Headings and items in the order of the items; a dimension without items has no heading."""
    labels = {dimension.code: dimension.label.to(language) for dimension in dimensions}
    rows, before = [], None
    for number, item in enumerate(items, 1):
        if item.dimension != before and labels.get(item.dimension):
            inside = [other for other in items if other.dimension == item.dimension]
            done = sum(answer_mark(other, rated) != BLANK for other in inside)
            rows.append(ItemRow("", "", labels[item.dimension], f"{done}/{len(inside)}"))
        before = item.dimension
        rows.append(ItemRow(item.code, str(number), item.label.to(language), answer_mark(item, rated)))
    return rows


class _Delegate(QStyledItemDelegate):
    """Paints number, words and sign; the item in view has a bar, another ground and semibold words."""

    def __init__(self, theme: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One line."""
        return QSize(0, max(SMALLEST, self._theme.row_height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one line."""
        row: ItemRow = index.data(_ROW)
        tokens, px = self._theme.tokens, self._theme.px
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(option.rect, tokens.color("selected"))
            painter.fillRect(QRect(option.rect.left(), option.rect.top(), 3, option.rect.height()), tokens.color("primary"))
        elif row.code and option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, tokens.color("hover"))
        box = option.rect.adjusted(px(10), 0, -px(10), 0)
        font = self._theme.font("strong" if chosen else "body" if row.code else "help")
        metrics = QFontMetrics(font)
        painter.setFont(font)
        signs = metrics.horizontalAdvance(f"{row.mark} ")
        answered = row.mark != BLANK
        painter.setPen(tokens.color("success" if row.code and answered else "text-2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, row.mark)
        box.setRight(box.right() - signs)
        painter.setPen(tokens.color("text" if row.code else "text-2"))
        if row.number:
            place = QRect(box.left(), box.top(), metrics.horizontalAdvance("00"), box.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, row.number)
            box.setLeft(place.right() + px(8))
        shown = metrics.elidedText(row.text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.restore()


class ItemList(QListWidget):
    """The list; arrows move, every other key belongs to the board."""

    picked = Signal(str)
    """The code of the item the user went to."""

    def __init__(self, w: Words, theme: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.w = w
        self.setItemDelegate(_Delegate(theme, self))
        self.setAccessibleName(w("Items"))
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.currentItemChanged.connect(self._moved)
        theme.changed.connect(self.doItemsLayout)

    def show_rows(self, rows: Sequence[ItemRow]) -> None:
        """Show these lines; the same items keep their place and the scroll position."""
        if [row.code for row in rows] != [self._row(at).code for at in range(self.count())]:
            self.blockSignals(True)
            self.clear()
            for row in rows:
                line = QListWidgetItem()
                if not row.code:
                    line.setFlags(Qt.ItemFlag.NoItemFlags)
                self.addItem(line)
            self.blockSignals(False)
        for at, row in enumerate(rows):
            line = self.item(at)
            line.setData(_ROW, row)
            line.setData(Qt.ItemDataRole.AccessibleTextRole, self._said(row))
            line.setData(Qt.ItemDataRole.ToolTipRole, plain_tip(row.text))

    def choose(self, code: str) -> None:
        """Show which item is in view, without telling."""
        at = next((at for at in range(self.count()) if self._row(at).code == code), -1)
        self.blockSignals(True)
        self.setCurrentRow(at)
        self.blockSignals(False)
        if at > 0 and not self._row(at - 1).code:
            self.scrollToItem(self.item(at - 1))
        if at >= 0:
            self.scrollToItem(self.item(at))
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move; digits, Page Up and the rest are keys of the board."""
        if event.key() in _MOVES and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def _row(self, at: int) -> ItemRow:
        found: ItemRow | None = self.item(at).data(_ROW)
        return found or ItemRow("", "", "", "")

    def _said(self, row: ItemRow) -> str:
        if not row.code:
            return row.text
        state = self.w("not filled in") if row.mark == BLANK else row.mark
        return f"{row.number}. {row.text}, {state}"

    def _moved(self, now: QListWidgetItem | None) -> None:
        if now is not None and now.data(_ROW).code:
            self.picked.emit(now.data(_ROW).code)


class ItemStrip(QWidget):
    """The same in one line, where there is no room for a list: back, a drop-down, on."""

    picked = Signal(str)
    stepped = Signal(int)

    def __init__(self, w: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice = ChoiceField(w, none=None)
        self.choice.setAccessibleName(w("Items"))
        self.before, self.after = QPushButton("‹"), QPushButton("›")
        for button, words, by in ((self.before, w("Previous item"), -1), (self.after, w("Next item"), 1)):
            set_role(button, "outlined")
            button.setMinimumSize(40, SMALLEST)
            button.setAccessibleName(words)
            button.setToolTip(plain_tip(words))
            button.clicked.connect(lambda _=False, by=by: self.stepped.emit(by))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.before)
        row.addWidget(self.choice, 1)
        row.addWidget(self.after)
        self.choice.edited.connect(lambda: self.picked.emit(self.choice.value()))

    def show_rows(self, rows: Sequence[ItemRow], code: str) -> None:
        """Offer the items; `code` is the one in view."""
        self.choice.set_choices([(row.code, f"{row.number}. {row.text}  {row.mark}") for row in rows if row.code])
        self.choice.set_value(code)
