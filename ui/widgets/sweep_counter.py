"""Counting pupils at intervals: how many are there, how many are engaged, how many take part, who talks (I4)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from plcdesk.domain.forms import Counted
from plcdesk.words import Words
from ui.runtime.context import Look
from ui.theme.roles import set_role
from ui.widgets.control import SMALLEST
from ui.widgets.flow import FlowLayout
from ui.widgets.form_field import plain_label
from ui.widgets.scrolling import ScrolledColumn
from ui.widgets.sweep_pad import NOBODY, SweepPad, refusal
from ui.widgets.sweep_table import SweepTable

IDLE_MS = 1500


@dataclass(frozen=True, slots=True)
class SweepRow:
    """A sweep that is stored; `minute` of the observation."""

    number: int
    minute: int | None
    counted: Counted


class SweepCounter(QWidget):
    """The sweep being counted, the ones done, and the share of engaged pupils over all of them.

    `elapsed` gives the seconds of the observation; `every` is the interval in seconds. A count is told after a pause
    and with Enter, which goes on to the next sweep. What cannot be is refused in words and never told.
    """

    counted = Signal(int, object, object)
    """Number of the sweep, Counted, minute or None."""
    removed = Signal(int)

    def __init__(self, w: Words, theme: Look, elapsed: Callable[[], int], sweeps: int = 10, every: int = 180,
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.w = w
        self._elapsed, self._sweeps, self._every = elapsed, sweeps, every
        self._rows: dict[int, SweepRow] = {}
        self._pupils: int | None = None
        self.number = 1
        self._locked = False
        self._title = plain_label("", "subsection")
        self._due = plain_label("", "meta")
        self.share = plain_label("", "strong", wrap=True)
        self.trouble = plain_label("", "error", wrap=True)
        self.trouble.hide()
        self.pad = SweepPad(w, theme)
        self.table = SweepTable(w, theme)
        self.next = set_role(QPushButton(""), "outlined")
        self.next.setMinimumHeight(SMALLEST)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(IDLE_MS)
        self._arrange()
        self._pause.timeout.connect(self.commit)
        self.pad.changed.connect(self._changed)
        self.pad.entered.connect(self.go_on)
        self.pad.refused.connect(self._refuse)
        self.next.clicked.connect(self.go_on)
        self.table.opened.connect(self.open)
        self.table.removed.connect(self._remove)
        self._show()

    def start(self, rows: Sequence[SweepRow], sweeps: int = 10, pupils: int | None = None) -> None:
        """Begin with the sweep after the last one stored. `pupils`: the number present of the first sweep."""
        self._pause.stop()
        self._rows = {row.number: row for row in rows}
        self._sweeps, self._pupils = sweeps, pupils
        self._begin(max(self._rows, default=0) + 1)
        self._show()

    def set_rows(self, rows: Sequence[SweepRow]) -> None:
        """Show what is stored; the sweep being counted stays, unless its count was taken back elsewhere."""
        before = self._rows.get(self.number)
        self._rows = {row.number: row for row in rows}
        if before != self._rows.get(self.number) and not self._pause.isActive():
            self._begin(self.number)
        self._show()

    def open(self, number: int) -> None:
        """Correct a sweep."""
        self.commit()
        self._begin(number)
        self._show()
        self.pad.setFocus()

    def go_on(self) -> None:
        """Tell the count and begin the next sweep; nothing happens while the count cannot be."""
        now = self.pad.value()
        text, n = refusal(now)
        if not text and now.engaged is None:
            text = NOBODY if now.present is None else ""
            self.pad.set_value(now._replace(engaged=0))
        if text:
            self._say(self.w(text, n=n))
            return
        self._tell()
        self._begin(max(self._rows, default=0) + 1)
        self._show()

    def commit(self) -> None:
        """Tell what is counted and not told yet, unless it cannot be."""
        self._pause.stop()
        now = self.pad.value()
        if now.engaged is not None and not refusal(now)[0]:
            self._tell()

    def tick(self) -> None:
        """A second has passed."""
        due = self.number * self._every - self._elapsed()
        stored = self.number in self._rows and self.number != max(self._rows)
        if stored:
            words = self.w("A sweep that is done: correct it and press Enter")
        elif due > 0:
            words = self.w("Next count in {time}", time=self.w("{m}:{s}", m=str(due // 60), s=f"{due % 60:02}"))
        else:
            words = self.w("Count now")
        if words != self._due.text():
            self._due.setText(words)

    def set_read_only(self, locked: bool) -> None:
        """Show only."""
        self._locked = locked
        self.pad.setVisible(not locked)
        self.next.setVisible(not locked)
        self._due.setVisible(not locked)
        self._title.setVisible(not locked)
        self._show()

    def focus_item(self) -> None:
        """Put the keyboard on the count."""
        self.pad.setFocus()

    def _arrange(self) -> None:
        head = QWidget()
        flow = FlowLayout(head, 16)
        flow.addWidget(self._title)
        flow.addWidget(self._due)
        below = QWidget()
        row = QHBoxLayout(below)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.next)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(ScrolledColumn(head, self.pad, self.trouble, below, self.share, self.table))

    def _begin(self, number: int) -> None:
        self.number = number
        self._say("")
        row = self._rows.get(number)
        last = self._rows[max(self._rows)].counted.present if self._rows else self._pupils
        self.pad.set_value(row.counted if row else Counted(present=last))

    def _changed(self) -> None:
        self._say("")
        self._pause.start()

    def _refuse(self, text: str, n: int) -> None:
        self._say(self.w(text, n=n))

    def _tell(self) -> None:
        self._pause.stop()
        now, before = self.pad.value(), self._rows.get(self.number)
        if before is not None and before.counted == now:
            return
        minute = before.minute if before else self._elapsed() // 60
        self._rows[self.number] = SweepRow(self.number, minute, now)
        self._show()
        self.counted.emit(self.number, now, minute)

    def _remove(self, number: int) -> None:
        self._rows.pop(number, None)
        if number == self.number:
            self._begin(number)
        self._show()
        self.removed.emit(number)

    def _say(self, text: str) -> None:
        self.trouble.setText(f"✕ {text}" if text else "")
        self.trouble.setVisible(bool(text))
        self.pad.setAccessibleDescription(text)

    def _show(self) -> None:
        rows = [self._rows[number] for number in sorted(self._rows)]
        engaged = sum(row.counted.engaged or 0 for row in rows)
        present = sum(row.counted.present or 0 for row in rows)
        self._title.setText(self.w("Sweep {n} of {m}", n=str(self.number), m=str(max(self._sweeps, self.number))))
        self.next.setText(self.w("Done, on to sweep {n} (Enter)", n=str(max([self.number, *self._rows]) + 1)))
        self.share.setText(self.w("Engaged so far: {percent} ({engaged} of {present} observations of pupils)",
                                  percent=self.w.percent(engaged, present), engaged=engaged, present=present)
                           if rows else self.w("Nothing counted yet"))
        self.table.show_rows([(row.number, row.minute, row.counted) for row in rows], self.number, locked=self._locked)
        self.tick()


