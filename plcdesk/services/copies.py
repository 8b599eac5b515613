"""Copies that belong to whoever made them for as long as they are in use, and to nobody afterwards.

Such a copy is readable by its user only. While it is in use it is locked, so that sweeping up after a killed program
never takes away what another process works on: by a lock of the system, on Windows by being open.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from plcdesk.ledger.chain import new_uid

_PART = ".part"


class WorkingCopy:
    """A new file in `folder`, open for writing. Closed and removed at the end unless it was kept."""

    def __init__(self, folder: Path) -> None:
        while True:
            self.path = folder / f"{new_uid()}{_PART}"
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
            self.file: IO[bytes] = os.fdopen(handle, "w+b")
            if _taken(self.file, self.path):
                break
            self.file.close()

    def empty(self) -> None:
        """Give its room back to the disk."""
        self.file.seek(0)
        self.file.truncate()

    def keep(self, path: Path) -> None:
        """Make it the file `path`, in place of any that is there, once it is safely on the disk."""
        self.file.flush()
        os.fsync(self.file.fileno())
        if sys.platform == "win32":  # where an open file cannot be renamed
            self.file.close()
        os.replace(self.path, path)
        self.file.close()

    def remove(self) -> None:
        """Close it and take it away."""
        with contextlib.suppress(OSError):  # what could not be written before cannot be written now
            self.file.close()
        with contextlib.suppress(OSError):
            self.path.unlink(missing_ok=True)


@contextlib.contextmanager
def working_copy(folder: Path) -> Iterator[WorkingCopy]:
    """A new working copy in a folder, which is made when missing. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    copy = WorkingCopy(folder)
    try:
        yield copy
    finally:
        copy.remove()


def sweep(folder: Path) -> None:
    """Take away the copies that a killed program left in a folder."""
    for path in folder.glob(f"*{_PART}"):
        with contextlib.suppress(OSError):
            if sys.platform != "win32":
                with path.open("r+b") as file:
                    _lock(file)
                    path.unlink()
            else:
                path.unlink()


def _taken(file: IO[bytes], path: Path) -> bool:
    """Lock a file that was just made; False where somebody who sweeps up met it before it was locked."""
    try:
        _lock(file)
    except BlockingIOError:
        return False
    except OSError:
        return True  # a folder on a server may know no locks
    return path.exists()


def _lock(file: IO[bytes]) -> None:
    """Raises OSError when somebody else has it."""
    if sys.platform != "win32":
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
