"""The program's own diary: what it did and where it stumbled, never about whom.

The message of an exception may quote what someone typed, so only its kind and the places in the program are written.
"""

from __future__ import annotations

import logging
import platform
import traceback
from datetime import datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path, PurePath
from types import TracebackType

from plcdesk import __version__

NAME = "plcdesk"
_SIZE, _COUNT, _NOTES = 256 * 1024, 3, 5
_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class _Formatter(logging.Formatter):
    def formatException(self, ei: _ExcInfo) -> str:
        return trace(ei[1]) if ei[1] is not None else ""


def start(folder: Path, level: int = logging.INFO) -> logging.Logger:
    """Let the logger `plcdesk` write to ``plcdesk.log`` in `folder` (three files of 256 KiB at most).

    Where the folder cannot be written the program runs without a log.
    """
    logger = logging.getLogger(NAME)
    stop()
    logger.setLevel(level)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(folder / "plcdesk.log", maxBytes=_SIZE, backupCount=_COUNT - 1, encoding="utf-8")
    except OSError:
        return logger
    handler.setFormatter(_Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logger.addHandler(handler)
    logger.propagate = False
    logger.info("PLC Desk %s on %s, Python %s", __version__, platform.system(), platform.python_version())
    return logger


def stop() -> None:
    """Close the log file."""
    logger = logging.getLogger(NAME)
    for handler in logger.handlers[:]:
        logger.removeHandler(handler)
        handler.close()
    logger.propagate = True


def crash_note(folder: Path, error: BaseException, at: datetime) -> Path:
    """Write what can be passed on about a crash and return the file; the last five are kept.

    Raises OSError when the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    note = folder / f"crash-{at:%Y%m%d-%H%M%S}.txt"
    system = f"{platform.system()} {platform.release()} {platform.machine()}, Python {platform.python_version()}"
    note.write_text(f"PLC Desk {__version__}\n{at:%Y-%m-%d %H:%M:%S}\n{system}\n\n{trace(error)}\n", encoding="utf-8")
    for old in sorted(folder.glob("crash-*.txt"))[:-_NOTES]:
        old.unlink(missing_ok=True)
    return note


def trace(error: BaseException) -> str:
    """Where an exception and those behind it came from: kinds, modules, lines; no messages, no folders of the user."""
    lines: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        lines.append(f"{type(current).__module__}.{type(current).__qualname__}")
        for frame in traceback.extract_tb(current.__traceback__):
            lines.append(f"  {'/'.join(PurePath(frame.filename).parts[-3:])}:{frame.lineno} {frame.name}")
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "\n".join(lines)
