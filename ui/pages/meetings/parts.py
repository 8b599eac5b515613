"""Small pieces that several tabs of a meeting share."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import isValid

from plcdesk.services.meeting_views import MeetingDetail
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.control import SMALLEST
from ui.widgets.form_field import FormField, plain_label

WIDEST = 1100
"""A record is never wider than this, in pixels at text size 100 %."""
SETTLED = 200
"""After so many milliseconds rows that were just made have their height, and the place in sight is the user's."""


class TabPage(QScrollArea):
    """One tab: a column that scrolls by itself. `changed` follows each write, so that the record is read again."""

    changed = Signal()

    def __init__(self, ctx: Context, origin: QObject) -> None:
        super().__init__()
        self.ctx, self.w, self.desk, self.origin = ctx, ctx.w, ctx.desk, origin
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._sought: QWidget | None = None
        self.verticalScrollBar().rangeChanged.connect(self._keep_in_sight)
        self._content = content = set_role(QWidget(), "scrolled")
        ctx.theme.changed.connect(self._fit)
        self._fit()
        self.column = QVBoxLayout(content)
        self.column.setContentsMargins(0, 0, 4, 8)
        self.column.setSpacing(12)
        self.differing = DifferingStrip(ctx)
        self.column.addWidget(self.differing)
        self.setWidget(content)

    def show_detail(self, detail: MeetingDetail) -> None:
        """Show the record as it is now."""

    def start(self) -> None:
        """Put the keyboard where work on this tab begins."""

    def commit(self) -> bool:
        """Save what is being typed; True when nothing is left unsaved."""
        return True

    def write(self, work: Callable[[], object], label: str) -> bool:
        """One save of this tab; whether something was written."""
        done = bool(self.ctx.write(work, label, self.origin))
        if done:
            self.changed.emit()
        return done

    def reveal(self, widget: QWidget) -> None:
        """Give `widget` the keyboard and scroll it into view."""
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
        self.bring(widget)

    def bring(self, widget: QWidget) -> None:
        """Scroll `widget` into view, and again while what stands above it is still finding its height."""
        self._sought = widget
        QTimer.singleShot(0, self, self._keep_in_sight)
        QTimer.singleShot(SETTLED, self, self._let_go)

    def _keep_in_sight(self) -> None:
        if self._sought is not None and isValid(self._sought):
            self.ensureWidgetVisible(self._sought, 0, 24)

    def _let_go(self) -> None:
        self._sought = None

    def _fit(self) -> None:
        self._content.setMaximumWidth(self.ctx.theme.px(WIDEST))


class DifferingStrip(QFrame):
    """Says which entries of a tab were changed on two computers, with the way to decide; hidden when there are none."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.w = ctx.w
        set_role(self, "banner", tone="warning")
        self.label = plain_label("", "strong", wrap=True)
        button = action(ctx.w("Decide"), "outlined", lambda: ctx.go("exchange"))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 8, 4)
        row.setSpacing(8)
        row.addWidget(self.label, 1)
        row.addWidget(button)
        self.hide()

    def say(self, entries: list[str]) -> None:
        """Name the entries."""
        self.setVisible(bool(entries))
        head = self.w.plural("{n} entry was changed on two computers: {names}",
                             "{n} entries were changed on two computers: {names}", len(entries),
                             names=", ".join(entries))
        self.label.setText(head)


class DifferingMark(QWidget):
    """A line below one field: changed on two computers, and the link to where that is decided."""

    def __init__(self, ctx: Context, field: FormField) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(plain_label(ctx.w("Changed on two computers"), "pill-warning"))
        link = action(ctx.w("Decide"), "link", lambda: ctx.go("exchange"))
        link.setAccessibleName(ctx.w("Decide: {field}", field=field.label))
        row.addWidget(link)
        row.addStretch(1)
        column = field.layout()
        assert column is not None
        column.addWidget(self)
        self.hide()


def action(text: str, role: str, slot: Callable[[], object]) -> QPushButton:
    """A button with a role that runs `slot`."""
    button = set_role(QPushButton(text.replace("&", "&&")), role)
    button.setMinimumHeight(SMALLEST)
    button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    button.clicked.connect(lambda: slot())
    return button


def has_focus(widget: QWidget) -> bool:
    """Whether the keyboard is somewhere inside `widget`."""
    focus = widget.focusWidget()
    return focus is not None and focus.hasFocus()
