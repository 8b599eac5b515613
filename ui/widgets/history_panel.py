"""What happened to a record or to the whole programme, each line with a way back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from plcdesk.words import NOTHING, Words
from ui.theme.roles import set_role
from ui.widgets.choice_field import ChoiceField
from ui.widgets.control import SMALLEST
from ui.widgets.form_field import FormField, plain_label

PAGE = 40
"""Lines shown at once."""


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change in words. `line` is handed back when the old value is wanted; None offers no way back."""

    line: object
    at: datetime
    who: str
    device: str
    what: str
    old: str = ""
    new: str = ""


class HistoryPanel(QWidget):
    """Newest first, filtered by person and time."""

    put_back = Signal(object)
    """The `line` whose old value is wanted."""

    def __init__(self, w: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.w = w
        self._entries: Sequence[HistoryEntry] = ()
        self._shown = PAGE
        self._rows: list[QWidget] = []
        self.who = ChoiceField(w, (), w("Everybody"))
        self.since = ChoiceField(w, ((1, w("Today and yesterday")), (7, w("Last 7 days")), (30, w("Last 30 days"))),
                                 w("Any time"))
        for combo in (self.who, self.since):
            combo.edited.connect(self._refilter)
        self._empty = plain_label(w("No changes yet."), "help", wrap=True)
        self._more = set_role(QPushButton(w("Show more")), "flat")
        self._more.setMinimumHeight(SMALLEST)
        self._more.clicked.connect(self._show_more)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        column.addWidget(FormField(w, w("By whom"), self.who))
        column.addWidget(FormField(w, w("When"), self.since))
        column.addWidget(self._empty)
        column.addLayout(self._lines)
        column.addWidget(self._more)
        column.addStretch(1)

    def set_entries(self, entries: Sequence[HistoryEntry]) -> None:
        """Show these changes, newest first."""
        self._entries = entries
        self.who.set_choices([(name, name) for name in sorted({entry.who for entry in entries})])
        self._refilter()

    def shown(self) -> list[HistoryEntry]:
        """The entries that pass the filters."""
        found = [entry for entry in self._entries if self.who.value() in (None, entry.who)]
        days = self.since.value()
        if days is not None and found:
            newest = max(entry.at for entry in self._entries)
            now = datetime.now(newest.tzinfo)
            found = [entry for entry in found if entry.at >= now - timedelta(days=days)]
        return found

    def _refilter(self) -> None:
        self._shown = PAGE
        self._show()

    def _show_more(self) -> None:
        self._shown += PAGE
        self._show()

    def _show(self) -> None:
        for row in self._rows:
            self._lines.removeWidget(row)
            row.hide()
            row.deleteLater()
        entries = self.shown()
        self._rows = [self._row(entry) for entry in entries[: self._shown]]
        self._empty.setVisible(not entries)
        self._more.setVisible(len(entries) > self._shown)

    def _row(self, entry: HistoryEntry) -> QWidget:
        frame = set_role(QFrame(), "row")
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(4)
        who = " · ".join(part for part in (self.w.moment(entry.at), entry.who, entry.device) if part)
        column.addWidget(plain_label(who, "help", wrap=True))
        column.addWidget(plain_label(entry.what, "strong", wrap=True))
        if entry.old or entry.new:
            column.addWidget(plain_label(f"{entry.old or NOTHING} → {entry.new or NOTHING}", "body", wrap=True))
        if entry.line is not None:
            button = set_role(QPushButton(self.w("Put this entry back")), "outlined")
            button.setMinimumHeight(SMALLEST)
            button.setAccessibleName(f"{button.text()}: {entry.what}, {entry.old or NOTHING}")
            button.clicked.connect(partial(self.put_back.emit, entry.line))
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self._lines.addWidget(frame)
        return frame
