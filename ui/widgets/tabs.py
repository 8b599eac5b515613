"""Tabs of a record."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from ui.theme.roles import restyle, set_role


class _Bar(QTabBar):
    """A tab bar that the wheel does not change."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel belongs to the page."""
        event.ignore()


class _Pages(QStackedWidget):
    """Pages of which only the visible one asks for room."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.currentChanged.connect(self._give_room)

    def _give_room(self, shown: int) -> None:
        for at in range(self.count()):
            wish = QSizePolicy.Policy.Preferred if at == shown else QSizePolicy.Policy.Ignored
            page = self.widget(at)
            if page is not None:
                page.setSizePolicy(QSizePolicy.Policy.Preferred, wish)
        self.updateGeometry()


class Tabs(QWidget):
    """Named tabs over pages; Ctrl+Tab and Ctrl+Shift+Tab go round, arrows move within the bar."""

    changed = Signal(str)
    """The key of the tab now shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = set_role(_Bar(self), "tabs")
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setUsesScrollButtons(True)
        self.bar.setElideMode(Qt.TextElideMode.ElideNone)
        self.bar.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.pages = _Pages(self)
        self._keys: list[str] = []
        self._makers: dict[str, Callable[[], QWidget]] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.head = QWidget()
        self._head_row = QHBoxLayout(self.head)
        self._head_row.setContentsMargins(0, 0, 0, 0)
        self._head_row.setSpacing(8)
        self._head_row.addWidget(self.bar, 1)
        column.addWidget(self.head)
        column.addWidget(self.pages, 1)
        self.bar.currentChanged.connect(self._changed)

    def add(self, key: str, label: str, page: QWidget | Callable[[], QWidget]) -> None:
        """Append a tab. Handed a function, its page is made when it is first shown, or asked for with `page`."""
        self._keys.append(key)
        if isinstance(page, QWidget):
            self.pages.addWidget(page)
        else:
            self._makers[key] = page
            self.pages.addWidget(QWidget())
        at = self.bar.addTab(label.replace("&", "&&"))
        self.bar.setAccessibleTabName(at, label)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of all tabs, from left to right."""
        return tuple(self._keys)

    def made(self, key: str) -> bool:
        """Whether the page of a tab is there already."""
        return key not in self._makers

    def page(self, key: str) -> QWidget:
        """The page of a tab; it is made now when it was not yet."""
        at = self._keys.index(key)
        if not self.made(key):
            holder = self._at(at)
            self.pages.insertWidget(at, self._makers.pop(key)())
            self.pages.removeWidget(holder)
            holder.deleteLater()
            self.pages.setCurrentIndex(self.bar.currentIndex())
        return self._at(at)

    def set_dense(self, dense: bool) -> None:
        """Let the tabs stand closer, where there is little room."""
        if self.bar.property("dense") is not dense:
            self.bar.setProperty("dense", dense)
            restyle(self.bar)

    def add_beside(self, widget: QWidget) -> None:
        """Put something at the right end of the line of tabs."""
        self._head_row.addWidget(widget)

    def set_label(self, key: str, text: str) -> None:
        """Rename a tab ("Keputusan (2)")."""
        self.bar.setTabText(self._keys.index(key), text.replace("&", "&&"))
        self.bar.setAccessibleTabName(self._keys.index(key), text)

    def select(self, key: str) -> None:
        """Show a tab."""
        self.bar.setCurrentIndex(self._keys.index(key))

    @property
    def current(self) -> str:
        """The key of the tab shown, empty without tabs."""
        return self._keys[self.bar.currentIndex()] if self._keys else ""

    def step(self, by: int) -> None:
        """The next or previous tab; the ends meet."""
        if self._keys:
            self.bar.setCurrentIndex((self.bar.currentIndex() + by) % len(self._keys))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Tab; a key and no shortcut, so that a window which has one for it comes first and is not in doubt."""
        turns = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.key() in turns:
            self.step(turns[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _at(self, at: int) -> QWidget:
        page = self.pages.widget(at)
        assert page is not None
        return page

    def _changed(self, at: int) -> None:
        if 0 <= at < len(self._keys):
            self.page(self._keys[at])
        self.pages.setCurrentIndex(at)
        if 0 <= at < len(self._keys):
            self.changed.emit(self._keys[at])
