"""The program looks at itself without a screen: every page is built and, if asked, drawn into a picture."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from ui import app as program
from ui.shell.start import application, parse
from ui.shell.workspace import Workspace

SIZES = ((1366, 697), (1093, 543), (1024, 529), (911, 441), (781, 368))
"""Client areas of real laptops at 100 to 175 per cent; every page must be usable in each."""
PATIENCE = 20_000


def smoke(data: Path | None = None) -> int:
    """Build every page with the sample, in both languages; 0 when nothing went wrong."""
    failures: list[str] = []

    def note(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        failures.append("".join(traceback.format_exception(kind, error, trace)))

    with tempfile.TemporaryDirectory() as place:
        for language in ("id", "en"):
            with sample(data or Path(place) / "sample", language) as opened:  # made once, opened twice
                sys.excepthook = note
                for size, entry in product((SIZES[0], SIZES[-1]), opened.space.entries):
                    opened.show(entry.id, size)
                print(f"{language}: {len(opened.space.entries)} pages")
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures else 0


def screens(out: Path, languages: Sequence[str] = ("id", "en"), sizes: Sequence[tuple[int, int]] = SIZES,
            themes: Sequence[str] = ("light", "dark"), scales: Sequence[int] = (100,)) -> list[Path]:
    """Pictures of every page with the sample: one file for each language, theme, text size, window size and page."""
    out.mkdir(parents=True, exist_ok=True)
    made = []
    for language in languages:
        with sample(None, language) as opened:
            for theme, scale in product(themes, scales):
                opened.program.change(theme=theme, text_scale=scale)
                for size, entry in product(sizes, opened.space.entries):
                    opened.show(entry.id, size)
                    name = f"{entry.id}-{language}-{theme}-{size[0]}x{size[1]}-{scale}.png"
                    made.append(out / name)
                    opened.program.window.grab().save(str(out / name))
    return made


class Opened:
    """The program with the sample open in it."""

    def __init__(self, running: program.Program) -> None:
        self.program = running

    @property
    def space(self) -> Workspace:
        """The inside of the window. Raises RuntimeError when the sample did not open."""
        body = self.program.session.body if self.program.session is not None else None
        if not isinstance(body, Workspace):
            raise RuntimeError("the sample did not open")
        return body

    def show(self, page_id: str, size: tuple[int, int]) -> None:
        """Open a page in a window of this size and wait until it has nothing left to do."""
        self.program.window.resize(*size)
        self.space.go(page_id)
        settle(60)
        while self.program.session is not None and self.program.session.busy:
            settle(20)


@contextmanager
def sample(data: Path | None, language: str) -> Iterator[Opened]:
    """Run the program off-screen with the sample, on folders of its own that are gone afterwards."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as place, _homes(Path(place)):
        running = QApplication.instance()
        app = running if isinstance(running, QApplication) else application(["plcdesk"])
        app.setQuitOnLastWindowClosed(False)
        options = parse(["--sample", "--lang", language, "--data", str(data or Path(place) / "sample")])
        opened = Opened(program.Program(app, options))
        wait = QEventLoop()
        opened.program.ready.connect(wait.quit)
        QTimer.singleShot(PATIENCE, wait.quit)
        if not opened.program.start():
            raise RuntimeError("the sample is open in another window")
        wait.exec()
        try:
            yield opened
        finally:
            opened.program.window.close()
            opened.program.dismiss()
            settle(20)
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def settle(milliseconds: int) -> None:
    """Let the program run for a moment."""
    wait = QEventLoop()
    QTimer.singleShot(milliseconds, wait.quit)
    wait.exec()


@contextmanager
def _homes(place: Path) -> Iterator[None]:
    """The user's folders below `place`, so that a look at the program touches nothing of the user's."""
    names = ("XDG_DATA_HOME", "XDG_STATE_HOME", "LOCALAPPDATA")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update({name: str(place / name.lower()) for name in names})
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
