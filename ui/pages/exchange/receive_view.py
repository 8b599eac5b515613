"""Receiving: choose a bundle, open it, see what it brings, merge it, see what came of it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from plcdesk.domain.changes import Changes, Row
from plcdesk.domain.exchange import Carried, Receipt, ReceiptState, RowChange
from plcdesk.domain.progress import Progress
from ui.pages.exchange.merged_card import MergedCard
from ui.pages.exchange.records_view import RecordsView
from ui.pages.exchange.waiting_card import WaitingCard
from ui.runtime.context import Context
from ui.widgets.bundle_picker import BundlePicker
from ui.widgets.busy import BusyLine
from ui.widgets.locked_card import KeptCard, OthersCard, PassphraseCard
from ui.widgets.receipt_view import ReceiptView
from ui.widgets.receipt_words import titles_here
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
    print_asked = Signal(str)
    """The bundle to print a record of."""
    request_asked = Signal()
    """Write a request for what is missing."""
    send_asked = Signal(str)
    """Send to the laptop with this key, which asked for data."""
    carried_asked = Signal()
    """Show what is kept for others."""

    def __init__(self, ctx: Context, page: QObject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ctx, self.w = ctx, ctx.w
        self._page = page
        self.path: Path | None = None
        self._passphrase: str | None = None
        self.card: ReceiptView | MergedCard | PassphraseCard | OthersCard | KeptCard | None = None
        self.records: RecordsView | None = None
        self.busy = BusyLine(ctx)
        self.picker = BundlePicker(ctx)
        self.picker.picked.connect(self.open)
        self.waiting = WaitingCard(ctx)
        self.waiting.request_asked.connect(self.request_asked)
        self.waiting.changed.connect(self.received)
        self._stack = QStackedWidget()
        self._stack.addWidget(scrolled(self.waiting, self.picker))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._foot = QWidget()
        self._foot_row = QVBoxLayout(self._foot)
        self._foot_row.setContentsMargins(0, 0, 0, 0)
        self._foot.hide()
        self._short = False
        column.addWidget(self.busy)
        column.addWidget(self._stack, 1)
        column.addWidget(self._foot)

    @property
    def state(self) -> str:
        """``pick``, ``preview``, ``passphrase``, ``others``, ``kept``, ``merged`` or ``records``."""
        if self.records is not None:
            return "records"
        kinds = {ReceiptView: "preview", PassphraseCard: "passphrase", OthersCard: "others", KeptCard: "kept",
                 MergedCard: "merged"}
        return kinds[type(self.card)] if self.card is not None else "pick"

    @property
    def receipt(self) -> ReceiptView | None:
        """The preview on screen."""
        return self.card if isinstance(self.card, ReceiptView) else None

    def fit(self, short: bool) -> None:
        """Arrange for a low window."""
        self._short = short
        self._place_buttons()

    def reload(self) -> None:
        """Read what waits anew; the list of bundles looks by itself."""
        self.picker.show_found()
        self.waiting.reload()

    def open(self, path: Path, passphrase: str | None = None) -> None:
        """Show what a bundle would bring."""
        exchange = self.ctx.desk.exchange

        def look(progress: Progress) -> tuple[Receipt, Titles]:
            receipt = exchange.preview(path, passphrase=passphrase, progress=progress)
            return receipt, titles_here(self.ctx.desk.records, self.w, receipt)

        self.busy.run(look, lambda result: self._opened(path, passphrase, *result), self.w("Checking the bundle"))

    def begin(self) -> None:
        """Put the keyboard where the next step is."""
        (self.records or self.card or self.picker).begin()

    def back(self) -> bool:
        """One step back; nothing was changed by looking."""
        if self.records is not None:
            self._stack.removeWidget(self.records)
            self.records.deleteLater()
            self.records = None
            self._stack.setCurrentIndex(self._stack.count() - 1)
            self._place_buttons()
            self.begin()
            return True
        if self.card is None:
            return False
        self._show(None)
        self._passphrase = None
        self.picker.look()
        self.waiting.reload()
        self.begin()
        return True

    def _opened(self, path: Path, passphrase: str | None, receipt: Receipt, titles: Titles) -> None:
        if receipt.state is ReceiptState.NEEDS_PASSPHRASE:
            self._ask_passphrase(path, tried=passphrase is not None)
        elif receipt.state is ReceiptState.FOR_OTHERS:
            self._offer_carrying(path, receipt)
        else:
            self._passphrase = passphrase
            self._preview(path, receipt, titles)

    def _ask_passphrase(self, path: Path, *, tried: bool) -> None:
        if tried and isinstance(self.card, PassphraseCard):
            self.card.wrong()
            return
        card = PassphraseCard(self.ctx, path.name)
        card.given.connect(partial(self.open, path))
        card.cancelled.connect(self.back)
        self._show(card)

    def _offer_carrying(self, path: Path, receipt: Receipt) -> None:
        card = OthersCard(self.ctx, receipt, path.name)
        card.cancelled.connect(self.back)
        card.carry_asked.connect(partial(self._carry, path))
        self._show(card)

    def _carry(self, path: Path) -> None:
        exchange = self.ctx.desk.exchange
        self.busy.run(lambda progress: exchange.carry(path, progress=progress), self._kept, self.w("Keeping the bundle"))

    def _kept(self, carried: Carried) -> None:
        card = KeptCard(self.ctx, carried.for_whom)
        card.closed.connect(self.back)
        card.list_asked.connect(self.carried_asked)
        self._show(card)
        self.received.emit()

    def _preview(self, path: Path, receipt: Receipt, titles: Titles) -> None:
        w = self.w
        self.path = path
        date = w.moment(receipt.made_at) if receipt.made_at is not None else "—"
        title = w("Receive from USB stick: {name}, {date}", name=receipt.sender or w("A laptop without a name"), date=date)
        if receipt.state is ReceiptState.REFUSED and not receipt.sender:
            title = path.name
        view = ReceiptView(self.ctx, receipt, title=title, titles=titles, look=partial(self._look, receipt, titles))
        view.cancelled.connect(self._close)
        view.merge_asked.connect(self._merge)
        view.again_asked.connect(lambda: self.again_asked.emit(receipt.bundle, receipt.sender))
        view.request_asked.connect(partial(self._merge, request=True))
        view.send_asked.connect(self._answer)
        self._show(view)

    def _look(self, receipt: Receipt, titles: Titles, change: RowChange | None) -> None:
        self.records = RecordsView(self.ctx, receipt, titles, change)
        self.records.back_asked.connect(self.back)
        self._stack.addWidget(self.records)
        self._stack.setCurrentWidget(self.records)
        self._foot.hide()
        self.records.begin()

    def _close(self) -> None:
        """Leave the preview. What a bundle without news says its sender holds is kept: later bundles get smaller."""
        view = self.receipt
        if view is not None and view.receipt.state is ReceiptState.NOTHING_NEW and not view.receipt.applied_before:
            self._take_told()
        self.back()

    def _answer(self, key: str) -> None:
        """Somebody asked for data: note what they hold, then send."""
        self._take_told()
        self.back()
        self.send_asked.emit(key)

    def _take_told(self) -> None:
        path, passphrase, exchange = self.path, self._passphrase, self.ctx.desk.exchange
        if path is not None:
            self.ctx.tasks.run(lambda progress: exchange.merge(path, passphrase=passphrase, progress=progress),
                               lambda _: self.received.emit())

    def _merge(self, accept_new: bool, *, request: bool = False) -> None:
        path, passphrase, exchange = self.path, self._passphrase, self.ctx.desk.exchange
        if path is None:
            return

        def work(progress: Progress) -> tuple[Receipt, Titles]:
            receipt = exchange.merge(path, accept_new=accept_new, passphrase=passphrase, progress=progress)
            return receipt, titles_here(self.ctx.desk.records, self.w, receipt)

        self.busy.run(work, lambda result: self._done(path, *result, request=request), self.w("Merging"))

    def _done(self, path: Path, receipt: Receipt, titles: Titles, *, request: bool) -> None:
        self.received.emit()
        if receipt.state is ReceiptState.PARKED:
            self.back()
            self.ctx.notify.toast(self.w("The bundle is kept. It is merged as soon as the rest arrives."))
            if request:
                self.request_asked.emit()
            return
        if receipt.state is not ReceiptState.APPLIED:
            self._preview(path, receipt, titles)
            return
        w = self.w
        card = MergedCard(self.ctx, receipt, titles, partial(self._look, receipt, titles))
        card.closed.connect(self.back)
        card.differences_asked.connect(self.differences_asked)
        card.undo_asked.connect(lambda: self.undo_asked.emit(receipt.bundle, receipt.sender))
        card.print_asked.connect(lambda: self.print_asked.emit(receipt.bundle))
        self._show(card)
        self.ctx.bus.announce(receipt.changes, self._page)
        self.ctx.notify.toast(w("Data from {name} merged", name=receipt.sender), w("Undo"),
                              lambda: self.undo_asked.emit(receipt.bundle, receipt.sender))

    def _show(self, card: ReceiptView | MergedCard | PassphraseCard | OthersCard | KeptCard | None) -> None:
        """Put a card over the list of bundles, or take it away."""
        if self.card is not None:
            self.card.foot.deleteLater()
        self.card, self.records = card, None
        while self._stack.count() > 1:
            old = self._stack.widget(1)
            if old is None:
                break
            self._stack.removeWidget(old)
            old.deleteLater()
        if card is not None:
            self._stack.addWidget(scrolled(card))
        self._stack.setCurrentIndex(self._stack.count() - 1)
        self._place_buttons()
        if card is not None:
            card.begin()

    def _place_buttons(self) -> None:
        """In a low window the buttons of the card stay in sight below it, as those of a dialog do."""
        if self.card is not None:
            (self._foot_row if self._short else self.card.body).addWidget(self.card.foot)
        self._foot.setVisible(self._short and self.card is not None and self.records is None)

    def undone(self, changes: Changes) -> None:
        """A receipt was undone or applied again elsewhere: the card about it is out of date."""
        if changes and self.card is not None:
            self._show(None)
            self.picker.look()
