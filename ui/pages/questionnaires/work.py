"""Keying sheets, entering some a second time and deciding differences: they take the place of the tabs."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from plcdesk.domain.forms import second_id
from plcdesk.domain.ids import Id
from ui.pages.questionnaires.check_view import CheckView
from ui.pages.questionnaires.entry_view import EntryView
from ui.runtime.context import Context

SHEET, NEW, CHECK = "sheet", "entry", "check"


class Work(QStackedWidget):
    """The tabs, the keying or the deciding. `turned(bool)` = work began or ended; `ended(batch id)` = back to the
    batches, after that batch was worked on."""

    turned = Signal(bool)
    ended = Signal(object)

    def __init__(self, ctx: Context, origin: QWidget, tabs: QWidget) -> None:
        super().__init__()
        self.ctx, self.w, self._origin, self._tabs = ctx, ctx.w, origin, tabs
        self.entry, self.check = EntryView(ctx, origin), CheckView(ctx, origin)
        for part in (tabs, self.entry, self.check):
            self.addWidget(part)
        self.entry.closed.connect(self.end)
        self.entry.checked.connect(self.decide)
        self.check.closed.connect(self.end)
        self.check.done.connect(self.next_second)
        self.check.sheet_asked.connect(self.sheet)

    @property
    def keying(self) -> bool:
        """Whether a sheet is being keyed."""
        return self.currentWidget() is self.entry

    @property
    def deciding(self) -> bool:
        """Whether differences are being decided."""
        return self.currentWidget() is self.check

    @property
    def batch(self) -> Id | None:
        """The batch that is worked on."""
        if self.keying and self.entry.batch is not None:
            return self.entry.batch.id
        return self.check.sheet.batch.id if self.deciding and self.check.sheet is not None else None

    @property
    def place(self) -> str | None:
        """Where the work stands, so that it is found again: ``sheet:`` ``entry:`` or ``check:`` and an id."""
        if self.keying and self.entry.batch is not None:
            form = self.entry.form_id
            return f"{SHEET}:{form}" if form is not None else f"{NEW}:{self.entry.batch.id}"
        if self.deciding and self.check.sheet is not None:
            return f"{CHECK}:{self.check.sheet.form.record.id}"
        return None

    def refresh(self) -> None:
        """Read anew what is worked on; when it is gone, a fresh sheet or the end."""
        if self.keying and not self.entry.reread():
            if self.entry.batch is None or not self.entry.open_new(self.entry.batch.id):
                self.end()
        elif self.deciding and not self.check.reread():
            self.end()

    def fill(self, batch_id: Id) -> None:
        """Key sheets of a batch, beginning with a fresh one."""
        if self.entry.batch is not None and self.entry.batch.id != batch_id:
            self.entry.forget()
        if self.entry.open_new(batch_id):
            self._show(self.entry)
            self.entry.begin()

    def sheet(self, form_id: str) -> bool:
        """Go on with a sheet, or correct it; False when it is gone."""
        if not self.entry.open_sheet(Id(form_id)):
            return False
        self._show(self.entry)
        self.entry.begin()
        return True

    def decide(self, form_id: str) -> None:
        """Decide what differs between the two entries of a sheet; the next sheet when nothing does."""
        if self.check.open(Id(form_id)):
            self._show(self.check)
            self.check.begin()
        else:
            self.next_second()

    def next_second(self, batch_id: Id | None = None) -> None:
        """The next sheet to enter a second time. When none is left: what is not decided yet, then the end with the
        agreement of the two entries."""
        batch, service = batch_id or self.batch, self.ctx.desk.questionnaires
        if batch is None:
            self.end()
            return
        drawn = service.draw(batch)
        waiting = next((sheet for sheet in drawn if not sheet.second_done), None)
        if waiting is not None:
            self.ctx.write(lambda: service.start_second(waiting.id), self.w("Second entry"), self._origin)
            self.sheet(second_id(waiting.id))
            return
        undecided = next((sheet for sheet in drawn if sheet.open_differences), None)
        if undecided is not None and not self.deciding:
            self.decide(undecided.id)
            return
        self.end()
        found = service.agreement(batch)
        if found.items:
            self.ctx.notify.toast(self.w("Check finished: {n} of {m} answers were equal ({percent}).", n=found.equal,
                                         m=found.items, percent=self.w.percent(found.equal, found.items)))

    def end(self) -> None:
        """Back to the tabs; what is typed is stored."""
        batch = self.batch
        if self.keying:
            self.entry.leave()
        self.setCurrentWidget(self._tabs)
        self.turned.emit(False)
        self.ended.emit(batch)

    def _show(self, what: QWidget) -> None:
        self.setCurrentWidget(what)
        self.turned.emit(True)
