"""A line of counts with a way to what stands behind it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.control import SMALLEST
from ui.widgets.form_field import LINE, plain_label


class CountLine(QFrame):
    """"Data baru — 3 pertemuan, 12 kehadiran". What is behind it is listed elsewhere by `look`, or, where there is no
    list, told in words below (`behind`) on demand; `names` are told at once."""

    def __init__(self, ctx: Context, label: str, text: str, *, behind: str = "", names: str = "",
                 look: Callable[[], object] | None = None) -> None:
        super().__init__()
        self.w = ctx.w
        set_role(self, "row")
        self.text = plain_label(text, "", wrap=True)
        heading = plain_label(label, "strong", wrap=True)
        heading.setFixedWidth(ctx.theme.px(140))
        for part in (heading, self.text):
            part.setMinimumHeight(SMALLEST)  # lines with and without a button are of one height
        self.button = set_role(QPushButton(self.w("Look ›")), "link")
        self.button.setMinimumHeight(SMALLEST)
        self.button.setAccessibleName(f"{self.w('Look ›')} {label}, {text}")
        if look is not None:
            once(self.button, look)
        else:
            self.button.clicked.connect(self._turn)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(heading, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.text, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.names = plain_label(names or behind, "help", wrap=True)
        self.names.setMaximumWidth(ctx.theme.px(LINE))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.names)
        self.names.setVisible(bool(names))
        self.button.setVisible(look is not None or bool(behind))

    def _turn(self) -> None:
        shown = self.names.isHidden()
        self.names.setVisible(shown)
        self.button.setText(self.w("Put away") if shown else self.w("Look ›"))
