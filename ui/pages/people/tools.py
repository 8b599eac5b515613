"""What can be done with many people at once; beside the tabs, in a menu where it is narrow."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from ui.runtime.clicks import once
from ui.theme.roles import set_role
from ui.widgets.control import SMALLEST


class Tools(QWidget):
    """Buttons, or one button with all of them in its menu."""

    def __init__(self, more: str, deeds: Sequence[tuple[str, Callable[[], object]]]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.menu = QMenu(self)
        self.buttons: list[QPushButton] = []
        for text, deed in deeds:
            button = set_role(QPushButton(text), "outlined")
            once(button, deed)
            self.buttons.append(button)
            self.menu.addAction(text).triggered.connect(lambda _checked=False, act=deed: act())
        self.more = set_role(QPushButton(more), "outlined")
        self.more.setMenu(self.menu)
        for button in (*self.buttons, self.more):
            button.setMinimumHeight(SMALLEST)
            row.addWidget(button)
        self.fold(narrow=False)

    def fold(self, *, narrow: bool) -> None:
        """Show the buttons or the menu."""
        for button in self.buttons:
            button.setVisible(not narrow)
        self.more.setVisible(narrow)
