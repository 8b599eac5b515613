"""What every page is: a part of the window with a title, that shows some kinds of records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QTabBar, QVBoxLayout, QWidget

from plcdesk.domain.changes import Changes
from ui.runtime.context import Context
from ui.runtime.sizes import SizeClass


@dataclass(frozen=True, slots=True)
class Command:
    """Something a page can do: shown in the help and in the search, started by its keys while the page is open.

    `label` is an English source text; `method` the page's method, by default named as the id.
    """

    id: str
    label: str
    keys: str = ""
    icon: str = ""
    method: str = ""


@dataclass(frozen=True, slots=True)
class PageSpec:
    """What the window knows of a page: texts are English source texts, `tables` the records it shows."""

    id: str
    title: str
    icon: str
    tables: frozenset[str] = frozenset()
    primary: tuple[str, str] | None = None
    commands: tuple[Command, ...] = field(default=())


class Page(QWidget):
    """Base of all pages. Methods that return a bool say whether there was something to do."""

    SPEC: ClassVar[PageSpec]
    header_changed = Signal()

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ctx, self.w, self.desk = ctx, ctx.w, ctx.desk
        self.stale = True
        self.header_quiet = False
        self.header_text = self.w(self.SPEC.primary[1]) if self.SPEC.primary else ""
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.body = QVBoxLayout(self)
        self.set_margin(SizeClass.M.margin)
        self.body.setSpacing(12)
        for command in self.SPEC.commands:
            self._install(command)
        ctx.bus.changed.connect(self._changed)

    @property
    def tokens(self) -> Any:
        """The colours of the moment."""
        return self.ctx.tokens

    @property
    def record_id(self) -> str | None:
        """The record that is open, remembered for the next start."""
        return None

    @property
    def covered(self) -> bool:
        """Whether something lies over the content, as the print preview does: keys must not reach what is hidden."""
        return False

    def uncover(self) -> None:
        """Take away what lies over the content."""

    def refresh(self) -> None:
        """Read everything anew: at the first visit, and when a shown table was changed elsewhere."""

    def open(self, record_id: str) -> None:
        """Show a record."""

    def primary(self) -> None:
        """Do what the button in the header says."""

    def new(self) -> bool:
        """Ctrl+N: begin a new record."""
        if self.SPEC.primary is None:
            return False
        self.primary()
        return True

    def fit(self, size_class: SizeClass, short: bool) -> None:
        """Arrange for the room there is."""
        self.set_margin(size_class.margin)

    def leave(self) -> None:
        """Save what is pending: another page, another language or the end follows."""

    def hold_close(self, close: Callable[[], object]) -> bool:
        """Whether something here would be lost for good when the window closed now: then the page asks, and calls
        `close` when the answer is to go all the same."""
        return False

    def focus_list(self) -> bool:
        """Put the keyboard into the list."""
        return False

    def focus_detail(self) -> bool:
        """Put the keyboard into the open record."""
        return False

    def find(self) -> bool:  # type: ignore[override]
        """Ctrl+F: filter the list."""
        return False

    def print(self) -> bool:
        """Ctrl+P: print or save what is open."""
        return False

    def edit(self) -> bool:
        """F2: put the keyboard into the first field of what is selected."""
        return False

    def delete(self) -> bool:
        """Del: move what is selected to the trash."""
        return False

    def finish(self) -> bool:
        """Ctrl+Enter: finish what is open."""
        return False

    def step(self, delta: int) -> bool:
        """Ctrl+PgUp and Ctrl+PgDn: the record before (-1) or after (+1)."""
        return False

    def back(self) -> bool:
        """Esc: one step back, never losing anything."""
        return False

    def history(self) -> bool:
        """Show the history of what is open in the side panel."""
        return False

    def next_tab(self, delta: int) -> bool:
        """Ctrl+Tab: the next tab, around the corner too."""
        bar = next((bar for bar in self.findChildren(QTabBar) if bar.isVisible() and bar.count() > 1), None)
        if bar is None:
            return False
        bar.setCurrentIndex((bar.currentIndex() + delta) % bar.count())
        return True

    def set_margin(self, margin: int) -> None:
        """The distance of the content from the page's edges."""
        self.body.setContentsMargins(margin, margin, margin, margin)

    def quiet_header(self, quiet: bool) -> None:
        """Draw the header's button as an outline: while a record is open, finishing it is the one filled button."""
        if quiet != self.header_quiet:
            self.header_quiet = quiet
            self.header_changed.emit()

    def primary_text(self, text: str) -> None:
        """Change the words on the header's button; empty takes it away."""
        if text != self.header_text:
            self.header_text = text
            self.header_changed.emit()

    def show_fresh(self) -> None:
        """Refresh when something changed since the last look."""
        if self.stale:
            self.stale = False
            self.refresh()

    def _changed(self, changes: Changes, origin: QObject | None) -> None:
        if origin is self or not (changes.tables & self.SPEC.tables):
            return
        self.stale = True
        if self.isVisible():
            self.show_fresh()

    def _install(self, command: Command) -> None:
        if not command.keys:
            return
        action = QAction(self.w(command.label), self)
        action.setShortcut(QKeySequence(command.keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setAutoRepeat(False)
        action.triggered.connect(lambda: self.run_command(command))
        self.addAction(action)

    def run_command(self, command: Command) -> None:
        """Do one of the page's own commands, on what is in sight."""
        self.uncover()
        getattr(self, command.method or command.id)()
