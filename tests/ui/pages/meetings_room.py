"""The page of the meetings in a real window on a real desk, and hands to use it with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QWidget

from plcdesk.domain.ids import Id
from ui.pages.meetings.page import MeetingsPage
from ui.runtime.context import Context
from ui.shell.commands import Commands
from ui.shell.pages import ENTRIES
from ui.shell.workspace import Workspace

if TYPE_CHECKING:
    from plcdesk.services.meeting_views import MeetingDetail


class Room:
    """A window with the pages named, the meetings page open."""

    def __init__(self, ctx: Context, qtbot: Any, size: tuple[int, int] = (1366, 697),
                 pages: tuple[str, ...] = ("meetings",)) -> None:
        self.ctx, self.qtbot = ctx, qtbot
        self.space = Workspace(ctx, tuple(entry for entry in ENTRIES if entry.id in pages))
        qtbot.addWidget(self.space)
        self.space.resize(*size)
        self.space.show()
        qtbot.waitExposed(self.space)
        self.commands = Commands(self.space)
        self.clicks = self.keys = 0
        self.space.go(pages[0])
        with qtbot.waitActive(self.space):
            self.space.activateWindow()

    @property
    def page(self) -> MeetingsPage:
        page = self.space.page
        assert isinstance(page, MeetingsPage)
        return page

    def open(self, meeting: Id, tab: str = "") -> None:
        self.space.go("meetings", meeting)
        if tab:
            self.page.detail.select(tab)

    def seen(self, meeting: Id) -> MeetingDetail:
        """The meeting as it is stored."""
        found = self.ctx.desk.meetings.detail(meeting)
        assert found is not None
        return found

    def resize(self, width: int, height: int) -> None:
        self.space.resize(width, height)
        QApplication.processEvents()

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, *, text: bool = False,
            ) -> None:
        """Press a key where the keyboard is."""
        self.keys += not text
        self.qtbot.keyClick(self.focus, key, modifier)
        QApplication.processEvents()

    def type(self, text: str) -> None:
        """Type a text; it is not counted among the keys of a journey."""
        self.qtbot.keyClicks(self.focus, text)
        QApplication.processEvents()

    @property
    def focus(self) -> QWidget:
        return QApplication.focusWidget() or self.space

    def click(self, target: QWidget, at: QPoint | None = None) -> None:
        """Press the mouse on something that can be seen."""
        assert target.isVisible()
        self.clicks += 1
        QTest.mouseClick(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at or QPoint())
        QApplication.processEvents()

    def click_tab(self, key: str) -> None:
        tabs = self.page.detail.tabs
        at = tabs.keys.index(key)
        self.click(tabs.bar, tabs.bar.tabRect(at).center())
        self.qtbot.waitUntil(lambda: tabs.current == key)
        QApplication.processEvents()

    def button(self, text: str, inside: QWidget | None = None) -> QAbstractButton:
        """The visible button with this text."""
        found = [button for button in (inside or self.space).findChildren(QAbstractButton)
                 if button.isVisible() and button.text().replace("&&", "&") == text]
        assert found, text
        return found[0]

    def dialog(self) -> QDialog:
        """The dialog that was just opened."""
        found = [one for one in self.space.window().findChildren(QDialog) if one.isVisible()]
        assert len(found) == 1
        self.qtbot.waitUntil(found[0].isActiveWindow)
        return found[0]

    def texts(self, inside: QWidget | None = None) -> list[str]:
        """All visible label texts."""
        return [label.text() for label in (inside or self.space).findChildren(QLabel) if label.isVisible()]


def clipped(root: QWidget) -> list[str]:
    """Labels and buttons that are narrower or lower than their words, and what sticks out of the window."""
    found = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisible() or not isinstance(widget, QLabel | QAbstractButton) or not widget.text():
            continue
        if widget.visibleRegion().isEmpty():
            continue
        name = f"{type(widget).__name__} {widget.text()!r}"
        wraps = isinstance(widget, QLabel) and widget.wordWrap()
        elides = type(widget).__name__ == "ElidedLabel"
        if not wraps and not elides and widget.width() + 3 < widget.minimumSizeHint().width():
            found.append(f"{name}: {widget.width()} of {widget.minimumSizeHint().width()}")
        if wraps and widget.height() + 3 < widget.heightForWidth(widget.width()):
            found.append(f"{name}: {widget.height()} high of {widget.heightForWidth(widget.width())}")
        left = widget.mapTo(root, QPoint(0, 0)).x()
        if left < -3 or left + widget.width() > root.width() + 3:
            found.append(f"{name}: outside")
    return found
