"""The people who may be there twice: one pair after the other, each can be put off."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from plcdesk.domain.errors import UserError
from plcdesk.domain.ids import Id
from plcdesk.services.duplicate_views import Comparison, Merged, Pair
from ui.pages.people.comparison import ComparisonCard
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.control import SMALLEST
from ui.widgets.scrolling import scrolled

Key = tuple[Id, Id]


class DuplicatesView(QWidget):
    """The queue. `counted` tells how many pairs wait, `done` that none is left to show."""

    counted = Signal(int)
    done = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.ctx, self.w = ctx, ctx.w
        self.pairs: list[Pair] = []
        self._put_off: set[Key] = set()
        self._shown: Key | None = None
        self._told: tuple[Pair, Comparison, str] | None = None
        self.back_button = set_role(QPushButton(self.w("‹ List")), "outlined")
        self.back_button.setMinimumHeight(SMALLEST)
        once(self.back_button, self.done.emit)
        self.card = ComparisonCard(ctx)
        self.card.merged.connect(self._merge)
        self.card.different.connect(self._different)
        self.card.later.connect(self._later)
        self._scrolled = scrolled(self.card)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._scrolled, 1)

    @property
    def pair(self) -> Pair | None:
        """The pair on the card."""
        return next((pair for pair in self.pairs if _key(pair) == self._shown), None)

    def reload(self) -> None:
        """Read the queue anew; the pair on screen stays while it waits."""
        self.pairs = self.ctx.desk.duplicates.candidates()
        self.counted.emit(len(self.pairs))
        if self.isVisible():
            self.show_next()

    def begin(self) -> None:
        """From the first pair on, those that were put off too."""
        self._put_off.clear()
        self._shown = self._told = None
        self.show_next()
        self.card.begin()

    def show_next(self) -> None:
        """The pair on screen while it waits, else the first one that was not put off."""
        waiting = [pair for pair in self.pairs if _key(pair) not in self._put_off]
        pair = next((pair for pair in waiting if _key(pair) == self._shown), waiting[0] if waiting else None)
        if pair is None:
            self._shown = self._told = None
            self.done.emit()
        else:
            self._show(pair)

    def step(self, by: int) -> bool:
        """The next or previous pair."""
        if self.pair is None or len(self.pairs) < 2:
            return False
        self._show(self.pairs[(self.pairs.index(self.pair) + by) % len(self.pairs)])
        self.card.begin()
        return True

    def _show(self, pair: Pair) -> None:
        try:
            plan = self.ctx.desk.duplicates.preview(pair.one.id, pair.other.id)
        except UserError as error:
            self.ctx.notify.error(self.w.error(error))
            return
        place = self.w("{n} of {m}", n=self.pairs.index(pair) + 1, m=len(self.pairs)) if len(self.pairs) > 1 else ""
        if (pair, plan, place) == self._told:
            return  # what is chosen already stays
        known, self._shown, self._told = self._shown, _key(pair), (pair, plan, place)
        self.card.show_pair(pair, plan, place)
        if known != self._shown:
            self._scrolled.verticalScrollBar().setValue(0)

    def _merge(self, picked: dict[str, object]) -> None:
        pair, w = self.pair, self.w
        if pair is None:
            return
        found: list[Merged] = []

        def save() -> Merged:
            found.append(self.ctx.desk.duplicates.merge(pair.one.id, pair.other.id, picked))
            return found[0]

        if self.ctx.write(save, w("Possible duplicate")):
            self.ctx.notify.undo_toast(w("{name} merged; {k} attendance records moved along", name=found[0].name,
                                         k=found[0].attendances))
            self._go_on()

    def _different(self) -> None:
        pair = self.pair
        if pair is not None and self.ctx.write(
                lambda: self.ctx.desk.duplicates.different(pair.one.id, pair.other.id), self.w("Possible duplicate")):
            self.ctx.notify.undo_toast(self.w("Noted as two people"))
            self._go_on()

    def _later(self) -> None:
        if self._shown is not None:
            self._put_off.add(self._shown)
        self._go_on()

    def _go_on(self) -> None:
        self.show_next()
        if self._shown is not None:
            self.card.begin()

def _key(pair: Pair) -> Key:
    return pair.one.id, pair.other.id
