"""The preview of a bundle: from whom, what it would bring, and the question whether to merge it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from plcdesk.domain.changes import Row
from plcdesk.domain.exchange import DeviceSeen, Receipt, ReceiptState, RowChange
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.cards import Card
from ui.widgets.control import SMALLEST, tab_order
from ui.widgets.dialogs import Answer, ask
from ui.widgets.flow import FlowLayout
from ui.widgets.form_field import LINE, plain_label
from ui.widgets.receipt_words import brings, names_behind

TONES = {
    ReceiptState.REFUSED: ("danger", "circle-alert"), ReceiptState.PARKED: ("warning", "timer"),
    ReceiptState.NOTHING_NEW: ("success", "check"),
}  # fmt: skip


class Notice(QFrame):
    """A coloured box with a sign, a heading and a few sentences."""

    def __init__(self, ctx: Context, tone: str, icon: str, texts: list[tuple[str, str]]) -> None:
        super().__init__()
        set_role(self, "banner", tone=tone)
        sign = QLabel()
        sign.setPixmap(ctx.theme.pixmap(icon, tone, 20))
        sign.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.words = QVBoxLayout()
        self.words.setSpacing(4)
        for text, role in texts:
            label = plain_label(text, role, wrap=True)
            label.setMaximumWidth(LINE)
            self.words.addWidget(label)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 12, 12, 12)
        row.setSpacing(12)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self.words, 100)
        row.addStretch(1)
        self.setAccessibleName(" ".join(text for text, _ in texts))


class CountLine(QFrame):
    """"Data baru — 3 pertemuan, 12 kehadiran", and the names behind it on demand."""

    def __init__(self, ctx: Context, label: str, text: str, behind: str = "") -> None:
        super().__init__()
        self.w = ctx.w
        set_role(self, "row")
        self.text = plain_label(text, "", wrap=True)
        heading = plain_label(label, "strong", wrap=True)
        heading.setFixedWidth(ctx.theme.px(140))
        self.button = set_role(QPushButton(self.w("Look ›")), "link")
        self.button.setMinimumHeight(SMALLEST)
        self.button.setAccessibleName(f"{self.w('Look ›')} {label}, {text}")
        self.button.clicked.connect(self._turn)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(heading, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.text, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.names = plain_label(behind, "help", wrap=True)
        self.names.setMaximumWidth(LINE)
        self.names.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.names)
        self.button.setVisible(bool(behind))

    def _turn(self) -> None:
        shown = self.names.isHidden()
        self.names.setVisible(shown)
        self.button.setText(self.w("Put away") if shown else self.w("Look ›"))


class ReceiptView(Card):
    """Shows one receipt. It merges nothing: `merge_asked` says that the user chose to."""

    merge_asked = Signal(bool)
    """Merge; True accepts the laptops that were asked about."""
    again_asked = Signal()
    """Bring back what was undone."""
    cancelled = Signal()

    def __init__(self, ctx: Context, receipt: Receipt, *, title: str, merge: str = "", cancel: str = "",
                 titles: Mapping[Row, str] | None = None) -> None:
        super().__init__(title)
        self.ctx, self.w, self.receipt = ctx, ctx.w, receipt
        self.lines: list[CountLine] = []
        self._titles = {**receipt.intake.titles, **(titles or {})}
        self._buttons = FlowLayout(spacing=8)
        self.cancel = self._button(cancel or self.w("Cancel"), "outlined")
        once(self.cancel, self.cancelled.emit)
        self.go: QPushButton | None = None
        self._fill(merge or self.w("Merge data"))
        row = QWidget()
        row.setLayout(self._buttons)
        self.body.addWidget(row)
        tab_order([line.button for line in self.lines] + [self.cancel] + ([self.go] if self.go is not None else []))

    def begin(self) -> None:
        """Put the keyboard on the harmless button."""
        self.cancel.setFocus(Qt.FocusReason.TabFocusReason)

    def _fill(self, merge: str) -> None:
        state = self.receipt.state
        if state in TONES:
            self._tell(state)
        for device in self.receipt.strangers:
            self.body.addWidget(self._stranger(device))
        if state in (ReceiptState.APPLIED, ReceiptState.NEEDS_TRUST):
            self._count()
            note = self.w("Your data stays as it is until you choose Merge.")
            if merge == self.w("Merge data"):
                self.body.addWidget(plain_label(note, "help", wrap=True))
            self._offer_merge(merge)

    def _tell(self, state: ReceiptState) -> None:
        w, receipt = self.w, self.receipt
        tone, icon = TONES[state]
        if state is ReceiptState.NOTHING_NEW and receipt.applied_before:
            texts = [(w("This bundle was received and undone before."), "strong"),
                     (w("Its data can be applied again."), "meta")]
            self.body.addWidget(Notice(self.ctx, "warning", "undo-2", texts))
            self.go = self._button(w("Apply again"), "primary")
            once(self.go, self.again_asked.emit)
            return
        if state is ReceiptState.NOTHING_NEW:
            text = w("Everything in this bundle is already here.")
            self.cancel.setText(w("Close"))
        else:
            text = w(receipt.reason.text, **receipt.reason.values) if receipt.reason is not None else ""
        self.body.addWidget(Notice(self.ctx, tone, icon, [(text, "strong")]))
        if state is ReceiptState.PARKED:
            self.go = self._button(w("Keep until the rest arrives"), "primary")
            once(self.go, lambda: self.merge_asked.emit(False))
        elif state is ReceiptState.REFUSED:
            self.cancel.setText(w("Choose another file"))

    def _stranger(self, device: DeviceSeen) -> Notice:
        w = self.w
        name = device.label or w("A laptop without a name")
        if device.same_name_other_key:
            texts = [(w("“{label}” is known here, but with other words. Do not merge before you have asked its owner.",
                        label=name), "strong")]
        else:
            texts = [(w("This bundle holds work of a laptop not met before: “{label}”", label=name), "strong")]
        texts += [(device.words, "subsection"),
                  (w("Compare these six words with those on that laptop, for example by telephone. You are asked once."),
                   "help")]
        if device.same_name_other_key:
            return Notice(self.ctx, "danger", "triangle-alert", texts)
        return Notice(self.ctx, "warning", "info", texts)

    def _count(self) -> None:
        w, receipt = self.w, self.receipt
        for change, label, counts in ((RowChange.NEW, w("New data"), receipt.new),
                                      (RowChange.CHANGED, w("Updated"), receipt.changed),
                                      (RowChange.DELETED, w("Deleted"), receipt.deleted)):
            if counts:
                self._line(label, brings(w, counts), names_behind(w, receipt, change, self._titles))
        coming = [self._titles.get(row, "") for row, change in receipt.intake.rows.items()
                  if row.table == "person" and change is RowChange.NEW]
        twice = self.ctx.desk.duplicates.resembling(coming) if coming else 0
        if twice:
            self._line(w("Possible duplicate"), w.plural("{n} person → decided afterwards", "{n} people → decided afterwards",
                                                         twice))
        if receipt.differing:
            self._line(w("Differing entries"), w("{n} → decided afterwards", n=receipt.differing))
        if receipt.photos:
            self._line(w("Photos and files"), w.number(receipt.photos))
        for count, text in self._remarks():
            if count:
                self.body.addWidget(plain_label(text, "help", wrap=True))
        if not self.lines:
            self.body.addWidget(plain_label(w("No record changes on screen."), "meta", wrap=True))

    def _remarks(self) -> list[tuple[int, str]]:
        w, receipt = self.w, self.receipt
        missing, suspect, newer = receipt.photos_missing, receipt.intake.suspect, receipt.intake.newer
        return [
            (missing, w.plural("{n} photo or file did not arrive whole and comes with a later bundle.",
                               "{n} photos and files did not arrive whole and come with a later bundle.", missing)),
            (suspect, w.plural("{n} change carries a time far ahead: the clock of that laptop may be wrong.",
                               "{n} changes carry a time far ahead: the clock of that laptop may be wrong.", suspect)),
            (newer, w.plural("{n} change comes from a newer version; what this version does not know is kept unseen.",
                             "{n} changes come from a newer version; what this version does not know is kept unseen.",
                             newer)),
        ]

    def _line(self, label: str, text: str, behind: str = "") -> None:
        line = CountLine(self.ctx, label, text, behind)
        self.lines.append(line)
        self.body.addWidget(line)

    def _offer_merge(self, merge: str) -> None:
        w = self.w
        shouted = [device for device in self.receipt.strangers if device.same_name_other_key]
        if not self.receipt.strangers:
            self.go = self._button(merge, "primary")
            once(self.go, lambda: self.merge_asked.emit(False))
        elif not shouted:
            self.go = self._button(w("I know this laptop: merge") if merge == w("Merge data") else merge, "primary")
            once(self.go, lambda: self.merge_asked.emit(True))
        else:
            self.go = self._button(w("Merge in spite of other words"), "danger")
            once(self.go, self._make_sure)

    def _make_sure(self) -> None:
        w = self.w
        ask(self, w("Other words than before"),
            w("Have you asked the owner? Another laptop of the same name, a new installation, or a stranger looks like this."),
            [Answer("cancel", w("Cancel")), Answer("merge", w("I have asked: merge"), "danger")],
            lambda key: self.merge_asked.emit(True) if key == "merge" else None)

    def _button(self, text: str, role: str) -> QPushButton:
        button = set_role(QPushButton(text), role)
        button.setMinimumHeight(SMALLEST)
        self._buttons.addWidget(button)
        return button
