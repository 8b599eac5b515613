"""The beginning of a run: the command line, whether there is a screen, the application object."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication

from plcdesk.settings import LANGUAGES

NO_SCREEN = "PLC Desk needs a screen: neither DISPLAY nor WAYLAND_DISPLAY is set. `--smoke` checks every page without one."


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(prog="plcdesk-window", description="PLC Desk")
    parser.add_argument("--data", type=Path, metavar="DIR", help="the folder of the programme")
    parser.add_argument("--sample", action="store_true", help="open the sample programme")
    parser.add_argument("--lang", choices=LANGUAGES, help="language of this run")
    parser.add_argument("--smoke", action="store_true", help="build every page without a screen and end")
    return parser.parse_args(list(arguments))


def has_screen() -> bool:
    """Whether a window can be shown at all."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def application(argv: Sequence[str]) -> QApplication:
    """The one QApplication of a run."""
    app = QApplication(list(argv))
    app.setApplicationName("PLC Desk")
    app.setApplicationDisplayName("PLC Desk")
    app.setDesktopFileName("plcdesk")
    return app
