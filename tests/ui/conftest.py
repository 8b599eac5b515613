"""A real window on a real desk: theme, context and a workspace with two small pages."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QListWidget, QTabWidget, QVBoxLayout, QWidget

from plcdesk.domain.fields import mark
from plcdesk.settings import Settings
from plcdesk.words import Words
from ui.runtime.context import Context
from ui.runtime.qt_words import QtLanguage
from ui.shell.commands import Commands
from ui.shell.pages import Entry
from ui.shell.session import make_context
from ui.shell.workspace import Workspace
from ui.theme.roles import set_role
from ui.theme.theme import Theme
from ui.widgets.page import Command, Page, PageSpec

if TYPE_CHECKING:
    from plcdesk.services.desk import Desk


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The platform without a screen complains that it has no window manager; that is no mistake of ours."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


class Home:
    """What the program answers when a page asks for something only the program can do; it notes what was asked."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self.settings = Settings()
        self.asked: list[tuple[str, Any]] = []

    def change(self, **fields: Any) -> None:
        self.settings = dataclasses.replace(self.settings, **fields)
        self._theme.apply(mode=self.settings.theme, scale=self.settings.text_scale / 100)

    def programmes(self) -> list[tuple[Path, str]]:
        return []

    def open_programme(self, folder: Path) -> None:
        self.asked.append(("open_programme", folder))

    def new_programme(self) -> None:
        self.asked.append(("new_programme", None))

    def mend(self) -> None:
        self.asked.append(("mend", None))

    def open_sample(self) -> None:
        self.asked.append(("open_sample", None))

    def leave_sample(self) -> None:
        self.asked.append(("leave_sample", None))

    def restore(self, backup: Path) -> None:
        self.asked.append(("restore", backup))

    def reload(self) -> None:
        self.asked.append(("reload", None))


class SmallPage(Page):
    """A list and a record with tabs: enough page for the window to have something to do with."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self.said: list[str] = []
        self.record: str | None = None
        self.names = QListWidget()
        self.names.setAccessibleName("Daftar")
        self.names.addItems(["satu", "dua", "tiga"])
        self.names.setCurrentRow(0)
        self.tabs = QTabWidget()
        self.field = QLineEdit()
        self.field.setAccessibleName("Tempat")
        inner = QWidget()
        QVBoxLayout(inner).addWidget(self.field)
        self.tabs.addTab(inner, "Kehadiran")
        self.tabs.addTab(QWidget(), "Notulen")
        self.tabs.tabBar().setAccessibleName("Bagian")
        card = set_role(QFrame(), "card")
        QVBoxLayout(card).addWidget(self.tabs)
        self.body.addWidget(self.names)
        self.body.addWidget(card)

    @property
    def record_id(self) -> str | None:
        return self.record

    def refresh(self) -> None:
        self.said.append("refresh")

    def open(self, record_id: str) -> None:
        self.record = record_id

    def primary(self) -> None:
        self.said.append("primary")

    def leave(self) -> None:
        self.said.append("leave")

    def mark_all(self) -> None:
        self.said.append("mark_all")

    def delete(self) -> bool:
        self.said.append("delete")
        return True

    def step(self, delta: int) -> bool:
        self.said.append(f"step {delta}")
        return True

    def finish(self) -> bool:
        self.said.append("finish")
        return True

    def focus_list(self) -> bool:
        self.names.setFocus()
        return True

    def focus_detail(self) -> bool:
        self.field.setFocus()
        return True


class FirstPage(SmallPage):
    SPEC = PageSpec("home", mark("Home"), "house", frozenset({"meeting"}))


class SecondPage(SmallPage):
    SPEC = PageSpec("meetings", mark("Meetings"), "calendar-check", frozenset({"meeting", "person"}),
                    primary=("new", mark("Record a meeting")),
                    commands=(Command("mark_all", mark("Mark all present"), "Ctrl+Shift+H", "check"),))


@dataclasses.dataclass(frozen=True)
class Given(Entry):
    """A line of the sidebar whose page is a class of a test."""

    page: type[Page] = SmallPage

    def load(self) -> type[Page]:
        return self.page


SMALL_PAGES = (
    Given("home", mark("Home"), "house", "FirstPage", page=FirstPage),
    Given("meetings", mark("Meetings"), "calendar-check", "SecondPage", group=True, page=SecondPage),
)


@pytest.fixture(scope="session")
def the_theme(qapp: QApplication) -> Theme:
    """One theme for the whole run, as in the program."""
    return Theme(qapp)


@pytest.fixture
def theme(the_theme: Theme) -> Iterator[Theme]:
    """The light theme at text size 100 %, put back afterwards."""
    the_theme.apply(mode="light", scale=1.0, short=False)
    yield the_theme
    # windows that are closed but not yet deleted would be styled once more, which takes seconds for a full one
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    the_theme.apply(mode="light", scale=1.0, short=False)


@pytest.fixture
def indonesian(qapp: QApplication) -> Iterator[Words]:
    """Qt and our own words in Indonesian."""
    w, language = Words("id"), QtLanguage(qapp)
    language.use(w)
    yield w
    language.stop()


@pytest.fixture
def home(theme: Theme) -> Home:
    """The program, as far as pages ask it."""
    return Home(theme)


@pytest.fixture
def ctx(desk: Desk, theme: Theme, home: Home, qapp: QApplication) -> Iterator[Context]:
    """The context of an open programme, in Indonesian."""
    owner = QWidget()
    made = make_context(desk, Words("id"), theme, home, owner)
    yield made
    made.tasks.wait()
    owner.deleteLater()


@pytest.fixture
def space(ctx: Context, qtbot: Any) -> Workspace:
    """The inside of the window with two small pages, shown at 1366 x 697, the first page open."""
    made = Workspace(ctx, SMALL_PAGES)
    qtbot.addWidget(made)
    made.resize(1366, 697)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.go("home")
    return made


@pytest.fixture
def unhurried(qapp: QApplication) -> Iterator[None]:
    """The test presses one button twice, faster than any hand."""
    before = qapp.doubleClickInterval()
    qapp.setDoubleClickInterval(0)
    yield
    qapp.setDoubleClickInterval(before)


@pytest.fixture
def commands(space: Workspace) -> Commands:
    """Keys and search of that workspace."""
    return Commands(space)


@pytest.fixture
def press(space: Workspace, qtbot: Any) -> Any:
    """Press keys where the keyboard is: ``press(Qt.Key.Key_S, ctrl)``."""

    def act(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        qtbot.keyClick(QApplication.focusWidget() or space, key, modifier)

    return act
