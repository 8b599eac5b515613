"""What is measured inside the running window: lists, search, memory. Started by `probe` in a process of its own."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from ui.app import Program

# Python's own importer is kept by the line above, so it comes before PySide6.
# isort: split

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.bench.probe import say
from tests.bench.timing import memory, once
from ui.shell.start import application, parse

SIZE = (1366, 697)
TYPED = "kbp contoh 07"
OBSERVED = "guru a00 siti"
SOUGHT = ("pecahan", "asesmen kelas", "siswa", "keputusan bersama", "sit")


@contextmanager
def opened(folder: str) -> Iterator[Any]:
    """The window on the programme in `folder`, first page open; what is handed out is the inside of the window."""
    app = application(["plcdesk"])
    running = Program(app, parse(["--data", folder, "--lang", "id"]))
    wait = QEventLoop()
    running.ready.connect(wait.quit)
    running.start()
    wait.exec()
    assert running.session is not None
    running.window.resize(*SIZE)
    settle()
    yield running.session.body
    running.window.close()


def settle() -> None:
    """Let everything be laid out and painted that waits for it."""
    for _ in range(5):
        QApplication.sendPostedEvents()
        QApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def lists(folder: str) -> None:
    """Open the list of meetings, type into its filter, look something up."""
    with opened(folder) as space:
        say(at="opened", seconds=once(lambda: (space.go("meetings"), settle())))
        pane = space.page.list.pane
        say(at="rows", number=pane.view.records.rowCount())
        field: QLineEdit = pane.bar.text
        typed = [once(lambda end=end: (field.setText(TYPED[:end]), settle())) for end in range(1, len(TYPED) + 1)]
        say(at="filtered", median=statistics.median(typed), worst=max(typed))
        field.clear()
        say(at="scrolled", seconds=_worst(lambda part: pane.view.scrollTo(pane.view.model().index(
            part * (pane.view.records.rowCount() - 1) // 10, 0)), 10))
        words = space.ctx.w
        found = [once(lambda text=text: space.ctx.desk.search.find(text, words)) for text in SOUGHT * 2]
        say(at="searched", median=statistics.median(found), worst=max(found[len(SOUGHT):]))


def forms(folder: str) -> None:
    """Open the list of observations twice, type into its filter, choose an instrument."""
    with opened(folder) as space:
        say(at="opened", seconds=once(lambda: (space.go("observations"), settle())))
        pane = space.page.view.pane
        say(at="rows", number=pane.view.records.rowCount())
        space.go("home")
        settle()
        say(at="again", seconds=once(lambda: (space.go("observations"), space.page.refresh(), settle())))
        field: QLineEdit = pane.bar.text
        typed = [once(lambda end=end: (field.setText(OBSERVED[:end]), settle())) for end in range(1, len(OBSERVED) + 1)]
        say(at="filtered", median=statistics.median(typed), worst=max(typed))
        field.clear()
        settle()
        say(at="chosen", seconds=once(lambda: (pane.bar.choose("instrument", "F"), settle())), now=memory())


def pages(folder: str) -> None:
    """Open every page with all its tabs, and tell the memory after each."""
    with opened(folder) as space:
        for entry in space.entries:
            took = once(lambda page=entry.id: (space.go(page), settle()))
            tabs = getattr(space.page, "tabs", None)
            for key in getattr(tabs, "keys", ()):
                tabs.select(key)
                settle()
            say(at="page", id=entry.id, seconds=took, now=memory(), peak=memory("VmHWM"))


def _worst(step: Callable[[int], object], times: int) -> float:
    return max(once(lambda part=part: (step(part), settle())) for part in range(times))

