"""The batches: a list, and the sheets of the chosen one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from plcdesk.domain.forms import Batch
from plcdesk.domain.ids import Id
from plcdesk.services.questionnaire_views import BatchRow
from ui.pages.questionnaires.edit_dialog import EditDialog
from ui.pages.questionnaires.parts import DOT, action, count_words, differing_words, facts
from ui.pages.questionnaires.sheet_table import SheetTable
from ui.runtime.context import Context
from ui.widgets.banner import Strip
from ui.widgets.data_table import Line, ListPane
from ui.widgets.empty import EmptyState
from ui.widgets.filter_bar import Filter
from ui.widgets.flow import FlowLayout
from ui.widgets.query import MemorySource
from ui.widgets.record_head import RecordHead
from ui.widgets.record_view import RecordView

LOWEST = 104
"""The words for an empty list may be a little closer in the smallest window; it must not grow because of them."""


class BatchView(QWidget):
    """One batch: what can be done with it, what needs a look, its sheets. `changed` follows what the list shows too."""

    changed = Signal()
    fill_asked = Signal()
    second_asked = Signal()
    results_asked = Signal()
    sheet_asked = Signal(str)
    check_asked = Signal(str)

    def __init__(self, ctx: Context, origin: QWidget) -> None:
        super().__init__()
        self.ctx, self.w, self.origin = ctx, ctx.w, origin
        self.row: BatchRow | None = None
        w = self.w
        self.head = RecordHead(w("Move to Trash"), self.delete)
        self.fill = action(w("Fill in sheets"), "outlined", self.fill_asked.emit)
        self.second = action("", "outlined", self.second_asked.emit)
        self.results = action(w("Results"), "outlined", self.results_asked.emit)
        self.edit = action(w("Details…"), "outlined", self.edit_facts)
        buttons = QWidget()
        flow = FlowLayout(buttons, 8)
        for button in (self.fill, self.second, self.results, self.edit):
            flow.addWidget(button)
        self.doubles, self.differing = Strip(tone="warning"), Strip(tone="warning", action=w("Look at them"))
        self.doubles.hide()
        self.differing.hide()
        self.differing.acted.connect(self._look)
        self.sheets = SheetTable(ctx, origin)
        self.sheets.opened.connect(self.sheet_asked)
        self.sheets.check_asked.connect(self.check_asked)
        self.sheets.fill_asked.connect(self.fill_asked)
        self.sheets.changed.connect(self._changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (buttons, self.doubles, self.differing):
            column.addWidget(part)
        column.addWidget(self.sheets, 1)

    def open(self, batch_id: str) -> bool:
        """Show a batch; False when there is none of this id."""
        row = self.ctx.desk.questionnaires.batch(Id(batch_id))
        if row is None:
            self.row = None
            return False
        self.row = row
        self.sheets.open(row)
        self._show(row)
        return True

    def commit(self) -> bool:
        """Everything here is saved at once."""
        return True

    def begin(self) -> None:
        """Into the sheets."""
        self.sheets.begin()

    def delete(self) -> None:
        """Move the batch to the trash with its sheets; the toast brings all of it back."""
        if self.row is None:
            return
        batch, title = self.ctx.desk.records.get(Batch, self.row.id), self.row.heading(self.w)
        if self.ctx.write(lambda: self.ctx.desk.records.delete(batch), self.w("Questionnaire")):
            self.ctx.notify.undo_toast(self.w("“{title}” moved to Trash", title=title))

    def edit_facts(self) -> None:
        """Change title, occasion, day and number of people."""
        if self.row is None:
            return
        dialog = EditDialog(self.ctx, self.row, self)
        dialog.finished.connect(lambda _: self._changed())
        dialog.open()

    def _show(self, row: BatchRow) -> None:
        w, rows = self.w, self.sheets.rows
        self.head.say(row.heading(w), DOT.join(part for part in (facts(row, w), self._progress(row)) if part))
        drawn = [sheet for sheet in rows if sheet.drawn]
        done = sum(sheet.second_done for sheet in drawn)
        self.second.setText(w("Enter 10% again to check ({n} of {m})", n=done, m=len(drawn)) if drawn
                            else w("Enter 10% again to check"))
        self.second.setEnabled(done < len(drawn))
        self.second.setToolTip("" if drawn else w("First fill in some sheets completely."))
        self.results.setEnabled(row.sheets > 0)
        self.doubles.setVisible(row.doubles > 0)
        numbers = sorted({sheet.number for sheet in rows if sheet.double and sheet.number is not None})
        again = sum(sheet.again for sheet in rows)
        if numbers:
            self.doubles.say(w("Number used twice: {numbers}. Give one of the sheets another number.",
                               numbers=", ".join(map(str, numbers))), "warning")
        elif again:
            self.doubles.say(w("Someone has two sheets here. Look at the marked ones and delete the wrong one."),
                             "warning")
        self.differing.setVisible(row.open_differences > 0)
        self.differing.say(differing_words(row.open_differences, w), "warning", w("Look at them"))

    def _progress(self, row: BatchRow) -> str:
        words = count_words(row, self.w)
        if not row.partial:
            return words
        return words + ", " + self.w.plural("{n} of them partial", "{n} of them partial", row.partial)

    def _look(self) -> None:
        first = next((sheet for sheet in self.sheets.rows if sheet.open_differences), None)
        if first is not None:
            self.check_asked.emit(first.id)

    def _changed(self) -> None:
        if self.row is not None:
            self.open(self.row.id)
        self.changed.emit()


class BatchesView(RecordView):
    """All batches, newest first, and the chosen one."""

    add_asked = Signal()

    def __init__(self, ctx: Context, origin: QWidget) -> None:
        w = ctx.w
        empty = EmptyState(w, w("No questionnaires yet. Prepare one for a school, then key its paper sheets."),
                           action=w("Prepare a questionnaire…"), primary=False)
        pane = ListPane(w, ctx.theme, self._line,
                        [Filter("instrument", w("Questionnaire"), ()), Filter("school", w("School"), ())], empty=empty)
        pane.view.setAccessibleName(w("Questionnaires"))
        pane.setMinimumHeight(LOWEST)
        super().__init__(ctx, pane, BatchView(ctx, origin), w("Choose a questionnaire from the list."))
        self.batch: BatchView = self.form
        empty.acted.connect(self.add_asked)

    def source(self) -> MemorySource:
        """The batches as they are now."""
        w, rows = self.ctx.w, self.ctx.desk.questionnaires.batches()
        kinds = {row.instrument: row.name.to(w.language) for row in rows}
        schools = {row.school_id: row.school for row in rows if row.school_id is not None}
        for key, options in (("instrument", kinds), ("school", schools)):
            self.pane.bar.set_options(key, sorted(options.items(), key=lambda one: one[1]))
            self.pane.bar.show_filter(key, len(options) > 1)
        return MemorySource(rows, lambda row: f"{row.heading(w)} {row.name.to(w.language)} {row.school}",
                            {"instrument": lambda row: row.instrument, "school": lambda row: row.school_id})

    def _line(self, row: BatchRow) -> Line:
        w = self.ctx.w
        if row.expected and row.sheets >= row.expected and not row.partial:
            tone = "success"
        else:
            tone = "warning" if row.partial or row.doubles or row.open_differences else "neutral"
        pill = f"{w.number(row.sheets)}/{w.number(row.expected)}" if row.expected else w.number(row.sheets)
        return Line(row.title.strip() or row.name.to(w.language), facts(row, w, brief=True), pill, tone)
