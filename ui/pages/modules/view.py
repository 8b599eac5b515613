"""The list of modules with the chosen one beside it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from plcdesk.domain.modules import ModuleFocus, ModuleStatus
from plcdesk.domain.programme import Letter
from ui.pages.modules.form import ModuleForm
from ui.pages.modules.wording import module_line
from ui.runtime.context import Context
from ui.runtime.sizes import SizeClass
from ui.widgets.data_table import ListPane
from ui.widgets.empty import EmptyState
from ui.widgets.filter_bar import Filter
from ui.widgets.query import MemorySource
from ui.widgets.record_view import RecordView


class ModulesView(RecordView):
    """All modules; filtered by the step their round has come to, by status, focus and school."""

    form: ModuleForm

    def __init__(self, ctx: Context, origin: QWidget, empty: EmptyState) -> None:
        w = ctx.w
        filters = [Filter("step", w("Step"), [(letter, w(letter.label)) for letter in Letter]),
                   Filter("status", w("Status"), [(status, w(status.label)) for status in ModuleStatus]),
                   Filter("focus", w("Focus"), [(focus, w(focus.label)) for focus in ModuleFocus]),
                   Filter("local", w("Local problem"), [(True, w("Based on a local problem")), (False, w("Not based on one"))]),
                   Filter("school", w("School"), ())]
        pane = ListPane(w, ctx.theme, lambda row: module_line(row, w), filters, empty=empty)
        pane.view.setAccessibleName(w("Modules"))
        self._filling = False
        super().__init__(ctx, pane, ModuleForm(ctx, origin), w("Choose a module from the list."))
        self.form.filling.connect(self.fill)

    def source(self) -> MemorySource:
        """The modules by code."""
        schools = [(row.record.id, row.record.name) for row in self.ctx.desk.programme.schools()]
        self.pane.bar.set_options("school", schools)
        self.pane.bar.show_filter("school", len(schools) > 1)
        return MemorySource(
            self.ctx.desk.modules.rows(),
            lambda row: f"{row.code} {row.title} {row.subject} {row.classroom} {row.school} {' '.join(row.authors)}",
            {"step": lambda row: row.step, "status": lambda row: row.status, "focus": lambda row: row.focus,
             "local": lambda row: row.local,
             "school": lambda row: row.school_id})

    def fit(self, size_class: SizeClass) -> None:
        """Closer tabs where there is little room."""
        super().fit(size_class)
        self.form.tabs.set_dense(size_class.stacked)
        self._make_room()

    def fill(self, filling: bool) -> None:
        """A review is being filled in, or not any more."""
        self._filling = filling
        self._make_room()

    def _make_room(self) -> None:
        """Where list and module take turns a review gets the whole height: it has a way back of its own."""
        alone = self._filling and self.split.stacked
        self.form.tabs.head.setVisible(not alone)
        self.form.head.setVisible(not alone and self.current is not None)
        self.split.back_button.setVisible(self.split.stacked and not alone)
