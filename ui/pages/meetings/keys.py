"""What the keys of the program do on the page of the meetings."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from plcdesk.domain.changes import Row
from plcdesk.domain.ids import Id
from plcdesk.services.papers import PaperKind
from ui.pages.meetings.panes import Panes
from ui.pages.meetings.papers import papers_of
from ui.runtime.context import Context
from ui.widgets.print_panel import Paper
from ui.widgets.printing_page import PrintingPage
from ui.widgets.record_history import RecordHistory


class RecordKeys(PrintingPage):
    """The panes with the print preview over them, moved through by keys. The page adds what leads from one to another."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self.panes = Panes(ctx, self)
        self.list, self.detail = self.panes.list, self.panes.detail
        self.body.addWidget(self.panes)

    @property
    def record_id(self) -> str | None:
        """The open meeting."""
        return self.detail.record_id

    def leave(self) -> None:
        """Save what is being typed."""
        self.detail.commit()

    def focus_list(self) -> bool:
        """The list, or the table that is shown."""
        table = self.panes.table
        target = (self.list.pane if table is None else table.table).view
        if target.isVisible():
            target.setFocus(Qt.FocusReason.TabFocusReason)
        return target.isVisible()

    def focus_detail(self) -> bool:
        """The tabs of the open meeting."""
        if self.detail.isVisible():
            self.detail.tabs.bar.setFocus(Qt.FocusReason.TabFocusReason)
        return self.detail.isVisible()

    def find(self) -> bool:  # type: ignore[override]
        """The filter of what is shown."""
        table = self.panes.table
        if table is None:
            self.back_to_list()
            self.list.pane.focus_filter()
        else:
            table.table.focus_filter()
        return True

    def papers(self) -> Sequence[Paper]:
        """The papers of the open meeting, its minutes first."""
        detail = self.detail.detail if self.detail.isVisible() else None
        return papers_of(self.ctx, detail) if detail is not None else ()

    def edit(self) -> bool:
        """Date, place and people of the open meeting."""
        if self.detail.isVisible():
            self.detail.select("facts")
        return self.detail.isVisible()

    def delete(self) -> bool:
        """Del in the list moves the meeting to the trash; elsewhere the key belongs to what has the keyboard."""
        row = self.list.pane.current()
        if not self.list.pane.view.hasFocus() or row is None or not self._show(row.id):
            return False
        self._ask("trash")
        return True

    def finish(self) -> bool:
        """Finish the open meeting."""
        if not self.detail.isVisible() or not self.detail.unfinished:
            return False
        self.detail.finish()
        return True

    def step(self, delta: int) -> bool:
        """The next or previous meeting of the list."""
        if not self.detail.isVisible():
            return False
        self.list.pane.view.step(delta)
        row = self.list.pane.current()
        return row is not None and self._show(row.id)

    def next_tab(self, delta: int) -> bool:
        """The next tab of the open meeting."""
        if self.detail.isVisible():
            self.detail.step_tab(delta)
        return self.detail.isVisible()

    def back(self) -> bool:
        """Out of the preview, the end screen, the finishing strip, the record: one at a time."""
        if self.close_print():
            return True
        if self.detail.isVisible() and (self.detail.close_end() or self.detail.close_strip()):
            return True
        return self.back_to_list()

    def back_to_list(self) -> bool:
        """From the record to its row in the list, where the two take turns."""
        if not (self.panes.stacked and self.detail.isVisible()):
            return False
        self.leave()
        self.panes.shows_detail = False
        self._sync()
        return self.focus_list()

    def history(self) -> bool:
        """The history of the open meeting in the side panel."""
        if self.detail.record_id is None:
            return False
        self.leave()
        self.ctx.panel.show(self.w("History"), RecordHistory(self.ctx, Row("meeting", self.detail.record_id)))
        return True

    def _print(self, kind: PaperKind) -> None:
        self.leave()
        if self.detail.detail is not None:
            self.show_papers(papers_of(self.ctx, self.detail.detail), kind.value)

    def _sync(self) -> None:
        self.panes.arrange()
        self.quiet_header(self.detail.isVisibleTo(self) and self.detail.unfinished)

    def _show(self, meeting: Id) -> bool:
        """Show a meeting; False when there is none."""
        found = self.detail.open(meeting)
        self._sync()
        return found

    def _ask(self, what: str) -> None:
        """Do what a menu offers for the open meeting."""
        raise NotImplementedError
