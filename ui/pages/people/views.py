"""The three views of the page: people, groups, schools; each a list with what is chosen in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from plcdesk.domain.people import PersonStatus, Role
from ui.pages.people.columns import group_line, person_line, school_line
from ui.pages.people.group_form import GroupForm
from ui.pages.people.person_form import PersonForm
from ui.pages.people.school_form import SchoolForm
from ui.runtime.context import Context
from ui.runtime.sizes import SizeClass
from ui.widgets.data_table import ListPane
from ui.widgets.empty import EmptyState
from ui.widgets.filter_bar import Filter
from ui.widgets.list_detail import ListDetail
from ui.widgets.query import MemorySource


class View(QWidget):
    """A list on the left, the chosen record on the right."""

    def __init__(self, ctx: Context, pane: ListPane, form: Any, hint: str) -> None:
        super().__init__()
        self.ctx, self.pane, self.form = ctx, pane, form
        self.current: str | None = None
        self._stack = QStackedWidget()
        self._stack.addWidget(EmptyState(ctx.w, hint))
        self._stack.addWidget(form)
        self.split = ListDetail(ctx.w, ctx.theme, pane, self._stack)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.split, 1)
        pane.selected.connect(lambda row: self._chosen(row, turn=False))
        pane.opened.connect(lambda row: self._chosen(row, turn=True))
        pane.view.clicked.connect(lambda _: self.split.show_detail())

    def show_rows(self, rows: Sequence[Any], text_of: Callable[[Any], str], **choices: Callable[[Any], Any]) -> None:
        """Show these rows; the open record stays when it is still there, else nothing is open."""
        self.pane.set_source(MemorySource(rows, text_of, choices))
        if self.current is not None and not self._reopen():
            self.current = None
            self._stack.setCurrentIndex(0)
            self.split.back()
        if self.current is None and rows and not self.split.stacked:
            self.open(_id(rows[0]))

    def open(self, record_id: str) -> bool:
        """Choose a record; False when it is not there."""
        if record_id != self.current:
            self.form.commit()
        if not self.form.open(record_id):
            return False
        self.current = record_id
        self.pane.select(record_id)
        self._stack.setCurrentWidget(self.form)
        return True

    def fit(self, size_class: SizeClass) -> None:
        """Arrange for a size class."""
        self.split.fit(size_class)

    def step(self, by: int) -> bool:
        """The next or previous record of the list."""
        self.pane.view.step(by)
        return True

    def _reopen(self) -> bool:
        return self.current is not None and self.open(self.current)

    def _chosen(self, row: Any, *, turn: bool) -> None:
        if row is not None:
            self.open(_id(row))
        if turn:
            self.split.show_detail()


class PeopleView(View):
    """Everyone of the programme."""

    def __init__(self, ctx: Context, origin: QWidget, empty: EmptyState) -> None:
        w = ctx.w
        filters = [Filter("role", w("Role"), [(role, w(role.label)) for role in Role]),
                   Filter("status", w("Status"), [(status, w(status.label)) for status in PersonStatus])]
        pane = ListPane(w, ctx.theme, lambda row: person_line(row, w), filters, empty=empty)
        super().__init__(ctx, pane, PersonForm(ctx, origin), w("Choose a person from the list."))

    def reload(self) -> None:
        """Read the people anew."""
        self.show_rows(self.ctx.desk.people.rows(), lambda row: f"{row.name} {row.alias} {row.school} {row.teaches}",
                       role=lambda row: row.role, status=lambda row: row.status)


class GroupsView(View):
    """The groups of the programme."""

    def __init__(self, ctx: Context, origin: QWidget) -> None:
        w = ctx.w
        pane = ListPane(w, ctx.theme, lambda row: group_line(row, w), empty=EmptyState(w, w("No groups yet")))
        super().__init__(ctx, pane, GroupForm(ctx, origin), w("Choose a group from the list."))

    def reload(self) -> None:
        """Read the groups anew."""
        self.show_rows(self.ctx.desk.groups.rows(), lambda row: f"{row.name} {row.school}")


class SchoolsView(View):
    """The schools of the programme."""

    def __init__(self, ctx: Context, origin: QWidget) -> None:
        w = ctx.w
        pane = ListPane(w, ctx.theme, lambda row: school_line(row, w), empty=EmptyState(w, w("No schools yet")))
        super().__init__(ctx, pane, SchoolForm(ctx, origin), w("Choose a school from the list."))

    def reload(self) -> None:
        """Read the schools anew."""
        rows = [_SchoolRow(loaded) for loaded in self.ctx.desk.programme.schools()]
        self.show_rows(rows, lambda row: f"{row.record.name} {row.record.city} {row.record.npsn}")


class _SchoolRow:
    """A loaded school with an identity of its own, as lists want it."""

    def __init__(self, loaded: Any) -> None:
        self.id = loaded.record.id
        self.record = loaded.record


def _id(row: Any) -> str:
    found: str = row.id
    return found
