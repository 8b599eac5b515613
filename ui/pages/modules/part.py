"""What the tabs of a module have in common."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from plcdesk.services.module_views import ModuleDetail
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.control import SMALLEST

WIDEST = 1000
"""A module is never wider than this, in pixels at text size 100 %."""


class Part(QScrollArea):
    """One tab: a column that scrolls by itself. `changed` follows each write, so that the module is read again."""

    changed = Signal()

    def __init__(self, ctx: Context, origin: QObject) -> None:
        super().__init__()
        self.ctx, self.w, self.desk, self.origin = ctx, ctx.w, ctx.desk, origin
        self.detail: ModuleDetail | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._content = set_role(QWidget(), "page")
        self.column = QVBoxLayout(self._content)
        self.column.setContentsMargins(0, 4, 4, 8)
        self.column.setSpacing(12)
        self.setWidget(self._content)
        ctx.theme.changed.connect(self._fit)
        self._fit()

    def show_detail(self, detail: ModuleDetail) -> None:
        """Show a module, or the same one anew."""
        self.detail = detail

    def start(self) -> None:
        """Put the keyboard where work on this tab begins."""

    def commit(self) -> bool:
        """Save what is being typed; True when nothing is left unsaved."""
        return True

    def let_go(self) -> None:
        """Save what is being typed and let go of the module."""
        self.detail = None

    def write(self, work: Callable[[], object], label: str) -> bool:
        """One save of this tab; whether something was written."""
        done = bool(self.ctx.write(work, label, self.origin))
        if done:
            self.changed.emit()
        return done

    def _fit(self) -> None:
        self._content.setMaximumWidth(self.ctx.theme.px(WIDEST))


def action(text: str, role: str, slot: Callable[[], object], spoken: str = "") -> QPushButton:
    """A button with a role that runs `slot` once a press; `spoken` is its name where the text alone says too little."""
    button = set_role(QPushButton(text.replace("&", "&&")), role)
    button.setMinimumHeight(SMALLEST)
    button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    if spoken:
        button.setAccessibleName(spoken)
    once(button, slot)
    return button


def emptied(holder: QWidget | None, column: QVBoxLayout, at: int = -1) -> tuple[QWidget, QVBoxLayout]:
    """A fresh container in the place of an old one, for parts that are drawn anew."""
    made = set_role(QWidget(), "scrolled")
    inside = QVBoxLayout(made)
    inside.setContentsMargins(0, 0, 0, 0)
    inside.setSpacing(12)
    if holder is not None:
        column.replaceWidget(holder, made)
        holder.hide()
        holder.deleteLater()
    elif at >= 0:
        column.insertWidget(at, made)
    else:
        column.addWidget(made)
    return made, inside
