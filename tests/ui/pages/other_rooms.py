"""The pages around the meetings in a real window on a real desk."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QWidget

from tests.ui.pages.meetings_room import Room
from ui.pages.home.page import HomePage
from ui.pages.people.page import PeoplePage
from ui.pages.settings.page import SettingsPage
from ui.shell.pages import existing

SIZES = ((1366, 697), (1093, 543), (911, 441), (781, 368))
ENGLISH = re.compile(
    r"\b(the|and|add|name|names|people|person|group|school|meeting|date|from|until|backup|trash|save|delete|remove|none|"
    r"stage|duty|role|phone|mail|consent|settings|today|here|your|you|is|of|on|no|yet|with|choose|paste|list)\b",
    re.IGNORECASE)
OWN = {"PLC Desk", "English"}
"""What is the same in both languages."""


class OtherRoom(Room):
    """A window with home, people, settings and what they lead to."""

    def __init__(self, ctx: Any, qtbot: Any, page: str, size: tuple[int, int] = (1366, 697)) -> None:
        others = tuple(one for one in ("home", "people", "settings", "meetings", "exchange") if one != page)
        super().__init__(ctx, qtbot, size, (page, *others))

    def go(self, page: str, record: str | None = None) -> None:
        """Open a page and let it settle."""
        self.space.go(page, record)
        for _ in range(3):
            QApplication.processEvents()

    @property
    def people(self) -> PeoplePage:
        page = self.space.page
        assert isinstance(page, PeoplePage)
        return page

    @property
    def settings(self) -> SettingsPage:
        page = self.space.page
        assert isinstance(page, SettingsPage)
        return page

    @property
    def home(self) -> HomePage:
        page = self.space.page
        assert isinstance(page, HomePage)
        return page


class WholeRoom(OtherRoom):
    """A window with every page there is."""

    def __init__(self, ctx: Any, qtbot: Any, page: str, size: tuple[int, int] = (1366, 697)) -> None:
        others = tuple(entry.id for entry in existing() if entry.id != page)
        Room.__init__(self, ctx, qtbot, size, (page, *others))
        self.go(page)


def english_words(root: QWidget) -> list[str]:
    """Texts of visible labels, buttons, drop-downs and of accessible names that look English."""
    found = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisible():
            continue
        texts = [widget.accessibleName(), widget.toolTip()]
        if isinstance(widget, QLabel | QAbstractButton):
            texts.append(widget.text())
        if isinstance(widget, QComboBox):
            texts += [widget.itemText(at) for at in range(widget.count())]
        for text in texts:
            if text and text not in OWN and ENGLISH.search(text):
                found.append(text)
    return found
