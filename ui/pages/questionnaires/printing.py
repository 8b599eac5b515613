"""What the page of the questionnaires prints: summaries of batches and empty forms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from plcdesk.domain.instruments import About
from ui.widgets.form_papers import about_codes, blanks, blanks_of, results
from ui.widgets.print_panel import Paper
from ui.widgets.printing_page import PrintingPage

if TYPE_CHECKING:
    from ui.pages.questionnaires.batches_view import BatchesView
    from ui.pages.questionnaires.instrument_list import InstrumentList
    from ui.pages.questionnaires.results_view import ResultsView
    from ui.pages.questionnaires.work import Work
    from ui.widgets.record_view import RecordView
    from ui.widgets.tabs import Tabs


class PrintingQuestionnaires(PrintingPage):
    """The page has three tabs; while sheets are keyed nothing is printed."""

    batches: BatchesView
    results: ResultsView
    work: Work
    tabs: Tabs

    @property
    def view(self) -> RecordView | None:
        """The list with its record that is on screen, None for results."""
        raise NotImplementedError

    @property
    def instruments(self) -> InstrumentList:
        """The versions of the instruments."""
        raise NotImplementedError

    def papers(self) -> Sequence[Paper]:
        """Of a batch its summary and its empty form; of results their summary; of an instrument its empty form."""
        if self.work.currentWidget() is not self.tabs:
            return ()
        if self.view is None:
            return [results(self.ctx, rows)] if (rows := self.results.shown()) else ()
        if self.view is self.batches:
            return self._of_batch()
        row = self.instruments.form.row if self.instruments.current is not None else None
        if row is None or not row.readable:
            return ()
        return blanks_of(self.ctx, self.desk.instruments.need(row.code, row.version))

    def offer_prints(self) -> None:
        """The buttons: in the head of a batch and beside the choices of the results."""
        self.offer_print(self.batches.batch.head)
        self.results.flow.addWidget(self.print_button())

    def _of_batch(self) -> list[Paper]:
        row = self.batches.batch.row if self.batches.current is not None else None
        if row is None:
            return blanks(self.ctx, about_codes(self.ctx, frozenset({About.SHEET})))
        instrument = self.desk.instruments.get(row.instrument, row.version)
        empty = blanks_of(self.ctx, instrument, school_id=row.school_id, occasion=row.occasion) if instrument else []
        return [*([results(self.ctx, [row])] if row.sheets and instrument else []), *empty]
