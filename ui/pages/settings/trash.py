"""What was moved to the trash; nothing leaves it by itself, and only by a steward's word for good."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt

from plcdesk.services.records import TrashLine
from ui.pages.settings.lines import Entry, LinesCard
from ui.runtime.context import Context
from ui.widgets.erase_forever import EraseForever, stewards_told
from ui.widgets.form_field import plain_label

SHOWN = 100


class TrashCard(LinesCard):
    """The newest first; each can be brought back with all that went along with it."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx.w("Trash"))
        self.ctx = ctx
        self.forever = EraseForever(ctx, self)
        self.forever.erased.connect(self.show_lines)
        self._who = plain_label("", "help", wrap=True)
        self.body.addWidget(self._who)
        self._more = plain_label("", "help", wrap=True)
        self.body.addWidget(self._more)

    def show_lines(self) -> None:
        """Read the trash anew."""
        w = self.ctx.w
        lines = self.ctx.desk.records.trash(w)
        who = stewards_told(self.ctx) if lines else ""
        self._who.setText(who)
        self._who.setVisible(bool(who))
        self._may = not who
        self._more.setVisible(len(lines) > SHOWN)
        self._more.setText(w("The {n} newest of {all} are shown.", n=SHOWN, all=len(lines)))
        self.show_entries([self._entry(line) for line in lines[:SHOWN]],
                          w("The trash is empty. What you delete waits here."))

    def begin(self) -> bool:
        """To the newest line."""
        for button in self.buttons[:1]:
            button.setFocus(Qt.FocusReason.TabFocusReason)
        return bool(self.buttons)

    def _entry(self, line: TrashLine) -> Entry:
        w = self.ctx.w
        facts = " · ".join(part for part in (w(line.kind_label), w.moment(line.deleted_at), line.by) if part)
        return Entry(line.title or "—", facts, w("Bring back"), partial(self._restore, line), w("Erase for good…"),
                     partial(self._erase, line) if self._may else None, "danger-flat")

    def _erase(self, line: TrashLine) -> None:
        erasure = self.ctx.desk.erasure
        self.forever.ask(line.title or "—", lambda: erasure.plan([line.row], line.title))

    def _restore(self, line: TrashLine) -> None:
        w = self.ctx.w
        if self.ctx.write(lambda: self.ctx.desk.records.restore(line.row), w(line.kind_label)):
            self.ctx.notify.undo_toast(w("“{title}” is back", title=line.title or "—"))
        self.show_lines()
