"""The keys of the page: what they do depends on what is on screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.pages.questionnaires.printing import PrintingQuestionnaires
from ui.widgets.record_view import RecordView

if TYPE_CHECKING:
    from ui.pages.questionnaires.instrument_list import InstrumentList

BATCHES, RESULTS, INSTRUMENTS = "batches", "results", "instruments"


class SheetKeys(PrintingQuestionnaires):
    """A page with batches, results and instruments in tabs, and the work that takes their place."""

    @property
    def resting(self) -> bool:
        """Whether the list of batches is on screen."""
        return self.work.currentWidget() is self.tabs and self.tabs.current == BATCHES

    @property
    def view(self) -> RecordView | None:
        """The list with its record that is on screen: batches or instruments; None for results and while keying."""
        if self.work.currentWidget() is not self.tabs or self.tabs.current == RESULTS:
            return None
        return self.batches if self.tabs.current == BATCHES else self.instruments

    @property
    def instruments(self) -> InstrumentList:
        """The versions of the instruments."""
        return self.tabs.page(INSTRUMENTS)  # type: ignore[return-value]

    def find(self) -> bool:  # type: ignore[override]
        """Filter the list."""
        if self.view is None:
            return False
        self.view.split.back()
        self.view.pane.focus_filter()
        return True

    def focus_list(self) -> bool:
        """Into the list."""
        if self.view is None or self.view.split.alone:
            return False
        self.view.pane.setFocus()
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
        if self.close_print():
            return True
        if self.work.keying:
            self.work.entry.pause()
        elif self.work.deciding:
            self.work.end()
        else:
            return self.view is not None and self.view.split.back()
        return True

    def step(self, delta: int) -> bool:
        """The next or previous record of the list."""
        return self.view is not None and self.view.step(delta)
