"""The open meeting: header, tabs, what is said at its end."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from plcdesk.domain.changes import Row
from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import Meeting, MeetingStatus
from plcdesk.services.meeting_views import MeetingDetail
from plcdesk.services.papers import PaperKind
from ui.pages.meetings.agenda_tab import AgendaTab
from ui.pages.meetings.attendance_tab import AttendanceTab
from ui.pages.meetings.decisions_tab import DecisionsTab
from ui.pages.meetings.facts_tab import FactsTab
from ui.pages.meetings.finish import EndScreen, FinishStrip
from ui.pages.meetings.followups_tab import FollowUpsTab
from ui.pages.meetings.header import MeetingHeader
from ui.pages.meetings.minutes_tab import MinutesTab
from ui.pages.meetings.parts import has_focus
from ui.pages.meetings.record_tabs import (
    AGENDA,
    ATTENDANCE,
    DECISIONS,
    FACTS,
    FOLLOWUPS,
    MINUTES,
    TURNS,
    RecordTabs,
)
from ui.pages.meetings.turns_tab import TurnsTab
from ui.runtime.context import Context
from ui.widgets.binding import RecordForm

ENTRIES = {"title", "when", "venue", "kind", "letter_number", "evidence", "disturbed"}


class MeetingView(QWidget):
    """Shows one meeting. `changed` follows each write, `gone` when the meeting is no longer there."""

    changed = Signal()
    gone = Signal()
    listed = Signal()
    printed = Signal(object)
    asked = Signal(str)

    def __init__(self, ctx: Context, origin: QObject) -> None:
        super().__init__()
        self.ctx, self.w, self.desk, self.origin = ctx, ctx.w, ctx.desk, origin
        self.detail: MeetingDetail | None = None
        self._outdated = False
        self.form = RecordForm(ctx, Meeting, ctx.w("Meeting"), origin, self)
        self.header = MeetingHeader(ctx)
        self.strip = FinishStrip(ctx)
        self.end = EndScreen(ctx)
        self.tabs = RecordTabs(ctx, origin, self.form)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self.tabs)
        self._stack.addWidget(self.end)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)
        self.column.addWidget(self.header)
        self.column.addWidget(self.strip)
        self.column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.form.saved.connect(lambda _changes: self._written())
        self.form.gone.connect(self.gone)
        self.tabs.written.connect(self._written)
        self.tabs.marked.connect(self._marked)
        self.tabs.changed.connect(lambda _key: self._catch_up())
        self.header.facts_asked.connect(lambda: self.select(FACTS))
        self.header.listed.connect(self.listed)
        self.header.printed.connect(self.printed)
        self.header.asked.connect(self.asked)
        self.header.finished.connect(self.finish)
        self.strip.anyway.connect(self._finish_now)
        self.strip.fill.connect(self._fill_first)
        self.strip.jump.connect(self._jump)
        self.end.print_asked.connect(lambda: self.printed.emit(PaperKind.MINUTES))
        self.end.copy_asked.connect(self.copy_summary)
        self.end.send_asked.connect(lambda: self.ctx.go("exchange"))
        self.end.closed.connect(self.close_end)
        # a press on a tab is a wish to work there; arrow keys inside the bar only look around
        self.tabs.bar.tabBarClicked.connect(lambda at: QTimer.singleShot(0, self, self.tabs.start) if at >= 0 else None)

    @property
    def record_id(self) -> Id | None:
        """The open meeting."""
        return self.detail.meeting.id if self.detail is not None else None

    @property
    def unfinished(self) -> bool:
        """Whether the open meeting waits to be finished."""
        return self.detail is not None and self.detail.meeting.state.status in {
            MeetingStatus.PLANNED, MeetingStatus.ONGOING}

    @property
    def attendance(self) -> AttendanceTab:
        """Who came."""
        return cast(AttendanceTab, self.tabs.part(ATTENDANCE))

    @property
    def agenda(self) -> AgendaTab:
        """What is to be talked about."""
        return cast(AgendaTab, self.tabs.part(AGENDA))

    @property
    def minutes(self) -> MinutesTab:
        """What was said."""
        return cast(MinutesTab, self.tabs.part(MINUTES))

    @property
    def decisions(self) -> DecisionsTab:
        """What was decided."""
        return cast(DecisionsTab, self.tabs.part(DECISIONS))

    @property
    def followups(self) -> FollowUpsTab:
        """Who does what."""
        return cast(FollowUpsTab, self.tabs.part(FOLLOWUPS))

    @property
    def turns(self) -> TurnsTab:
        """Who contributed what."""
        return cast(TurnsTab, self.tabs.part(TURNS))

    @property
    def facts(self) -> FactsTab:
        """When, where, who."""
        return cast(FactsTab, self.tabs.part(FACTS))

    def open(self, meeting: Id) -> bool:
        """Show a meeting; what was open is saved first. False when there is none."""
        if meeting == self.record_id:
            return self.reload()
        self.commit()
        detail = self.desk.meetings.detail(meeting)
        if detail is None:
            return False
        self.close_end()
        self.close_strip()
        self.tabs.turn_to(detail)
        if self.desk.drafts.get(Row("meeting", meeting)):
            # texts that survived a crash come back into their fields: those must be there
            self.tabs.page(MINUTES)
            self.tabs.page(FACTS)
        self.form.open(detail.loaded)
        self._outdated = False
        self._show(detail)
        return True

    def reload(self) -> bool:
        """Read the meeting anew; what is being written stays. False when it is gone."""
        detail = self.desk.meetings.detail(self.record_id) if self.record_id is not None else None
        if detail is None:
            return False
        self._outdated = False
        self._show(detail)
        return True

    def clear(self) -> None:
        """Show no meeting."""
        self.form.close()
        self.detail = None

    def commit(self) -> bool:
        """Save what is being typed, everywhere. False when something could not be saved or read."""
        return all([self.tabs.commit(), self.form.commit()])

    def select(self, tab: str) -> None:
        """Show a tab and put the keyboard where work begins."""
        self.close_end()
        self.tabs.select(tab)
        self.tabs.start()

    def step_tab(self, by: int) -> None:
        """Ctrl+Tab: the next tab, ready to be worked on."""
        self.close_end()
        self.tabs.step(by)
        self.tabs.start()

    def finish(self) -> None:
        """Finish the meeting; while something is open say so first, a second time finish anyway."""
        if self.record_id is None:
            return
        # a new row holds its text until it can be read: the strip would hide why, so it stays in sight
        if not self.commit():
            return
        report = self.desk.meetings.check(self.record_id)
        typed = self.form.problems()
        if (report.blanks or report.problems or typed) and not self.strip.isVisible():
            self.strip.show_report(report, typed)
            self.form.remark([problem for problem in report.problems if problem.field in ENTRIES])
        else:
            self._finish_now()

    def _finish_now(self) -> None:
        meeting = self.record_id
        if meeting is None or not self.commit():
            return
        self.close_strip()
        report = self.desk.meetings.finish(meeting)
        self.ctx.write(lambda: report, self.w("Finish"), self.origin)
        self._written()
        assert self.detail is not None
        self._stack.setCurrentWidget(self.end)
        self.end.show_report(report, self.w.date(self.detail.next_on) if self.detail.next_on is not None else "")

    def copy_summary(self) -> None:
        """Put the summary for the group's chat on the clipboard."""
        if self.record_id is not None and self.commit():
            QApplication.clipboard().setText(self.desk.meetings.summary_for_whatsapp(self.record_id, self.w))
            self.ctx.notify.toast(self.w("Summary copied. Paste it into the WhatsApp group."))

    def close_end(self) -> bool:
        """Leave the end screen; False when it was not shown."""
        shown = self._stack.currentWidget() is self.end
        had_focus = has_focus(self.end)
        self._stack.setCurrentWidget(self.tabs)
        if shown and had_focus:
            self.tabs.bar.setFocus(Qt.FocusReason.OtherFocusReason)
        return shown

    def close_strip(self) -> bool:
        """Put the finishing strip away; False when it was not shown."""
        shown = not self.strip.isHidden()
        self.strip.hide()
        if shown:
            self.form.show_problems(())
        return shown

    def _written(self) -> None:
        if not self.reload():
            return
        self.changed.emit()

    def _marked(self) -> None:
        """A mark of many: the rest of the record is read when it is looked at."""
        self._outdated = True
        self.changed.emit()

    def _catch_up(self) -> None:
        if self._outdated:
            self.reload()

    def _show(self, detail: MeetingDetail) -> None:
        self.detail = detail
        self.header.show_detail(detail)
        self.tabs.show_detail(detail)

    def _fill_first(self) -> None:
        if self.record_id is None:
            return
        report = self.desk.meetings.check(self.record_id)
        problems = (*report.problems, *self.form.problems())
        self.strip.hide()
        if report.blanks or not problems:
            self.select(ATTENDANCE)
        else:
            self._jump(problems[0].field)

    def _jump(self, field: str) -> None:
        """Go to an entry that needs attention."""
        if field.startswith("actions/"):
            _, key, name = field.split("/")
            self.tabs.select(FOLLOWUPS)
            self.followups.reveal_row(Id(key), name)
            return
        self.tabs.select(FACTS)
        self.facts.reveal_field(field)
