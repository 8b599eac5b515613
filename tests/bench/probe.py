"""One process that is measured from outside: it says on its output how far it is, one JSON object a line.

``python -m tests.bench.probe empty`` shows a window with nothing in it; ``program DIR`` the program with the sample in DIR;
``pages DIR`` opens every page of the programme in DIR one after the other;
``lists DIR`` works in its list of meetings, ``forms DIR`` in its list of observations.
"""

from __future__ import annotations

import json
import sys
from typing import Any


def say(**figures: Any) -> None:
    """Tell the one who measures."""
    print(json.dumps(figures), flush=True)


def empty() -> None:
    """The least a program with a window can do."""
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QMainWindow

    class Bare(QMainWindow):
        def paintEvent(self, event: QPaintEvent) -> None:
            super().paintEvent(event)
            QTimer.singleShot(0, shown)

    def shown() -> None:
        say(at="shown")
        app.quit()

    app = QApplication([])
    window = Bare()
    window.resize(1366, 697)
    window.show()
    app.exec()


def program(folder: str) -> None:
    """The program as a user starts it, until its first page can be used and it has come to rest."""
    from ui.app import Program
    from ui.shell.start import application, parse

    app = application(["plcdesk"])
    running = Program(app, parse(["--sample", "--lang", "id", "--data", folder]))
    running.window.painted.connect(lambda: say(at="shown"))
    running.ready.connect(lambda: QTimer.singleShot(0, usable))

    from PySide6.QtCore import QTimer

    def usable() -> None:
        say(at="usable")
        QTimer.singleShot(1500, rest)

    def rest() -> None:
        from tests.bench.timing import memory

        say(at="rest", now=memory(), peak=memory("VmHWM"))
        running.window.close()
        app.quit()

    running.start()
    app.exec()


def main(arguments: list[str]) -> None:
    """Be the process that was asked for."""
    mode, *rest = arguments
    if mode in ("empty", "program"):
        {"empty": empty, "program": program}[mode](*rest)
        return
    from tests.bench import inside

    {"pages": inside.pages, "lists": inside.lists, "forms": inside.forms}[mode](*rest)


if __name__ == "__main__":
    main(sys.argv[1:])
