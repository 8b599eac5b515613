"""Working copies of files: they belong to whoever made them for as long as they are in use, and to nobody afterwards.

Such a copy is readable by its user only, and while it is in use nobody sweeps it away (see `scratch` of the storage).
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from plcdesk.ledger.chain import new_uid
from plcdesk.storage.scratch import PART, taken


class WorkingCopy:
    """A new file in `folder`, open for writing. Closed and removed at the end unless it was kept."""

    def __init__(self, folder: Path) -> None:
        while True:
            self.path = folder / f"{new_uid()}{PART}"
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
            self.file: IO[bytes] = os.fdopen(handle, "w+b")
            if taken(handle, self.path):
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
