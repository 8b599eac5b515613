"""Inline rows: short lists that are written where they stand, one record a row."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from plcdesk.words import Words
from ui.runtime.context import Look
from ui.widgets.control import set_property
from ui.widgets.form_field import plain_label
from ui.widgets.long_text import GrowingLine
from ui.widgets.row_editor import RowEditor


class RowsEditor(QWidget):
    """Rows of records and one more for the next. It stores nothing: `RowsBinding` does.

    Subclasses give `make_row`; `enter_adds` says whether Enter in any field of the new row adds it, or walks to the
    next field first.
    """

    changed = Signal(object, str, object)
    """Key, field, value: the user left a changed field."""
    typed = Signal(object, str, str)
    """Key, field, text on screen: for the draft."""
    kept = Signal(object, str, str)
    """As `typed`, when the field was left with something that can not be read."""
    added = Signal(dict)
    """Values of the new row."""
    removed = Signal(object)
    moved = Signal(object, object, object)
    """Key of the row, keys of its neighbours before and after at the new place (None at the ends)."""

    enter_adds = True
    narrow = 600
    """Below this width a row takes more lines."""

    def __init__(self, w: Words, theme: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.w = w
        self.theme = theme
        self.rows: list[RowEditor] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.note = plain_label("", "error", wrap=True)
        self.note.hide()
        self.restored = plain_label(w("recovered"), "pill-info")
        self.restored.setToolTip(w("Typed before the program closed. It is saved when you leave this field."))
        self.restored.hide()
        self.new_row = self._connected(self.make_row(None))
        first = next(iter(self.new_row.controls.values()))
        caption = plain_label(w("{label} (Enter adds it)", label=first.accessibleName()), "label")
        caption.setContentsMargins(theme.px(44), 8, 0, 0)
        caption.setBuddy(first)
        self._column.addWidget(caption)
        self._column.addWidget(self.new_row)
        self._column.addWidget(self.note)
        self._column.addWidget(self.restored, 0, Qt.AlignmentFlag.AlignLeft)

    def make_row(self, key: object) -> RowEditor:
        """A row for a record, or with None the row for a new one."""
        raise NotImplementedError

    def set_rows(self, records: Sequence[Any]) -> None:
        """Show these records in this order. Focus and half-written text stay where they are."""
        known = {row.key: row for row in self.rows}
        rows = []
        for at, record in enumerate(records):
            row = known.pop(record.id, None) or self._connected(self.make_row(record.id))
            row.show_record(record)
            row.set_number(at + 1)
            rows.append(row)
        for gone in known.values():
            self._let_go(gone)
        if rows != self.rows:
            for at, row in enumerate(rows):
                self._column.insertWidget(at, row)
            for first, second in pairwise(stop for row in (*rows, self.new_row) for stop in row.stops()):
                QWidget.setTabOrder(first, second)
        self.rows = rows
        self.new_row.set_number(len(rows) + 1)
        self._fit()
        self.after_rows()

    def after_rows(self) -> None:
        """Room for subclasses that count something."""

    def row_of(self, key: object) -> RowEditor:
        """The row of a record, the new row for None."""
        return next((row for row in self.rows if row.key == key), self.new_row)

    def put(self, row: RowEditor, field: str, value: Any) -> None:
        """A press that is an entry by itself (a check box)."""
        if row.key is not None:
            self.changed.emit(row.key, field, value)

    def add_now(self) -> bool:
        """Add the new row when it holds something; False when it cannot be read."""
        row = self.new_row
        if not row.title.strip():
            return True
        wrong = next((control for control in row.controls.values() if not control.readable()), None)
        if wrong is not None:
            self._complain(wrong)
            return False
        values = row.values()
        row.clear()
        self.prepare_new()
        self._complain(None)
        self.added.emit(values)
        return True

    def prepare_new(self) -> None:
        """Room for subclasses that fill in a usual value."""

    def focus_new(self) -> None:
        """Put the cursor into the new row."""
        next(iter(self.new_row.controls.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows take one line or two."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Another text size may need two lines."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and hasattr(self, "new_row"):
            self._fit()

    def minimumSizeHint(self) -> QSize:
        """Any width: rows fold."""
        return QSize(280, super().minimumSizeHint().height())

    def _fit(self) -> None:
        for row in (*self.rows, self.new_row):
            row.set_narrow(self.width() < self.theme.px(self.narrow))

    def _connected(self, row: RowEditor) -> RowEditor:
        row.edited.connect(lambda field: self.typed.emit(row.key, field, row.controls[field].raw()))
        row.left.connect(lambda field: self._left(row, field))
        row.entered.connect(lambda field: self._entered(row, field))
        row.removed.connect(lambda: self.removed.emit(row.key))
        row.shifted.connect(lambda by: self._place(row, self.rows.index(row) + by) if row.key is not None else None)
        row.dragged.connect(lambda spot: self._drop(row, spot))
        return row

    def _left(self, row: RowEditor, field: str) -> None:
        if row.key is None:
            # the focus has not arrived anywhere yet; a row left for good is added, so nothing typed is lost
            QTimer.singleShot(0, self, self._left_new)
            return
        control = row.controls[field]
        if field not in row.dirty:
            return
        if control.readable():
            row.dirty.discard(field)
            self._complain(None)
            self.changed.emit(row.key, field, control.value())
        else:
            self._complain(control)
            self.kept.emit(row.key, field, control.raw())

    def _left_new(self) -> None:
        focus = self.new_row.focusWidget()
        inside = focus is not None and focus.hasFocus()
        if not inside and self.isVisible():
            self.add_now()

    def _entered(self, row: RowEditor, field: str) -> None:
        names = [name for name, control in row.controls.items() if not control.isHidden()]
        after = names.index(field) + 1
        if row.key is None and (self.enter_adds or after == len(names)):
            if row.title.strip() and self.add_now():
                self.focus_new()
        elif not self.enter_adds and after < len(names):
            row.controls[names[after]].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            at = self.rows.index(row) + 1
            target = self.rows[at] if at < len(self.rows) else self.new_row
            next(iter(target.controls.values())).setFocus(Qt.FocusReason.TabFocusReason)

    def _complain(self, control: Any) -> None:
        problem = control.problem() if control is not None else None
        self.note.setText(f"✕ {self.w.problem(problem)}" if problem is not None else "")
        self.note.setVisible(problem is not None)
        if problem is not None:
            set_property(control, "state", "error")

    def _drop(self, row: RowEditor, spot: QPoint) -> None:
        y = self.mapFromGlobal(spot).y()
        self._place(row, sum(1 for other in self.rows if other is not row and other.geometry().center().y() < y))

    def _place(self, row: RowEditor, at: int) -> None:
        rest = [other for other in self.rows if other is not row]
        if not 0 <= at <= len(rest) or self.rows.index(row) == at:
            return
        before = rest[at - 1].key if at > 0 else None
        after = rest[at].key if at < len(rest) else None
        self.moved.emit(row.key, before, after)

    def _let_go(self, row: RowEditor) -> None:
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()


class DecisionRow(RowEditor):
    """One decision."""

    def __init__(self, w: Words, theme: Look, key: object, parent: QWidget | None = None) -> None:
        super().__init__(w, theme, key, parent)
        self.add("text", GrowingLine(2000), w("New decision") if key is None else w("Decision"))
        self.grid.addWidget(self.grip, 0, 0, Qt.AlignmentFlag.AlignTop)
        self.grid.addWidget(self.controls["text"], 0, 1)
        self.grid.addWidget(self.remove, 0, 2, Qt.AlignmentFlag.AlignTop)
        self.grid.setColumnStretch(1, 1)


class DecisionRows(RowsEditor):
    """Numbered decisions; Enter adds the next one."""

    def make_row(self, key: object) -> RowEditor:
        """A decision."""
        return DecisionRow(self.w, self.theme, key, self)
