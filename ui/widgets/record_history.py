"""The history of one record in the side panel."""

from __future__ import annotations

from plcdesk.domain.changes import HistoryLine, Row
from plcdesk.domain.fields import SPECS
from ui.runtime.context import Context
from ui.widgets.history_panel import HistoryEntry, HistoryPanel


class RecordHistory(HistoryPanel):
    """Fills itself, and again after each change; a line can be put back, which is a new save and can be undone."""

    def __init__(self, ctx: Context, record: Row) -> None:
        super().__init__(ctx.w)
        self.ctx = ctx
        self._record = record
        self.put_back.connect(self._put_back)
        ctx.bus.changed.connect(self._changed)
        self._fill()

    def _fill(self) -> None:
        self.set_entries([self._entry(line) for line in self.ctx.desk.history.lines(self._record)
                          if _tells(line)])

    def _entry(self, line: HistoryLine) -> HistoryEntry:
        text = self.ctx.desk.history.text(line, self.w)
        # what only came into being has no old value to put back
        back = line if line.kind in {"set", "del"} else None
        return HistoryEntry(back, text.at, text.who, text.device, text.what, text.old, text.new)

    def _put_back(self, line: HistoryLine) -> None:
        if self.ctx.write(lambda: self.ctx.desk.history.put_back(line), self.w("Put this entry back")):
            self.ctx.notify.undo_toast(self.w("The earlier entry is back"))

    def _changed(self, changes: object, origin: object) -> None:
        if self.isVisible():
            self._fill()


def _tells(line: HistoryLine) -> bool:
    """Whether a line says something to people: order keys and references that never change do not."""
    spec = SPECS.get(line.row.table)
    field = spec.fields.get(line.field) if spec is not None else None
    return field is None or (field.label != field.name and field.name != "rank")
