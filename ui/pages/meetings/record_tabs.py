"""The tabs of an open meeting: each is made when it is first looked at, and reads the meeting when it is shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import cast

from PySide6.QtCore import QObject, Signal

from plcdesk.services.meeting_views import MeetingDetail
from ui.pages.meetings.agenda_tab import AgendaTab
from ui.pages.meetings.attendance_tab import AttendanceTab
from ui.pages.meetings.decisions_tab import DecisionsTab
from ui.pages.meetings.facts_tab import FactsTab
from ui.pages.meetings.followups_tab import FollowUpsTab
from ui.pages.meetings.minutes_tab import MinutesTab
from ui.pages.meetings.parts import TabPage
from ui.pages.meetings.turns_tab import TurnsTab
from ui.runtime.context import Context
from ui.widgets.binding import RecordForm
from ui.widgets.people_lookup import Lookup
from ui.widgets.tabs import Tabs

ATTENDANCE, AGENDA, MINUTES, DECISIONS = "attendance", "agenda", "minutes", "decisions"
FOLLOWUPS, TURNS, FACTS = "followups", "turns", "facts"


class RecordTabs(Tabs):
    """The seven parts of a meeting. Asked for by name, a part is there and shows the meeting as it is."""

    written = Signal()
    """A part wrote something: the meeting is to be read again."""
    marked = Signal()
    """Attendance was written and is shown already; the other parts learn of it when they are looked at."""

    def __init__(self, ctx: Context, origin: QObject, form: RecordForm) -> None:
        super().__init__()
        w = ctx.w
        self._detail: MeetingDetail | None = None
        self._dated: set[str] = set()
        self.people = Lookup(ctx.desk)
        self._labels = {
            ATTENDANCE: w("Attendance"), AGENDA: w("Agenda"), MINUTES: w("Minutes"), DECISIONS: w("Decisions"),
            FOLLOWUPS: w("Follow-up"), TURNS: w("Talk turns"), FACTS: w("Details"),
        }
        makers: dict[str, Callable[[], TabPage]] = {
            ATTENDANCE: lambda: AttendanceTab(ctx, origin),
            AGENDA: lambda: AgendaTab(ctx, origin, self.people),
            MINUTES: lambda: MinutesTab(ctx, origin, form),
            DECISIONS: lambda: DecisionsTab(ctx, origin),
            FOLLOWUPS: lambda: FollowUpsTab(ctx, origin, self.people),
            TURNS: lambda: TurnsTab(ctx, origin),
            FACTS: lambda: FactsTab(ctx, origin, form, self.people),
        }
        for key, make in makers.items():
            self.add(key, self._labels[key], partial(self._made, make))
        self.bar.setAccessibleName(w("Parts of the meeting"))
        self.changed.connect(self._bring)

    def part(self, key: str) -> TabPage:
        """The page of a tab, made and showing the meeting."""
        self._bring(key)
        return cast(TabPage, self.page(key))

    def turn_to(self, detail: MeetingDetail) -> None:
        """Another meeting follows: its people are offered, the pages begin at their top."""
        self.people.group_id = detail.meeting.group_id
        for page in self._made_parts():
            page.verticalScrollBar().setValue(0)

    def show_detail(self, detail: MeetingDetail) -> None:
        """Show a meeting, or the same one anew: what is in sight now, the rest when it is looked at."""
        self._detail = detail
        self._dated = set(self.keys)
        self._bring(self.current)
        for key, count in ((DECISIONS, len(detail.decisions)), (FOLLOWUPS, len(detail.actions))):
            self.set_label(key, f"{self._labels[key]} ({count})" if count else self._labels[key])

    def commit(self) -> bool:
        """Save what is being typed, everywhere. False when something could not be saved or read."""
        done = [page.commit() for page in self._made_parts()]
        return all(done)

    def start(self) -> None:
        """Put the keyboard where work on the tab in sight begins."""
        self.part(self.current).start()

    def _made_parts(self) -> list[TabPage]:
        return [cast(TabPage, self.page(key)) for key in self.keys if self.made(key)]

    def _bring(self, key: str) -> None:
        """Let a page show what the meeting has become since it was last in sight."""
        page = cast(TabPage, self.page(key))
        if self._detail is not None and key in self._dated:
            self._dated.discard(key)
            page.show_detail(self._detail)

    def _made(self, make: Callable[[], TabPage]) -> TabPage:
        page = make()
        page.changed.connect(self.written)
        if isinstance(page, AttendanceTab):
            page.marked.connect(self.marked)
        if isinstance(page, MinutesTab):
            page.agenda_asked.connect(self._to_agenda)
        return page

    def _to_agenda(self) -> None:
        self.select(AGENDA)
        self.start()
