"""Journeys through the real program: its window, its files, a folder in place of the stick."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from plcdesk.domain.sticks import Drive
from plcdesk.services import drives
from tests.journeys.hands import Hands


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The platform without a screen complains that it has no window manager; that is no mistake of ours."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is found as the one stick plugged in."""
    folder = tmp_path / "stick"
    folder.mkdir()
    monkeypatch.setattr(drives, "drives", lambda: [Drive(folder, "KINGSTON", 4 << 30)])
    return folder


@pytest.fixture
def sit_down(qapp: QApplication, qtbot: Any) -> Iterator[Callable[[Path], Hands]]:
    """Start the program on a data folder; what sat there before is closed first, as on a shared laptop."""
    hook, lasting = sys.excepthook, qapp.quitOnLastWindowClosed()
    qapp.setQuitOnLastWindowClosed(False)
    seated: list[Hands] = []

    def sit(folder: Path) -> Hands:
        if seated:
            seated.pop().leave()
        seated.append(Hands(folder, qapp, qtbot))
        return seated[-1]

    yield sit
    if seated:
        seated.pop().leave()
    qapp.setQuitOnLastWindowClosed(lasting)
    sys.excepthook = hook
