"""Fields beside each other, each as wide as suits its content; they wrap where it gets narrow."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLayoutItem, QWidget

from ui.runtime.context import Look
from ui.theme.roles import set_role
from ui.widgets.flow import FlowLayout

GAP = 16


class FieldRow(QWidget):
    """Pairs of field and width in pixels at text size 100 %; no field is narrower than its caption."""

    def __init__(self, theme: Look, fields: Sequence[tuple[QWidget, int]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "scrolled")
        self._layout = _Layout(theme, self)
        for field, width in fields:
            self._layout.add_field(field, width)
        theme.changed.connect(self._layout.invalidate)


class _Layout(FlowLayout):
    """The flow with widths of its own."""

    def __init__(self, theme: Look, parent: QWidget) -> None:
        super().__init__(parent, GAP, top=True)
        self._theme = theme
        self._widths: dict[QWidget | None, int] = {}

    def add_field(self, field: QWidget, width: int) -> None:
        """Append a field of this width."""
        self._widths[field] = width
        self.addWidget(field)

    def sizeHint(self) -> QSize:
        """Everything on one line, each as wide as it should be."""
        wide = sum(self._wanted(item) for item in self._items) + self.spacing() * max(0, self.count() - 1)
        return QSize(wide, super().sizeHint().height())

    def size_of(self, item: QLayoutItem, room: int) -> QSize:
        """The wanted width, the caption's when that is more, the room there is when that is less."""
        width = min(self._wanted(item), room)
        return QSize(width, item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height())

    def _wanted(self, item: QLayoutItem) -> int:
        return max(self._theme.px(self._widths.get(item.widget(), 0)), item.minimumSize().width())
