"""A form bound to a record: typing makes drafts, leaving a field saves it, changes from elsewhere are shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from plcdesk.domain.changes import Changes, Loaded, Problem, Row
from plcdesk.domain.fields import spec_of
from plcdesk.domain.ids import Id
from ui.runtime.autosave import Autosave
from ui.runtime.context import Context
from ui.widgets.form_field import FormField
from ui.widgets.summary import ErrorSummary


class RecordForm(QObject):
    """Ties form fields to the fields of one record.

    A name is that of a record's field ("venue") or of a part of a coupled one ("when.held_on"). A field that is
    being written is never overwritten from elsewhere; it is saved against what was shown when the writing began, so
    a change that arrived in between stays beside it as a differing entry.
    """

    opened = Signal(object)
    """The record that is shown now."""
    saved = Signal(object)
    """The `Changes` of a save."""
    gone = Signal()
    """The record is no longer there."""

    def __init__(self, ctx: Context, cls: type, label: str, origin: QObject | None = None,
                 parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._cls = cls
        self._label = label
        self._fields: dict[str, FormField] = {}
        self._loaded: Loaded[Any] | None = None
        self._dirty: set[str] = set()
        self._held: dict[str, tuple[int, ...]] = {}
        self.summary = ErrorSummary(ctx.w)
        self.summary.jump.connect(self.focus)
        self.autosave = Autosave(ctx, origin, self)
        self.autosave.saved.connect(self.saved)
        ctx.bus.changed.connect(self._elsewhere)

    @property
    def record(self) -> Any:
        """The record as last read or saved, None while none is open."""
        return self._loaded.record if self._loaded is not None else None

    def bind(self, name: str, field: FormField) -> FormField:
        """Tie a form field to a record's field; the form field is returned. It shows a record that is open already."""
        self._fields[name] = field
        field.control.edited.connect(partial(self._edited, name))
        field.control.left.connect(partial(self._left, name))
        if self._loaded is not None:
            self._fill_in(name)
        return field

    def open(self, record: Id | Loaded[Any] | None) -> bool:
        """Show a record (by id, or as a service handed it out); what was open is saved first. None shows nothing."""
        self.close()
        loaded: Loaded[Any] | None = (
            self._ctx.desk.records.load(self._cls, record) if isinstance(record, str) else record)
        if loaded is None:
            return False
        self._loaded = loaded
        self.autosave.open(Row(spec_of(self._cls).table, loaded.record.id), self._save, self._label)
        self._fill()
        self.show_problems(())
        self._recover()
        self.opened.emit(loaded.record)
        return True

    def commit(self) -> bool:
        """Save what is written. False when that failed; the entries stay on screen and the save is repeated."""
        return self.autosave.commit() if self._dirty else True

    def close(self) -> bool:
        """Save what is written and let go of the record."""
        done = self.autosave.close()
        self._loaded = None
        self._dirty.clear()
        self._held.clear()
        return done

    def problems(self) -> list[Problem]:
        """What the fields themselves find wrong: text that can not be read, or is too long."""
        found = [(name, field.control.problem()) for name, field in self._fields.items()]
        return [Problem(name, problem.text, problem.values) for name, problem in found if problem is not None]

    def check(self, more: Iterable[Problem] = ()) -> bool:
        """Show everything that needs attention, that of the fields and `more` (of the service). True when nothing."""
        problems = self._with_mine(more)
        self.show_problems(problems)
        return not problems

    def remark(self, more: Iterable[Problem] = ()) -> None:
        """Say the same at the fields only: nothing is being finished, so no box, and the keyboard stays where it is."""
        self._mark(self._with_mine(more))

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Say what is wrong, in the same words in the box on top and at each field."""
        self.summary.show_problems(self._mark(problems))

    def focus(self, name: str) -> None:
        """Put the cursor into a field."""
        if name in self._fields:
            self._fields[name].control.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_read_only(self, locked: bool) -> None:
        """Let everything be read only."""
        for field in self._fields.values():
            field.set_read_only(locked)

    def _with_mine(self, more: Iterable[Problem]) -> list[Problem]:
        mine = self.problems()
        named = {problem.field for problem in mine}
        return mine + [problem for problem in more if problem.field not in named]

    def _mark(self, problems: Iterable[Problem]) -> list[tuple[str, str]]:
        """Write each problem to its field; the names of the fields with the words are returned."""
        lines = [(self._name(problem.field), self._ctx.w.problem(problem)) for problem in problems]
        wrong = dict(reversed(lines))  # the first one of a field is shown
        for name, field in self._fields.items():
            field.set_error(wrong.get(name, ""))
        return lines

    def _name(self, name: str) -> str:
        if name in self._fields:
            return name
        return next((bound for bound in self._fields if bound.partition(".")[0] == name), name)

    def _edited(self, name: str) -> None:
        if self._loaded is None:
            return
        register = name.partition(".")[0]
        self._held.setdefault(register, self._loaded.seen.get(register, ()))
        self._dirty.add(name)
        self._fields[name].set_note("")
        self.autosave.touched(name, self._fields[name].control.raw())

    def _left(self, name: str) -> None:
        if name not in self._dirty:
            return
        control = self._fields[name].control
        if control.readable():
            self.autosave.commit()
            return
        problem = control.problem()
        self.autosave.keep(name, control.raw())
        self._fields[name].set_note(self._ctx.w.problem(problem) if problem is not None else "")

    def _save(self) -> Changes:
        """Store every written field that can be read; what can not stays a draft."""
        assert self._loaded is not None
        record, seen = self._loaded.record, dict(self._loaded.seen)
        written = set()
        for name in sorted(self._dirty):
            control = self._fields[name].control
            if not control.readable():
                self.autosave.keep(name, control.raw())
                continue
            register, _, part = name.partition(".")
            value = control.value()
            if part:
                value = getattr(record, register)._replace(**{part: value})
            record = replace(record, **{register: value})
            seen[register] = self._held.get(register, seen.get(register, ()))
            written.add(name)
        changes: Changes = self._ctx.desk.records.save(record, Loaded(self._loaded.record, seen))
        self._settle(written, record)
        return changes

    def _settle(self, written: set[str], record: Any) -> None:
        self._dirty -= written
        open_registers = {name.partition(".")[0] for name in self._dirty}
        self._held = {name: seen for name, seen in self._held.items() if name in open_registers}
        self._loaded = self._ctx.desk.records.load(self._cls, record.id) or self._loaded
        for name in written:
            self._fields[name].set_restored(False)
        self._fill()

    def _fill(self) -> None:
        """Show the record in every field that is not being written."""
        for name in self._fields:
            self._fill_in(name)

    def _fill_in(self, name: str) -> None:
        if name in self._dirty:
            return
        register, _, part = name.partition(".")
        value = getattr(self.record, register)
        value = getattr(value, part) if part else value
        control = self._fields[name].control
        if not control.readable() or control.value() != value:
            control.set_value(value)

    def _recover(self) -> None:
        """Put back what was typed and never saved, and say so."""
        for field in self._fields.values():
            field.set_restored(False)
        for name, text in self.autosave.recovered().items():
            if name in self._fields:
                self._fields[name].control.set_raw(text)
                self._edited(name)
                self._fields[name].set_restored(True)

    def _elsewhere(self, changes: Changes, origin: object) -> None:
        if self._loaded is None or not changes.touches(spec_of(self._cls).table, self.record.id):
            return
        loaded: Loaded[Any] | None = self._ctx.desk.records.load(self._cls, self.record.id)
        if loaded is None:
            self.close()
            self.gone.emit()
            return
        self._loaded = loaded
        self._fill()
        self.opened.emit(loaded.record)
