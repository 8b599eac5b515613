"""Entries that were changed on two computers: one card after the other, each can be put off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from plcdesk.domain.changes import Changes, Differing, Row, Sibling
from plcdesk.domain.fields import SPECS, Kind
from plcdesk.domain.ids import Id
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.conflict_card import ConflictCard, Side
from ui.widgets.control import SMALLEST
from ui.widgets.empty import EmptyState
from ui.widgets.scrolling import scrolled

Key = tuple[Row, str]


class Differences(QWidget):
    """The queue. `counted` tells how many wait."""

    counted = Signal(int)

    def __init__(self, ctx: Context, page: QObject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ctx, self.w = ctx, ctx.w
        self._page = page
        self.entries: list[Differing] = []
        self._at = 0
        self._shown: Key | None = None
        self._put_off: set[Key] = set()
        self.card = ConflictCard(self.w)
        self.card.chosen.connect(self._choose)
        self.card.combined.connect(self._settle)
        self.card.later.connect(self._later)
        self.card.combine_button.clicked.connect(self._show_combined)
        self._stack = QStackedWidget()
        self._cards = scrolled(self.card, self._steps())
        self.empty = self._empty()
        self.waiting = EmptyState(self.w, "", self.w("They can wait as long as you like; both entries are kept."),
                                  self.w("Look at them again"), primary=False)
        self.waiting.acted.connect(self.again)
        for part in (self._cards, self.empty, self.waiting):
            self._stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    @property
    def entry(self) -> Differing | None:
        """The entry on the card."""
        return self.entries[self._at] if self._stack.currentWidget() is self._cards and self.entries else None

    def reload(self) -> None:
        """Read the queue anew; the card on screen stays while its entry waits."""
        self.entries = sorted(self.ctx.desk.records.differing(), key=lambda entry: (entry.row, entry.field))
        keys = [_key(entry) for entry in self.entries]
        self._put_off &= set(keys)
        if self._shown in keys:
            self._at = keys.index(self._shown)
        self.counted.emit(len(keys))
        if not keys:
            self._stack.setCurrentWidget(self.empty)
        elif len(self._put_off) == len(keys):
            self._show_waiting()
        else:
            self._show(self._next(min(self._at, len(keys) - 1)))

    def begin(self) -> None:
        """Put the keyboard on the card, where the arrows choose."""
        if self._stack.currentWidget() is self._cards:
            self.card.setFocus(Qt.FocusReason.TabFocusReason)
        elif self._stack.currentWidget() is self.waiting:
            self.waiting.button.setFocus(Qt.FocusReason.TabFocusReason)

    def step(self, by: int) -> bool:
        """The next or previous card."""
        if not self.entries or self._stack.currentWidget() is not self._cards:
            return False
        self._show((self._at + by) % len(self.entries))
        self.begin()
        return True

    def again(self) -> None:
        """From the first card on once more."""
        self._put_off.clear()
        self._at, self._shown = 0, None
        self.reload()
        self.begin()

    def _show(self, at: int) -> None:
        self._at = at
        entry = self.entries[at]
        w, what = self.w, self._what(entry)
        heading = w("{n} of {m} — {what}", n=at + 1, m=len(self.entries), what=what)
        if _key(entry) != self._shown or self._stack.currentWidget() is not self._cards or \
                self.card.heading.text() != heading:
            self.card.show_entry(heading, self._sides(entry), combine=_is_long(entry))
            self._shown = _key(entry)
            self._cards.verticalScrollBar().setValue(0)
        for button in (self.previous, self.following):
            button.setVisible(len(self.entries) > 1)
        self._stack.setCurrentWidget(self._cards)

    def _what(self, entry: Differing) -> str:
        """Which entry: the kind of record, its name, what it belongs to, and the field."""
        w, records = self.w, self.ctx.desk.records
        spec = SPECS.get(entry.row.table)
        kind = w(spec.label) if spec is not None else entry.row.table
        title = records.title(entry.row, w)
        parts = [f"{kind} “{title}”" if title and title != kind else kind]
        if spec is not None and spec.parents:
            parent = records.parent_of(entry.row)
            whole = records.title(Row(spec.parents[0].refers, parent), w) if parent and spec.parents[0].refers else ""
            if whole:
                parts.append(whole)
        field = spec.fields.get(entry.field) if spec is not None else None
        parts.append(w(field.label) if field is not None else w("Keep or delete"))
        return " · ".join(parts)

    def _sides(self, entry: Differing) -> list[Side]:
        names = self.ctx.desk.people.names()
        numbered = sorted(enumerate(entry.siblings), key=lambda pair: not pair[1].here)
        return [Side(at, self._heading(sibling), self._who(sibling, names), self._text(entry, sibling.value))
                for at, sibling in numbered]

    def _heading(self, sibling: Sibling) -> str:
        w = self.w
        if sibling.here:
            return w("On this computer")
        return w("From the USB stick — {name}", name=sibling.device) if sibling.device else w("From the USB stick")

    def _who(self, sibling: Sibling, names: Mapping[Id, str]) -> str:
        who = names.get(Id(sibling.by), "") or self.w("someone not known here")
        return f"{who} · {self.w.moment(datetime.fromisoformat(sibling.at))}"

    def _text(self, entry: Differing, value: Any) -> str:
        if entry.field == "":
            return self.w("Keep this record") if value else self.w("Move it to the Trash")
        return str(self.ctx.desk.history.show(entry.row.table, entry.field, value, self.w))

    def _choose(self, at: object) -> None:
        if self.entry is not None and isinstance(at, int):
            self._settle(self.entry.siblings[at].value)

    def _settle(self, value: Any) -> None:
        entry = self.entry
        if entry is None:
            return
        what, records = self._what(entry), self.ctx.desk.records

        def decide() -> Changes:
            changes: Changes = records.settle(entry.row, entry.field, value)
            return changes

        done = self.ctx.write(decide, self.w("Differing entry"), self._page)
        if done:
            self.ctx.notify.undo_toast(self.w("Decided: {what}", what=what))
        self._shown = None
        self.reload()
        self.begin()

    def _later(self) -> None:
        if self.entry is None:
            return
        self._put_off.add(_key(self.entry))
        if len(self._put_off) == len(self.entries):
            self._show_waiting()
        else:
            self._show(self._next((self._at + 1) % len(self.entries)))
        self.begin()

    def _show_combined(self) -> None:
        """Scroll to the text that is to be combined, once it has its place."""
        QTimer.singleShot(0, self, lambda: self._cards.ensureWidgetVisible(self.card.result, 0, 60))

    def _next(self, start: int) -> int:
        """The first card from `start` on, around the corner too, that was not put off."""
        count = len(self.entries)
        return next((at % count for at in range(start, start + count)
                     if _key(self.entries[at % count]) not in self._put_off), start)

    def _show_waiting(self) -> None:
        count = len(self.entries)
        self.waiting.what.setText(self.w.plural("{n} differing entry waits for you", "{n} differing entries wait for you",
                                                count))
        self._stack.setCurrentWidget(self.waiting)

    def _steps(self) -> QWidget:
        w = self.w
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.previous = set_role(QPushButton(w("‹ Previous")), "flat")
        self.following = set_role(QPushButton(w("Next ›")), "flat")
        for button, by in ((self.previous, -1), (self.following, 1)):
            button.setMinimumHeight(SMALLEST)
            button.clicked.connect(partial(self.step, by))
            row.addWidget(button)
        row.addStretch(1)
        return box

    def _empty(self) -> EmptyState:
        w = self.w
        return EmptyState(w, w("No differing entries"),
                          w("When an entry was changed on two computers, you choose here which one to use."))


def _key(entry: Differing) -> Key:
    return entry.row, entry.field


def _is_long(entry: Differing) -> bool:
    spec = SPECS.get(entry.row.table)
    field = spec.fields.get(entry.field) if spec is not None else None
    return field is not None and field.couple is None and field.parts[0].kind is Kind.LONG
