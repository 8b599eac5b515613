"""The page of the modules in a real window on a real desk, and hands to use it with."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from plcdesk.domain.fields import SPECS
from plcdesk.domain.ids import Id
from plcdesk.services.module_views import ModuleDetail
from tests.ui.pages.other_rooms import OtherRoom
from ui.pages.modules.add_dialog import AddModule
from ui.pages.modules.form import ROUNDS
from ui.pages.modules.page import ModulesPage
from ui.runtime.context import Context


class ModulesRoom(OtherRoom):
    """A window with the page of the modules."""

    def __init__(self, ctx: Context, qtbot: Any, size: tuple[int, int] = (1366, 697)) -> None:
        super().__init__(ctx, qtbot, "modules", size)

    @property
    def modules(self) -> ModulesPage:
        page = self.space.page
        assert isinstance(page, ModulesPage)
        return page

    def tab(self, key: str) -> Any:
        """A tab of the open module, in sight."""
        self.modules.view.form.select(key)
        QApplication.processEvents()
        return self.modules.view.form.part

    def stored(self) -> ModuleDetail:
        """The open module as it is stored."""
        found = self.ctx.desk.modules.detail(Id(self.modules.record_id or ""))
        assert found is not None
        return found

    def step(self, at: int) -> None:
        """Open a step of the round with the mouse and put the keyboard into it."""
        part = self.tab(ROUNDS)
        part.stepper.opened.emit(at)
        part.start()
        QApplication.processEvents()

    def settle(self) -> None:
        """Wait for what runs behind the window."""
        self.ctx.tasks.wait()
        for _ in range(3):
            QApplication.processEvents()


def add(room: ModulesRoom, title: str = "Sampah di sekitar sekolah") -> Id:
    room.modules.primary()
    dialog = room.modules.dialog
    assert isinstance(dialog, AddModule)
    room.qtbot.waitUntil(dialog.isActiveWindow)
    room.type(title)
    room.key(Qt.Key.Key_Return)
    with room.qtbot.waitActive(room.space):
        room.space.activateWindow()  # without a window manager nobody else does
    room.settle()
    assert room.modules.record_id is not None
    return Id(room.modules.record_id)


def everything(room: ModulesRoom) -> dict[str, set[Any]]:
    return {table: set(room.ctx.desk.records.all(spec.cls)) for table, spec in SPECS.items()}


def fill_in(room: ModulesRoom, key: Qt.Key) -> None:
    """Answer every item of the open review with one key, then finish."""
    board = room.modules.view.form.part.board
    for _ in board.board._items:
        room.key(key)
        room.key(Qt.Key.Key_PageDown)
    assert room.modules.finish()
    QApplication.processEvents()
