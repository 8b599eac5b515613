"""Who wrote a module."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from plcdesk.domain.ids import Id
from plcdesk.services.module_views import AuthorRow
from ui.pages.modules.lookup import Lookup
from ui.pages.modules.part import action, emptied
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.cards import Card
from ui.widgets.elided import ElidedLabel
from ui.widgets.field_row import FieldRow
from ui.widgets.form_field import FormField, plain_label
from ui.widgets.person_field import PersonField


class AuthorsCard(Card):
    """The authors in their order. `changed` follows each write."""

    changed = Signal()

    def __init__(self, ctx: Context, origin: QObject, people: Lookup) -> None:
        super().__init__(ctx.w("Authors"))
        self.ctx, self.w, self._origin = ctx, ctx.w, origin
        self._module: Id | None = None
        self._shown: tuple[tuple[Id, str], ...] | None = None
        self._list: QWidget | None = None
        self.adding = PersonField(self.w, people)
        self.adding.left.connect(self._add)
        field = FormField(self.w, self.w("Add an author"), self.adding,
                          help=self.w("Type three letters of a name already among the people."))
        self.body.addWidget(FieldRow(ctx.theme, [(field, 360)]))

    def show_authors(self, module: Id, authors: tuple[AuthorRow, ...]) -> None:
        """Show the authors of a module."""
        wanted = tuple((row.loaded.record.id, row.name) for row in authors)
        if module == self._module and wanted == self._shown:
            return
        self._module, self._shown = module, wanted
        self._list, column = emptied(self._list, self.body, 1)
        column.setSpacing(0)
        for at, row in enumerate(authors):
            column.addWidget(self._line(row, first=at == 0))
        if not authors:
            column.addWidget(plain_label(self.w("No authors yet"), "help"))

    def _line(self, row: AuthorRow, *, first: bool) -> QFrame:
        w, frame, author = self.w, set_role(QFrame(), "row"), row.loaded.record.id
        line = QHBoxLayout(frame)
        line.setContentsMargins(0, 0, 0, 1)
        line.setSpacing(8)
        line.addWidget(ElidedLabel(row.name or "—"), 1)
        if not first:
            line.addWidget(action(w("Move up"), "plain", partial(self._move, author),
                                  w("Move {name} up", name=row.name)))
        line.addWidget(action(w("Take out"), "plain", partial(self._remove, row),
                              w("Take {name} off the authors", name=row.name)))
        return frame

    def _add(self) -> None:
        module, person = self._module, self.adding.value()
        if module is None or person is None:
            return
        self.adding.set_value(None)
        if self.ctx.write(lambda: self.ctx.desk.modules.add_author(module, person), self.w("Author"), self._origin):
            self.changed.emit()
        self.adding.setFocus()

    def _move(self, author: Id) -> None:
        if self.ctx.write(lambda: self.ctx.desk.modules.move_author(author, -1), self.w("Author"), self._origin):
            self.changed.emit()

    def _remove(self, row: AuthorRow) -> None:
        author = row.loaded.record.id
        if self.ctx.write(lambda: self.ctx.desk.modules.remove_author(author), self.w("Author"), self._origin):
            self.ctx.notify.undo_toast(self.w("{name} taken off the authors", name=row.name))
            self.changed.emit()
