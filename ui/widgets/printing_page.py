"""A page with the print preview over it: while the preview is in sight the page's content is hidden, not gone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.control import SMALLEST
from ui.widgets.page import Page
from ui.widgets.print_panel import Paper, PrintPanel
from ui.widgets.record_head import RecordHead


class PrintingPage(Page):
    """Fills `body` like any page. A page says in `papers` what can be printed now; Ctrl+P shows the first of them.

    `back` of the page begins with ``if self.close_print(): return True``.
    """

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self._printer: PrintPanel | None = None
        self._before: QWidget | None = None
        self.content = QWidget()
        self.prints = QStackedWidget()
        self.prints.addWidget(self.content)
        self.body.addWidget(self.prints)
        # what the page adds from here on belongs to the content; the margins stay with the page
        self._frame, self.body = self.body, QVBoxLayout(self.content)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(self._frame.spacing())

    @property
    def printer(self) -> PrintPanel:
        """The print preview, made when it is first asked for."""
        if self._printer is None:
            self._printer = PrintPanel(self.ctx)
            self._printer.closed.connect(self.close_print)
            self.prints.addWidget(self._printer)
        return self._printer

    @property
    def printing(self) -> bool:
        """Whether the preview is in sight."""
        return self._printer is not None and self.prints.currentWidget() is self._printer

    @property
    def covered(self) -> bool:
        """While the preview is in sight."""
        return self.printing

    def uncover(self) -> None:
        """Out of the preview."""
        self.close_print()

    def papers(self) -> Sequence[Paper]:
        """What can be printed of what is on screen, the usual one first."""
        return ()

    def print(self) -> bool:
        """Ctrl+P: the preview; in the preview the printer."""
        if self.printing:
            self.printer.ask_print()
            return True
        return self.show_papers(self.papers())

    def show_papers(self, papers: Sequence[Paper], chosen: str = "") -> bool:
        """Show the preview with the paper of this key, else the first; False when there is nothing to print."""
        if not papers:
            return False
        self.leave()
        self._before = QApplication.focusWidget()
        self.prints.setCurrentWidget(self.printer)
        self.printer.show_papers(papers, chosen or papers[0].key)
        return True

    def close_print(self) -> bool:
        """Out of the preview, with the keyboard where it was; False when it is not in sight."""
        if not self.printing:
            return False
        self.prints.setCurrentWidget(self.content)
        self.printer.clear()
        if self._before is not None and self.content.isAncestorOf(self._before):
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def set_margin(self, margin: int) -> None:
        """The distance of the content from the page's edges."""
        frame = getattr(self, "_frame", self.body)
        frame.setContentsMargins(margin, margin, margin, margin)

    def print_button(self, text: str = "") -> QPushButton:
        """A button that does what Ctrl+P does."""
        button = set_role(QPushButton(text or self.w("Print")), "outlined")
        button.setMinimumHeight(SMALLEST)
        return self._dressed(button, bind=True)

    def offer_print(self, head: RecordHead, text: str = "") -> QPushButton:
        """The same button in the head of a record."""
        return self._dressed(head.offer(text or self.w("Print"), self.print), bind=False)

    def _dressed(self, button: QPushButton, *, bind: bool) -> QPushButton:
        self.ctx.theme.dress(button, "printer")
        button.setToolTip(QKeySequence("Ctrl+P").toString(QKeySequence.SequenceFormat.NativeText))
        if bind:
            once(button, self.print)
        return button
