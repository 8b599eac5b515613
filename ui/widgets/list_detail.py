"""A list and what is chosen in it: side by side where there is room, one after the other where there is not."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from plcdesk.words import Words
from ui.runtime.context import Look
from ui.runtime.sizes import SizeClass
from ui.theme.roles import set_role
from ui.widgets.control import SMALLEST

GAP = 12


class ListDetail(QWidget):
    """On a narrow window "‹ List" leads back to the same row at the same place of the list.

    `head` stands above the detail, on one line with "‹ List".
    """

    turned = Signal(bool)
    """The one took the place of the other; True: now it is the detail alone."""

    def __init__(self, w: Words, theme: Look, listing: QWidget, detail: QWidget, head: QWidget | None = None,
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.listing, self.detail = listing, detail
        self.stacked = False
        self._theme = theme
        self._size, self._open = SizeClass.M, False
        self.back_button = set_role(QPushButton(w("‹ List")), "outlined")
        self.back_button.setMinimumHeight(SMALLEST)
        self.back_button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.back_button.clicked.connect(lambda: self.back())
        self._side = QWidget()
        column = QVBoxLayout(self._side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        line = QHBoxLayout()
        line.setSpacing(GAP)
        line.addWidget(self.back_button)
        if head is None:
            line.addStretch(1)
        else:
            line.addWidget(head, 1)
        column.addLayout(line)
        column.addWidget(detail, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(listing)
        row.addWidget(self._side, 1)
        self.fit(SizeClass.M)

    @property
    def alone(self) -> bool:
        """Whether the detail stands in place of the list."""
        return self.stacked and self._open

    def fit(self, size_class: SizeClass) -> None:
        """Arrange for a size class; called anew when the text size changes."""
        self._size, self.stacked = size_class, size_class.stacked
        if self.stacked:
            self.listing.setMinimumWidth(0)
            self.listing.setMaximumWidth(16777215)
        else:
            self.listing.setFixedWidth(self._theme.px(size_class.list_width))
        self._arrange()

    def show_detail(self) -> None:
        """Something was chosen: on a narrow window it takes the place of the list."""
        self._open = True
        self._arrange()

    def back(self) -> bool:
        """Return to the list; False when it is visible anyway."""
        if not self.alone:
            return False
        self._open = False
        self._arrange()
        self.listing.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _arrange(self) -> None:
        self.back_button.setVisible(self.stacked)
        _show(self.listing, not self.alone)
        _show(self._side, not self.stacked or self._open)
        self.turned.emit(self.alone)


def _show(part: QWidget, on: bool) -> None:
    """Show or hide; what was never hidden shows with its parent, and would be dressed too early if it were asked to."""
    if not on or part.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
        part.setVisible(on)
