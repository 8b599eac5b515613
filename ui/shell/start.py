"""The beginning of a run: the command line, whether there is a screen, the application object."""

from __future__ import annotations

import argparse
import dataclasses
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from plcdesk import settings as settings_file
from plcdesk.paths import Paths
from plcdesk.settings import LANGUAGES, Settings

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


def start_settings(paths: Paths, language: str | None) -> Settings:
    """The settings of this run; `language` of the command line goes before the stored one, the system's comes last."""
    found = settings_file.load(paths.settings)
    if language is not None:
        return dataclasses.replace(found, language=language)
    if paths.settings.exists():
        return found
    english = QLocale.system().language() == QLocale.Language.English
    return dataclasses.replace(found, language="en" if english else "id")


def lasting(settings: Settings, changed: Mapping[str, object], paths: Paths, language: str | None) -> Settings:
    """The settings to store: the language of `--lang` holds for its run only, unless it was `changed` in it."""
    if language is None or "language" in changed:
        return settings
    return dataclasses.replace(settings, language=settings_file.load(paths.settings).language)


def application(argv: Sequence[str]) -> QApplication:
    """The one QApplication of a run."""
    app = QApplication(list(argv))
    app.setApplicationName("PLC Desk")
    app.setApplicationDisplayName("PLC Desk")
    app.setDesktopFileName("plcdesk")
    return app
