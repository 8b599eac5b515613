"""Passing remarks at the lower left: one at a time, ten seconds, longer while someone looks at them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.runtime.notify import Toast
from ui.theme.roles import set_role

SHOWN = 10_000
WIDEST = 640
FOOT = "foot"
"""The object name of what a page wants to stay free at its lower edge."""


class ToastArea(QFrame):
    """The toast of a window. It lies above the page and moves nothing."""

    def __init__(self, ctx: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._ctx, self._toast, self._space = ctx, Toast(""), parent
        set_role(self, "toast")
        self.setAccessibleName(ctx.w("Message"))
        self.text = QLabel()
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        self.action = QPushButton()
        once(self.action, self._act)
        self.close_button = QToolButton()
        self.close_button.setAccessibleName(ctx.w("Close"))
        self.close_button.setToolTip(ctx.w("Close"))
        ctx.theme.dress(self.close_button, "x", "toast-text")
        self.close_button.clicked.connect(self.put_away)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 6, 6)
        row.setSpacing(8)
        row.addWidget(self.text, 1)
        row.addWidget(self.action)
        row.addWidget(self.close_button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._time_up)
        ctx.notify.toasted.connect(self.show_toast)
        self.hide()

    def show_toast(self, toast: Toast) -> None:
        """Show this one in place of the one before."""
        self._toast = toast
        self.text.setText(toast.text)
        self.action.setText(toast.action_label)
        self.action.setVisible(bool(toast.action_label))
        self.place()
        self.show()
        self.raise_()
        self._timer.start(SHOWN)
        announce(self, toast.text, urgent=False)

    def put_away(self) -> None:
        """Hide it; the keyboard goes back to the page."""
        held = self.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        self._timer.stop()
        self.hide()
        if held:
            self._space.setFocus()

    def place(self) -> None:
        """Lower left corner of the parent, as wide as the words need."""
        parent, px = self._space, self._ctx.theme.px
        widest = min(px(WIDEST), parent.width() - 24)
        buttons = self.action.sizeHint().width() + 8 if self._toast.action_label else 0
        room = self.close_button.sizeHint().width() + buttons + 46
        words = self.text.fontMetrics().horizontalAdvance(self._toast.text) + 4
        width = min(widest, words + room)
        self.setFixedWidth(width)
        lines = self.text.heightForWidth(max(40, width - room))
        height = max(lines, self._ctx.theme.control_height) + 14
        self.setGeometry(12, self._ground() - height, width, height)

    def _ground(self) -> int:
        """The lowest line it may cover: above the strip of buttons or the line to type in that a page ends with."""
        parent, ground = self._space, self._space.height() - 12
        for foot in parent.findChildren(QWidget, FOOT):
            if foot.isVisible():
                ground = min(ground, foot.mapTo(parent, QPoint(0, 0)).y() - 4)
        return ground

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Enter:
            self._timer.stop()
        elif event.type() == QEvent.Type.Leave and self.isVisible():
            self._timer.start(SHOWN)
        return super().event(event)

    def _time_up(self) -> None:
        focus = self.window().focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            self._timer.start(SHOWN)
        else:
            self.put_away()

    def _act(self) -> None:
        action = self._toast.action
        self.put_away()
        if action is not None:
            action()


def announce(widget: QWidget, text: str, *, urgent: bool) -> None:
    """Let a screen reader say `text`; an urgent one interrupts."""
    event = QAccessibleAnnouncementEvent(widget, text)
    politeness = QAccessible.AnnouncementPoliteness
    event.setPoliteness(politeness.Assertive if urgent else politeness.Polite)
    QAccessible.updateAccessibility(event)
