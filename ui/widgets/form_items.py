"""Items of a form, one below the other with their words; each answer is saved when it is given."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from plcdesk.domain.changes import Loaded, Row
from plcdesk.domain.forms import Answer, Rated
from plcdesk.domain.instruments import AnswerKind, Item
from plcdesk.services.form_views import Filled
from ui.runtime.context import Context
from ui.widgets.form_field import LINE, plain_label
from ui.widgets.item_base import ItemControl
from ui.widgets.item_control import FieldItem, control_for, joined


class FormItems(QWidget):
    """A part of a form, for conversations and journals, where all items of a part are seen at once.

    `label` is the translated noun of the form (for undo), `origin` the page, which is not told of its own saves.
    """

    saved = Signal()

    def __init__(self, ctx: Context, label: str, origin: QObject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ctx, self._label, self._origin = ctx, label, origin
        self.controls: dict[str, ItemControl] = {}
        self._filled: Filled | None = None
        self._items: tuple[Item, ...] = ()
        self._held: dict[str, Loaded[Answer]] = {}
        self._rated: dict[str, Rated] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)

    def show_form(self, filled: Filled | None, items: Sequence[Item]) -> None:
        """Show these items of a form; what is being typed in one of them stays."""
        same = (filled is not None and self._filled is not None and filled.form.id == self._filled.form.id
                and tuple(items) == self._items)
        if not same:
            self.commit()
            self._build(filled, tuple(items))
        self._filled = filled
        if filled is None:
            return
        self._rated = dict(filled.rated)
        for item in items:
            # what is being typed is saved against what was shown when the typing began
            for code in () if self.controls[item.code].busy else item.codes:
                self._held[code] = filled.held(code)
            self.controls[item.code].show_answer(filled.rated)
            self.controls[item.code].set_read_only(filled.read_only)
        if not same:
            self._recover(filled)

    def commit(self) -> None:
        """Save what is typed and not saved yet."""
        for control in self.controls.values():
            control.commit()

    def focus_first(self) -> None:
        """Put the keyboard into the first item."""
        for control in self.controls.values():
            control.focus_first()
            return

    def _build(self, filled: Filled | None, items: tuple[Item, ...]) -> None:
        while self._column.count():
            entry = self._column.takeAt(0)
            widget = entry.widget() if entry is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.controls, self._held, self._items = {}, {}, items
        language = self.ctx.w.language
        for number, item in enumerate(items, 1):
            if number > 1:
                self._column.addSpacing(12)
            title = plain_label(item.label.to(language), "label", wrap=True)
            title.setMaximumWidth(self.ctx.theme.px(LINE))
            self._column.addWidget(title)
            control = control_for(self.ctx.w, self.ctx.theme, item, number, self.ctx.desk.today)
            control.setAccessibleName(item.label.to(language))
            control.answered.connect(lambda code, rated, kind=item.kind: self._answered(code, rated, kind))
            control.ticked.connect(lambda code, on, item=item: self._ticked(item, code, on))
            self.controls[item.code] = control
            self._column.addWidget(control)

    def _answered(self, code: str, rated: Rated, kind: AnswerKind) -> None:
        if kind is AnswerKind.LEVEL:
            rated = joined(self._rated.get(code, Rated()), rated)
        filled = self._filled
        if filled is None:
            return
        forms, form_id, held = self.ctx.desk.forms, filled.form.id, self._held.get(code)
        if self.ctx.write(lambda: forms.answer(form_id, code, rated, held), self._label, self._origin):
            self._rated[code] = rated
            self._held[code] = forms.held(form_id, code)
            self._release(Row("form", form_id), code)
        elif forms.held(form_id, code).record.rated != rated:
            self.controls[code].refused()
            if rated.evidence:
                self.ctx.disk.stash(Row("form", form_id), code, rated.evidence)
        self.saved.emit()

    def _recover(self, filled: Filled) -> None:
        """Words that a full disk did not take, from when this form was on screen last."""
        row = Row("form", filled.form.id)
        for code, text in {**self.ctx.desk.drafts.get(row), **self.ctx.disk.stashed(row)}.items():
            control = self.controls.get(code)
            if isinstance(control, FieldItem) and not filled.read_only:
                control.show_draft(text)

    def _release(self, row: Row, code: str) -> None:
        self.ctx.disk.release(row, code)
        if code in self.ctx.desk.drafts.get(row):
            self.ctx.desk.drafts.clear(row, code)

    def _ticked(self, item: Item, code: str, on: bool) -> None:
        filled = self._filled
        if filled is not None:
            self.ctx.write(lambda: self.ctx.desk.forms.tick(filled.form.id, item.code, code, on), self._label,
                           self._origin)
            self.saved.emit()
