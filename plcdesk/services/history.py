"""History: what changed, when, by whom and on which computer, in words; and putting an entry back."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from plcdesk.domain.changes import Changes, HistoryLine, Loaded, Row
from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import SPECS, Choice, FieldSpec, mark
from plcdesk.domain.ids import Id
from plcdesk.services.instrument_outline import outline
from plcdesk.services.instruments import PUBLISHED
from plcdesk.services.records import Records
from plcdesk.words import NOTHING, Words

KINDS = {
    "new": mark("added"),
    "set": mark("changed"),
    "del": mark("moved to Trash"),
    "back": mark("restored"),
    "erased": mark("erased for good"),
}
EDITION = ("instrument_edition", "definition")


@dataclass(frozen=True, slots=True)
class HistoryText:
    """One change in words; `old` and `new` are empty where the record as a whole was added or deleted."""

    at: datetime
    who: str
    device: str
    what: str
    old: str
    new: str


class History:
    """What happened to the records."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def lines(self, row: Row | None = None, limit: int = 200, *, by: Id | None = None, since: date | None = None,
              ) -> list[HistoryLine]:
        """The newest changes, of one record with its parts or of the whole programme."""
        start = datetime.combine(since, time.min).astimezone(UTC).isoformat() if since is not None else None
        return self._records.history(row, limit, by=by, since=start)

    def text(self, line: HistoryLine, w: Words) -> HistoryText:
        """One change in words."""
        names = self._records.names()
        spec = SPECS.get(line.row.table)
        kind = w(spec.label) if spec is not None else line.row.table
        title = self._records.title(line.row, w)
        subject = f"{kind} “{title}”" if title not in ("", kind) else kind
        field = spec.fields.get(line.field) if spec is not None else None
        if field is None:
            what, old, new = f"{subject}: {w(KINDS.get(line.kind, KINDS['set']))}", "", ""
        else:
            what = f"{subject}: {w(field.label)}"
            old, new = (self.show(line.row.table, line.field, value, w) for value in (line.old, line.new))
        who = names.get(Id(line.by), "") or w("someone not known here")
        return HistoryText(_moment(line), who, line.device, what, old, new)

    def show(self, table: str, field: str, value: Any, w: Words) -> str:
        """Any value of a field in words; what a reference names is shown by its title."""
        spec = SPECS[table].fields.get(field) if table in SPECS else None
        if spec is None or value is None or value == "":
            return NOTHING
        if (table, field) == EDITION:
            return outline(value, w)
        if spec.couple is not None:
            parts = [_shown(part, w) for part in value if part is not None and part != ""]
            return " · ".join(parts) or NOTHING
        if spec.refers is not None:
            return self._records.title(Row(spec.refers, value), w) or w("not received yet")
        return _shown(value, w)

    def put_back(self, line: HistoryLine) -> Changes:
        """Give a field the value it had before this change; a record deleted by it is restored.

        Raises UserError for what may not change any more.
        """
        spec = SPECS.get(line.row.table)
        if spec is None:
            return Changes()
        field: FieldSpec | None = spec.fields.get(line.field)
        loaded: Loaded[Any] | None = self._records.load(spec.cls, line.row.id)
        if field is None or loaded is None:
            return self._records.restore(line.row) if line.kind == "del" else Changes()
        if (line.row.table, line.field) == EDITION and loaded.record.published.published_on is not None:
            raise UserError(PUBLISHED)
        old = line.old if line.old is not None else field.default
        return self._records.save(dataclasses.replace(loaded.record, **{line.field: old}), loaded)


def _shown(value: Any, w: Words) -> str:
    if isinstance(value, Choice):
        return w(value.label)
    if isinstance(value, bool):
        return w("Yes") if value else w("No")
    if isinstance(value, date):
        return w.day(value)
    if isinstance(value, time):
        return w.time(value)
    if isinstance(value, tuple | list):
        return ", ".join(_shown(item, w) for item in value)
    return str(value)


def _moment(line: HistoryLine) -> datetime:
    return datetime.fromisoformat(line.at).astimezone()
