"""The items of a sheet as small marks in rows: which are answered, which is in view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from plcdesk.domain.forms import Rated
from plcdesk.domain.instruments import Item
from plcdesk.words import Words
from ui.theme.roles import set_role
from ui.widgets.control import SMALLEST, set_property
from ui.widgets.flow import FlowLayout
from ui.widgets.item_list import BLANK, answer_mark


class ItemMarks(QWidget):
    """Filled ones stay tinted, so that the eye finds its place. A press goes to the item."""

    picked = Signal(str)

    def __init__(self, w: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.w = w
        self.setAccessibleName(w("Items"))
        self.buttons: dict[str, QPushButton] = {}
        self._flow = FlowLayout(self, 4)

    def show_items(self, items: Sequence[Item], rated: Mapping[str, Rated], current: str) -> None:
        """Show these items and their answers."""
        if list(self.buttons) != [item.code for item in items]:
            self._flow.clear()
            self.buttons = {item.code: self._button(item.code) for item in items}
        for number, item in enumerate(items, 1):
            sign = answer_mark(item, rated)
            filled = sign != BLANK
            button = self.buttons[item.code]
            button.setText(f"{number} {sign}" if filled else str(number))
            button.setChecked(item.code == current)
            set_property(button, "filled", filled)
            state = sign if filled else self.w("not filled in")
            button.setAccessibleName(self.w("Item {n}, {text}", n=str(number), text=state))

    def _button(self, code: str) -> QPushButton:
        button = set_role(QPushButton(self), "item-mark")
        button.setCheckable(True)
        button.setMinimumSize(SMALLEST, SMALLEST)
        # the keyboard has its own way through a sheet: forty more stops of the Tab key would be in the way
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda _=False: self._pick(code))
        self._flow.addWidget(button)
        button.show()
        return button

    def _pick(self, code: str) -> None:
        for other, button in self.buttons.items():
            button.setChecked(other == code)
        self.picked.emit(code)
