"""The record at the right of a list: its fields, saved when they are left, and the way to the Trash."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from plcdesk.domain.changes import Loaded
from plcdesk.domain.fields import spec_of
from plcdesk.domain.ids import Id
from ui.runtime.context import Context
from ui.widgets.binding import RecordForm
from ui.widgets.record_head import RecordHead
from ui.widgets.scrolling import scrolled


class NoteForm(QWidget):
    """Cards of one record. `changed` follows a save that the list shows too."""

    changed = Signal()
    CLS: ClassVar[type]
    FIRST: ClassVar[str] = "text"
    """The field that gets the cursor."""

    def __init__(self, ctx: Context, origin: QObject) -> None:
        super().__init__()
        self.ctx, self.w, self.origin = ctx, ctx.w, origin
        spec = spec_of(self.CLS)
        self.table, self.label = spec.table, self.w(spec.label)
        self.head = RecordHead(self.w("Move to Trash"), self.delete)
        self.form = RecordForm(ctx, self.CLS, self.label, origin, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled(*self.cards()), 1)
        self.form.saved.connect(lambda _: self.saved())

    def cards(self) -> Sequence[QWidget]:
        """The cards from top to bottom; they bind their fields to `form`."""
        raise NotImplementedError

    def show_record(self, record: Any) -> None:
        """Show what is not a field of the record."""

    def title(self, record: Any) -> str:
        """What stands above it."""
        raise NotImplementedError

    def facts(self, record: Any) -> str:
        """The line below the title."""
        return ""

    def open(self, record_id: Id) -> bool:
        """Show a record; False when there is none of this id."""
        loaded: Loaded[Any] | None = self.ctx.desk.records.load(self.CLS, record_id)
        if loaded is None:
            return False
        self.prepare(loaded.record)
        self.form.open(loaded)
        self.show_record(loaded.record)
        self.say(loaded.record)
        return True

    def prepare(self, record: Any) -> None:
        """Offer the choices before the record is shown."""

    def say(self, record: Any) -> None:
        """The line above the record."""
        self.head.say(self.title(record), self.facts(record))

    def saved(self) -> None:
        """Something of it was written: say it anew, and let the list know."""
        record = self.form.record
        if record is not None:
            self.show_record(record)
            self.say(record)
        self.changed.emit()

    def commit(self) -> bool:
        """Save what is half typed."""
        return self.form.commit()

    def let_go(self) -> None:
        """Save what is half typed and let go of the record."""
        self.form.close()

    def begin(self) -> None:
        """Put the cursor where writing begins."""
        self.form.focus(self.FIRST)

    def delete(self) -> None:
        """Move it to the Trash with what belongs to it; the toast brings all of it back."""
        record = self.form.record
        if record is None:
            return
        self.commit()
        title = self.title(self.form.record)
        self.let_go()
        if self.ctx.write(lambda: self.ctx.desk.records.delete(record), self.label):
            self.ctx.notify.undo_toast(self.w("“{title}” moved to Trash", title=title or "—"))

    def write(self, work: Any) -> bool:
        """One save beside the fields; the list hears of it."""
        done = bool(self.ctx.write(work, self.label, self.origin))
        if done:
            self.changed.emit()
        return done
