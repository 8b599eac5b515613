"""The frame around the keying of sheets: which batch, how far, what is said, pause."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from plcdesk.services.questionnaire_views import BatchRow
from ui.pages.questionnaires.heading import SheetHead
from ui.pages.questionnaires.pace import Pace
from ui.pages.questionnaires.parts import DOT, action, facts, number_words
from ui.runtime.context import Context
from ui.widgets.banner import Strip
from ui.widgets.elided import ElidedLabel
from ui.widgets.form_field import plain_label
from ui.widgets.sheet_entry import SheetEntry


class EntryFrame(QWidget):
    """Facts of the batch (carried over, grey), progress, number and respondent, what is said, the items."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.ctx, self.w = ctx, ctx.w
        self.pace = Pace(ctx.desk.clock)
        self.head = SheetHead(ctx)
        self.entry = SheetEntry(self.w, ctx.theme, ctx.desk.today)
        self.title, self.facts = ElidedLabel("", "section"), ElidedLabel("", "help")
        self.progress = plain_label("", "strong")
        self.said = Strip()
        self.pause_button = action(self.w("‹ Pause"), "outlined", self.pause)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.facts)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self.pause_button)
        line.addLayout(words, 1)
        line.addWidget(self.progress, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(line)
        column.addWidget(self.head)
        column.addWidget(self.said)
        column.addWidget(self.entry, 1)
        self.said.hide()

    def pause(self) -> None:
        """Leave the sheet as it is."""
        raise NotImplementedError

    def say(self, text: str, tone: str = "success", act: str = "") -> None:
        """Say something above the items; empty: nothing."""
        self.said.say(text, tone, act)
        self.said.setVisible(bool(text))

    def fit(self, *, short: bool) -> None:
        """In a short window the facts of the batch go, they are known by then."""
        self.facts.setVisible(not short)
        self.said.set_slim(short)

    def show_batch(self, batch: BatchRow, *, blind: bool) -> None:
        """Name the batch."""
        title = batch.heading(self.w)
        self.title.setText(self.w("Second entry: {title}", title=title) if blind else title)
        self.facts.setText(facts(batch, self.w))

    def show_progress(self, batch: BatchRow, *, new: bool, counted: bool) -> None:
        """Which sheet of how many, and how long the rest will take; `counted`: the sheet is one of the row."""
        words = self.w("Sheet {n}", n=self.number_text)
        if counted and batch.expected:
            place = batch.sheets + new
            if place <= batch.expected:
                words = self.w("Sheet {n} of {m}", n=place, m=batch.expected)
            minutes = self.pace.minutes(batch.expected - batch.sheets + batch.partial)
            if minutes is not None:
                words += DOT + self.w("about {n} min left", n=minutes)
        self.progress.setText(words)

    @property
    def number_text(self) -> str:
        """The number of the sheet as it is written."""
        return number_words(self.head.sheet_number)
