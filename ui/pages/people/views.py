"""The three views of the page: people, groups, schools; each a list with what is chosen in it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from plcdesk.domain.people import PersonStatus, Role
from ui.pages.people.columns import SchoolRow, group_line, person_line, school_line
from ui.pages.people.group_form import GroupForm
from ui.pages.people.person_form import PersonForm
from ui.pages.people.school_form import SchoolForm
from ui.runtime.context import Context
from ui.runtime.sizes import SizeClass
from ui.widgets.cards import Card
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
        self._hint = EmptyState(ctx.w, hint)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._hint)
        self._stack.addWidget(form)
        form.head.hide()
        self.split = ListDetail(ctx.w, ctx.theme, self._listing(), self._stack, form.head)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.split, 1)
        # a moment later: the press that ended the edit still belongs to the row it was aimed at
        form.changed.connect(lambda: QTimer.singleShot(0, self, self.reread))
        pane.selected.connect(lambda row: self._chosen(row, turn=False))
        pane.opened.connect(lambda row: self._chosen(row, turn=True))
        pane.view.clicked.connect(lambda _: self.split.show_detail())

    def source(self) -> MemorySource:
        """The rows as they are now."""
        raise NotImplementedError

    def reread(self) -> None:
        """Read the list anew and leave the open record alone."""
        self.pane.set_source(self.source())
        self.pane.select(self.current)

    def reload(self) -> None:
        """Read everything anew; when the open record is gone, the next one takes its place."""
        rows = self.pane.view.records.rows
        place = rows.position(self.current) if rows is not None and self.current is not None else None
        self.reread()
        if self.current is not None and not self.open(self.current):
            self.forget()
        if self.current is None and not self.split.stacked:
            self._open_near(place or 0)

    def open(self, record_id: str) -> bool:
        """Choose a record; False when it is not there."""
        if record_id != self.current:
            self.form.commit()
        if not self.form.open(record_id):
            return False
        self.current = record_id
        self.pane.select(record_id)
        self._show(self.form)
        return True

    def forget(self) -> None:
        """Nothing is open any more."""
        self.current = None
        self._show(self._hint)
        self.split.back()

    def fit(self, size_class: SizeClass) -> None:
        """Arrange for a size class; height is scarce where the window is narrow."""
        self.split.fit(size_class)
        self.pane.bar.set_one_line(size_class.stacked)
        self._foot.setVisible(not size_class.stacked)

    def step(self, by: int) -> bool:
        """The next or previous record of the list."""
        self.pane.view.step(by)
        return True

    def _listing(self) -> QWidget:
        listing, card, self._foot = _Listing(self.pane), Card(), QWidget()
        card.body.setContentsMargins(1, 4, 1, 4)
        card.body.addWidget(self.pane, 1)
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addWidget(self.pane.count_label)
        column = QVBoxLayout(listing)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.pane.bar)
        column.addWidget(card, 1)
        column.addWidget(self._foot)
        return listing

    def _show(self, what: QWidget) -> None:
        self._stack.setCurrentWidget(what)
        self.form.head.setVisible(what is self.form)

    def _open_near(self, place: int) -> None:
        records = self.pane.view.records
        row = records.row(min(place, records.rowCount() - 1))
        if row is not None:
            self.open(row.id)

    def _chosen(self, row: Any, *, turn: bool) -> None:
        if row is not None:
            self.open(row.id)
        if turn:
            self.split.show_detail()


class _Listing(QWidget):
    """Filter, rows and count; the keyboard goes to the rows."""

    def __init__(self, pane: ListPane) -> None:
        super().__init__()
        self._pane = pane

    def setFocus(self, *_: Any) -> None:
        """Into the rows."""
        self._pane.setFocus()


class PeopleView(View):
    """Everyone of the programme."""

    def __init__(self, ctx: Context, origin: QWidget, empty: EmptyState) -> None:
        w = ctx.w
        filters = [Filter("school", w("School"), ()), Filter("role", w("Role"), [(role, w(role.label)) for role in Role]),
                   Filter("status", w("Status"), [(status, w(status.label)) for status in PersonStatus])]
        pane = ListPane(w, ctx.theme, lambda row: person_line(row, w), filters, empty=empty)
        pane.view.setAccessibleName(w("All people"))
        super().__init__(ctx, pane, PersonForm(ctx, origin), w("Choose a person from the list."))

    def source(self) -> MemorySource:
        """The people, those of a school before the others."""
        schools = [(row.record.id, row.record.name) for row in self.ctx.desk.programme.schools()]
        self.pane.bar.set_options("school", schools)
        self.pane.bar.show_filter("school", len(schools) > 1)
        return MemorySource(self.ctx.desk.people.rows(),
                            lambda row: f"{row.name} {row.alias} {row.school} {row.teaches} {' '.join(row.groups)}",
                            {"school": lambda row: row.school_id, "role": lambda row: row.role,
                             "status": lambda row: row.status})


class GroupsView(View):
    """The groups of the programme."""

    def __init__(self, ctx: Context, origin: QWidget) -> None:
        w = ctx.w
        pane = ListPane(w, ctx.theme, lambda row: group_line(row, w), empty=EmptyState(w, w("No groups yet")))
        pane.view.setAccessibleName(w("Groups"))
        super().__init__(ctx, pane, GroupForm(ctx, origin), w("Choose a group from the list."))

    def source(self) -> MemorySource:
        """The groups by school and name."""
        return MemorySource(self.ctx.desk.groups.rows(), lambda row: f"{row.name} {row.school}")


class SchoolsView(View):
    """The schools of the programme."""

    def __init__(self, ctx: Context, origin: QWidget) -> None:
        w = ctx.w
        pane = ListPane(w, ctx.theme, lambda row: school_line(row, w), empty=EmptyState(w, w("No schools yet")))
        pane.view.setAccessibleName(w("Schools"))
        super().__init__(ctx, pane, SchoolForm(ctx, origin), w("Choose a school from the list."))

    def source(self) -> MemorySource:
        """The schools by name."""
        rows = [SchoolRow(loaded.record.id, loaded.record) for loaded in self.ctx.desk.programme.schools()]
        return MemorySource(rows, lambda row: f"{row.school.name} {row.school.city} {row.school.npsn}")
