"""The search box (Ctrl+K): one field, short groups of results, everything by the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ui.runtime.context import Context, Look
from ui.shell.findings import Found, Group, filled
from ui.theme.roles import set_role

FOUND, HEADING = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
WIDEST = 560
LEFT = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.TabFocusReason)
Index = QModelIndex | QPersistentModelIndex


class SearchBox(QFrame):
    """Lies above the page, in the upper middle. `closed` follows each closing."""

    closed = Signal()

    def __init__(self, ctx: Context, find: Callable[[str], Sequence[Group]], parent: QWidget) -> None:
        super().__init__(parent)
        self._ctx, self._find, self._space = ctx, find, parent
        self._opener: QWidget | None = None
        set_role(self, "popup")
        self.field = set_role(QLineEdit(), "search")
        self.field.setAccessibleName(ctx.w("Search pages, people, meetings and commands (Ctrl+K)"))
        self.field.setMaxLength(100)
        self.field.textChanged.connect(self._search)
        self.field.installEventFilter(self)
        self.list = set_role(QListWidget(), "plain")
        self.list.setAccessibleName(ctx.w("Results"))
        self.list.setItemDelegate(_Lines(ctx.theme, self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.itemClicked.connect(self._take)
        self.nothing = set_role(QLabel(), "help")
        self.nothing.setTextFormat(Qt.TextFormat.PlainText)
        self.nothing.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 8)
        column.setSpacing(8)
        column.addWidget(self.field)
        column.addWidget(self.nothing)
        column.addWidget(self.list)
        self.hide()

    def open_box(self) -> None:
        """Show it empty, with what was opened last."""
        self._opener = self.window().focusWidget()
        self.field.clear()
        self._search("")
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_box(self) -> None:
        """Hide it; the keyboard goes back to where it was."""
        if not self.isVisible():
            return
        # hiding moves the keyboard on by itself, which must not count as leaving
        opener, self._opener = self._opener, None
        self.hide()
        if opener is not None and opener.isVisible():
            opener.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def place(self) -> None:
        """Upper middle of the parent, as high as the results need."""
        parent, px = self._space, self._ctx.theme.px
        width = min(px(WIDEST), parent.width() - 16)
        rows = sum(self.list.sizeHintForRow(row) for row in range(self.list.count()))
        room = parent.height() - 24
        head = self._ctx.theme.control_height + (0 if self.list.count() else px(40)) + 38
        self.list.setFixedHeight(max(0, min(rows + 2, room - head)))
        self.list.setVisible(self.list.count() > 0)
        self.setGeometry((parent.width() - width) // 2, 8, width, head + self.list.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self._move(1 if key == Qt.Key.Key_Down else -1)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take(self.list.currentItem())
                return True
            if key in (Qt.Key.Key_Escape, Qt.Key.Key_Tab):
                self.close_box()
                return True
        elif event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent) and event.reason() in LEFT:
            self._opener = None  # the keyboard is elsewhere already
            self.close_box()
        return False

    def _search(self, text: str) -> None:
        self.list.clear()
        for group in filled(self._find(text.strip())):
            heading = QListWidgetItem(group.label, self.list)
            heading.setData(HEADING, True)
            heading.setFlags(Qt.ItemFlag.NoItemFlags)
            for found in group.found:
                item = QListWidgetItem(found.title, self.list)
                item.setData(FOUND, found)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{group.label}: {found.title} {found.remark}")
        self.nothing.setVisible(bool(text.strip()) and self.list.count() == 0)
        self.nothing.setText(self._ctx.w("No results for “{word}”. Try the first name only.", word=text.strip()))
        self.list.setCurrentRow(1 if self.list.count() else -1)
        self.place()

    def _move(self, step: int) -> None:
        row = self.list.currentRow() + step
        while 0 <= row < self.list.count() and self.list.item(row).data(HEADING):
            row += step
        if 0 <= row < self.list.count():
            self.list.setCurrentRow(row)

    def _take(self, item: QListWidgetItem | None) -> None:
        found = item.data(FOUND) if item is not None else None
        if isinstance(found, Found):
            self._opener = None  # the act decides where the keyboard goes
            self.close_box()
            found.act()


class _Lines(QStyledItemDelegate):
    """A line: title, a remark in grey, keys at the right."""

    def __init__(self, theme: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self._theme.px(28) if index.data(HEADING) else self._theme.row_height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens, px = self._theme.tokens, self._theme.px
        box = option.rect.adjusted(px(8), 0, -px(8), 0)
        painter.save()
        if index.data(HEADING):
            painter.setFont(self._theme.font("help-strong"))
            painter.setPen(tokens.color("text-2"))
            painter.drawText(box, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, index.data())
            painter.restore()
            return
        self._ground(painter, option, index)
        found: Found = index.data(FOUND)
        painter.setFont(self._theme.font("help"))
        keys = painter.fontMetrics().horizontalAdvance(found.keys)
        painter.setPen(tokens.color("text-2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, found.keys)
        box.setRight(box.right() - keys - px(8))
        left = self._write(painter, box, found.title, "body", "text")
        painter.setFont(self._theme.font("help"))
        self._write(painter, box.adjusted(left + px(8), 0, 0, 0), found.remark, "help", "text-2")
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view = self.parent()
        if isinstance(view, QListWidget) and view.currentRow() == index.row():
            tokens = self._theme.tokens
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.color("selected"))
            painter.drawRoundedRect(option.rect, self._theme.px(6), self._theme.px(6))
            painter.fillRect(QRect(option.rect.left(), option.rect.top() + 6, 3, option.rect.height() - 12),
                             tokens.color("primary"))

    def _write(self, painter: QPainter, box: QRect, text: str, font: str, tint: str) -> int:
        """Write `text` as far as it fits; its width is returned."""
        painter.setFont(self._theme.font(font))
        painter.setPen(self._theme.tokens.color(tint))
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, box.width()))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        return metrics.horizontalAdvance(shown)
