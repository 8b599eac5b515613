"""A coloured box that says what came of something, or what to beware of."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.form_field import LINE, plain_label


class Notice(QFrame):
    """A sign, and a few sentences with their roles; the first one is the heading."""

    def __init__(self, ctx: Context, tone: str, icon: str, texts: list[tuple[str, str]]) -> None:
        super().__init__()
        set_role(self, "banner", tone=tone)
        sign = self._sign = QLabel()
        self._ctx, self._icon, self._tone = ctx, icon, tone
        ctx.theme.changed.connect(self._dress)
        self._dress()
        sign.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.words = QVBoxLayout()
        self.words.setSpacing(4)
        for text, role in texts:
            label = plain_label(text, role, wrap=True)
            label.setMaximumWidth(ctx.theme.px(LINE))
            self.words.addWidget(label)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 12, 12, 12)
        row.setSpacing(12)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self.words, 100)
        row.addStretch(1)
        self.setAccessibleName(" ".join(text for text, _ in texts))

    def add(self, widget: QWidget) -> None:
        """Something below the sentences."""
        self.words.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)

    def _dress(self) -> None:
        self._sign.setPixmap(self._ctx.theme.pixmap(self._icon, self._tone, 20))


class SignLine(QWidget):
    """A small sign with a sentence: what a padlock means, what stays behind."""

    def __init__(self, ctx: Context, icon: str, text: str = "", role: str = "") -> None:
        super().__init__()
        self._ctx, self._icon = ctx, icon
        self.sign = QLabel()
        self.label = plain_label(text, role, wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.label, 1)
        ctx.theme.changed.connect(self._dress)
        self._dress()

    def say(self, text: str, icon: str = "") -> None:
        """Say something else."""
        self._icon = icon or self._icon
        self.label.setText(text)
        self._dress()

    def _dress(self) -> None:
        self.sign.setPixmap(self._ctx.theme.pixmap(self._icon, "text-2", 20))
