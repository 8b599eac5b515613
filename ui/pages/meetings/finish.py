"""Finishing a meeting: what is still open, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from plcdesk.domain.changes import Problem
from plcdesk.services.meeting_views import FinishReport
from ui.pages.meetings.parts import action
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.flow import FlowLayout
from ui.widgets.form_field import plain_label
from ui.widgets.summary import ErrorSummary

NAMED = 4
"""So many names are spelled out."""


class FinishStrip(QFrame):
    """Between header and tabs while something is open: blanks by name, entries to mend, and two ways on."""

    anyway = Signal()
    fill = Signal()
    jump = Signal(str)

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.w = ctx.w
        set_role(self, "banner", tone="warning")
        self.text = plain_label("", "strong", wrap=True)
        self.names = plain_label("", "help", wrap=True)
        self.summary = ErrorSummary(self.w)
        self.summary.jump.connect(self.jump)
        self.fill_button = action(self.w("Fill in first"), "outlined", self.fill.emit)
        self.anyway_button = action(self.w("Finish anyway"), "primary", self.anyway.emit)
        self.anyway_button.setToolTip("Ctrl+Enter")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.text)
        words.addWidget(self.names)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addLayout(words, 1)
        row.addWidget(self.fill_button)
        row.addWidget(self.anyway_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 8, 6)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.summary)
        self.hide()

    def show_report(self, report: FinishReport, typed: Sequence[Problem] = ()) -> None:
        """Say what is open, in the record and as it was `typed`; the keyboard goes to the box, or the first button."""
        blanks = len(report.blanks)
        self.text.setText(self.w.plural(
            "Attendance is blank for {n} person. You can still finish.",
            "Attendance is blank for {n} people. You can still finish.", blanks) if blanks
            else self.w("You can still finish."))
        shown = ", ".join(report.blanks[:NAMED])
        if blanks > NAMED:
            shown = self.w("{names} and {n} more", names=shown, n=blanks - NAMED)
        self.names.setText(shown)
        self.names.setVisible(bool(blanks))
        self.setAccessibleName(self.text.text())
        self.setAccessibleDescription(shown)
        self.show()
        problems = [(problem.field, self.w.problem(problem)) for problem in (*report.problems, *typed)]
        self.summary.show_problems(problems, focus=True)
        if not problems:
            self.fill_button.setFocus(Qt.FocusReason.OtherFocusReason)


class EndScreen(QFrame):
    """What was recorded, and the three things one does with it."""

    print_asked = Signal()
    copy_asked = Signal()
    send_asked = Signal()
    closed = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.ctx, self.w = ctx, ctx.w
        set_role(self, "card")
        self._sign = QLabel()
        self.text = plain_label("", "section", wrap=True)
        self.next = plain_label("", "meta", wrap=True)
        self.print_button = action(self.w("Print minutes"), "primary", self.print_asked.emit)
        self.copy_button = action(self.w("Copy summary for WhatsApp"), "outlined", self.copy_asked.emit)
        self.send_button = action(self.w("Send to USB stick"), "outlined", self.send_asked.emit)
        self.close_button = action(self.w("Back to the record"), "link", self.closed.emit)
        for button, icon, tint in ((self.print_button, "printer", "on-primary"), (self.copy_button, "file-text", "text"),
                                   (self.send_button, "usb", "text")):
            ctx.theme.dress(button, icon, tint)
        holder = QWidget()
        flow = FlowLayout(holder, 8)
        for button in (self.print_button, self.copy_button, self.send_button):
            flow.addWidget(button)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.text, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.next)
        column.addWidget(holder)
        column.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        ctx.theme.changed.connect(self._draw)
        self._draw()

    def show_report(self, report: FinishReport, next_meeting: str) -> None:
        """Say how the meeting stands."""
        self.text.setText(self.w("Meeting recorded: {h} present, {k} decisions, {t} follow-ups.", h=report.present,
                                 k=report.decisions, t=report.actions))
        self.next.setText(self.w("Next meeting: {date}", date=next_meeting) if next_meeting else "")
        self.next.setVisible(bool(next_meeting))
        self.setAccessibleName(self.text.text())
        self.print_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _draw(self) -> None:
        self._sign.setPixmap(self.ctx.theme.pixmap("check", "success", 28))
