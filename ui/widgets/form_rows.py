"""Parts of a record below each other, each a small form of its own: meeting times, duties, stages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from plcdesk.domain.changes import Loaded
from plcdesk.domain.ids import Id
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.binding import RecordForm
from ui.widgets.cards import Card
from ui.widgets.control import SMALLEST
from ui.widgets.field_row import FieldRow
from ui.widgets.form_field import FormField, plain_label

Fields = Sequence[tuple[str, FormField, int]]
"""Fields on one line: name in the record, field, width."""


class FormRows(Card):
    """What kinds of parts have in common. A kind says which fields a part has, how parts are read, added and moved."""

    RECORD: type
    FIRST: str
    """The field that gets the cursor in a new part."""
    movable = False

    def __init__(self, ctx: Context, origin: QObject, title: str, help: str, add: str, label: str) -> None:
        super().__init__(title)
        self.ctx, self.w, self._origin, self._label = ctx, ctx.w, origin, label
        self.forms: list[RecordForm] = []
        self._parent_id: Id | None = None
        self._fresh: Id | None = None
        """The part just added: nothing is missing in it before it was filled in."""
        self._holder: QWidget | None = None
        self._help = plain_label(help, "help", wrap=True)
        self.body.addWidget(self._help)
        self.add = set_role(QPushButton(add), "outlined")
        self.add.setMinimumHeight(SMALLEST)
        once(self.add, self._add)
        self.body.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    def fields(self) -> Sequence[Fields]:
        """Fresh fields of one part, line by line."""
        raise NotImplementedError

    def load(self, parent: Id) -> Sequence[Loaded[Any]]:
        """The parts of a record in order."""
        raise NotImplementedError

    def make(self, parent: Id) -> Any:
        """Add a part; returns `Made`."""
        raise NotImplementedError

    def shift(self, part: Id, steps: int) -> Any:
        """Move a part up (negative) or down; returns `Changes`."""
        raise NotImplementedError

    def removed(self, record: Any) -> str:
        """What the toast says of a part that was taken away."""
        raise NotImplementedError

    def problems(self, record: Any) -> Sequence[Any]:
        """What needs attention in a part."""
        return ()

    def open(self, parent: Id | None) -> None:
        """Show the parts of a record; forms that stay keep the keyboard."""
        parts = self.load(parent) if parent is not None else ()
        same = parent == self._parent_id and [form.record and form.record.id for form in self.forms] == [
            part.record.id for part in parts]
        self._parent_id = parent
        if same:
            for form, part in zip(self.forms, parts, strict=True):
                if part.record != form.record:
                    form.open(part)
            return
        self._build(parts)

    def commit(self) -> bool:
        """Save what is half typed."""
        done = [form.commit() for form in self.forms]
        return all(done)

    def let_go(self) -> None:
        """Save what is half typed and let go of the parts."""
        for form in self.forms:
            form.close()

    def _build(self, parts: Sequence[Loaded[Any]]) -> None:
        self.let_go()
        old, self._holder = self._holder, QWidget()
        set_role(self._holder, "scrolled")
        column = QVBoxLayout(self._holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.forms = [self._part(column, part, at, len(parts)) for at, part in enumerate(parts)]
        self.body.insertWidget(self.body.indexOf(self._help) + 1, self._holder)
        self._holder.setVisible(bool(parts))
        if old is not None:
            old.hide()
            old.deleteLater()

    def _part(self, column: QVBoxLayout, part: Loaded[Any], at: int, count: int) -> RecordForm:
        frame = set_role(QFrame(), "row")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(0, 0, 0, 8)
        inside.setSpacing(8)
        # belongs to the frame: it goes away with its fields
        form = RecordForm(self.ctx, self.RECORD, self._label, self._origin, frame)
        for line in self.fields():
            inside.addWidget(FieldRow(self.ctx.theme, [(form.bind(name, field), width) for name, field, width in line]))
        inside.addLayout(self._foot(part.record, at, count))
        column.addWidget(frame)
        form.saved.connect(lambda _: form.remark(self.problems(form.record)))
        form.open(part)
        if part.record.id != self._fresh:
            form.remark(self.problems(part.record))
        return form

    def _foot(self, record: Any, at: int, count: int) -> QHBoxLayout:
        w, foot = self.w, QHBoxLayout()
        foot.setSpacing(8)
        name = str(getattr(record, self.FIRST, "") or at + 1)
        deeds = [(w("Delete"), partial(self._remove, record.id))]
        if self.movable and at:
            deeds.append((w("Move up"), partial(self._move, record.id, -1)))
        if self.movable and at < count - 1:
            deeds.append((w("Move down"), partial(self._move, record.id, 1)))
        for text, deed in deeds:
            button = set_role(QPushButton(text), "plain")
            button.setMinimumHeight(SMALLEST)
            button.setAccessibleName(f"{text}: {name}")
            once(button, deed)
            foot.addWidget(button)
        foot.addStretch(1)
        return foot

    def _add(self) -> None:
        parent = self._parent_id
        if parent is None:
            return
        self.commit()
        made: list[Any] = []

        def save() -> Any:
            made.append(self.make(parent))
            return made[0]

        if self.ctx.write(save, self._label, self._origin):
            self._fresh = made[0].id
            self.open(parent)
            self.forms[-1].focus(self.FIRST)

    def _move(self, part: Id, steps: int) -> None:
        self.commit()
        self.ctx.write(lambda: self.shift(part, steps), self._label, self._origin)
        self.open(self._parent_id)

    def _remove(self, part: Id) -> None:
        self.commit()
        record = next(form.record for form in self.forms if form.record is not None and form.record.id == part)
        if self.ctx.write(lambda: self.ctx.desk.records.delete(record), self._label, self._origin):
            self.ctx.notify.undo_toast(self.removed(record))
        self.open(self._parent_id)
