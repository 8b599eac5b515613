"""The line below a page: whether everything is saved, and what was not sent yet."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from ui.runtime.context import Context
from ui.runtime.notify import SaveState
from ui.theme.roles import set_role
from ui.widgets.elided import ElidedLabel

HEIGHT = 33
"""28 would do for the words, but what is not sent yet is a button, and no button is lower than 32."""
LOOKS = {
    SaveState.NOTHING: ("check", "success"),
    SaveState.SAVED: ("check", "success"),
    SaveState.SAVING: ("history", "text-2"),
    SaveState.UNSAVED: ("triangle-alert", "danger"),
}


class StatusLine(QWidget):
    """Left the save state, right the unsent changes as a link; `unsent_asked` when that is pressed."""

    unsent_asked = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        set_role(self, "statusline")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._sign, self._text = QLabel(), ElidedLabel(role="")
        self.unsent = set_role(QPushButton(), "link")
        self.unsent.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.unsent.hide()
        self.unsent.clicked.connect(self.unsent_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 4, 0)
        row.setSpacing(8)
        row.addWidget(self._sign)
        row.addWidget(self._text, 1)
        row.addWidget(self.unsent)
        ctx.notify.save_state.connect(self.show_state)
        ctx.notify.unsent_changed.connect(self.show_unsent)
        ctx.theme.changed.connect(self._redraw)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_state(SaveState.NOTHING, None)

    @property
    def text(self) -> str:
        """What the left side says."""
        return self._text.text()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._ctx.theme.px(HEIGHT))

    def show_state(self, state: SaveState, at: datetime | None) -> None:
        """Say whether everything is saved, and since when."""
        w = self._ctx.w
        if state is SaveState.SAVING:
            text = w("Saving…")
        elif state is SaveState.SAVED and at is not None:
            text = w("Saved at {time}", time=at.time())
        elif state is SaveState.UNSAVED:
            text = w("Not saved yet. Your entries are still on screen. Trying again…")
        else:
            text = w("Already saved. Every change is saved automatically.")
        self._text.setText(text)
        self._redraw()

    def show_unsent(self, count: int, since: str) -> None:
        """Say how many changes no bundle carries yet."""
        w = self._ctx.w
        self.unsent.setVisible(count > 0)
        self.unsent.setText(w.plural("{n} change not sent since {date}", "{n} changes not sent since {date}", count,
                                     date=since))

    def _redraw(self) -> None:
        self._sign.setPixmap(self._ctx.theme.pixmap(*LOOKS[self._ctx.notify.state], 16))
        self._ctx.theme.dress(self.unsent, "chevron-right", "primary")
