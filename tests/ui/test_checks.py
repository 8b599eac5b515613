"""Every page with real data: nothing nameless, too small, cut off or unreachable, on any laptop and in any text size."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from plcdesk.paths import Paths
from plcdesk.settings import Settings
from plcdesk.words import Words
from tests.ui.conftest import Home
from tests.ui.looking import cut, nameless, outside, round_by_tab, small
from tests.ui.walks import places
from ui.shell.commands import Commands
from ui.shell.pages import ENTRIES, FIRST_RUN, existing
from ui.shell.plain import PlainSpace
from ui.shell.session import make_context
from ui.shell.workspace import Workspace
from ui.theme.theme import Theme

if TYPE_CHECKING:
    from plcdesk.services.desk import Desk

SIZES = ((1366, 697), (1093, 543), (1024, 529), (911, 441), (781, 368))
CTRL = Qt.KeyboardModifier.ControlModifier
PAGES = tuple(entry.id for entry in ENTRIES if entry in existing())


@pytest.fixture(scope="module")
def filled(lay_sample: Callable[[Path], Paths], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The sample programme."""
    from plcdesk import bootstrap

    desk = bootstrap.open_sample(lay_sample(tmp_path_factory.mktemp("filled")), Settings())
    yield desk
    desk.close()


@pytest.fixture
def build(theme: Theme, qtbot: Any) -> Iterator[Callable[..., Any]]:
    """Windows on a desk in a language."""
    made: list[tuple[Any, QWidget]] = []

    def open_window(desk: Desk, language: str = "id", *, first_run: bool = False) -> Any:
        owner = QWidget()
        ctx = make_context(desk, Words(language), theme, Home(theme), owner)
        space = PlainSpace(ctx, FIRST_RUN.load()(ctx)) if first_run else Workspace(ctx)
        qtbot.addWidget(space)
        space.resize(*SIZES[0])
        space.show()
        qtbot.waitExposed(space)
        made.append((ctx, owner))
        return space

    yield open_window
    for ctx, owner in made:
        ctx.tasks.wait()
        owner.deleteLater()


def settle(space: Any) -> None:
    """Let the window arrange itself and finish what runs behind it."""
    for _ in range(2):
        QApplication.sendPostedEvents()
        QApplication.processEvents()
        space.ctx.tasks.wait()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.mark.parametrize("page_id", PAGES)
def test_everything_on_a_page_has_a_name_and_is_large_enough_to_hit(page_id: str, filled: Desk, build: Any) -> None:
    """Check 19: who uses a screen reader or has an unsteady hand is not left out."""
    space = build(filled)
    found = []
    for part in places(space, page_id):
        settle(space)
        found += [f"{part}: no name: {what}" for what in nameless(space)]
        found += [f"{part}: too small: {what}" for what in small(space)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("page_id", PAGES)
def test_tab_reaches_everything_once_and_comes_round(page_id: str, filled: Desk, build: Any, qtbot: Any) -> None:
    """Check 19: no trap and no corner for those who use the keyboard alone."""
    space = build(filled)
    space.activateWindow()
    found = []
    for part in places(space, page_id):
        settle(space)
        missed, twice = round_by_tab(space, lambda widget: qtbot.keyClick(widget, Qt.Key.Key_Tab))
        found += [f"{part}: not reached: {what}" for what in missed] + [f"{part}: twice: {what}" for what in twice]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("page_id", PAGES)
def test_no_word_is_cut_and_nothing_is_off_the_window_on_any_laptop(page_id: str, language: str, filled: Desk, build: Any,
                                                                    theme: Theme) -> None:
    """Check 20: five sizes of real laptops, two text sizes."""
    space = build(filled, language)
    found = []
    # Indonesian words are the longer ones; English goes through the widest and the two narrowest windows
    for scale, size in product((1.0, 1.5), SIZES if language == "id" else (SIZES[0], *SIZES[3:])):
        theme.apply(scale=scale)
        space.resize(*size)
        for part in places(space, page_id):
            settle(space)
            found += [f"{part} {size} {scale}: cut: {what}" for what in cut(space)]
            found += [f"{part} {size} {scale}: outside: {what}" for what in outside(space)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", ["id", "en"])
def test_no_word_of_the_first_run_is_cut(language: str, paths: Paths, open_desk: Callable[[Paths], Desk], build: Any,
                                         theme: Theme) -> None:
    """Check 20 for the first thing anybody sees."""
    space = build(open_desk(paths), language, first_run=True)
    found = []
    for size, scale in product(SIZES, (1.0, 1.5)):
        theme.apply(scale=scale)
        space.resize(*size)
        for step in (space.page.welcome, space.page.new_form, space.page.join):
            space.page._go(step)
            settle(space)
            found += [f"{type(step).__name__} {size} {scale}: {what}"
                      for what in [*cut(space), *outside(space), *nameless(space), *small(space)]]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("page_id", PAGES)
def test_ctrl_s_says_that_all_is_saved_and_no_button_says_save(page_id: str, filled: Desk, build: Any, qtbot: Any) -> None:
    """Check 7: nobody looks for a Save button, and who presses Ctrl+S is told why there is none."""
    space = build(filled)
    space.activateWindow()
    assert Commands(space).parent() is not None
    for _ in places(space, page_id):
        settle(space)
        words = {button.text() for button in space.findChildren(QPushButton) if button.isVisible()}
        assert words & {"Simpan", "Save"} == set()
        qtbot.keyClick(QApplication.focusWidget() or space, Qt.Key.Key_S, CTRL)
        assert space.toasts.text.text() == "Sudah tersimpan. Setiap perubahan disimpan otomatis."


