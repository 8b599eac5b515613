"""Questionnaires: batches and their sheets, results, instruments; keying takes the whole page."""

from __future__ import annotations

import importlib.util

from PySide6.QtWidgets import QWidget

from plcdesk.domain.fields import mark
from plcdesk.domain.forms import Form
from plcdesk.domain.ids import Id
from ui.pages.questionnaires.add_dialog import AddDialog
from ui.pages.questionnaires.batches_view import BatchesView
from ui.pages.questionnaires.results_view import ResultsView
from ui.pages.questionnaires.work import CHECK, NEW, SHEET, Work
from ui.runtime.context import Context
from ui.runtime.sizes import SizeClass
from ui.widgets.page import Command, Page, PageSpec
from ui.widgets.tabs import Tabs

BATCHES, RESULTS, INSTRUMENTS = "batches", "results", "instruments"


class QuestionnairesPage(Page):
    """Three tabs; keying sheets and deciding differences stand in their place for as long as they last."""

    SPEC = PageSpec(
        id="questionnaires", title=mark("Questionnaires"), icon="clipboard-list",
        tables=frozenset({"batch", "form", "answer", "person", "school", "instrument_edition"}),
        primary=("fill", mark("Fill in sheets")),
        commands=(Command("prepare", mark("Prepare a questionnaire…"), "Ctrl+Shift+N", "plus"),
                  Command("show_results", mark("Results of questionnaires"), icon="chart-column")),
    )

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        w = self.w
        self.batches, self.results = BatchesView(ctx, self), ResultsView(ctx)
        self.tabs = Tabs()
        self.tabs.bar.setAccessibleName(w(self.SPEC.title))
        self.tabs.add(BATCHES, w("Questionnaires"), self.batches)
        self.tabs.add(RESULTS, w("Results"), self.results)
        if importlib.util.find_spec("ui.pages.questionnaires.instrument_list") is not None:
            self.tabs.add(INSTRUMENTS, w("Instruments"), self._instruments)
        self.tabs.changed.connect(lambda _: self._tab())
        self.work = Work(ctx, self, self.tabs)
        self.work.turned.connect(self.quiet_header)
        self.work.ended.connect(self._ended)
        self.body.addWidget(self.work, 1)
        self.dialog: AddDialog | None = None
        self._then_fill = False
        batch = self.batches.batch
        self.batches.add_asked.connect(self.prepare)
        batch.fill_asked.connect(self.primary)
        batch.second_asked.connect(lambda: self.work.next_second(Id(self.batches.current or "")))
        batch.results_asked.connect(self.show_results)
        batch.sheet_asked.connect(self.work.sheet)
        batch.check_asked.connect(self.work.decide)
        self.batches.split.turned.connect(lambda alone: self.tabs.head.setVisible(not alone))

    @property
    def record_id(self) -> str | None:
        """The sheet that is keyed, the differences that are decided, else the open batch: found again after a crash."""
        return self.work.place or self.batches.current

    @property
    def resting(self) -> bool:
        """Whether the list of batches is on screen."""
        return self.work.currentWidget() is self.tabs and self.tabs.current == BATCHES

    def refresh(self) -> None:
        """Read what is on screen anew."""
        if self.work.currentWidget() is self.tabs:
            self._tab()
        else:
            self.work.refresh()

    def open(self, record_id: str) -> None:
        """Show a batch, a form (its sheet), a tab by its key, or where keying was left: ``sheet:`` ``entry:``
        ``check:`` before an id."""
        kind, _, key = record_id.rpartition(":")
        if record_id in self.tabs.keys:
            self.show_batches()
            self.tabs.select(record_id)
        elif kind == NEW:
            self.work.fill(Id(key))
        elif kind == CHECK:
            self.work.decide(key)
        elif kind == SHEET or self.desk.records.get(Form, Id(key)) is not None:
            self.work.sheet(key)
        else:
            self.show_batches()
            if self.batches.open(key):
                self.batches.split.show_detail()

    def primary(self) -> None:
        """Fill in sheets of the batch that is open; without one, prepare one first."""
        if not self.resting:
            self.show_batches()
        if self.batches.batch.row is None or self.batches.current is None:
            self._then_fill = True
            self.prepare()
        else:
            self.work.fill(Id(self.batches.current))

    def prepare(self) -> None:
        """Prepare a questionnaire: which one, where, when."""
        self.leave()
        self.dialog = AddDialog(self.ctx, self)
        self.dialog.made.connect(self._made)
        self.dialog.finished.connect(lambda _: self._closed())
        self.dialog.open()

    def show_results(self) -> None:
        """The results of the open batch, else of everything."""
        self.show_batches()
        row = self.batches.batch.row
        self.tabs.select(RESULTS)
        if row is not None and row.sheets:
            self.results.show_batch(row)

    def show_batches(self) -> None:
        """Back to the list of batches."""
        if self.work.currentWidget() is not self.tabs:
            self.work.end()
        elif self.tabs.current != BATCHES:
            self.tabs.select(BATCHES)

    def fit(self, size_class: SizeClass, short: bool) -> None:
        """List and detail side by side or in turns."""
        super().fit(size_class, short)
        self.batches.fit(size_class)
        self.batches.batch.sheets.fit(short=short)
        self.work.entry.fit(short=short)
        self.tabs.set_dense(size_class.stacked)

    def leave(self) -> None:
        """Store what is being typed."""
        if self.work.keying:
            self.work.entry.leave()

    def find(self) -> bool:  # type: ignore[override]
        """Filter the list."""
        if not self.resting:
            return False
        self.batches.split.back()
        self.batches.pane.focus_filter()
        return True

    def focus_list(self) -> bool:
        """Into the list of batches."""
        if not self.resting or self.batches.split.alone:
            return False
        self.batches.pane.setFocus()
        return True

    def focus_detail(self) -> bool:
        """Into the sheets, the items of the sheet that is keyed, or the differences."""
        if self.work.keying:
            self.work.entry.entry.setFocus()
        elif self.work.deciding:
            self.work.check.begin()
        elif self.resting and self.batches.current is not None:
            self.batches.split.show_detail()
            self.batches.batch.begin()
        else:
            return False
        return True

    def edit(self) -> bool:
        """F2: the facts of the open batch."""
        if not self.resting or self.batches.current is None:
            return False
        self.batches.batch.edit_facts()
        return True

    def delete(self) -> bool:
        """Del: the chosen sheet, or the chosen batch."""
        if not self.resting or self.batches.current is None:
            return False
        if self.batches.batch.sheets.table.hasFocus():
            return self.batches.batch.sheets.delete()
        if not self.batches.pane.view.hasFocus():
            return False
        self.batches.batch.delete()
        self.batches.reload()
        self.batches.pane.setFocus()
        return True

    def finish(self) -> bool:
        """Ctrl+Enter: the sheet is done."""
        if self.work.keying:
            self.work.entry.finish()
        return self.work.keying

    def back(self) -> bool:
        """Esc: pause the keying; from the batch to the list."""
        if self.work.keying:
            self.work.entry.pause()
        elif self.work.deciding:
            self.work.end()
        else:
            return self.resting and self.batches.split.back()
        return True

    def step(self, delta: int) -> bool:
        """The next or previous batch."""
        return self.resting and self.batches.step(delta)

    def _instruments(self) -> QWidget:
        from ui.pages.questionnaires.instrument_list import InstrumentList

        return InstrumentList(self.ctx, self)

    def _tab(self) -> None:
        if self.tabs.current == BATCHES:
            self.batches.reload()
        elif self.tabs.current == RESULTS:
            self.results.refresh()

    def _ended(self, batch: object) -> None:
        """The batch that was worked on, with its sheets as they are now."""
        if self.tabs.current != BATCHES:
            self.tabs.select(BATCHES)
        self.batches.reload()
        if batch is not None and self.batches.open(str(batch)):
            self.batches.split.show_detail()
            self.batches.batch.begin()

    def _made(self, batch_id: str) -> None:
        if self._then_fill:
            self._then_fill = False
            self.batches.reload()
            self.work.fill(Id(batch_id))
        else:
            self.open(batch_id)

    def _closed(self) -> None:
        self.dialog, self._then_fill = None, False
