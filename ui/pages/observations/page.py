"""Observations: the list with its results, and over it the live screen and the comparison of raters."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QStackedWidget, QWidget

from plcdesk.domain.changes import Row
from plcdesk.domain.fields import mark
from plcdesk.domain.forms import FormState
from plcdesk.domain.ids import Id
from plcdesk.services.form_views import Filled, FormFilter
from ui.pages.observations.compare import CompareScreen
from ui.pages.observations.live import LiveScreen
from ui.pages.observations.result import ResultForm
from ui.pages.observations.start_dialog import HeadDialog, SecondDialog, StartDialog
from ui.pages.observations.wording import ABOUTS, list_line
from ui.runtime.context import Context
from ui.runtime.sizes import SizeClass
from ui.widgets.data_table import ListPane
from ui.widgets.empty import EmptyState
from ui.widgets.filter_bar import Filter
from ui.widgets.form_papers import about_codes, blanks, observation
from ui.widgets.page import Page, PageSpec
from ui.widgets.print_panel import Paper
from ui.widgets.printing_page import PrintingPage
from ui.widgets.query import MemorySource
from ui.widgets.record_history import RecordHistory
from ui.widgets.record_view import RecordView

RATE = "rate"


class ObservationsView(RecordView):
    """All observations of meetings, leaders and lessons, newest first."""

    def __init__(self, ctx: Context, origin: Page, empty: EmptyState) -> None:
        w = ctx.w
        filters = (Filter("instrument", w("What is observed"), ()),
                   Filter("state", w("Status"), [(state, w(state.label)) for state in FormState]))
        pane = ListPane(w, ctx.theme, lambda row: list_line(row, w), filters, empty=empty)
        pane.view.setAccessibleName(w("Observations"))
        self.result = ResultForm(ctx, origin)
        super().__init__(ctx, pane, self.result, w("Choose an observation from the list."))

    def source(self) -> MemorySource:
        """The observations as they are now."""
        w, rows = self.ctx.w, self.ctx.desk.forms.rows(FormFilter(abouts=ABOUTS))
        kinds = {row.instrument: row.title.to(w.language) for row in rows}
        self.pane.bar.set_options("instrument", sorted(kinds.items(), key=lambda pair: pair[1]))
        return MemorySource(rows, lambda row: f"{row.heading(w)} {row.person} {row.rater} {row.classroom} {row.lesson} "
                                              f"{row.title.to(w.language)} {w.day(row.held_on)} "
                                              f"{row.meeting.group if row.meeting is not None else ''}",
                            {"instrument": lambda row: row.instrument, "state": lambda row: row.state})


class ObservationsPage(PrintingPage):
    """List and result; while somebody observes, the whole page is for that."""

    SPEC = PageSpec(id="observations", title=mark("Observations"), icon="eye",
                    tables=frozenset({"form", "answer", "sweep", "meeting", "person", "module", "instrument_edition"}),
                    primary=("new", mark("Start an observation")))

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        w = self.w
        empty = EmptyState(w, w("No observations yet"),
                           w("Watch a meeting, its leader or a lesson with a rubric; each level is saved at once."),
                           w("Start an observation"), primary=False)
        empty.acted.connect(self.primary)
        self.view = ObservationsView(ctx, self, empty)
        self.result = self.view.result
        self.live, self.compare = LiveScreen(ctx, self), CompareScreen(ctx)
        self._stack = QStackedWidget()
        for screen in (self.view, self.live, self.compare):
            self._stack.addWidget(screen)
        self.body.addWidget(self._stack)
        self.offer_print(self.result.head)
        self.live.closed.connect(self._back_to)
        self.compare.closed.connect(self._show_list)
        self.result.history_asked.connect(self.history)
        self.result.rate_asked.connect(lambda form_id: self.rate(Id(form_id)))
        self.result.second_asked.connect(self._ask_second)
        self.result.heading_asked.connect(self._ask_heading)
        self.result.compare_asked.connect(self._compare)
        self.result.self_asked.connect(self._compare_self)
        self.result.opened.connect(self._back_to)

    @property
    def record_id(self) -> str | None:
        """The open observation, and whether it was being rated: after a power cut the same screen comes back."""
        return f"{RATE}:{self.live.form_id}" if self.rating else self.view.current

    @property
    def rating(self) -> bool:
        """Whether an observation is being filled."""
        return self._stack.currentWidget() is self.live

    def refresh(self) -> None:
        """Read everything anew."""
        if self.rating and not self.live.reload():
            self._show_list()
            self.view.pane.setFocus()
            self.ctx.notify.toast(self.w("This observation was moved to the Trash. Its levels and notes are kept there."))
        if not self.rating:
            self.view.reload()
        self._sync()

    def open(self, record_id: str) -> None:
        """Show the result of an observation; ``rate:<id>`` goes on rating it, ``new`` begins one."""
        self.close_print()
        kind, _, form_id = record_id.partition(":")
        if record_id == "new":
            self.primary()
        elif kind == RATE:
            self.rate(Id(form_id))
        else:
            self._back_to(record_id)

    def primary(self) -> None:
        """Begin an observation."""
        self.leave()
        dialog = StartDialog(self.ctx, self)
        dialog.started.connect(lambda form_id: self.rate(Id(form_id), run=True))
        dialog.begin()

    def rate(self, form_id: Id, *, run: bool = False) -> None:
        """Fill an observation; with `run` the time goes on at once."""
        if self.live.open(form_id, run=run):
            self.view.current = form_id
            self._stack.setCurrentWidget(self.live)
            self.live.board.focus_item()
            self._sync()

    def fit(self, size_class: SizeClass, short: bool) -> None:
        """List and result side by side or in turns."""
        super().fit(size_class, short)
        self.view.fit(size_class)

    def leave(self) -> None:
        """Save what is half typed; the time of an observation stands still."""
        self.live.commit()

    def find(self) -> bool:  # type: ignore[override]
        """Filter the list."""
        if self._stack.currentWidget() is not self.view:
            return False
        self.view.split.back()
        self.view.pane.focus_filter()
        return True

    def focus_list(self) -> bool:
        """Into the list; while rating into the items."""
        if self.rating and self.live.board.list.isVisible():
            self.live.board.list.setFocus()
        elif self._stack.currentWidget() is self.view and not self.view.split.alone:
            self.view.pane.setFocus()
        else:
            return False
        return True

    def focus_detail(self) -> bool:
        """Onto the item in view, or the next step of the result."""
        if self.rating:
            self.live.board.focus_item()
            return True
        if self._stack.currentWidget() is not self.view or self.view.current is None:
            return False
        self.view.split.show_detail()
        self.result.begin()
        return True

    def edit(self) -> bool:
        """F2: go on rating."""
        if self.rating or self.view.current is None:
            return False
        self.rate(Id(self.view.current))
        return True

    def delete(self) -> bool:
        """Del in the list: the chosen observation goes to the trash."""
        if self._stack.currentWidget() is not self.view or not self.view.pane.view.hasFocus() or self.view.current is None:
            return False
        self.result.delete()
        self.view.pane.setFocus()
        return True

    def finish(self) -> bool:
        """Ctrl+Enter: finish what is being rated."""
        if self.rating:
            self.live.finish()
        return self.rating or self._stack.currentWidget() is self.view

    def step(self, delta: int) -> bool:
        """The next or previous observation."""
        return self._stack.currentWidget() is self.view and self.view.step(delta)

    def papers(self) -> Sequence[Paper]:
        """The report of the open observation and its empty form; without one the empty forms."""
        filled = self.result.filled if self.view.current is not None else None
        if self._stack.currentWidget() is not self.view:
            return ()
        if filled is None:
            return blanks(self.ctx, about_codes(self.ctx, ABOUTS))
        return [observation(self.ctx, filled), *blanks(self.ctx, [filled.form.instrument], school_id=filled.row.school_id)]

    def next_tab(self, delta: int) -> bool:
        """Rubric and sweeps."""
        return self.rating and self.live.next_tab(delta)

    def back(self) -> bool:
        """From the preview, from rating or comparing to the result, from there to the list."""
        if self.close_print():
            return True
        if self.rating:
            if not self.live.close_gaps():
                self.live.leave()
            return True
        if self._stack.currentWidget() is self.compare:
            self._show_list()
            return True
        return self.view.split.back()

    def history(self) -> bool:
        """What was changed in the open observation."""
        form_id = self.live.form_id if self.rating else self.view.current
        if form_id is None:
            return False
        self.leave()
        self.ctx.panel.show(self.w("History"), RecordHistory(self.ctx, Row("form", Id(form_id))))
        return True

    def _back_to(self, form_id: str) -> None:
        if self.rating and self.live.form_id != form_id:
            self.live.close_down()
        self._stack.setCurrentWidget(self.view)
        self.view.current = form_id
        self.view.reload()
        if self.view.current == form_id:
            self.view.split.show_detail()
            self.result.begin()
        self._sync()

    def _show_list(self) -> None:
        self._stack.setCurrentWidget(self.view)
        self.view.reload()
        self._sync()

    def _ask_second(self, filled: Filled) -> None:
        dialog = SecondDialog(self.ctx, filled.form, filled.row.heading(self.w), self)
        dialog.started.connect(lambda form_id: self.rate(Id(form_id), run=False))
        dialog.open()

    def _ask_heading(self, filled: Filled) -> None:
        dialog = HeadDialog(self.ctx, filled, self)
        dialog.stored.connect(self.view.reload)
        dialog.open()

    def _compare(self, one: str, other: str) -> None:
        if self.compare.show_raters(Id(one), Id(other)):
            self._stack.setCurrentWidget(self.compare)
            self._sync()

    def _compare_self(self, filled: Filled) -> None:
        if self.compare.show_self(filled):
            self._stack.setCurrentWidget(self.compare)
            self._sync()

    def _sync(self) -> None:
        """One filled button: while an observation is unfinished its own comes first."""
        self.quiet_header(self.rating or self.result.unfinished)
