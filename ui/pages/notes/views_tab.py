"""What the tabs of the page have in common: one or more lists with their records, and a switch between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from plcdesk.domain.changes import Row
from ui.runtime.context import Context
from ui.runtime.sizes import SizeClass
from ui.widgets.record_view import RecordView
from ui.widgets.segmented import Segmented

GAP = 8


class Part(NamedTuple):
    """One list of a tab: its key, what the switch calls it, what the header's button says, the list."""

    key: str
    text: str
    add: str
    view: RecordView


class ViewsTab(QWidget):
    """Lists of a tab. `turned` follows when list and record took turns or another list came up."""

    turned = Signal()

    def __init__(self, ctx: Context, label: str, parts: Sequence[Part]) -> None:
        super().__init__()
        self.ctx, self.w = ctx, ctx.w
        self.parts = {part.key: part for part in parts}
        self.switch = Segmented(label, [(part.key, part.text) for part in parts])
        self.switch.set_value(parts[0].key)
        self.switch.chosen.connect(lambda _: self._switched())
        self.stack = QStackedWidget()
        for part in parts:
            self.stack.addWidget(part.view)
            part.view.split.turned.connect(lambda _: self._turn())
        self.top = QWidget()
        self.line = QHBoxLayout(self.top)
        self.line.setContentsMargins(0, 0, 0, 0)
        self.line.setSpacing(GAP)
        self.line.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignBottom)
        self.line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.top)
        column.addWidget(self.stack, 1)
        # only now: shown without a parent they would flash as windows of their own
        self.switch.setVisible(len(parts) > 1)
        self.top.setVisible(len(parts) > 1)

    @property
    def part(self) -> Part:
        """The list on screen."""
        return self.parts[self.switch.value()]

    @property
    def view(self) -> RecordView:
        """The list on screen."""
        return self.part.view

    @property
    def add_text(self) -> str:
        """What the header's button says."""
        return self.part.add

    @property
    def quiet(self) -> bool:
        """Whether the button to press stands in the record, so that the header's is only an outline."""
        return False

    @property
    def alone(self) -> bool:
        """Whether a record stands in the place of everything else."""
        return self.view.split.alone

    @property
    def record_id(self) -> str | None:
        """The open record."""
        return self.view.current

    @property
    def row(self) -> Row | None:
        """The address of the open record, for its history."""
        current = self.view.current
        return Row(self.view.form.table, current) if current is not None else None  # type: ignore[arg-type]

    def select(self, key: str) -> None:
        """Bring one of the lists up."""
        if key != self.switch.value():
            self.switch.set_value(key)
            self._switched()

    def reload(self) -> None:
        """Read the list on screen anew."""
        self.view.reload()

    def open(self, record_id: str) -> bool:
        """Open a record of one of the lists; False when it is in none."""
        for key, part in self.parts.items():
            if part.view.open(record_id):
                self.select(key)
                part.view.split.show_detail()
                return True
        return False

    def show_made(self, record_id: str) -> None:
        """Show a record that was just made, ready to be filled in."""
        self.view.reload()
        if self.view.open(record_id):
            self.view.split.show_detail()
            self.view.form.begin()

    def commit(self) -> bool:
        """Save what is half typed."""
        done = [part.view.form.commit() for part in self.parts.values()]
        return all(done)

    def fit(self, size_class: SizeClass) -> None:
        """Arrange for a size class."""
        for part in self.parts.values():
            part.view.fit(size_class)

    def find_in_list(self) -> bool:
        """Filter the list."""
        self.view.split.back()
        self.view.pane.focus_filter()
        return True

    def focus_list(self) -> bool:
        """Into the rows."""
        if self.view.split.alone:
            return False
        self.view.pane.setFocus()
        return True

    def focus_detail(self) -> bool:
        """Into the open record."""
        if self.view.current is None:
            return False
        self.view.split.show_detail()
        self.view.form.begin()
        return True

    def delete_chosen(self) -> bool:
        """What is chosen in the list goes to the Trash."""
        if self.view.current is None or not self.view.pane.view.hasFocus():
            return False
        self.view.form.delete()
        self.view.pane.setFocus()
        return True

    def step(self, by: int) -> bool:
        """The next or previous record."""
        return self.view.step(by)

    def back(self) -> bool:
        """From the record to the list."""
        return self.view.split.back()

    def finish(self) -> bool:
        """Finish what is open, where there is something to finish."""
        done: Any = getattr(self.view.form, "finish", None)
        return bool(done()) if done is not None and self.view.current is not None else False

    def _switched(self) -> None:
        self.commit()
        self.stack.setCurrentWidget(self.view)
        self.view.reload()
        self._turn()

    def _turn(self) -> None:
        self.top.setVisible(len(self.parts) > 1 and not self.alone)
        self.turned.emit()
