"""Looking at a programme and at its window before something is deleted and after it is back."""

from __future__ import annotations

import dataclasses
from typing import Any

from PySide6.QtCore import QAbstractListModel, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLabel, QLineEdit, QPlainTextEdit, QWidget

from plcdesk.domain.fields import SPECS
from tests.ui.pages.other_rooms import OtherRoom


def everything_of(room: OtherRoom, table: str) -> list[dict[str, Any]]:
    """Every field of every record of one kind."""
    records: list[Any] = room.ctx.desk.records.all(SPECS[table].cls)
    return [dataclasses.asdict(record) for record in records]


def everything(room: OtherRoom) -> dict[str, list[dict[str, Any]]]:
    """Every field of every record of the programme, and what is open or in the trash."""
    records = room.ctx.desk.records
    assert (records.differing(), records.trash(room.ctx.w)) == ([], [])
    return {table: everything_of(room, table) for table in SPECS}


def words_on_screen(room: OtherRoom) -> str:
    """What can be read in the window: labels, buttons, fields, lines of lists."""
    return words_in(room.space)


def words_in(space: QWidget) -> str:
    """What can be read in a window or a part of it."""
    found = []
    for widget in space.findChildren(QWidget):
        if not widget.isVisible():
            continue
        if isinstance(widget, QLabel | QLineEdit | QAbstractButton):
            found.append(widget.text())
        elif isinstance(widget, QPlainTextEdit):
            found.append(widget.toPlainText())
        elif isinstance(widget, QAbstractItemView) and widget.model() is not None:
            model = widget.model()
            roles = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole)
            found += [str(model.index(at, column).data(role)) for at in range(model.rowCount())
                      for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount())
                      for role in roles]
    return "\n".join(found)
