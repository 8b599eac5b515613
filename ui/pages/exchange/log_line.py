"""One line of the log: direction, who, when and what came of it; opened, everything that was kept about it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from plcdesk.domain.exchange import BundleKind, Receipted
from plcdesk.domain.exchange_log import BundleDetail
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.runtime.homes import near
from ui.theme.roles import set_role
from ui.widgets.control import SMALLEST
from ui.widgets.flow import FlowLayout
from ui.widgets.form_field import plain_label
from ui.widgets.receipt_words import brings, readable

REJECTED = "rejected"


class LogLine(QFrame):
    """Asks the page for everything that changes something."""

    undo_asked = Signal(str, str)
    again_asked = Signal(str, str)
    print_asked = Signal(str)

    def __init__(self, ctx: Context, line: Receipted) -> None:
        super().__init__()
        self.ctx, self.w, self.line = ctx, ctx.w, line
        set_role(self, "row")
        self.undo: QPushButton | None = None
        self._detail: QWidget | None = None
        self.heading = self._heading()
        sign = QLabel()
        sign.setPixmap(ctx.theme.pixmap("upload" if self._sent else "download", "text-2", 20))
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(plain_label(self.heading, "strong", wrap=True))
        text, tone = self._state()
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(plain_label(text, f"pill-{tone}"), 0, Qt.AlignmentFlag.AlignVCenter)
        below.addWidget(plain_label(" · ".join(self._facts()), "help", wrap=True), 1)
        words.addLayout(below)
        self.more = set_role(QPushButton(self.w("Details ›")), "link")
        self.more.setMinimumHeight(SMALLEST)
        self.more.setAccessibleDescription(self.heading)
        self.more.clicked.connect(self.turn)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.more, 0, Qt.AlignmentFlag.AlignVCenter)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 8, 0, 8)
        self._column.setSpacing(8)
        self._column.addLayout(row)

    @property
    def opened(self) -> bool:
        """Whether the detail is in sight."""
        return self._detail is not None

    def turn(self) -> None:
        """Show or put away the detail."""
        if self._detail is not None:
            self._detail.hide()
            self._detail.deleteLater()
            self._detail = self.undo = None
            self.more.setText(self.w("Details ›"))
            return
        detail = self.ctx.desk.exchange.detail(self.line.bundle)
        self._detail = self._make(detail or BundleDetail(self.line))
        self._column.addWidget(self._detail)
        self.more.setText(self.w("Hide details"))

    @property
    def _sent(self) -> bool:
        return self.line.direction == "out"

    def _heading(self) -> str:
        w, line = self.w, self.line
        name = line.peer or w("A laptop without a name")
        if line.kind is BundleKind.REQUEST:
            words = w("Asked for data") if self._sent else w("{name} asked for data", name=name)
        elif self._sent:
            words = w("Sent for {name}", name=line.peer) if line.peer else w("Sent for anyone")
        else:
            words = w("Received from {name}", name=name)
        return f"{words} · {w.moment(line.at)}"

    def _facts(self) -> list[str]:
        w, line = self.w, self.line
        facts = [w.plural("{n} change", "{n} changes", line.changes)] if line.changes else []
        if line.photos:
            facts.append(w.plural("{n} photo or file", "{n} photos and files", line.photos))
        if line.size:
            facts.append(w.size(line.size))
        if line.sealed:
            facts.append(w("locked"))
        return facts

    def _state(self) -> tuple[str, str]:
        w = self.w
        states = {
            "sent": (w("Sent and checked"), "success"), "applied": (w("Merged"), "success"),
            "parked": (w("Waits for an earlier bundle"), "warning"), REJECTED: (w("Not merged"), "danger"),
            "reverted": (w("Undone"), "neutral"),
        }  # fmt: skip
        if self.line.kind is BundleKind.REQUEST and not self._sent and self.line.state == "applied":
            return w("Request"), "info"
        if self.line.state == "applied" and not self.line.changes and not self.line.photos:
            return w("Nothing new"), "neutral"
        return states.get(self.line.state, (self.line.state, "neutral"))

    def _make(self, detail: BundleDetail) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(32, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._buttons())
        for label, text in self._told(detail):
            row = QHBoxLayout()
            row.setSpacing(12)
            caption = plain_label(label, "help", wrap=True)
            caption.setFixedWidth(self.ctx.theme.px(140))
            row.addWidget(caption, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(plain_label(text, "", wrap=True), 1)
            column.addLayout(row)
        column.addWidget(self._records(detail))
        return box

    def _told(self, detail: BundleDetail) -> list[tuple[str, str]]:
        w, line = self.w, self.line
        found = [(label, brings(w, counts)) for label, counts in (
            (w("New data"), detail.new), (w("Updated"), detail.changed), (w("Deleted"), detail.deleted)) if counts]
        made = w.moment(detail.made_at) if detail.made_at is not None else ""
        found += [
            (w("Schools"), ", ".join(detail.schools)),
            (w("Made"), ", ".join(part for part in (detail.made_by, made) if part)),
            (w("Work of"), ", ".join(detail.writers)),
            (w("Check code"), line.check_code),
            (w("File"), line.file),
            (w("Safety copy"), detail.restore_point),
            (w("Copied laptops"), ", ".join(detail.copied)),
        ]
        return [(label, text) for label, text in found if text]

    def _records(self, detail: BundleDetail) -> QWidget:
        """The first records, each a way to it while it is here."""
        box = QWidget()
        flow = FlowLayout(box, 4)
        for row, _, title in detail.first:
            home = near(self.ctx.desk, row)
            if home is None or not title:
                continue
            button = set_role(QPushButton(readable(self.w, title).replace("&", "&&")), "link")
            button.setMinimumHeight(SMALLEST)
            button.setMaximumWidth(self.ctx.theme.px(360))
            once(button, partial(self.ctx.go, *home))
            flow.addWidget(button)
        if not flow.count():
            box.hide()
        return box

    def _buttons(self) -> QWidget:
        w, line = self.w, self.line
        box = QWidget()
        flow = FlowLayout(box, 8)
        if line.undoable:
            self.undo = self._button(w("Undo this receipt"), partial(self.undo_asked.emit, line.bundle, line.peer))
            flow.addWidget(self.undo)
        elif not self._sent and line.state == "reverted":
            self.undo = self._button(w("Apply again"), partial(self.again_asked.emit, line.bundle, line.peer))
            flow.addWidget(self.undo)
        if line.state not in (REJECTED, "parked") and line.kind is not BundleKind.REQUEST:
            flow.addWidget(self._button(w("Print a handing-over record"), partial(self.print_asked.emit, line.bundle)))
        if not flow.count():
            box.hide()
        return box

    def _button(self, text: str, act: object) -> QPushButton:
        button = set_role(QPushButton(text), "outlined")
        button.setMinimumHeight(SMALLEST)
        button.setAccessibleDescription(self.heading)
        once(button, act)  # type: ignore[arg-type]
        return button

