"""A bundle was merged: what it brought, what is left to decide, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from plcdesk.domain.changes import Row
from plcdesk.domain.exchange import Receipt, RowChange
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.cards import Card
from ui.widgets.control import SMALLEST
from ui.widgets.count_line import CountLine
from ui.widgets.flow import FlowLayout
from ui.widgets.notice import Notice, SignLine
from ui.widgets.receipt_words import brings, changes_of, entries_named, remarks


class MergedCard(Card):
    """The result of receiving; `look` shows the records behind a line."""

    closed = Signal()
    differences_asked = Signal()
    undo_asked = Signal()
    print_asked = Signal()

    def __init__(self, ctx: Context, receipt: Receipt, titles: dict[Row, str],
                 look: Callable[[RowChange | None], object]) -> None:
        super().__init__(ctx.w("Receive from USB stick"))
        w = ctx.w
        self.body.addWidget(Notice(ctx, "success", "check", [
            (w("Data from {name} merged", name=receipt.sender or w("A laptop without a name")), "subsection"),
            (w("A safety copy of how it was before is kept."), "")]))
        for change, label, counts in changes_of(w, receipt):
            self.body.addWidget(CountLine(ctx, label, brings(w, counts), look=partial(look, change)))
        self.duplicates: CountLine | None = None
        twice = self._twice(ctx, receipt)
        if twice:
            self.duplicates = CountLine(ctx, w("Possible duplicate"), w.plural(
                "{n} pair of people to compare", "{n} pairs of people to compare", twice),
                look=lambda: ctx.go("people", "duplicates"))
            self.body.addWidget(self.duplicates)
        if receipt.photos:
            self.body.addWidget(CountLine(ctx, w("Photos and files"), w.number(receipt.photos)))
        for icon, text in remarks(w, receipt):
            self.body.addWidget(SignLine(ctx, icon, text))
        if receipt.differing:
            text = w.plural("{n} differing entry awaits your decision. Everything else is merged.",
                            "{n} differing entries await your decision. Everything else is merged.", receipt.differing)
            named = entries_named(w, receipt.intake.opened, {**receipt.intake.titles, **titles}, receipt.differing)
            self.body.addWidget(Notice(ctx, "warning", "info", [(text, "strong"), *([(named, "")] if named else [])]))
        self._buttons = FlowLayout(spacing=8)
        self.undo = self._button(w("Undo this receipt"), "outlined", self.undo_asked)
        self.paper = self._button(w("Print a handing-over record"), "outlined", self.print_asked)
        self.close_button = self._button(w("Close"), "outlined" if receipt.differing else "primary", self.closed)
        self.decide: QPushButton | None = None
        if receipt.differing:
            self.decide = self._button(w("Decide now"), "primary", self.differences_asked)
        self.foot = QWidget()
        self.foot.setLayout(self._buttons)
        self.body.addWidget(self.foot)

    def begin(self) -> None:
        """Put the keyboard on the next step."""
        (self.decide or self.close_button).setFocus(Qt.FocusReason.TabFocusReason)

    @staticmethod
    def _twice(ctx: Context, receipt: Receipt) -> int:
        """How many pairs a person that came with this bundle makes with somebody who may be the same."""
        came = {row.id for row, change in receipt.intake.rows.items() if row.table == "person" and change is RowChange.NEW}
        return sum(bool({pair.one.id, pair.other.id} & came) for pair in ctx.desk.duplicates.candidates()) if came else 0

    def _button(self, text: str, role: str, signal: object) -> QPushButton:
        button = set_role(QPushButton(text), role)
        button.setMinimumHeight(SMALLEST)
        once(button, signal.emit)  # type: ignore[attr-defined]
        self._buttons.addWidget(button)
        return button
