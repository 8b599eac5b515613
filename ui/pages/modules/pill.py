"""A short statement on a coloured ground."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel

from ui.theme.roles import set_role

AIR = 26
"""Pixels beside the words: padding and border."""


class Pill(QLabel):
    """As wide as its words where there is room; it wraps where there is not."""

    def __init__(self, text: str, tone: str) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        set_role(self, f"pill-{tone}")
        self.setWordWrap(True)
        self.setText(text)

    def sizeHint(self) -> QSize:
        """All words on one line."""
        width = self.fontMetrics().horizontalAdvance(self.text()) + AIR
        return QSize(width, self.heightForWidth(width))
