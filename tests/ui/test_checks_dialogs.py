"""Checks 19 and 20 for what opens above a page, and for the first screens anybody sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from plcdesk.domain.meetings import Action
from plcdesk.paths import Paths
from plcdesk.settings import Settings
from plcdesk.words import Words
from tests.ui.conftest import Home
from tests.ui.looking import cut, nameless, outside, round_by_tab, small
from ui.pages.meetings.cancel_dialog import CancelDialog
from ui.pages.meetings.details_dialog import DetailsDialog
from ui.pages.meetings.due_dialog import DueDialog
from ui.pages.meetings.guest_dialog import GuestDialog
from ui.pages.meetings.new_dialog import NewDialog
from ui.pages.people.add_dialog import AddGroup, AddPerson, AddSchool
from ui.pages.people.paste_dialog import PasteDialog
from ui.runtime.context import Context
from ui.shell.pages import FIRST_RUN
from ui.shell.plain import PlainSpace
from ui.shell.session import make_context
from ui.theme.theme import Theme

if TYPE_CHECKING:
    from plcdesk.services.desk import Desk

SIZES = ((1366, 697), (781, 368))
LONG = "Membawa contoh tulisan murid kelas V beserta rubrik yang sudah diisi bersama rekan sejawat"


def details(ctx: Context, parent: QWidget) -> QDialog:
    action = ctx.desk.records.load_all(Action)[0]
    return DetailsDialog(ctx, action, parent, parent)


DIALOGS: dict[str, Callable[[Context, QWidget], QDialog]] = {
    "new meeting": lambda ctx, parent: NewDialog(ctx, ctx.desk.groups.rows(), ctx.desk.groups.rows()[0].id, parent),
    "planned meeting": lambda ctx, parent: NewDialog(ctx, ctx.desk.groups.rows(), ctx.desk.groups.rows()[0].id, parent,
                                                     planned=True),
    "call off": lambda ctx, parent: CancelDialog(ctx, LONG, parent),
    "guest": GuestDialog,
    "carry forward": lambda ctx, parent: DueDialog(ctx, LONG, parent),
    "details": details,
    "person": AddPerson,
    "group": AddGroup,
    "school": AddSchool,
    "names": lambda ctx, parent: PasteDialog(ctx, parent, f"Nur Hidayah\n1. Agus Priyatno, S.Pd.\n{LONG * 3}\n"),
}


@pytest.fixture(scope="module")
def filled(lay_sample: Callable[[Path], Paths], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The sample programme."""
    from plcdesk import bootstrap

    desk = bootstrap.open_sample(lay_sample(tmp_path_factory.mktemp("filled")), Settings())
    yield desk
    desk.close()


@pytest.fixture
def make(theme: Theme, qtbot: Any) -> Iterator[Callable[[Desk, str], Context]]:
    """Contexts on a desk in a language."""
    made: list[tuple[Context, QWidget]] = []

    def build(desk: Desk, language: str) -> Context:
        owner = QWidget()
        made.append((make_context(desk, Words(language), theme, Home(theme), owner), owner))
        return made[-1][0]

    yield build
    for ctx, owner in made:
        ctx.tasks.wait()
        owner.deleteLater()


def settle() -> None:
    """Let the window arrange itself."""
    for _ in range(3):
        QApplication.sendPostedEvents()
        QApplication.processEvents()


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("name", DIALOGS)
def test_a_dialog_can_be_read_named_hit_and_walked_through(name: str, language: str, filled: Desk,
                                                           make: Callable[[Desk, str], Context], theme: Theme,
                                                           qtbot: Any) -> None:
    """Checks 19 and 20: a question whose words are cut or whose button is out of reach stops the work."""
    ctx, parent, found = make(filled, language), QWidget(), []
    qtbot.addWidget(parent)
    for size, scale in product(SIZES, (1.0, 1.5)):
        theme.apply(scale=scale)
        parent.resize(*size)
        parent.show()
        dialog = DIALOGS[name](ctx, parent)
        with qtbot.waitActive(dialog):
            dialog.open()
        settle()
        place = f"{size} {scale}"
        found += [f"{place}: {what}" for what in (*cut(dialog), *outside(dialog), *nameless(dialog), *small(dialog))]
        if dialog.width() > size[0] or dialog.height() > size[1]:
            found.append(f"{place}: the dialog is {dialog.width()}x{dialog.height()}")
        missed, twice = round_by_tab(dialog, lambda widget: qtbot.keyClick(widget, Qt.Key.Key_Tab))
        found += [f"{place}: not reached: {what}" for what in missed] + [f"{place}: twice: {what}" for what in twice]
        dialog.reject()
        settle()
    assert not found, "\n".join(found)


def test_tab_goes_round_on_the_first_screens(paths: Paths, open_desk: Callable[[Paths], Desk],
                                             make: Callable[[Desk, str], Context], qtbot: Any) -> None:
    """Check 19: who uses the keyboard alone gets past the very first screens too."""
    ctx = make(open_desk(paths), "id")
    space = PlainSpace(ctx, FIRST_RUN.load()(ctx))
    qtbot.addWidget(space)
    space.resize(*SIZES[0])
    space.show()
    with qtbot.waitActive(space):
        space.activateWindow()
    page: Any = space.page
    for step in (page.welcome, page.new_form, page.join):
        page._go(step)
        settle()
        missed, twice = round_by_tab(space, lambda widget: qtbot.keyClick(widget, Qt.Key.Key_Tab))
        assert (missed, twice) == ([], []), type(step).__name__
