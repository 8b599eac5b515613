"""Two laptops of one programme, a folder that serves as the stick, and the page in a real window on the first laptop."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QWidget

from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import Meeting
from plcdesk.paths import Paths
from plcdesk.services import drives
from plcdesk.settings import Settings
from ui.pages.exchange.page import ExchangePage
from ui.runtime.context import Context
from ui.shell.commands import Commands
from ui.shell.pages import ENTRIES
from ui.shell.workspace import Workspace

if TYPE_CHECKING:
    from plcdesk.services.desk import Desk

OTHER = "Nur Hidayah"


class Stick:
    """A folder the program finds among the sticks while it is plugged in."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        folder.mkdir()
        self.plugged = False
        monkeypatch.setattr(drives, "_places", lambda: [(folder, "KINGSTON (E:)")] if self.plugged else [])

    def bundles(self) -> list[Path]:
        return sorted(path for path in self.folder.iterdir() if ".plcb" in path.name)


def join(desk: Desk, folder: Path, stick: Path, clock: Any, me: str = OTHER) -> Desk:
    """Another laptop that took the programme over from a bundle of the first."""
    from plcdesk import bootstrap

    file = desk.exchange.send(stick).file
    made = bootstrap.join_programme(Paths(folder / "programme", folder / "state"), file, Settings(), clock)
    made.programme.set_me(next(row.id for row in made.people.rows() if row.name == me))
    file.unlink()
    return made


def edit(desk: Desk, meeting: Id, **fields: Any) -> None:
    """Change fields of a meeting on one laptop."""
    loaded = desk.records.need(Meeting, meeting)
    desk.records.save(dataclasses.replace(loaded.record, **fields), loaded)


def digest(desk: Desk) -> str:
    """What is shown, as a checksum; the log is checked on the way."""
    found = desk.upkeep.verify()
    assert found.ok, found.problems
    return str(found.digest)


class Room:
    """The window, and hands to use it with."""

    def __init__(self, ctx: Context, qtbot: Any, size: tuple[int, int] = (1366, 697),
                 pages: tuple[str, ...] = ("people", "exchange")) -> None:
        self.ctx, self.qtbot = ctx, qtbot
        self.space = Workspace(ctx, tuple(entry for entry in ENTRIES if entry.id in pages))
        qtbot.addWidget(self.space)
        self.space.resize(*size)
        self.space.show()
        qtbot.waitExposed(self.space)
        self.commands = Commands(self.space)
        self.space.go("exchange")
        with qtbot.waitActive(self.space):
            self.space.activateWindow()
        self.wait()

    @property
    def page(self) -> ExchangePage:
        page = self.space.page
        assert isinstance(page, ExchangePage)
        return page

    def wait(self) -> None:
        """Until no work is left."""
        self.qtbot.waitUntil(lambda: not self.ctx.tasks.busy, timeout=30_000)
        QApplication.processEvents()

    def section(self, key: str) -> Any:
        self.page.open(key)
        self.wait()
        return self.page.view

    def press(self, text: str, *, dialog: bool = False) -> None:
        """Press the visible button with these words (the one of the dialog), and wait for what it does."""
        button = self.button(text, dialog=dialog)
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        self.wait()

    def button(self, text: str, *, dialog: bool = False) -> QPushButton:
        found = [one for one in self.space.findChildren(QPushButton) if one.isVisible() and one.text() == text
                 and isinstance(one.window(), QDialog) == dialog]
        assert found, text
        return found[0]

    def buttons(self, inside: QWidget | None = None) -> list[str]:
        return [one.text() for one in (inside or self.page).findChildren(QPushButton) if one.isVisible()]

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(QApplication.focusWidget() or self.space, key, modifier)
        self.wait()

    def texts(self, inside: QWidget | None = None) -> str:
        """All visible words."""
        found = (inside or self.page).findChildren(QLabel)
        return "\n".join(label.text() for label in found if label.isVisible())

    @property
    def toast(self) -> str:
        return "\n".join(label.text() for label in self.space.toasts.findChildren(QLabel))

    def receive(self, path: Path) -> Any:
        """Look at a bundle file."""
        view = self.section("receive")
        view.back()
        view.open(path)
        self.wait()
        return view
