"""The top of an open meeting: what it is, how it stands, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from plcdesk.domain.fields import mark
from plcdesk.domain.meetings import MeetingStatus
from plcdesk.services.meeting_views import MeetingDetail
from plcdesk.services.papers import PaperKind
from ui.pages.meetings.parts import action
from ui.pages.meetings.wording import STATUS_TONES, date_line
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.theme.roles import restyle, set_role
from ui.widgets.elided import ElidedLabel
from ui.widgets.form_field import plain_label

MORE = (
    ("cancel", mark("Call off this meeting…"), ""),
    ("reopen", mark("Reopen"), ""),
    ("copy", mark("Copy summary for WhatsApp"), ""),
    ("history", mark("History"), "history"),
    ("trash", mark("Move to Trash"), "trash-2"),
)
"""The further actions: key, words, icon."""


class MeetingHeader(QWidget):
    """Title, date, state and actions; `asked(key)` tells which action was chosen, `printed(kind)` which paper."""

    listed = Signal()
    finished = Signal()
    facts_asked = Signal()
    printed = Signal(object)
    asked = Signal(str)

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.ctx, self.w = ctx, ctx.w
        w = ctx.w
        self.back = action(w("‹ List"), "outlined", self.listed.emit)
        self.back.setAccessibleName(w("Back to the list"))
        self.back.setToolTip("Esc")
        self.title = ElidedLabel("", "section")
        self.pill = plain_label("", "pill")
        self.pill.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.when = ElidedLabel("", "meta")
        self.facts = action(w("Change"), "flat", self.facts_asked.emit)
        self.facts.setAccessibleName(w("Change date, place and people of the meeting"))
        self.print_button = self._menu_button(w("Print"), "printer")
        self.print_button.setToolTip(QKeySequence("Ctrl+P").toString(QKeySequence.SequenceFormat.NativeText))
        self.more = self._menu_button(w("More"), "")
        self.finish = set_role(QPushButton(w("Finish")), "primary")
        self.finish.setToolTip(QKeySequence("Ctrl+Return").toString(QKeySequence.SequenceFormat.NativeText))
        once(self.finish, self.finished.emit)
        self._fill_menus()
        self._arrange()

    def _arrange(self) -> None:
        self._top, self._below = QHBoxLayout(), QHBoxLayout()
        self._top.setSpacing(8)
        self._top.addWidget(self.back)
        # as wide as its words, so that the state stands beside them
        self.title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._top.addWidget(self.title)
        self._top.addStretch(1)
        for button in (self.facts, self.print_button, self.more, self.finish):
            self._top.addWidget(button)
        self._below.setSpacing(8)
        self._below.addWidget(self.when)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(0)
        column.addLayout(self._top)
        column.addLayout(self._below)
        self.set_stacked(False)

    def minimumSizeHint(self) -> QSize:
        """Little: beside the list all of it has room, and a window that becomes narrow puts the list away."""
        return QSize(280, super().minimumSizeHint().height())

    def show_detail(self, detail: MeetingDetail) -> None:
        """Show a meeting."""
        status = detail.meeting.state.status or MeetingStatus.PLANNED
        self.title.setText(detail.heading(self.w))
        self.when.setText(date_line(detail, self.w))
        self.pill.setText(self.w(status.label))
        self.pill.setProperty("tone", STATUS_TONES[status])
        restyle(self.pill)
        unfinished = status in {MeetingStatus.PLANNED, MeetingStatus.ONGOING}
        self.finish.setVisible(unfinished)
        self._actions["cancel"].setVisible(status is not MeetingStatus.CANCELLED)
        self._actions["reopen"].setVisible(not unfinished)

    def set_stacked(self, stacked: bool) -> None:
        """Show the way back to the list where the two take turns; the state makes room for it."""
        self.back.setVisible(stacked)
        self._column.setSpacing(4 if stacked else 0)
        if stacked:
            self._below.insertWidget(0, self.pill)
        else:
            self._top.insertWidget(2, self.pill)

    def _menu_button(self, text: str, icon: str) -> QPushButton:
        button = set_role(QPushButton(text), "outlined", menu=True)
        button.setMenu(QMenu(button))
        if icon:
            self.ctx.theme.dress(button, icon)
        return button

    def _fill_menus(self) -> None:
        papers = self.print_button.menu()
        for kind in PaperKind:
            chosen = QAction(self.w(kind.label), papers)
            chosen.triggered.connect(lambda _=False, kind=kind: self.printed.emit(kind))
            papers.addAction(chosen)
        menu = self.more.menu()
        self._actions: dict[str, QAction] = {}
        for key, text, _icon in MORE:
            chosen = QAction(self.w(text), menu)
            chosen.triggered.connect(lambda _=False, key=key: self.asked.emit(key))
            menu.addAction(chosen)
            self._actions[key] = chosen
