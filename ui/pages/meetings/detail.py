"""The open meeting: header, tabs, what is said at its end."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

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
from ui.pages.meetings.parts import TabPage, has_focus
from ui.pages.meetings.people import GroupPeople
from ui.pages.meetings.turns_tab import TurnsTab
from ui.runtime.context import Context
from ui.widgets.binding import RecordForm
from ui.widgets.tabs import Tabs

FACTS = {"title", "when", "venue", "kind", "letter_number", "evidence", "disturbed"}


class MeetingView(QWidget):
    """Shows one meeting. `changed` follows each write, `gone` when the meeting is no longer there."""

    changed = Signal()
    gone = Signal()
    listed = Signal()
    printed = Signal(object)
    asked = Signal(str)
    finished = Signal()

    def __init__(self, ctx: Context, origin: QObject) -> None:
        super().__init__()
        self.ctx, self.w, self.desk, self.origin = ctx, ctx.w, ctx.desk, origin
        self.detail: MeetingDetail | None = None
        self.people = GroupPeople(ctx.desk)
        self.form = RecordForm(ctx, Meeting, ctx.w("Meeting"), origin, self)
        self.header = MeetingHeader(ctx)
        self.strip = FinishStrip(ctx)
        self.end = EndScreen(ctx)
        self.tabs = Tabs()
        self.attendance = AttendanceTab(ctx, origin)
        self.agenda = AgendaTab(ctx, origin, self.people)
        self.minutes = MinutesTab(ctx, origin, self.form)
        self.decisions = DecisionsTab(ctx, origin)
        self.followups = FollowUpsTab(ctx, origin, self.people)
        self.turns = TurnsTab(ctx, origin)
        self.facts = FactsTab(ctx, origin, self.form, self.people)
        self.pages: dict[str, TabPage] = {
            "attendance": self.attendance, "agenda": self.agenda, "minutes": self.minutes,
            "decisions": self.decisions, "followups": self.followups, "turns": self.turns, "facts": self.facts,
        }
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        w = self.w
        self._labels = {
            "attendance": w("Attendance"), "agenda": w("Agenda"), "minutes": w("Minutes"), "decisions": w("Decisions"),
            "followups": w("Follow-up"), "turns": w("Talk turns"), "facts": w("Details"),
        }
        for key, page in self.pages.items():
            self.tabs.add(key, self._labels[key], page)
        self.tabs.bar.setAccessibleName(w("Parts of the meeting"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.tabs)
        self._stack.addWidget(self.end)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)
        self.column.addWidget(self.header)
        self.column.addWidget(self.strip)
        self.column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.form.saved.connect(lambda _changes: self._written())
        self.form.gone.connect(self.gone)
        for page in self.pages.values():
            page.changed.connect(self._written)
        self.minutes.agenda_asked.connect(lambda: self.select("agenda"))
        self.header.facts_asked.connect(lambda: self.select("facts"))
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
        self.tabs.bar.tabBarClicked.connect(lambda at: QTimer.singleShot(0, self, self._start) if at >= 0 else None)

    @property
    def record_id(self) -> Id | None:
        """The open meeting."""
        return self.detail.meeting.id if self.detail is not None else None

    @property
    def unfinished(self) -> bool:
        """Whether the open meeting waits to be finished."""
        return self.detail is not None and self.detail.meeting.state.status in {
            MeetingStatus.PLANNED, MeetingStatus.ONGOING}

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
        self.people.group_id = detail.meeting.group_id
        self.form.open(detail.loaded)
        self._show(detail)
        for page in self.pages.values():
            page.verticalScrollBar().setValue(0)
        return True

    def reload(self) -> bool:
        """Read the meeting anew; what is being written stays. False when it is gone."""
        detail = self.desk.meetings.detail(self.record_id) if self.record_id is not None else None
        if detail is None:
            return False
        self._show(detail)
        return True

    def clear(self) -> None:
        """Show no meeting."""
        self.form.close()
        self.detail = None

    def commit(self) -> bool:
        """Save what is being typed, everywhere. False when something could not be saved or read."""
        done = [page.commit() for page in self.pages.values()]
        return all([*done, self.form.commit()])

    def select(self, tab: str) -> None:
        """Show a tab and put the keyboard where work begins."""
        self.close_end()
        self.tabs.select(tab)
        self._start()

    def step_tab(self, by: int) -> None:
        """Ctrl+Tab: the next tab, ready to be worked on."""
        self.close_end()
        self.tabs.step(by)
        self._start()

    def finish(self) -> None:
        """Finish the meeting; while something is open say so first, a second time finish anyway."""
        if self.record_id is None:
            return
        # a new row holds its text until it can be read: the strip would hide why, so it stays in sight
        if not self.commit():
            return
        report = self.desk.meetings.check(self.record_id)
        if (report.blanks or report.problems) and not self.strip.isVisible():
            self.strip.show_report(report)
            self.form.show_problems([problem for problem in report.problems if problem.field in FACTS])
            self.form.summary.hide()
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
        self.finished.emit()

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

    def _show(self, detail: MeetingDetail) -> None:
        self.detail = detail
        self.header.show_detail(detail)
        for page in self.pages.values():
            page.show_detail(detail)
        for key, count in (("decisions", len(detail.decisions)), ("followups", len(detail.actions))):
            self.tabs.set_label(key, f"{self._labels[key]} ({count})" if count else self._labels[key])

    def _start(self) -> None:
        self.pages[self.tabs.current].start()

    def _fill_first(self) -> None:
        if self.record_id is None:
            return
        report = self.desk.meetings.check(self.record_id)
        self.strip.hide()
        if report.blanks or not report.problems:
            self.select("attendance")
        else:
            self._jump(report.problems[0].field)

    def _jump(self, field: str) -> None:
        """Go to an entry that needs attention."""
        if field.startswith("actions/"):
            _, key, name = field.split("/")
            self.tabs.select("followups")
            self.followups.reveal_row(Id(key), name)
            return
        self.tabs.select("facts")
        self.facts.reveal_field(field)
