"""The strip above a private record: that it stays on this computer, and the way to share it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from plcdesk.domain.changes import Row
from plcdesk.domain.errors import UserError
from ui.runtime.context import Context
from ui.widgets.banner import Strip
from ui.widgets.dialogs import Answer, ask

PEOPLE = 6
"""So many names of laptops are listed; the others are counted."""


class PrivateStrip(Strip):
    """Shows itself for a private record only. Sharing asks first and says who will see it; it can be undone.

    `label` is the translated noun (for undo). `shared(id)` tells the id of the copy that took the record's place.
    """

    shared = Signal(str)

    def __init__(self, ctx: Context, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.ctx, self._label = ctx, label
        self._record: Row | None = None
        self.acted.connect(self.ask)
        self.hide()

    def show_record(self, row: Row | None, *, private: bool) -> None:
        """Stand above this record."""
        self._record = row if private else None
        self.setVisible(self._record is not None)
        if self._record is not None:
            self.say(self.ctx.w("Private: only on this computer. It is in no bundle."), "info", self.ctx.w("Share…"))

    def ask(self) -> None:
        """Say who will see it, then share or leave it."""
        row, w = self._record, self.ctx.w
        if row is None:
            return
        reason: UserError | None = self.ctx.desk.forms.sharing.why_not(row)
        if reason is not None:
            self.ctx.notify.error(w.error(reason))
            return
        audience = self.ctx.desk.forms.audience(row)
        known = [w("Known laptops: {names}", names=", ".join(audience.people[:PEOPLE]))] if audience.people else [
            w("No other laptop receives this data yet.")]
        if len(audience.people) > PEOPLE:
            known.append(w.plural("and {n} more", "and {n} more", len(audience.people) - PEOPLE))
        ask(self.window(), w("Share"), w("Everybody who receives the data of {place} will be able to read it.",
                                         place=audience.place),
            (Answer("keep", w("Keep it private")), Answer("share", w("Share"), "primary")), self._answered,
            details=(*known, w("It goes with the next bundle. Until then you can undo it.")))

    def _answered(self, answer: str) -> None:
        row, w = self._record, self.ctx.w
        if answer != "share" or row is None:
            return
        made = []

        def work() -> object:
            made.append(self.ctx.desk.forms.share(row))
            return made[0]

        if self.ctx.write(work, self._label):
            self.ctx.notify.undo_toast(w("Shared. It goes with the next bundle."))
            self.shared.emit(made[0].id)
