"""The preview of a bundle: from whom, what it would bring, and the question whether to merge it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from plcdesk.domain.changes import Row
from plcdesk.domain.exchange import BundleKind, Receipt, ReceiptState, RowChange
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.cards import Card
from ui.widgets.control import SMALLEST, tab_order
from ui.widgets.count_line import CountLine
from ui.widgets.dialogs import Answer, ask
from ui.widgets.flow import FlowLayout
from ui.widgets.form_field import plain_label
from ui.widgets.notice import Notice, SignLine
from ui.widgets.receipt_words import brings, changes_of, entries_named, names_behind, remarks
from ui.widgets.stranger_card import CUT, stranger_card


class ReceiptView(Card):
    """Shows one receipt. It merges nothing: `merge_asked` says that the user chose to.

    `look` shows the records behind a line (given the change, or None for the differing entries); without it their names
    are told in place.
    """

    merge_asked = Signal(bool)
    """Merge; True accepts the laptops that were asked about."""
    again_asked = Signal()
    """Bring back what was undone."""
    request_asked = Signal(bool)
    """Keep the bundle, and ask for what it builds on; True accepts the laptops that were asked about."""
    send_asked = Signal(str)
    """Send to the laptop with this key: it asked for data."""
    cancelled = Signal()

    def __init__(self, ctx: Context, receipt: Receipt, *, title: str, merge: str = "", cancel: str = "",
                 titles: Mapping[Row, str] | None = None, look: Callable[[RowChange | None], object] | None = None) -> None:
        super().__init__(title)
        self.ctx, self.w, self.receipt, self._look = ctx, ctx.w, receipt, look
        self.lines: list[CountLine] = []
        self._titles = {**receipt.intake.titles, **(titles or {})}
        self._buttons = FlowLayout(spacing=8)
        self.cancel = self._button(cancel or self.w("Cancel"), "outlined")
        once(self.cancel, self.cancelled.emit)
        self.go: QPushButton | None = None
        self._merge = merge
        self._fill()
        self.foot = QWidget()
        self.foot.setLayout(self._buttons)
        self.body.addWidget(self.foot)
        tab_order([line.button for line in self.lines] + self.buttons)

    @property
    def buttons(self) -> list[QPushButton]:
        """The buttons below, from left to right."""
        found = [self._buttons.itemAt(at) for at in range(self._buttons.count())]
        return [widget for item in found if item is not None and isinstance(widget := item.widget(), QPushButton)]

    def begin(self) -> None:
        """Put the keyboard on the harmless button."""
        self.cancel.setFocus(Qt.FocusReason.TabFocusReason)

    def _fill(self) -> None:
        receipt = self.receipt
        state = receipt.state
        for device in receipt.strangers:
            self.body.addWidget(stranger_card(self.ctx, device))
        if state is ReceiptState.REFUSED:
            self._refused()
        elif state is ReceiptState.FOR_OTHERS:
            self._say("danger", "lock", self.w("This bundle is locked for somebody else"), self.w(
                "Only the laptop it was made for can open it. Nothing was changed. Ask the sender for a bundle for anyone."))
            self.cancel.setText(self.w("Choose another file"))
        elif state is ReceiptState.PARKED:
            self._parked()
        elif receipt.kind is BundleKind.REQUEST:
            self._request()
        elif state is ReceiptState.NOTHING_NEW:
            self._nothing_new()
        elif state in (ReceiptState.APPLIED, ReceiptState.NEEDS_TRUST):
            self._count()
            if not self._merge:
                self.body.addWidget(SignLine(self.ctx, "info", self.w("Your data stays as it is until you choose Merge.")))
            self._offer_merge(self._merge or self.w("Merge data"), self.w("The six words are the same: merge"))

    @property
    def _only_new(self) -> bool:
        """Whether laptops are asked about, and nothing speaks against them but that they are new."""
        strangers = self.receipt.strangers
        return bool(strangers) and not any(one.same_name_other_key or one.trust == CUT for one in strangers)

    def _say(self, tone: str, icon: str, heading: str, text: str) -> None:
        self.body.addWidget(Notice(self.ctx, tone, icon, [(heading, "subsection"), (text, "")]))

    def _refused(self) -> None:
        w, reason = self.w, self.receipt.reason
        self._say("danger", "circle-alert", w("This bundle cannot be received"),
                  w(reason.text, **reason.values) if reason is not None else "")
        self.cancel.setText(w("Choose another file"))

    def _parked(self) -> None:
        w, reason = self.w, self.receipt.reason
        self._say("warning", "timer", w("This bundle waits for an earlier one"),
                  w(reason.text, **reason.values) if reason is not None else "")
        self.ask = self._button(w("Ask for the missing data"), "outlined")
        new = self._only_new
        once(self.ask, lambda: self.request_asked.emit(new))
        keep = w("The six words are the same: keep it") if new else w("Keep until the rest arrives")
        self.go = self._button(keep, "primary")
        once(self.go, lambda: self.merge_asked.emit(new))

    def _nothing_new(self) -> None:
        w = self.w
        if self.receipt.applied_before:
            self._say("warning", "undo-2", w("This bundle was received and undone before."),
                      w("Its data can be applied again."))
            self.go = self._button(w("Apply again"), "primary")
            once(self.go, self.again_asked.emit)
            return
        self._say("success", "check", w("Nothing new"), w("Everything in this bundle is already here."))
        self.cancel.setText(w("Close"))

    def _request(self) -> None:
        w, receipt = self.w, self.receipt
        name = receipt.sender or w("A laptop without a name")
        self._say("info", "hand-helping", w("{name} asks for data", name=name),
                  w("This is only a request. It changes nothing here. Send to {name} what that laptop does not have yet.",
                    name=name))
        if receipt.state is ReceiptState.NEEDS_TRUST:
            self._offer_merge(self.w("Continue"), self.w("The six words are the same: continue"))
            return
        self.cancel.setText(w("Close"))
        self.go = self._button(w("Get the bundle ready"), "primary")
        once(self.go, lambda: self.send_asked.emit(receipt.sender_key))

    def _count(self) -> None:
        w, receipt = self.w, self.receipt
        for change, label, counts in changes_of(w, receipt):
            self._line(label, brings(w, counts), names_behind(w, receipt, change, self._titles), change)
        coming = [self._titles.get(row, "") for row, change in receipt.intake.rows.items()
                  if row.table == "person" and change is RowChange.NEW]
        twice = self.ctx.desk.duplicates.resembling(coming) if coming else 0
        if twice:
            self._add(CountLine(self.ctx, w("Possible duplicate"), w.plural(
                "{n} person → decided afterwards", "{n} people → decided afterwards", twice)))
        if receipt.differing:
            named = entries_named(w, receipt.intake.opened, self._titles, receipt.differing)
            self._add(CountLine(self.ctx, w("Differing entries"), w("{n} → decided afterwards", n=receipt.differing),
                                names=named, look=partial(self._look, None) if self._look is not None and named else None))
        if receipt.photos:
            self._add(CountLine(self.ctx, w("Photos and files"), w.number(receipt.photos)))
        for icon, text in remarks(w, receipt):
            self.body.addWidget(SignLine(self.ctx, icon, text))
        if not self.lines:
            self.body.addWidget(plain_label(w("No record changes on screen."), "meta", wrap=True))

    def _line(self, label: str, text: str, behind: str, change: RowChange) -> None:
        look = partial(self._look, change) if self._look is not None and behind else None
        self._add(CountLine(self.ctx, label, text, behind=behind, look=look))

    def _add(self, line: CountLine) -> None:
        self.lines.append(line)
        self.body.addWidget(line)

    def _offer_merge(self, merge: str, same_words: str) -> None:
        w, strangers = self.w, self.receipt.strangers
        if any(device.trust == CUT for device in strangers):
            self.go = self._button(w("Merge although it was cut off"), "danger")
            once(self.go, partial(self._make_sure, w("This laptop was cut off"),
                                  w("Has the person in charge of the programme agreed? Otherwise cancel and ask first.")))
        elif any(device.same_name_other_key for device in strangers):
            self.go = self._button(same_words, "danger")
            once(self.go, partial(self._make_sure, w("Other words than before"), w(
                "Have you asked the owner? Another laptop of the same name, a new installation, or a stranger looks "
                "like this.")))
        else:
            self.go = self._button((same_words if not self._merge else merge) if strangers else merge, "primary")
            once(self.go, lambda: self.merge_asked.emit(bool(strangers)))

    def _make_sure(self, title: str, question: str) -> None:
        w = self.w
        ask(self, title, question,
            [Answer("cancel", w("Cancel")), Answer("merge", w("I have asked: merge"), "danger")],
            lambda key: self.merge_asked.emit(True) if key == "merge" else None)

    def _button(self, text: str, role: str) -> QPushButton:
        button = set_role(QPushButton(text), role)
        button.setMinimumHeight(SMALLEST)
        self._buttons.addWidget(button)
        return button
