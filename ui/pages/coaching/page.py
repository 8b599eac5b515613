"""Coaching: teachers with their cycles, and the visits to schools."""

from __future__ import annotations

from collections.abc import Sequence

from plcdesk.domain.fields import mark
from plcdesk.services.coaching import INSTRUMENT
from ui.pages.coaching.start_dialog import StartDialog
from ui.pages.coaching.teachers import TeachersView
from ui.pages.coaching.visits import VisitsView
from ui.runtime.context import Context
from ui.runtime.sizes import SizeClass
from ui.widgets.form_papers import blanks, coaching
from ui.widgets.page import Command, PageSpec
from ui.widgets.print_panel import Paper
from ui.widgets.printing_page import PrintingPage
from ui.widgets.tabs import Tabs

TEACHERS, VISITS = "teachers", "visits"


class CoachingPage(PrintingPage):
    """Two tabs: the teachers with their cycles, and the visits planned and done."""

    SPEC = PageSpec(
        id="coaching", title=mark("Coaching"), icon="messages-square",
        tables=frozenset({"cycle", "visit", "form", "answer", "person", "school", "module"}),
        primary=("begin", mark("Start a cycle")),
        commands=(Command("plan", mark("Plan visits"), "Ctrl+Shift+N", "calendar-check"),),
    )

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        w = self.w
        self.teachers, self.visits = TeachersView(ctx, self), VisitsView(ctx, self)
        self.tabs = Tabs()
        self.tabs.bar.setAccessibleName(w(self.SPEC.title))
        self.tabs.add(TEACHERS, w("Teachers"), self.teachers)
        self.tabs.add(VISITS, w("Visits"), self.visits)
        self.tabs.changed.connect(self._tab)
        self.teachers.split.turned.connect(lambda _: self._show_tabs())
        self.teachers.form.start_asked.connect(self._start)
        self.teachers.form.shown.connect(self._filled)
        self.visits.cycle_asked.connect(self.open)
        self.body.setSpacing(8)
        self.body.addWidget(self.tabs, 1)
        self.offer_print(self.teachers.form.head)

    @property
    def record_id(self) -> str | None:
        """The open cycle, else the chosen teacher."""
        if self.tabs.current == VISITS:
            return VISITS
        return self.teachers.form.cycle_id or self.teachers.current

    def refresh(self) -> None:
        """Read what is on screen anew."""
        if self.tabs.current == VISITS:
            self.visits.refresh()
        else:
            self.teachers.reload()
        self._filled()

    def open(self, record_id: str) -> None:
        """Open a teacher, a cycle, a visit, or a tab by its key."""
        self.close_print()
        if record_id in (TEACHERS, VISITS):
            self.tabs.select(record_id)
        elif self.visits.shows(record_id):
            self.tabs.select(VISITS)
            self.visits.open(record_id)
        elif self.teachers.open(record_id):
            self.tabs.select(TEACHERS)
            self.teachers.split.show_detail()

    def primary(self) -> None:
        """Start a cycle, with the chosen teacher unless another is named; on the other tab plan visits."""
        self.leave()
        if self.tabs.current == VISITS:
            self.plan()
            return
        dialog = StartDialog(self.ctx, self, self.teachers.current)
        dialog.started.connect(self._start)
        dialog.begin()

    def plan(self) -> None:
        """Plan visits every two weeks."""
        self.leave()
        self.tabs.select(VISITS)
        self.visits.plan()

    def fit(self, size_class: SizeClass, short: bool) -> None:
        """List and detail side by side or in turns."""
        super().fit(size_class, short)
        self.teachers.fit(size_class)
        self.visits.fit(size_class)

    def leave(self) -> None:
        """Save what is half typed."""
        self.teachers.form.commit()

    def find(self) -> bool:  # type: ignore[override]
        """Filter the list."""
        if self.tabs.current == TEACHERS:
            self.teachers.split.back()
            self.teachers.pane.focus_filter()
        else:
            self.visits.table.focus_filter()
        return True

    def focus_list(self) -> bool:
        """Into the list."""
        if self.tabs.current == VISITS:
            self.visits.table.setFocus()
            return True
        if self.teachers.split.alone:
            return False
        self.teachers.pane.setFocus()
        return True

    def focus_detail(self) -> bool:
        """Into the open cycle."""
        if self.tabs.current == VISITS or self.teachers.current is None:
            return False
        self.teachers.split.show_detail()
        self.teachers.form.begin()
        return True

    def edit(self) -> bool:
        """F2: the open part of the cycle."""
        return self.focus_detail()

    def delete(self) -> bool:
        """Del in the list of visits: the chosen visit goes to the trash."""
        return self.tabs.current == VISITS and self.visits.delete()

    def step(self, delta: int) -> bool:
        """The next or previous teacher."""
        return self.tabs.current == TEACHERS and self.teachers.step(delta)

    def back(self) -> bool:
        """From the preview to the page, from the teacher to the list."""
        if self.close_print():
            return True
        return self.tabs.current == TEACHERS and self.teachers.split.back()

    def papers(self) -> Sequence[Paper]:
        """The form of the open cycle, and the empty one."""
        detail = self.teachers.form.detail if self.tabs.current == TEACHERS else None
        school = detail.cycle.school_id if detail is not None else None
        return [*([coaching(self.ctx, detail)] if detail is not None else []),
                *blanks(self.ctx, [INSTRUMENT], school_id=school)]

    def history(self) -> bool:
        """What was changed in the open cycle."""
        return self.tabs.current == TEACHERS and self.teachers.form.history()

    def _start(self, person_id: str) -> None:
        made = self.teachers.form.start(person_id)
        if made:
            self.open(made)
            self.teachers.form.begin()

    def _tab(self, key: str) -> None:
        self.primary_text(self.w("Plan visits") if key == VISITS else self.w("Start a cycle"))
        self._show_tabs()
        self.refresh()

    def _show_tabs(self) -> None:
        """While a teacher stands alone, the line with the way back takes the place of the tabs."""
        self.tabs.head.setVisible(self.tabs.current == VISITS or not self.teachers.split.alone)

    def _filled(self) -> None:
        """One filled button: while a cycle is open its own comes first."""
        self.quiet_header(self.tabs.current == TEACHERS and self.teachers.form.unfinished)
