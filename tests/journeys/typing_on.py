"""Somebody types into the minutes of a meeting, in a process of its own that is going to be killed.

``python -m tests.journeys.typing_on FOLDER MEETING TEXT`` types TEXT and rests; without a text it types on and on;
"marks" sets marks in the attendance list by key. It tells on its output what the window says is kept or saved.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from ui.app import Program

# Python's own importer is kept by the line above, so it comes before PySide6.
# isort: split

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest

from ui.runtime import autosave
from ui.runtime.notify import SaveState
from ui.shell.start import application, parse

FASTER = 10
"""How much faster the clock of the typing runs where nobody pauses."""


def say(**what: Any) -> None:
    """Tell, at once."""
    os.write(1, (json.dumps(what) + "\n").encode())


class Typist:
    """Types into one field; `end` None means for ever."""

    def __init__(self, program: Program, meeting: str, text: str) -> None:
        self.program, self.meeting, self.text = program, meeting, text
        self.typed = 0
        self.timer = QTimer()
        self.timer.setInterval(15)

    def begin(self) -> None:
        """Open the meeting and start."""
        assert self.program.session is not None
        ctx = self.program.session.ctx
        ctx.go("meetings", self.meeting)
        page = self.program.session.body.page
        self.program.window.activateWindow()
        if self.text == "marks":
            self._marks(ctx, page)
            return
        page.detail.select("minutes")
        self.field = page.detail.minutes.opening.control
        self.field.setFocus()
        ctx.notify.save_state.connect(lambda state, _at: say(kept=self.typed) if state is SaveState.SAVED else None)
        if self.text:
            QTest.keyClicks(self.field, self.text)
            self.typed = len(self.text)
        else:
            self.timer.timeout.connect(self._letter)
            self.timer.start()

    def _letter(self) -> None:
        QTest.keyClick(self.field, "a" if self.typed % 7 else " ")
        self.typed += 1
        say(typed=self.typed)

    def _marks(self, ctx: Any, page: Any) -> None:
        saved: list[str] = []
        ctx.bus.changed.connect(lambda changes, _origin: (saved.append("mark"), say(saved=saved)) if changes else None)
        page.detail.select("attendance")
        grid = page.detail.attendance.grid
        for number in range(40):
            grid.focus_row(0)
            QTest.keyClick(grid._lines[0], "HTISDA"[number % 6].lower())
        say(end=True)


def main(folder: str, meeting: str, text: str) -> None:
    """Run until killed."""
    if not text:
        autosave.IDLE, autosave.LONGEST = autosave.IDLE // FASTER, autosave.LONGEST // FASTER
    app = application(["plcdesk"])
    program = Program(app, parse(["--data", folder, "--lang", "id"]))
    typist = Typist(program, meeting, text)
    program.ready.connect(lambda: QTimer.singleShot(0, typist.begin))
    program.start()
    app.exec()


if __name__ == "__main__":
    main(*sys.argv[1:])
