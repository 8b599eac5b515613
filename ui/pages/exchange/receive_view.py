"""Receiving: choose a bundle, see what it brings, merge it, see what came of it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from plcdesk.domain.changes import Changes, Row
from plcdesk.domain.exchange import Receipt, ReceiptState, RowChange
from plcdesk.domain.progress import Progress
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.bundle_picker import BundlePicker
from ui.widgets.busy import BusyLine
from ui.widgets.cards import Card
from ui.widgets.control import SMALLEST
from ui.widgets.flow import FlowLayout
from ui.widgets.receipt_view import CountLine, Notice, ReceiptView
from ui.widgets.receipt_words import SHOWN, brings, names_behind
from ui.widgets.scrolling import scrolled

Titles = dict[Row, str]


class ReceiveView(QWidget):
    """Nothing changes before "Merge data" is pressed; what was merged can be undone as a whole."""

    received = Signal()
    """The log has a new line."""
    differences_asked = Signal()
    undo_asked = Signal(str, str)
    """Bundle uid and its sender: take back what it brought."""
    again_asked = Signal(str, str)
    """Bundle uid and its sender: apply what was undone."""

    def __init__(self, ctx: Context, page: QObject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ctx, self.w = ctx, ctx.w
        self._page = page
        self.path: Path | None = None
        self.receipt: ReceiptView | None = None
        self.merged: MergedCard | None = None
        self.busy = BusyLine(ctx)
        self.picker = BundlePicker(ctx)
        self.picker.picked.connect(self.open)
        self._stack = QStackedWidget()
        self._stack.addWidget(scrolled(self.picker))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.busy)
        column.addWidget(self._stack, 1)

    @property
    def state(self) -> str:
        """``pick``, ``preview`` or ``merged``."""
        return "preview" if self.receipt is not None else "merged" if self.merged is not None else "pick"

    def open(self, path: Path) -> None:
        """Show what a bundle would bring."""
        exchange = self.ctx.desk.exchange

        def look(progress: Progress) -> tuple[Receipt, Titles]:
            receipt = exchange.preview(path, progress=progress)
            return receipt, self._titles(receipt)

        self.busy.run(look, lambda result: self._preview(path, *result), self.w("Checking the bundle"))

    def begin(self) -> None:
        """Put the keyboard where the next step is."""
        if self.receipt is not None:
            self.receipt.begin()
        elif self.merged is not None:
            self.merged.begin()
        else:
            self.picker.begin()

    def back(self) -> bool:
        """To the list of bundles; nothing was changed by looking."""
        if self.state == "pick":
            return False
        self._show(None)
        self.picker.look()
        self.begin()
        return True

    def _preview(self, path: Path, receipt: Receipt, titles: Titles) -> None:
        w = self.w
        self.path = path
        title = w("Receive from USB stick: {name}, {date}", name=receipt.sender, date=w.moment(receipt.made_at)) \
            if receipt.made_at is not None else w("Receive from USB stick: {name}, {date}", name=path.name, date="—")
        if receipt.state is ReceiptState.REFUSED and not receipt.sender:
            title = path.name
        view = ReceiptView(self.ctx, receipt, title=title, titles=titles)
        view.cancelled.connect(self._close)
        view.merge_asked.connect(self._merge)
        view.again_asked.connect(lambda: self.again_asked.emit(receipt.bundle, receipt.sender))
        self._show(view)
        self.receipt = view
        view.begin()

    def _close(self) -> None:
        """Leave the preview. What a bundle without news says its sender holds is kept: later bundles get smaller."""
        receipt, path = self.receipt, self.path
        self.back()
        if receipt is not None and path is not None and receipt.receipt.state is ReceiptState.NOTHING_NEW \
                and not receipt.receipt.applied_before:
            self.ctx.tasks.run(lambda progress: self.ctx.desk.exchange.merge(path, progress=progress),
                               lambda _: self.received.emit())

    def _merge(self, accept_new: bool) -> None:
        path, exchange = self.path, self.ctx.desk.exchange
        if path is None:
            return

        def work(progress: Progress) -> tuple[Receipt, Titles]:
            receipt = exchange.merge(path, accept_new=accept_new, progress=progress)
            return receipt, self._titles(receipt)

        self.busy.run(work, lambda result: self._done(path, *result), self.w("Merging"))

    def _done(self, path: Path, receipt: Receipt, titles: Titles) -> None:
        self.received.emit()
        if receipt.state is not ReceiptState.APPLIED:
            self._after_other(path, receipt, titles)
            return
        w = self.w
        card = MergedCard(self.ctx, receipt, titles)
        card.closed.connect(self.back)
        card.differences_asked.connect(self.differences_asked)
        card.undo_asked.connect(lambda: self.undo_asked.emit(receipt.bundle, receipt.sender))
        self._show(card)
        self.merged = card
        card.begin()
        self.ctx.bus.announce(receipt.changes, self._page)
        self.ctx.notify.toast(w("Data from {name} merged", name=receipt.sender), w("Undo"),
                              lambda: self.undo_asked.emit(receipt.bundle, receipt.sender))

    def _after_other(self, path: Path, receipt: Receipt, titles: Titles) -> None:
        if receipt.state is ReceiptState.PARKED:
            self.back()
            self.ctx.notify.toast(self.w("The bundle is kept. It is merged as soon as the rest arrives."))
        else:
            self._preview(path, receipt, titles)

    def _titles(self, receipt: Receipt) -> Titles:
        """What the records are called that are here already; runs beside the window."""
        records = self.ctx.desk.records
        found: Titles = {}
        asked: Counter[tuple[str, RowChange]] = Counter()
        for row, change in receipt.intake.rows.items():
            asked[row.table, change] += 1
            title = records.title(row, self.w) if asked[row.table, change] <= SHOWN else ""
            if title:
                found[row] = title
        return found

    def _show(self, part: QWidget | None) -> None:
        """Put a card over the list of bundles, or take it away."""
        self.receipt = self.merged = None
        while self._stack.count() > 1:
            old = self._stack.widget(1)
            if not isinstance(old, QScrollArea):
                break
            self._stack.removeWidget(old)
            old.deleteLater()
        if part is not None:
            self._stack.addWidget(scrolled(part))
        self._stack.setCurrentIndex(self._stack.count() - 1)

    def undone(self, changes: Changes) -> None:
        """A receipt was undone or applied again elsewhere: the card about it is out of date."""
        if changes and self.state != "pick":
            self.back()


class MergedCard(Card):
    """A bundle was merged: what it brought, what is left to decide, and the way back."""

    closed = Signal()
    differences_asked = Signal()
    undo_asked = Signal()

    def __init__(self, ctx: Context, receipt: Receipt, titles: Titles) -> None:
        super().__init__(ctx.w("Receive from USB stick"))
        w = ctx.w
        self.body.addWidget(Notice(ctx, "success", "check", [
            (w("Data from {name} merged", name=receipt.sender), "subsection")]))
        known = {**receipt.intake.titles, **titles}
        for change, label, counts in ((RowChange.NEW, w("New data"), receipt.new),
                                      (RowChange.CHANGED, w("Updated"), receipt.changed),
                                      (RowChange.DELETED, w("Deleted"), receipt.deleted)):
            if counts:
                self.body.addWidget(CountLine(ctx, label, brings(w, counts), names_behind(w, receipt, change, known)))
        if receipt.differing:
            text = w.plural("{n} differing entry awaits your decision. Everything else is merged.",
                            "{n} differing entries await your decision. Everything else is merged.", receipt.differing)
            self.body.addWidget(Notice(ctx, "warning", "info", [(text, "strong")]))
        self._buttons = FlowLayout(spacing=8)
        self.undo = self._button(w("Undo this receipt"), "outlined", self.undo_asked)
        self.close_button = self._button(w("Close"), "outlined" if receipt.differing else "primary", self.closed)
        self.decide: QPushButton | None = None
        if receipt.differing:
            self.decide = self._button(w("Decide now"), "primary", self.differences_asked)
        box = QWidget()
        box.setLayout(self._buttons)
        self.body.addWidget(box)

    def begin(self) -> None:
        """Put the keyboard on the next step."""
        (self.decide or self.close_button).setFocus(Qt.FocusReason.TabFocusReason)

    def _button(self, text: str, role: str, signal: object) -> QPushButton:
        button = set_role(QPushButton(text), role)
        button.setMinimumHeight(SMALLEST)
        once(button, signal.emit)  # type: ignore[attr-defined]
        self._buttons.addWidget(button)
        return button
