"""Files that are not finished yet, under names of their own beside what they become.

While such a file is in use it is locked, so that sweeping up after a killed program never takes away what another process
works on: by a lock of the system, on Windows by being open.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

PART = ".part"
"""How their names end."""
_BESIDE = ("-journal", "-wal", "-shm")
"""What SQLite adds to the name of a database for the files beside it."""


@contextlib.contextmanager
def scratch(target: Path, *, held: bool = True) -> Iterator[Path]:
    """A new empty file beside `target`, in a folder that is made when missing. Whatever still bears its name at the end
    of the block is removed, with what SQLite put beside it.

    With `held` False it is not locked: for what goes on being a database in use, since giving up a lock on a file gives up
    those SQLite holds on it too. Raises OSError.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    path, handle = _made(target)
    kept = held and sys.platform != "win32"  # where an open file cannot be renamed
    try:
        if not kept:
            os.close(handle)
        yield path
    finally:
        if kept:
            os.close(handle)
        remove(path)


def _made(target: Path) -> tuple[Path, int]:
    """A new file, locked, and its open handle."""
    while True:
        path = target.with_name(f"{target.name}.{secrets.token_hex(4)}{PART}")
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        if taken(handle, path):
            return path, handle
        os.close(handle)


def sweep(folder: Path, start: str = "") -> None:
    """Take away the unfinished files whose names begin so and that a killed program left in a folder."""
    for path in folder.glob(f"{start}*{PART}"):
        with contextlib.suppress(OSError):
            if sys.platform != "win32":
                with path.open("r+b") as file:
                    _lock(file.fileno())
                    path.unlink()
            else:
                path.unlink()
    for suffix in _BESIDE:
        for path in folder.glob(f"{start}*{PART}{suffix}"):
            if not path.with_name(path.name.removesuffix(suffix)).exists():
                with contextlib.suppress(OSError):
                    path.unlink()


def remove(path: Path) -> None:
    """Take away an unfinished file with what SQLite put beside it, as far as the disk lets it."""
    for name in (path.name, *(path.name + suffix for suffix in _BESIDE)):
        with contextlib.suppress(OSError):
            path.with_name(name).unlink(missing_ok=True)


def settle(path: Path, target: Path) -> None:
    """Give a finished file its name, in place of any that has it, so that this lasts through a power cut."""
    path.replace(target)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Make new names in a folder last; systems and disks that cannot be told so do it by themselves or not at all."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)


def taken(handle: int, path: Path) -> bool:
    """Keep others from sweeping a file away that was just made; False where somebody met it before it was locked."""
    try:
        _lock(handle)
    except BlockingIOError:
        return False
    except OSError:
        return True  # a folder on a server may know no locks
    return path.exists()


def _lock(handle: int) -> None:
    """Raises OSError when somebody else has the file."""
    if sys.platform != "win32":
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def alone(path: Path) -> bool:
    """Whether nobody else has the database open: only then it can leave WAL, and only then nothing waits there."""
    connection = sqlite3.connect(path, timeout=1, isolation_level=None)
    try:
        return bool(connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0] == "delete")
    except sqlite3.OperationalError:
        return False
    except sqlite3.DatabaseError:
        return True  # so damaged that nobody works with it
    finally:
        connection.close()
