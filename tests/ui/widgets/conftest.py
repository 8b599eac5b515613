"""The theme, the words and a few people: what widgets need to stand on their own."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from plcdesk.domain.ids import Id
from plcdesk.words import Words
from ui.theme.theme import Theme
from ui.widgets.person_field import Option

TODAY = date(2025, 5, 12)
NAMES = ("Bambang Suryana, S.Pd.", "Nur Hidayah", "Dra. Hj. Siti Rahmawati, M.Pd.", "Agus Wijaya", "Siti Aminah",
         "Rina Marlina", "Budi Santoso")


class KnownPeople:
    """A list of people, looked up by a part of the name."""

    def find(self, text: str, limit: int) -> Sequence[Option]:
        wanted = text.casefold()
        return [Option(Id(str(at)), name, "SD Melati 01") for at, name in enumerate(NAMES)
                if wanted in name.casefold()][:limit]

    def name(self, person: Id) -> str:
        return NAMES[int(person)]


@pytest.fixture
def w() -> Words:
    return Words("id")


@pytest.fixture
def people() -> KnownPeople:
    return KnownPeople()


@pytest.fixture
def today() -> Callable[[], date]:
    return lambda: TODAY


@pytest.fixture
def shown(qtbot: QtBot, theme: Theme) -> Iterator[Callable[..., QWidget]]:
    """Show widgets below each other in a window that has the keyboard."""

    open_windows = []

    def show(*widgets: QWidget, width: int = 900, height: int = 700) -> QWidget:
        window = QWidget()
        column = QVBoxLayout(window)
        for widget in widgets:
            column.addWidget(widget)
        window.resize(width, height)
        open_windows.append(window)
        qtbot.addWidget(window)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        return window

    yield show
    open_windows.clear()
