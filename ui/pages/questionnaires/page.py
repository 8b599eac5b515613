"""Questionnaires: batches and their sheets, results, instruments; keying takes the whole page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plcdesk.domain.fields import mark
from plcdesk.domain.forms import Form
from plcdesk.domain.ids import Id
from ui.pages.questionnaires.add_dialog import AddDialog
from ui.pages.questionnaires.batches_view import BatchesView
from ui.pages.questionnaires.keys import BATCHES, INSTRUMENTS, RESULTS, SheetKeys
from ui.pages.questionnaires.parts import action
from ui.pages.questionnaires.results_view import ResultsView
from ui.pages.questionnaires.work import CHECK, NEW, SHEET, Work
from ui.runtime.context import Context
from ui.runtime.sizes import SizeClass
from ui.widgets.page import Command, PageSpec
from ui.widgets.tabs import Tabs

if TYPE_CHECKING:
    from ui.pages.questionnaires.instrument_list import InstrumentList


class QuestionnairesPage(SheetKeys):
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
        self.tabs.add(INSTRUMENTS, w("Instruments"), self._instruments)
        self.add = action(w("Prepare a questionnaire…"), "outlined", self.prepare)
        ctx.theme.dress(self.add, "plus")
        self.tabs.add_beside(self.add)
        self.tabs.changed.connect(lambda _: self._tab())
        self.work = Work(ctx, self, self.tabs)
        self.work.turned.connect(self.quiet_header)
        self.work.ended.connect(self._ended)
        self.body.addWidget(self.work, 1)
        self.dialog: AddDialog | None = None
        self._then_fill, self._size = False, SizeClass.M
        batch = self.batches.batch
        self.batches.add_asked.connect(self.prepare)
        batch.fill_asked.connect(self.primary)
        batch.second_asked.connect(lambda: self.work.next_second(Id(self.batches.current or "")))
        batch.results_asked.connect(self.show_results)
        batch.sheet_asked.connect(self.work.sheet)
        batch.check_asked.connect(self.work.decide)
        self.batches.split.turned.connect(self._turned)
        self.offer_prints()

    @property
    def record_id(self) -> str | None:
        """The sheet that is keyed, the differences that are decided, else the open batch: found again after a crash."""
        return self.work.place or (self.view.current if self.view is not None else self.batches.current)

    def refresh(self) -> None:
        """Read what is on screen anew."""
        if self.work.currentWidget() is self.tabs:
            self._tab()
        else:
            self.work.refresh()

    def open(self, record_id: str) -> None:
        """Show a batch, a form (its sheet), a tab by its key, or where keying was left: ``sheet:`` ``entry:``
        ``check:`` before an id."""
        self.close_print()
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
            self._open_record(record_id)

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
        self._size = size_class
        self.batches.fit(size_class)
        self.batches.batch.sheets.fit(short=short)
        self.results.fit(narrow=size_class.stacked)
        if self.tabs.made(INSTRUMENTS):
            self.instruments.fit(size_class)
        self.work.entry.fit(short=short)
        self.tabs.set_dense(size_class.stacked)
        self._turned()

    def leave(self) -> None:
        """Store what is being typed."""
        if self.work.keying:
            self.work.entry.leave()
        if self.tabs.made(INSTRUMENTS):
            self.instruments.commit()

    def _instruments(self) -> InstrumentList:
        from ui.pages.questionnaires.instrument_list import InstrumentList

        made = InstrumentList(self.ctx, self)
        made.fit(self._size)
        self.offer_print(made.form.head, self.w("Blank form"))
        made.split.turned.connect(self._turned)  # only now: while the tab is being made it has no list to ask
        return made

    def _tab(self) -> None:
        if self.tabs.current == RESULTS:
            self.results.refresh()
        elif self.view is not None:
            self.view.reload()
        self._turned()

    def _turned(self) -> None:
        """While a record stands alone, its own line with the way back takes the place of the tabs."""
        self.tabs.head.setVisible(self.view is None or not self.view.split.alone)
        self.add.setVisible(self.tabs.current == BATCHES)
        self.quiet_header(self.tabs.current == INSTRUMENTS)  # publishing is the next step there

    def _open_record(self, record_id: str) -> None:
        """A batch; else a version of an instrument."""
        self.show_batches()
        if self.batches.open(record_id):
            self.batches.split.show_detail()
        elif self.instruments.open(record_id):
            self.tabs.select(INSTRUMENTS)
            self.instruments.split.show_detail()

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
