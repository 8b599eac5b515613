"""Inline rows bound to the records they show: agenda, decisions, follow-ups."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from plcdesk.domain.changes import Changes, Loaded, Row
from plcdesk.domain.fields import spec_of
from plcdesk.domain.ids import Id, derived
from plcdesk.domain.meetings import rank_between
from ui.runtime.autosave import Autosave
from ui.runtime.context import Context
from ui.widgets.rows import RowsEditor

Load = Callable[[Id], Sequence[Loaded[Any]]]


class RowsBinding(QObject):
    """Loads the children of a record into a `RowsEditor` and stores what is done there.

    `load` gives the rows of a parent in order; without it they are read by `parent_field` and ordered by rank.
    `label` names an entry for undo, `removed_text` the toast after a removal.
    """

    saved = Signal(object)
    """The `Changes` of a save."""

    def __init__(self, ctx: Context, cls: type, editor: RowsEditor, *, label: str, removed_text: str,
                 parent_field: str = "meeting_id", load: Load | None = None, origin: QObject | None = None,
                 parent: QObject | None = None) -> None:
        # without an owner it would go away, and with it everything the rows tell
        super().__init__(parent or editor)
        self._ctx = ctx
        self._cls = cls
        self._table = spec_of(cls).table
        self._editor = editor
        self._label, self._removed_text = label, removed_text
        self._parent_field = parent_field
        self._load = load or self._children
        self._origin = origin
        self._parent_id: Id | None = None
        self._rows: dict[Id, Loaded[Any]] = {}
        self._pending: dict[str, Any] = {}
        self._held: dict[str, tuple[int, ...]] = {}
        self._open: Id | None = None
        self.autosave = Autosave(ctx, origin, self)
        self.autosave.saved.connect(self.saved)
        editor.typed.connect(self._typed)
        editor.kept.connect(self._kept)
        editor.changed.connect(self._changed)
        editor.added.connect(self._added)
        editor.removed.connect(self._removed)
        editor.moved.connect(self._moved)
        ctx.bus.changed.connect(self._elsewhere)

    @property
    def records(self) -> list[Any]:
        """The records as last read, in order."""
        return [loaded.record for loaded in self._rows.values()]

    def open(self, parent_id: Id | None) -> None:
        """Show the rows of a record; what was open is saved first."""
        self.close()
        self._parent_id = parent_id
        self._editor.new_row.clear()
        self._editor.prepare_new()
        self.reload()
        self._recover()

    def reload(self) -> None:
        """Read the rows again; what is being written stays."""
        rows = self._load(self._parent_id) if self._parent_id is not None else []
        self._rows = {loaded.record.id: loaded for loaded in rows}
        self._editor.set_rows(self.records)

    def commit(self) -> bool:
        """Save what is written, also in the new row. False when that failed or the new row can not be read."""
        added = self._editor.add_now()
        done = self.autosave.commit() if self.autosave.pending else True
        return added and done

    def close(self) -> bool:
        """Save what is written and let go."""
        added = self._editor.add_now() if self._parent_id is not None else True
        done = self.autosave.close()
        self._parent_id, self._open = None, None
        self._pending.clear()
        self._held.clear()
        return added and done

    def _children(self, parent_id: Id) -> list[Loaded[Any]]:
        records: list[Any] = self._ctx.desk.records.all(self._cls, **{self._parent_field: parent_id})
        found: list[Loaded[Any] | None] = [self._ctx.desk.records.load(self._cls, record.id) for record in records]
        return sorted((loaded for loaded in found if loaded is not None),
                      key=lambda loaded: (loaded.record.rank, loaded.record.id))

    def _new_key(self) -> Id:
        """Under which the half-written new row is kept as a draft."""
        return derived("new row", self._table, self._parent_id)

    def _turn_to(self, key: Id) -> None:
        if self._open == key:
            return
        commit = self._hold_new if key == self._new_key() else partial(self._save, key)
        self.autosave.open(Row(self._table, key), commit, self._label)
        self._open = key
        self._pending.clear()
        self._held.clear()

    def _hold_new(self) -> Changes:
        """The new row is saved when it is added; until then what is written in it stays a draft."""
        row = self._editor.new_row
        for field in sorted(row.dirty):
            self.autosave.keep(field, row.controls[field].raw())
        return Changes()

    def _typed(self, key: Id | None, field: str, text: str) -> None:
        if self._parent_id is None:
            return
        self._turn_to(key or self._new_key())
        if key is not None and key in self._rows:
            self._held.setdefault(field, self._rows[key].seen.get(field, ()))
        self.autosave.touched(field, text)

    def _kept(self, key: Id, field: str, text: str) -> None:
        self._turn_to(key)
        self.autosave.keep(field, text)

    def _changed(self, key: Id, field: str, value: Any) -> None:
        self._turn_to(key)
        self._pending[field] = value
        self.autosave.commit()

    def _save(self, key: Id) -> Changes:
        """Store the left fields of one row, each against what was shown when its writing began."""
        loaded = self._rows.get(key)
        values = dict(self._pending)
        row = self._editor.row_of(key)
        for field in sorted(row.dirty):
            # still being written, and the save was asked for (Ctrl+S, another page): it counts as left
            control = row.controls[field]
            if control.readable():
                values[field] = control.value()
            else:
                self.autosave.keep(field, control.raw())
        if loaded is None or not values:
            return Changes()
        seen = {**loaded.seen, **{field: self._held[field] for field in values if field in self._held}}
        changes: Changes = self._ctx.desk.records.save(replace(loaded.record, **values), Loaded(loaded.record, seen))
        self._editor.restored.hide()
        for field in values:
            self._pending.pop(field, None)
            self._held.pop(field, None)
            row.dirty.discard(field)
        fresh: Loaded[Any] | None = self._ctx.desk.records.load(self._cls, key)
        if fresh is not None:
            self._rows[key] = fresh
        return changes

    def _added(self, values: dict[str, Any]) -> None:
        last = self.records[-1].rank if self._rows else ""
        record = self._cls(**{self._parent_field: self._parent_id, "rank": rank_between(last, "")}, **values)
        self._write(lambda: self._ctx.desk.records.save(record))
        if self._open == self._new_key():
            self.autosave.close()
            self._open = None
        self._ctx.desk.drafts.clear(Row(self._table, self._new_key()))

    def _removed(self, key: Id) -> None:
        if self._open == key:
            self.autosave.close()
            self._open = None
        if self._write(lambda: self._ctx.desk.records.delete(Row(self._table, key))):
            self._ctx.notify.undo_toast(self._removed_text)

    def _moved(self, key: Id, before: Id | None, after: Id | None) -> None:
        low = self._rows[before].record.rank if before is not None else ""
        high = self._rows[after].record.rank if after is not None else ""
        # equal neighbours (two laptops added a row at once) leave no room between them: stand behind the first
        rank = rank_between(low, high if low < high else "")
        loaded = self._rows[key]
        self._write(lambda: self._ctx.desk.records.save(replace(loaded.record, rank=rank), loaded))

    def _write(self, work: Callable[[], Changes]) -> Changes:
        self._editor.restored.hide()
        changes = self._ctx.write(work, self._label, self._origin)
        self.reload()
        if changes:
            self.saved.emit(changes)
        return changes

    def _recover(self) -> None:
        """Put back what was typed and never saved."""
        if self._parent_id is None:
            return
        for key in (*self._rows, self._new_key()):
            row = self._editor.row_of(key)
            for field, text in self._ctx.desk.drafts.get(Row(self._table, key)).items():
                if field in row.controls:
                    row.controls[field].set_raw(text)
                    row.dirty.add(field)
                    row.reveal(field)
                    self._editor.restored.show()
                    self._typed(key if row.key is not None else None, field, text)

    def _elsewhere(self, changes: Changes, origin: object) -> None:
        if self._parent_id is not None and self._table in changes.tables:
            self.reload()
