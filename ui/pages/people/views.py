"""The three views of the page: people, groups, schools; each a list with what is chosen in it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from plcdesk.domain.people import PersonStatus, Role
from ui.pages.people.columns import SchoolRow, group_line, person_line, school_line
from ui.pages.people.group_form import GroupForm
from ui.pages.people.person_form import PersonForm
from ui.pages.people.school_form import SchoolForm
from ui.runtime.context import Context
from ui.widgets.data_table import ListPane
from ui.widgets.empty import EmptyState
from ui.widgets.filter_bar import Filter
from ui.widgets.query import MemorySource
from ui.widgets.record_view import RecordView


class PeopleView(RecordView):
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


class GroupsView(RecordView):
    """The groups of the programme."""

    def __init__(self, ctx: Context, origin: QWidget) -> None:
        w = ctx.w
        pane = ListPane(w, ctx.theme, lambda row: group_line(row, w), empty=EmptyState(w, w("No groups yet")))
        pane.view.setAccessibleName(w("Groups"))
        super().__init__(ctx, pane, GroupForm(ctx, origin), w("Choose a group from the list."))

    def source(self) -> MemorySource:
        """The groups by school and name."""
        return MemorySource(self.ctx.desk.groups.rows(), lambda row: f"{row.name} {row.school}")


class SchoolsView(RecordView):
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
