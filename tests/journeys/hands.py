"""The hands of a user: they press what is on screen and the keys under them, and count."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDialog, QLabel, QTabBar, QWidget

from ui.app import Program
from ui.shell.start import parse
from ui.shell.workspace import Workspace

NONE, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
ENTER, TAB, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape
PATIENCE = 20_000


class Hands:
    """Sits before the program that is open on one data folder. `clicks` and `keys` count; typed text does not."""

    def __init__(self, folder: Path, app: QApplication, qtbot: Any) -> None:
        self.qtbot = qtbot
        self.clicks = self.keys = 0
        self.program = Program(app, parse(["--data", str(folder), "--lang", "id"]))
        with qtbot.waitSignal(self.program.ready, timeout=PATIENCE):
            assert self.program.start()
        self.program.window.showNormal()
        self.program.window.resize(1366, 697)
        self.wake()

    @property
    def window(self) -> QWidget:
        return self.program.window

    @property
    def ctx(self) -> Any:
        assert self.program.session is not None
        return self.program.session.ctx

    @property
    def desk(self) -> Any:
        return self.ctx.desk

    @property
    def space(self) -> Workspace:
        assert self.program.session is not None
        assert isinstance(self.program.session.body, Workspace)
        return self.program.session.body

    @property
    def page(self) -> Any:
        assert self.program.session is not None
        return self.program.session.body.page

    @property
    def focus(self) -> QWidget:
        if QApplication.activeWindow() is None:
            self.wake()  # a dialog closed; with a screen the window manager does this
        return QApplication.focusWidget() or self.window

    def wake(self) -> None:
        """Let the window have the keyboard."""
        with self.qtbot.waitActive(self.window):
            self.window.activateWindow()

    def leave(self) -> None:
        """Close the window and wait until everything is put away."""
        self.qtbot.waitUntil(lambda: not self.program.session.busy, timeout=PATIENCE)
        noted = self.log()
        assert self.window.close()
        self.program.dismiss()
        QApplication.processEvents()
        assert not noted, noted

    def count_from_here(self) -> None:
        """Begin counting."""
        self.clicks = self.keys = 0

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        """Press a key where the keyboard is."""
        self.keys += 1
        QTest.keyClick(self.focus, key, modifier)
        QApplication.processEvents()

    def type(self, text: str) -> None:
        """Type a text where the keyboard is."""
        QTest.keyClicks(self.focus, text)
        QApplication.processEvents()

    def paste(self, text: str) -> None:
        """Paste a text that was copied elsewhere."""
        QApplication.clipboard().setText(text)
        self.key(Qt.Key.Key_V, CTRL)

    def click(self, target: QWidget, at: QPoint | None = None) -> None:
        """Press the mouse on something that can be seen."""
        assert target.isVisible()
        if QApplication.activeWindow() is None:
            self.wake()
        self.clicks += 1
        QTest.mouseClick(target, Qt.MouseButton.LeftButton, NONE, at or QPoint())
        QApplication.processEvents()

    def press(self, words: str, inside: QWidget | None = None) -> None:
        """Press the button with these words, once it is there."""
        self.click(self.button(words, inside))

    def press_anew(self, words: str) -> None:
        """Press a button after which the window is filled anew."""
        with self.qtbot.waitSignal(self.program.ready, timeout=PATIENCE):
            self.press(words)
        self.wake()

    def tab(self, words: str) -> None:
        """Press the tab that begins with these words."""
        bar, at = next((bar, at) for bar in self.top.findChildren(QTabBar) if bar.isVisible()
                       for at in range(bar.count()) if bar.tabText(at).startswith(words))
        self.click(bar, bar.tabRect(at).center())

    def choose(self, field: QComboBox, words: str) -> None:
        """Choose from a list by its first letters."""
        self.click(field)
        self.key(ESCAPE)
        self.type(words)
        assert field.currentText().startswith(words), [field.itemText(at) for at in range(field.count())]

    def drop(self, zone: QWidget, file: Path) -> None:
        """Drag a file onto a place for files."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(file))])
        held = Qt.MouseButton.LeftButton
        where = zone.rect().center()
        for event in (QDragEnterEvent(where, Qt.DropAction.CopyAction, data, held, NONE),
                      QDropEvent(where.toPointF(), Qt.DropAction.CopyAction, data, held, NONE)):
            QApplication.sendEvent(zone, event)
            assert event.isAccepted()

    def button(self, words: str, inside: QWidget | None = None) -> QAbstractButton:
        """The visible button with these words; waited for, because work may still run behind the window."""
        found: list[QAbstractButton] = []

        def there() -> bool:
            found[:] = [button for button in (inside or self.top).findChildren(QAbstractButton)
                        if button.isVisible() and button.text().replace("&&", "&") == words]
            return bool(found)

        try:
            self.qtbot.waitUntil(there, timeout=PATIENCE)
        except Exception:
            raise AssertionError(f"no button “{words}”; on screen: {self.words()}\n{self.log()}") from None
        return found[0]

    @property
    def top(self) -> QWidget:
        """The dialog that is open, else the window."""
        return next((one for one in self.window.findChildren(QDialog) if one.isVisible()), self.window)

    def words(self) -> list[str]:
        """Everything that can be read on screen."""
        return [part.text() for part in self.top.findChildren(QWidget)
                if isinstance(part, QLabel | QAbstractButton) and part.isVisible() and part.text()]

    def reads(self, words: str) -> None:
        """Wait until these words stand on screen."""
        try:
            self.qtbot.waitUntil(lambda: any(words in text for text in self.words()), timeout=PATIENCE)
        except Exception:
            raise AssertionError(f"“{words}” is nowhere; on screen: {self.words()}\n{self.log()}") from None

    def log(self) -> str:
        """What the program noted about its own mistakes."""
        text = (self.program.paths.logs / "plcdesk.log").read_text(encoding="utf-8")
        return text[text.find("ERROR"):] if "ERROR" in text else ""
