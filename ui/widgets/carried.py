"""Follow-ups left open by earlier meetings, each settled by one press."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from plcdesk.words import Words
from ui.theme.roles import set_role
from ui.widgets.control import SMALLEST
from ui.widgets.flow import FlowLayout
from ui.widgets.form_field import plain_label


@dataclass(frozen=True, slots=True)
class CarriedRow:
    """An open follow-up: what, and a line with who, when and how late."""

    key: object
    what: str
    sub: str = ""
    late: str = ""


class CarriedActions(QWidget):
    """Hidden while nothing is open."""

    done = Signal(object)
    carried = Signal(object)
    """The follow-up gets a new date: the next meeting."""
    dropped = Signal(object)

    def __init__(self, w: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.w = w
        self._rows: list[QFrame] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(plain_label(w("Open from earlier meetings"), "subsection"))
        self.hide()

    def set_rows(self, rows: Sequence[CarriedRow]) -> None:
        """Show these."""
        for old in self._rows:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._rows = [self._row(row) for row in rows]
        self.setVisible(bool(rows))

    def _row(self, row: CarriedRow) -> QFrame:
        frame = set_role(QFrame(), "row")
        outer = QHBoxLayout(frame)
        outer.setContentsMargins(0, 4, 0, 4)
        outer.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(plain_label(row.what, "strong", wrap=True))
        line = QHBoxLayout()
        line.addWidget(plain_label(row.sub, "help", wrap=True), 1)
        if row.late:
            line.addWidget(plain_label(f"! {row.late}", "pill-danger"))
        words.addLayout(line)
        outer.addLayout(words, 1)
        holder = QWidget()
        flow = FlowLayout(holder, 8)
        for text, signal in ((self.w("Done"), self.done), (self.w("Carry forward"), self.carried),
                             (self.w("Drop it"), self.dropped)):
            button = set_role(QPushButton(text), "outlined")
            button.setMinimumHeight(SMALLEST)
            button.setAccessibleName(f"{text}: {row.what}")
            button.clicked.connect(partial(signal.emit, row.key))
            flow.addWidget(button)
        outer.addWidget(holder)
        self._column.addWidget(frame)
        return frame
