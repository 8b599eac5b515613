"""Somebody observes or types paper sheets, in a process of its own that is going to be killed.

``python -m tests.journeys.typing_forms FOLDER rate FORM`` gives level after level by key; ``observe FORM`` writes a note
and lets the time run; ``sheet BATCH`` types one digit after the other. It tells on its output what is typed, saved, kept.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from ui.app import Program

# Python's own importer is kept by the line above, so it comes before PySide6.
# isort: split

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from plcdesk.domain.changes import Row
from plcdesk.domain.ids import Id
from tests.journeys.typing_on import say
from ui.shell.start import application, parse

NOTE = "Guru honorer mulai bertanya"
FASTER = 10
"""How much faster the time of the observation runs."""
PAUSE = 20
"""Milliseconds between two keys: faster than anybody types."""
DIGITS = "43214321432143214321"


class Observer:
    """Does one of the three; `what` says which, `record` on what."""

    def __init__(self, program: Program, what: str, record: str) -> None:
        self.program, self.what, self.record = program, what, record
        self.saved = 0
        self.steps: list[Callable[[], object]] = []
        self.timer = QTimer()
        self.timer.setInterval(PAUSE)

    @property
    def focus(self) -> QWidget:
        """Where the keyboard is."""
        return QApplication.focusWidget() or self.program.window

    def begin(self) -> None:
        """Open the page and start as soon as the window has the keyboard."""
        assert self.program.session is not None
        self.ctx = self.program.session.ctx
        {"rate": self._open_rubric, "sheet": self._open_sheet, "observe": self._observe}[self.what](self.program.session.body)
        self.ctx.bus.changed.connect(lambda changes, _origin: self._saved() if changes else None)
        self.timer.timeout.connect(self._beat)
        self.timer.start()

    def _beat(self) -> None:
        if QApplication.focusWidget() is None:
            self.program.window.activateWindow()
        elif self.steps:
            self.steps.pop(0)()
        elif self.what != "observe":
            say(end=True)
            self.timer.stop()

    def _open_rubric(self, space: Any) -> None:
        """Level after level, each for the next item."""
        self.ctx.go("observations", f"rate:{self.record}")
        space.page.live.board.focus_item()
        for at in range(20):
            self.steps += [partial(self._key, Qt.Key(ord("1") + at % 4)), partial(self._key, Qt.Key.Key_PageDown)]

    def _open_sheet(self, _space: Any) -> None:
        """The digits of one paper."""
        self.ctx.go("questionnaires", f"entry:{self.record}")
        self.steps += [partial(self._key, Qt.Key(ord(digit))) for digit in DIGITS]

    def _observe(self, space: Any) -> None:
        """A note that Enter has not stored yet, and the time runs."""
        self.ctx.go("observations", f"rate:{self.record}")
        page, row = space.page, Row("form", Id(self.record))
        begin = time.monotonic()
        page.live.watch.now = lambda: begin + (time.monotonic() - begin) * FASTER
        page.live.watch._beat.setInterval(1000 // FASTER)
        QTest.mouseClick(page.live.head.pause, Qt.MouseButton.LeftButton)
        page.live.board.focus_item()
        page.live.watch.ticked.connect(lambda: say(seconds=page.live.watch.seconds, kept=len(
            self.ctx.desk.drafts.get(row).get("evidence", ""))))
        self.steps += [partial(self._key, Qt.Key.Key_F8),
                       lambda: QTest.keyClicks(self.focus, NOTE)]

    def _key(self, key: Qt.Key) -> None:
        QTest.keyClick(self.focus, key)

    def _saved(self) -> None:
        """The place is noted a moment after the save, for a record just made is opened then."""
        self.saved += 1
        QTimer.singleShot(PAUSE, partial(say, saved=self.saved))


def main(folder: str, what: str, record: str) -> None:
    """Run until killed."""
    app = application(["plcdesk"])
    program = Program(app, parse(["--data", folder, "--lang", "id"]))
    observer = Observer(program, what, record)
    program.ready.connect(lambda: QTimer.singleShot(0, observer.begin))
    program.start()
    app.exec()


if __name__ == "__main__":
    main(*sys.argv[1:])
